"""Who records by which decision people sign for the agency, and who may look: as with posts."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEES = "view_signingassignment"
ROLES = {
    "Thư ký ISO": ["add_signingassignment", "change_signingassignment", SEES],
    "Tổ công tác ISO": [SEES],
    "Đánh giá viên": [SEES],
}


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are made after all migrations; the groups need them now.
    then = apps.get_app_config("doccontrol")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    then.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ROLES.items():
        for group in Group.objects.filter(name=name):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label="doccontrol", codename__in=codenames
                )
            )


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0024_signing_capacity")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
