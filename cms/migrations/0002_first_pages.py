"""A new installation has a home page, two shelves for documents, and rights on them for each role."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SHELVES = (("quy-trinh", "Quy trình"), ("he-thong", "Tài liệu hệ thống"))
AUTHORS = ("Thư ký ISO", "Tổ công tác ISO", "Lãnh đạo phòng", "Người phê duyệt", "Công chức")


def make_pages(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("cms", "HomePage")
    DocumentIndexPage = apps.get_model("cms", "DocumentIndexPage")

    def content_type(model: str) -> object:
        return ContentType.objects.get_or_create(app_label="cms", model=model)[0]

    # Wagtail's own first migration leaves a welcome page; ours takes its place.
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    locale = Locale.objects.get_or_create(language_code="vi")[0]
    common = {"locale": locale, "live": True, "has_unpublished_changes": False}
    home = HomePage.objects.create(
        title="Trang chủ",
        draft_title="Trang chủ",
        slug="home",
        path="00010001",
        depth=2,
        numchild=len(SHELVES),
        url_path="/home/",
        content_type=content_type("homepage"),
        **common,
    )
    for place, (slug, title) in enumerate(SHELVES, start=1):
        DocumentIndexPage.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            path=f"00010001{place:04}",
            depth=3,
            numchild=0,
            url_path=f"/home/{slug}/",
            content_type=content_type("documentindexpage"),
            **common,
        )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True, site_name=""
    )


def give_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add and edit below the shelves; nobody may publish there but by approval."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    DocumentIndexPage = apps.get_model("cms", "DocumentIndexPage")
    HomePage = apps.get_model("cms", "HomePage")

    def give(group: object, page_id: int, codename: str) -> None:
        permission = Permission.objects.get(
            content_type__app_label="wagtailcore",
            content_type__model="page",
            codename=codename,
        )
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=page_id, permission=permission
        )

    for shelf in DocumentIndexPage.objects.all():
        for name in AUTHORS:
            group = Group.objects.get(name=name)
            give(group, shelf.pk, "add_page")
            give(group, shelf.pk, "change_page")
    secretary = Group.objects.get(name="Thư ký ISO")
    for codename in ("add_page", "change_page", "publish_page"):
        give(secretary, HomePage.objects.get().pk, codename)


class Migration(migrations.Migration):
    # The roles are found here by the names that they have at this point.
    run_before = [("doccontrol", "0033_names_of_two_roles")]
    dependencies = [
        ("cms", "0001_pages"),
        ("doccontrol", "0003_roles_and_workflow"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(make_pages, migrations.RunPython.noop),
        migrations.RunPython(give_rights, migrations.RunPython.noop),
    ]
