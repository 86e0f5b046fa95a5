"""What the rows of before say in the new columns."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_the_editions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """An approved withdrawal named the edition that ends on its day; a waiting one the last."""
    Withdrawal = apps.get_model("doccontrol", "Withdrawal")
    Edition = apps.get_model("doccontrol", "Edition")
    for withdrawal in Withdrawal.objects.all():
        editions = Edition.objects.filter(document=withdrawal.document_id).order_by(
            "-in_force_from"
        )
        ended = editions.filter(ends_on=withdrawal.takes_effect_on).first()
        withdrawal.edition = (ended if withdrawal.approved_on else None) or editions.first()
        withdrawal.effective_on = withdrawal.takes_effect_on if withdrawal.approved_on else None
        withdrawal.save()


def one_person_decided(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now one person answered these; it stays so of what was answered."""
    for model in ("ChildAnswer", "Triage"):
        apps.get_model("doccontrol", model).objects.update(is_one_persons=True)
    Triage = apps.get_model("doccontrol", "Triage")
    Triage.objects.filter(reason="").update(reason="–")
    for triage in Triage.objects.select_related("file"):
        triage.file.decided_on = triage.proposed_on
        triage.file.save(update_fields=["decided_on"])


SEES = ("view_withdrawal", "view_revocation")
ROLES = ("Thư ký ISO", "Tổ công tác ISO", "Lãnh đạo phòng", "Người phê duyệt", "Đánh giá viên")


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whoever sees decisions sees how editions end. The rows of permissions are made after all
    migrations; the groups need them now."""
    # Those of the models as they were at this point, whatever has become of them since.
    then = apps.get_app_config("doccontrol")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    then.models_module = None
    Permission = apps.get_model("auth", "Permission")
    permissions = Permission.objects.filter(
        content_type__app_label="doccontrol", codename__in=SEES
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0009_two_persons")]
    operations = [
        migrations.RunPython(name_the_editions, migrations.RunPython.noop),
        migrations.RunPython(one_person_decided, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
