"""Ways of counting are evidence: each row that is there is known by a hash over its columns as they
are found now. No column changes, no row goes."""

from django.db import migrations

from doccontrol.evidence.hashing import RowHashField, row_sha256


def take_hashes(apps, schema_editor):
    rules = apps.get_model("doccontrol", "CountingRule").objects
    rows = list(rules.filter(row_sha256="").order_by("pk"))
    for row in rows:
        row.row_sha256 = row_sha256(row)
    rules.bulk_update(rows, ["row_sha256"])


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0033_names_of_two_roles"),
    ]

    operations = [
        migrations.AddField(model_name="countingrule", name="row_sha256", field=RowHashField()),
        migrations.RunPython(take_hashes, migrations.RunPython.noop),
    ]
