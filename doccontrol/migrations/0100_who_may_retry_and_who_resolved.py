"""Who may try a failed job again; who found the target of a relation; the texts a clock runs through."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RETRY = "retry_job"
KEEPERS = ("Thư ký ISO", "Tổ công tác ISO")


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are made after all migrations; the groups need this one now."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    job, _created = ContentType.objects.get_or_create(app_label="doccontrol", model="job")
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=job, codename=RETRY, defaults={"name": "Can try a failed job again"}
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=KEEPERS):
        group.permissions.add(permission)


def say_who_resolved(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now all had the number of their target, which is how a machine finds it."""
    relations = apps.get_model("doccontrol", "LegalRelation").objects
    relations.filter(target__isnull=False).update(resolved_by="machine")


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0008_register_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AlterModelOptions(
            name="job",
            options={
                "ordering": ["pk"],
                "permissions": [("retry_job", "Can try a failed job again")],
                "verbose_name": "background job",
                "verbose_name_plural": "background jobs",
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
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
