"""Who writes to the index on a cluster: a row that is held meanwhile."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_saved_and_asked")]

    operations = [
        migrations.CreateModel(
            name="IndexWriter",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("holder", models.CharField(max_length=300)),
            ],
            options={"default_permissions": ()},
        ),
    ]
