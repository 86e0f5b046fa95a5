"""Who may bring files in, decide at triage, and answer for implementing texts."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEES = ["view_incomingfile", "view_triage", "view_linkeddocument", "view_childanswer"]
DECIDES = ["add_triage", "change_triage", "add_linkeddocument", "add_childanswer"]
ROLES = {
    "Thư ký ISO": [*SEES, "add_incomingfile", "change_incomingfile", *DECIDES],
    "Tổ công tác ISO": [*SEES, "add_incomingfile"],
    "Lãnh đạo phòng": SEES,
    "Người phê duyệt": SEES,
    "Đánh giá viên": SEES,
}


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are made after all migrations; the groups need them now: those of the models as they
    # were at this point, whatever has become of them since.
    then = apps.get_app_config("doccontrol")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    then.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        # An agency may have renamed or deleted a role: nothing is forced back on it.
        for group in Group.objects.filter(name=name):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label="doccontrol", codename__in=codenames
                )
            )


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0004_intake")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
