"""The hash of a draft's file, kept with the draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0008_register_indexes")]

    operations = [
        migrations.AddField(
            model_name="form",
            name="file_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
    ]
