"""Saved searches; questions that were asked, and who may see them."""

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The secretary keeps procedures findable; the auditor sees everything and changes nothing.
ROLES = ("Thư ký ISO", "Đánh giá viên")


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are made after all migrations; the groups need them now: those of the models as they
    # were at this point, whatever has become of them since.
    then = apps.get_app_config("search")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    then.models_module = None
    Permission = apps.get_model("auth", "Permission")
    may_see = Permission.objects.get(
        content_type__app_label="search", codename="view_askedquestion"
    )
    # An agency may have renamed or deleted a role: nothing is forced back on it.
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ROLES):
        group.permissions.add(may_see)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("search", "0001_synonyms"),
        ("doccontrol", "0007_register_at_scale"),
    ]
    operations = [
        migrations.CreateModel(
            name="AskedQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("question", models.CharField(max_length=200, verbose_name="question")),
                ("readers", models.CharField(choices=[("public", "the public"), ("staff", "staff")], max_length=6, verbose_name="asked by")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="times")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="found")),
            ],
            options={
                "verbose_name": "asked question",
                "verbose_name_plural": "asked questions",
                "ordering": ["-day", "question"],
                "constraints": [
                    models.UniqueConstraint(fields=("day", "question", "readers"), name="asked_question_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("query", models.TextField(editable=False)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved at")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="saved_searches", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "verbose_name": "saved search",
                "verbose_name_plural": "saved searches",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "query"), name="saved_search_once"),
                    models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_has_name"),
                ],
            },
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
