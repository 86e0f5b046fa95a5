"""The hash of a draft's file, kept with the draft; sources of texts are web addresses."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

IS_WEB_ADDRESS = (
    models.Q(source_url="")
    | models.Q(source_url__startswith="https://")
    | models.Q(source_url__startswith="http://")
)


def move_other_addresses(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is no web address stays as a note: it may tell a person where the text came from."""
    LegalText = apps.get_model("doccontrol", "LegalText")
    for text in LegalText.objects.exclude(IS_WEB_ADDRESS).only("pk", "note", "source_url"):
        note = f"{text.note}\n{text.source_url}".strip()
        LegalText.objects.filter(pk=text.pk).update(note=note, source_url="")


class Migration(migrations.Migration):
    # Rows are changed and the table is altered: PostgreSQL does not do both in one transaction
    # while checks of the rows are still to come.
    atomic = False
    dependencies = [("doccontrol", "0016_accounts_rights")]

    operations = [
        migrations.AddField(
            model_name="form",
            name="file_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.RunPython(move_other_addresses, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="legaltext",
            constraint=models.CheckConstraint(
                condition=IS_WEB_ADDRESS,
                name="text_source_is_a_web_address",
                violation_error_message="The address begins with https:// or http://.",
            ),
        ),
    ]
