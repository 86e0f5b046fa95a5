"""Who sees the log of accounts and tries jobs again; and no group that nobody decided on."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# Made by Wagtail's first migration; they may publish, lock and upload below the root page.
LEFTOVERS = ("Moderators", "Editors")
SEES = "view_accountchange"
ROLES = {
    "Thư ký ISO": [SEES, "change_job"],
    "Tổ công tác ISO": ["change_job"],
    "Đánh giá viên": [SEES],
}


def remove_leftovers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Wagtail's own groups, with the workflow that only they approve. A group in which somebody
    is was taken into use by the agency: it stays, and an administrator decides."""
    Group = apps.get_model("auth", "Group")
    Person = apps.get_model("doccontrol", "Person")
    used = Person.objects.filter(groups__isnull=False).values("groups")
    leftovers = Group.objects.filter(name__in=LEFTOVERS).exclude(pk__in=used)
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    orphans = [
        task.pk
        for task in Task.objects.filter(groups__in=leftovers)
        if not task.groups.exclude(pk__in=leftovers).exists()
    ]
    for workflow in Workflow.objects.filter(workflow_tasks__task__in=orphans, active=True):
        states = apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow=workflow)
        if states.filter(status__in=["in_progress", "needs_changes"]).exists():
            continue
        apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow=workflow).delete()
        Workflow.objects.filter(pk=workflow.pk).update(active=False)
        apps.get_model("wagtailcore", "Task").objects.filter(pk__in=orphans).update(active=False)
    for group in leftovers:
        group.delete()


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
        for group in Group.objects.filter(name=name):
            group.permissions.add(
                *Permission.objects.filter(
                    content_type__app_label="doccontrol", codename__in=codenames
                )
            )


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0015_accounts"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(remove_leftovers, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
