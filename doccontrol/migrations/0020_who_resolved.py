"""Who found the target of a relation; the texts a clock runs through."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

def say_who_resolved(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now all had the number of their target, which is how a machine finds it."""
    relations = apps.get_model("doccontrol", "LegalRelation").objects
    relations.filter(target__isnull=False).update(resolved_by="machine")


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0019_faults_lose_nothing"),
    ]
    operations = [
        migrations.AddField(
            model_name="legalrelation",
            name="resolved_by",
            field=models.CharField(
                blank=True,
                choices=[("machine", "its number"), ("person", "a person")],
                editable=False,
                max_length=10,
                verbose_name="target found by",
            ),
        ),
        migrations.RunPython(say_who_resolved, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="legalrelation",
            constraint=models.CheckConstraint(
                condition=models.Q(target__isnull=False) | models.Q(resolved_by=""),
                name="relation_resolved_only_with_target",
            ),
        ),
        migrations.AddField(
            model_name="clock",
            name="via_texts",
            field=models.JSONField(default=list),
        ),
    ]
