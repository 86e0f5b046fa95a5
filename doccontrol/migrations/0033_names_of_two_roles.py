"""Two roles are called as the law and the directing letter call them: a head of the Văn phòng heads
no *phòng*, and those who draft and read are not civil servants alone."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMES = {
    "Lãnh đạo phòng": "Người đứng đầu đơn vị",
    "Công chức": "Công chức, người lao động",
}


def rename(apps: Apps, names: dict[str, str]) -> None:
    """A group of the agency's own that bears the new name already keeps its people and rights
    under another."""
    Group = apps.get_model("auth", "Group")
    for old, new in names.items():
        if Group.objects.filter(name=old).exists():
            Group.objects.filter(name=new).update(name=f"{new} (2)")
            Group.objects.filter(name=old).update(name=new)


def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rename(apps, NAMES)


def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rename(apps, {new: old for old, new in NAMES.items()})


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0032_patterns_said_as_masks"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
