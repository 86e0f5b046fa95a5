from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0003_content_version"),
    ]
    operations = [
        migrations.AddField(
            model_name="contentversion",
            name="kind",
            field=models.CharField(db_default="public", max_length=10),
        ),
    ]
