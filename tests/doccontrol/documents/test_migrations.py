"""What old rows held is brought to what holds now."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from cms.models import DocumentIndexPage, HomePage, TextPage
from doccontrol.models import ChangeNote, Procedure
from tests.make import make_edition, make_procedure

pytestmark = pytest.mark.django_db
doors = import_module("doccontrol.migrations.0018_doors")


def test_restrictions_that_held_at_one_address_only_are_lifted_and_the_history_says_so():
    home = HomePage.objects.get()
    document = make_edition().document
    shelves = list(DocumentIndexPage.objects.all())  # one of them empty
    text = home.add_child(instance=TextPage(title="Nội bộ", slug="noi-bo", body="<p>a</p>"))
    kept = PageViewRestriction(page_id=text.pk, restriction_type="login")
    old = [
        PageViewRestriction(page_id=p.pk, restriction_type="login") for p in (*shelves, document)
    ]
    PageViewRestriction.objects.bulk_create([kept, *old])

    doors.lift_restrictions(apps, connection.schema_editor())

    assert [row.page_id for row in PageViewRestriction.objects.all()] == [text.pk]
    told = PageLogEntry.objects.filter(action="wagtail.view_restriction.delete")
    assert set(told.values_list("page_id", flat=True)) == {document.pk, *(p.pk for p in shelves)}


def test_rows_of_issued_documents_forget_what_described_their_last_edition():
    issued = make_edition().document
    draft = make_procedure()
    for page in (issued, draft):
        ChangeNote.objects.create(page_id=page.pk, place="Mục 1", description="Sửa")
        QuerySet(Procedure).filter(pk=page.pk).update(is_reissue=True, basis_reason="Vì vậy")

    doors.empty_issued_rows(apps, connection.schema_editor())

    kept = {row.pk: row for row in Procedure.objects.all()}
    assert (kept[issued.pk].is_reissue, kept[issued.pk].basis_reason) == (False, "")
    assert (kept[draft.pk].is_reissue, kept[draft.pk].basis_reason) == (True, "Vì vậy")
    assert list(ChangeNote.objects.values_list("page", flat=True)) == [draft.pk]
    assert Page.objects.get(pk=issued.pk).live
