"""The file of a draft: who opens it, under which hash, and that nothing else is issued."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.demonstration.judging import judge
from doccontrol.documents.issuing.actions import issue, submit
from doccontrol.documents.refusals import FileChanged, FileNotRecorded, UnfitFile
from doccontrol.models import Edition, Form
from doccontrol.organisation.accounts.roles import Role
from tests.admin_forms import form_data
from tests.doccontrol.office_files.files import related
from tests.make import docx_upload, make_edition, make_form, make_person, make_settings, make_unit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def form() -> Form:
    make_settings()
    procedure = make_edition(on=date(2026, 3, 1)).document.specific
    file = docx_upload(text="Đơn đề nghị")
    return make_form(procedure, author=make_person(Role.STAFF), owner_unit=make_unit(), file=file)


def hash_of(text: str) -> str:
    return hashlib.sha256(docx_upload(text=text).read()).hexdigest()


FIRST, SECOND = hash_of("Đơn đề nghị"), hash_of("Đơn mới")


def address(form: Form, sha256: str = FIRST) -> str:
    return reverse("draft_file", args=[form.pk, sha256])


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def issued(form: Form) -> Edition:
    """Submitted, reviewed and approved today by three people."""
    revision = form.get_latest_revision()
    judge(
        revision,
        submitted=(make_person(), TODAY),
        reviewed=(make_person(Role.SECRETARY), TODAY),
        approved=(make_person(Role.APPROVER), TODAY),
    )
    return issue(revision, on=TODAY)


def tamper(form: Form) -> None:
    """Other bytes at the place of the file, as somebody with the disk could put them."""
    with default_storage.open(form.file.name, "wb") as place:
        place.write(docx_upload(text="Tráo").read())


# Who opens it


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.WORKING_GROUP, Role.APPROVER, Role.AUDITOR])
def test_who_judges_or_oversees_opens_the_file_of_a_draft(role, form):
    response = client_of(make_person(role)).get(address(form))
    assert response.status_code == 200
    assert hashlib.sha256(bytes_of(response)).hexdigest() == FIRST
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_head_opens_it_when_it_is_the_heads_turn(form):
    head = make_person(Role.HEAD, unit=form.owner_unit, head=True)
    submit(form, by=make_person(Role.STAFF))
    assert client_of(head).get(address(form)).status_code == 200


def test_a_stranger_and_a_reader_do_not_open_it(form):
    assert Client().get(address(form)).status_code == 302
    denied = client_of(make_person()).get(address(form))
    assert denied.status_code in (302, 403) and not denied.streaming


def test_no_other_hash_and_no_other_document_leads_to_it(form):
    secretary = client_of(make_person(Role.SECRETARY))
    for wrong in ("0" * 64, "x", FIRST[:10]):
        assert secretary.get(address(form, wrong)).status_code == 404
    other = make_form(form.get_parent().specific, file=docx_upload(text="Đơn mới"))
    assert secretary.get(address(other, FIRST)).status_code == 404
    assert (
        secretary.get(reverse("draft_file", args=[form.get_parent().pk, FIRST])).status_code == 404
    )


def test_what_lies_in_storage_is_served_at_no_address_of_its_own(form):
    assert client_of(make_person(Role.SECRETARY)).get(form.file.url).status_code == 404


# Where its hash is told


def test_the_preview_and_the_editor_lead_to_it_with_its_hash(form):
    secretary = client_of(make_person(Role.SECRETARY))
    view = reverse("wagtailadmin_pages:revisions_view", args=[form.pk, form.latest_revision_id])
    editor = reverse("wagtailadmin_pages:edit", args=[form.pk])
    for page in (view, editor):
        html = BeautifulSoup(secretary.get(page).content, "html.parser")
        assert html.select_one(f'a[href="{address(form)}"]') is not None, page
        assert FIRST in html.text
        assert "/media/" not in str(html)


def test_the_judge_finds_it_in_the_editor_of_a_locked_draft(form):
    head = make_person(Role.HEAD, unit=form.owner_unit, head=True)
    submit(form, by=make_person(Role.STAFF))
    page = client_of(head).get(reverse("wagtailadmin_pages:edit", args=[form.pk]))
    assert address(form) in page.content.decode()


def test_a_new_file_chosen_in_the_editor_has_a_hash_of_its_own(form):
    editor = client_of(make_person(Role.SECRETARY))
    url = reverse("wagtailadmin_pages:edit", args=[form.pk])
    data = form_data(editor.get(url).content.decode())
    data["file"] = docx_upload(text="Đơn mới")
    assert editor.post(url, data).status_code in (200, 302)
    form.refresh_from_db()
    assert form.get_latest_revision().content["file_sha256"] == SECOND
    assert bytes_of(editor.get(address(form, SECOND))) == docx_upload(text="Đơn mới").read()
    # The earlier draft keeps its own.
    assert bytes_of(editor.get(address(form, FIRST))) == docx_upload(text="Đơn đề nghị").read()


def test_a_hostile_file_chosen_in_the_editor_is_refused_there(form):
    editor = client_of(make_person(Role.SECRETARY))
    url = reverse("wagtailadmin_pages:edit", args=[form.pk])
    data = form_data(editor.get(url).content.decode())
    package = related(
        docx_upload(text="x").read(), "word/settings.xml", "attachedTemplate", "http://evil.example/a",
        external=True,
    )  # fmt: skip
    data["file"] = SimpleUploadedFile("mau.docx", package)
    page = editor.post(url, data)
    assert "http://evil.example/a" in page.content.decode()
    assert form.get_latest_revision().content["file_sha256"] == FIRST


# What was seen is what is issued


def test_the_edition_has_the_bytes_that_were_judged(form):
    edition = issued(form)
    assert edition.attachments.get().sha256 == FIRST
    assert edition.content["attachments"][0]["sha256"] == FIRST


def test_other_bytes_than_those_submitted_are_neither_shown_nor_issued(form):
    submit(form, by=make_person(Role.STAFF))
    tamper(form)
    shown = client_of(make_person(Role.SECRETARY)).get(address(form))
    assert shown.status_code == 302 and not shown.streaming
    with pytest.raises(FileChanged):
        issued(form)
    assert not Edition.objects.filter(document=form.pk).exists()


def test_a_file_that_storage_has_lost_is_not_submitted(form):
    default_storage.delete(form.file.name)
    with pytest.raises(FileChanged):
        submit(form, by=make_person(Role.STAFF))


def test_a_draft_from_before_hashes_were_kept_is_saved_again_first(form):
    revision = form.get_latest_revision()
    del revision.content["file_sha256"]
    revision.save()
    with pytest.raises(FileNotRecorded):
        submit(form, by=make_person(Role.STAFF))
    draft = form.get_latest_revision_as_object()
    draft.save_revision()
    submit(draft, by=make_person(Role.STAFF))


def test_a_file_that_came_in_past_the_door_is_not_submitted(form):
    draft = form.get_latest_revision_as_object()
    draft.file.save("mau.docx", ContentFile(b"<html><script>alert(1)</script>"), save=False)
    draft.file_sha256 = ""
    draft.save_revision()
    with pytest.raises(UnfitFile) as refused:
        submit(draft, by=make_person(Role.STAFF))
    assert "mau" in str(refused.value)


# The other doors


@pytest.fixture
def site_keeper() -> Client:
    return client_of(make_person(is_superuser=True))


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("mau.docx", docx_upload().read(), 1),
        ("mau.docx", b"<html><script>alert(1)</script>", 0),
        ("mau.pdf", b"%PDF-1.4\n<html><script>alert(1)</script>", 0),
        ("mau.csv", b"a,b", 0),
        ("mau.html", b"<html>", 0),
    ],
)
def test_the_files_of_the_site_come_in_by_the_same_rule(name, content, kept, site_keeper):
    file = SimpleUploadedFile(name, content)
    site_keeper.post(reverse("wagtaildocs:add"), {"title": "x", "collection": 1, "file": file})
    assert Document.objects.count() == kept
    file.seek(0)
    site_keeper.post(reverse("wagtaildocs:add_multiple"), {"title": "x", "files[]": file})
    assert Document.objects.count() == 2 * kept


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.html"])
def test_a_picture_that_is_none_is_not_kept(name, site_keeper):
    content = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    file = SimpleUploadedFile(name, content)
    data = {"title": "x", "collection": 1, "file": file}
    assert site_keeper.post(reverse("wagtailimages:add"), data).status_code == 200
    assert not Image.objects.exists()
