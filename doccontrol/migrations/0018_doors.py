"""Two things that were true of old rows and are no longer allowed to be.

- Wagtail's "privacy" on controlled documents, or above them, never held at the lasting addresses,
  in search, in the feed or for files. The setting is taken away where it stands, and the page's
  history says so.
- The page's own row kept what described its last edition; the next draft began with it.
"""

import uuid

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone


# Empty ones too: documents will stand on them.
SHELVES = ("homepage", "documentindexpage")


def lift_restrictions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Restriction = apps.get_model("wagtailcore", "PageViewRestriction")
    PageLogEntry = apps.get_model("wagtailcore", "PageLogEntry")
    Document = apps.get_model("doccontrol", "ControlledDocument")
    paths = list(Document.objects.values_list("path", flat=True))
    for restriction in Restriction.objects.select_related("page__content_type"):
        page = restriction.page
        is_shelf = page.content_type.model in SHELVES
        if not is_shelf and not any(path.startswith(page.path) for path in paths):
            continue
        PageLogEntry.objects.create(
            page_id=page.pk,
            content_type_id=page.content_type_id,
            label=page.title[:255],
            action="wagtail.view_restriction.delete",
            data={"restriction": {"type": restriction.restriction_type, "title": "privacy"}},
            timestamp=timezone.now(),
            uuid=uuid.uuid4(),
            content_changed=False,
        )
        print(f"\n    privacy lifted, it held at this address only: {page.url_path}", end="")
        restriction.delete()


def empty_issued_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Document = apps.get_model("doccontrol", "ControlledDocument")
    issued = Document.objects.filter(live=True, editions__isnull=False)
    keys = list(issued.values_list("pk", flat=True).distinct())
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        Document.objects.filter(pk__in=some).update(
            is_reissue=False, in_force_from=None, basis_reason=""
        )
        apps.get_model("doccontrol", "ChangeNote").objects.filter(page__in=some).delete()
        Document.implements.through.objects.filter(controlleddocument_id__in=some).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("doccontrol", "0017_files_and_sources"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(lift_restrictions, migrations.RunPython.noop),
        migrations.RunPython(empty_issued_rows, migrations.RunPython.noop),
    ]
