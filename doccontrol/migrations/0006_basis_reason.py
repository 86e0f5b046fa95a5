"""Why a document still rests on a text that has ended, kept with each edition."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0005_triage_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="controlleddocument",
            name="basis_reason",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Needed only if a listed text is no longer in force: why does the "
                "document still rest on it? The reason is frozen with the edition.",
                verbose_name="reason for an ended legal basis",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="edition",
            name="basis_reason",
            field=models.TextField(
                blank=True, default="", verbose_name="reason for an ended legal basis"
            ),
            preserve_default=False,
        ),
    ]
