"""What the rows of before say in the new columns."""

from django.apps.registry import Apps
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
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    permissions = []
    for codename in SEES:
        kind, _created = ContentType.objects.get_or_create(
            app_label="doccontrol", model=codename.removeprefix("view_")
        )
        permission, _created = Permission.objects.get_or_create(
            content_type=kind,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        permissions.append(permission)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0009_two_persons")]
    operations = [
        migrations.RunPython(name_the_editions, migrations.RunPython.noop),
        migrations.RunPython(one_person_decided, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
