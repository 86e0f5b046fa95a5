"""Every row of evidence is known by a hash over its columns; what the last look at all of them
found is kept for the first page."""

import django.utils.timezone
from django.db import migrations, models

# The spelling over which hashes are taken is not today's code but the one for ever: were it changed,
# every hash would have to be taken anew, these too.
from doccontrol.evidence.hashing import RowHashField, row_sha256

EVIDENCE = [
    "edition",
    "signature",
    "citation",
    "attachment",
    "frozenpdf",
    "acknowledgement",
    "decision",
    "withdrawal",
    "revocation",
    "childanswer",
    "triage",
]
AT_A_TIME = 100


def take_hashes(apps, schema_editor):
    """Of rows that were written before there were hashes: as they are found now."""
    for name in EVIDENCE:
        model = apps.get_model("doccontrol", name)
        rows = []
        for row in model.objects.filter(row_sha256="").order_by("pk").iterator(AT_A_TIME):
            row.row_sha256 = row_sha256(row)
            rows.append(row)
            if len(rows) == AT_A_TIME:
                model.objects.bulk_update(rows, ["row_sha256"])
                rows = []
        model.objects.bulk_update(rows, ["row_sha256"])


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0011_two_persons_truths"),
    ]

    operations = [
        *(
            migrations.AddField(model_name=name, name="row_sha256", field=RowHashField())
            for name in EVIDENCE
        ),
        migrations.AlterModelOptions(
            name="frozenpdf", options={"base_manager_name": "objects"}
        ),
        migrations.CreateModel(
            name="EvidenceVerification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("checked", models.JSONField(default=dict)),
                ("differs", models.JSONField(default=list)),
                ("difference_count", models.PositiveIntegerField(default=0)),
                ("table", models.CharField(blank=True, max_length=63)),
                ("after", models.BigIntegerField(null=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(take_hashes, migrations.RunPython.noop),
    ]
