"""Officials see the clocks of their own units: whoever writes the next edition finds its duty."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ROLE, SEES = "Công chức", "view_clock"


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are made after all migrations; the group needs it now.
    then = apps.get_app_config("doccontrol")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    then.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for group in Group.objects.filter(name=ROLE):
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="doccontrol", codename=SEES)
        )


class Migration(migrations.Migration):
    dependencies = [("doccontrol", "0021_kinds_of_general_documents")]
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
