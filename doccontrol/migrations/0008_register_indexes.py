"""PostgreSQL finds parts of words by an index of three letters each; statuses are counted in one."""

from django.db import migrations, models

INDEX = "text_folded_trigrams"


def make_index(apps, schema_editor):
    """Nothing elsewhere: SQLite reads the whole column faster than it could keep such an index.

    The extension belongs to PostgreSQL and is trusted: the owner of the database may add it.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            f"CREATE INDEX {INDEX} ON doccontrol_legaltext USING gin (folded gin_trgm_ops)"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0007_register_at_scale"),
    ]

    operations = [
        migrations.RunPython(make_index, drop_index),
        migrations.AddIndex(
            model_name="legaltext",
            index=models.Index(
                fields=[
                    "effective",
                    "expires",
                    "ended_on",
                    "suspended_on",
                    "touched_on",
                    "status_override",
                    "id",
                ],
                name="text_status_days",
            ),
        ),
    ]
