"""The six roles with their permissions, and the one workflow of controlled documents."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADMIN = "wagtailadmin.access_admin"


def crud(*models: str, delete: bool = False) -> list[str]:
    verbs = ["add", "change", "view"] + (["delete"] if delete else [])
    return [f"doccontrol.{verb}_{model}" for model in models for verb in verbs]


def look(*models: str) -> list[str]:
    return [f"doccontrol.view_{model}" for model in models]


REGISTER = ("legaltext", "legalrelation", "issuer", "legaltype")
ORGANISATION = ("unit", "post", "holiday")
EVIDENCE = ("clock", "decision", "edition", "acknowledgement", "job", "withdrawal")
ROLES = {
    "Thư ký ISO": [
        ADMIN,
        *crud(*REGISTER, *ORGANISATION),
        "doccontrol.delete_legalrelation",
        "doccontrol.change_agencysettings",
        "doccontrol.add_person",
        "doccontrol.change_person",
        "doccontrol.view_person",
        *look(*EVIDENCE),
        "doccontrol.propose_decision",
        "doccontrol.approve_decision",
    ],
    "Tổ công tác ISO": [ADMIN, *crud(*REGISTER), *look(*ORGANISATION, *EVIDENCE)],
    "Lãnh đạo phòng": [ADMIN, *look(*REGISTER, "clock", "decision"), "doccontrol.propose_decision"],
    "Người phê duyệt": [
        ADMIN,
        *look(*REGISTER, *EVIDENCE),
        "doccontrol.approve_decision",
    ],
    "Công chức": [ADMIN, *look(*REGISTER)],
    "Đánh giá viên": [ADMIN, *look(*REGISTER, *ORGANISATION, *EVIDENCE)],
}
WORKFLOW = "Ban hành tài liệu"
STEPS = (("HeadReviewTask", "Xem xét"), ("ApprovalTask", "Phê duyệt"))


def make_permissions(apps: Apps, alias: str) -> None:
    """Permissions are made after all migrations; the groups need them now. Of the models as they
    were at this point, whatever has become of them since."""
    then = apps.get_app_config("doccontrol")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=alias, apps=apps)
    then.models_module = None


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    make_permissions(apps, schema_editor.connection.alias)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        for permission in permissions:
            label, codename = permission.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=label, codename=codename)
            )


def make_workflow(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    ContentType = apps.get_model("contenttypes", "ContentType")
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    if not created:
        return
    for place, (model, name) in enumerate(STEPS):
        content_type, _created = ContentType.objects.get_or_create(
            app_label="doccontrol", model=model.lower()
        )
        task = apps.get_model("doccontrol", model).objects.create(
            name=name, content_type=content_type
        )
        WorkflowTask.objects.create(workflow=workflow, task_id=task.pk, sort_order=place)


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0002_quality_management_system"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        # They give "choose" to the groups that exist; ours come after, on every database.
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(make_roles, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
    ]
