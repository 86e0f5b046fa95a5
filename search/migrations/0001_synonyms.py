"""The synonym table, with what it holds at first, and who may change it."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SECRETARY = "Thư ký ISO"
MAY = ["view_synonym", "add_synonym", "change_synonym"]


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    from search.synonyms.defaults import table
    from search.synonyms.models import folded_form

    Synonym = apps.get_model("search", "Synonym")
    Synonym.objects.bulk_create(
        Synonym(
            short=short,
            short_folded=folded_form(short),
            long=long,
            both_ways=both_ways,
            times_saved=1,
        )
        for short, long, both_ways in table()
    )


def grant(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Permissions are made after all migrations; the group needs them now: those of the models as they
    # were at this point, whatever has become of them since.
    then = apps.get_app_config("search")
    then.models_module = then  # else Django takes it for an app without models
    create_permissions(then, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    then.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # An agency may have renamed or deleted a role: nothing is forced back on it.
    for group in Group.objects.filter(name=SECRETARY):
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="search", codename__in=MAY)
        )


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("doccontrol", "0003_roles_and_workflow"),
    ]
    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "short",
                    models.CharField(
                        help_text="For example TTHC, or “sổ đỏ”. Marks may be left out by those "
                        "who search.",
                        max_length=60,
                        verbose_name="short or everyday form",
                    ),
                ),
                (
                    "short_folded",
                    models.CharField(editable=False, max_length=60, unique=True),
                ),
                (
                    "long",
                    models.TextField(
                        help_text="One on each line, 4 at most; the commonest first.",
                        verbose_name="long forms",
                    ),
                ),
                (
                    "both_ways",
                    models.BooleanField(
                        default=True,
                        help_text="Who asks for a long form finds the short one too. Right for "
                        "abbreviations; wrong where the everyday form means less or something "
                        "else besides.",
                        verbose_name="both ways",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("times_saved", models.PositiveIntegerField(default=0, editable=False)),
                ("saved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "synonym",
                "verbose_name_plural": "synonyms",
                "ordering": ["short_folded"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("short_folded", ""), _negated=True),
                        name="synonym_has_a_short_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("long", ""), _negated=True),
                        name="synonym_has_a_long_form",
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
