from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0002_first_pages"),
    ]
    operations = [
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("drawn", models.BigIntegerField()),
            ],
        ),
    ]
