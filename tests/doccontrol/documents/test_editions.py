"""What an edition is on a day, and what can never be false about it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from doccontrol.documents.ending.refusals import InForceTooEarly
from doccontrol.documents.issuing.actions import issue
from doccontrol.documents.issuing.freezing import sha256_of
from doccontrol.documents.judging.workflow import DayHasPassed, NotReady
from doccontrol.documents.refusals import NotThroughTheWorkflow
from doccontrol.documents.rules import EditionNumber, next_number
from doccontrol.errors import Refused
from doccontrol.evidence import EvidenceIsFixed
from doccontrol.models import ChangeNote, Edition
from doccontrol.organisation.accounts.roles import Role
from tests.forging import without_triggers
from tests.make import (
    issue_procedure,
    make_edition,
    make_form,
    make_person,
    make_procedure,
    make_text,
)

pytestmark = pytest.mark.django_db

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 2, 28), False),  # the day before
        (date(2026, 3, 1), True),  # the first day counts
        (date(2026, 5, 31), True),  # the last day
        (date(2026, 6, 1), False),  # the successor's first day
    ],
)
def test_an_edition_binds_from_its_first_day_until_its_successor(on, expected):
    first = make_edition(on=MARCH)
    make_edition(first.document.specific, on=JUNE)
    first.refresh_from_db()

    assert first.is_in_force(on) is expected
    assert Edition.objects.in_force(on).filter(pk=first.pk).exists() is expected


def test_an_edition_approved_today_may_come_into_force_later():
    edition = make_edition(on=MARCH, in_force_from=JUNE)

    assert (edition.approved_on, edition.in_force_from) == (MARCH, JUNE)
    assert not Edition.objects.in_force(date(2026, 5, 31)).exists()


def test_a_planned_day_that_has_passed_is_refused_and_never_changed():
    with pytest.raises(DayHasPassed, match="01/03/2026"):
        issue_procedure(on=JUNE, in_force_from=MARCH)
    assert not Edition.objects.exists()
    assert issue_procedure(on=JUNE, in_force_from=JUNE).in_force_from == JUNE


@pytest.mark.parametrize(
    ("latest", "reissue", "expected"),
    [
        (None, False, "01/00"),
        (None, True, "01/00"),
        (EditionNumber(1, 0), False, "01/01"),
        (EditionNumber(1, 9), False, "01/10"),
        (EditionNumber(1, 9), True, "02/00"),
    ],
)
def test_a_reissue_raises_the_issue_and_returns_the_revision_to_00(latest, reissue, expected):
    assert str(next_number(latest, reissue=reissue)) == expected


def test_a_full_reissue_is_numbered_so():
    first = make_edition(on=MARCH)

    assert str(make_edition(first.document.specific, on=JUNE, is_reissue=True).number) == "02/00"


def test_a_successor_must_begin_later_than_its_predecessor():
    first = make_edition(on=MARCH)

    with pytest.raises(InForceTooEarly, match="01/00"):
        make_edition(first.document.specific, on=MARCH)

    first.refresh_from_db()
    assert first.ends_on is None  # nothing half-done


def test_issuing_a_revision_twice_gives_one_edition():
    edition = make_edition(on=MARCH)

    assert issue(edition.page_revision, on=JUNE) == edition
    assert Edition.objects.count() == 1


def test_a_second_edition_must_say_what_changes():
    page = make_edition(on=MARCH).document.specific
    revision = page.get_latest_revision_as_object().save_revision(user=make_person())

    with pytest.raises(NotReady):
        issue(revision, on=JUNE)


def test_the_next_draft_begins_without_the_last_change_notes():
    first = make_edition(on=MARCH)
    page = first.document.specific
    make_edition(
        page, on=JUNE, is_reissue=True, changes=[ChangeNote(place="Mục 3", description="x")]
    )

    draft = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()

    assert (list(draft.changes.all()), draft.is_reissue, draft.in_force_from) == ([], False, None)


def test_the_content_is_frozen_under_its_hash():
    law = make_text("145/2020/NĐ-CP")
    edition = make_edition(on=MARCH, legal_basis=[(law, "Điều 5")])
    law.subject = "Đổi sau"
    law.save()
    edition.refresh_from_db()

    assert edition.sha256 == sha256_of(edition.content)
    assert edition.content["legal_basis"][0]["subject"] == "Quy định mẫu"
    assert edition.content["legal_basis"][0]["clause"] == "Điều 5"
    assert edition.citations.get().text == law


def test_a_form_freezes_the_bytes_of_its_file():
    procedure = make_edition(on=MARCH).document.specific
    form = make_form(procedure)
    attachment = make_edition(form, on=JUNE).attachments.get()

    form.file.delete(save=False)

    with attachment.file.open("rb") as kept:
        assert kept.read(2) == b"PK"
    assert attachment.file.name.endswith(f"{attachment.sha256}.docx")


def test_names_and_titles_are_frozen_as_they_were_that_day():
    approver = make_person(Role.APPROVER, last_name="Trần", first_name="An")
    edition = make_edition(on=MARCH, approver=approver)
    approver.last_name = "Lê"
    approver.save()

    assert edition.signatures.get(role="approved").name == "Trần An"
    assert edition.content["signatures"][-1]["name"] == "Trần An"


# Evidence


def test_an_issued_edition_can_be_neither_saved_nor_deleted():
    edition = make_edition(on=MARCH)
    edition.title = "Khác"

    with pytest.raises(EvidenceIsFixed):
        edition.save()
    with pytest.raises(EvidenceIsFixed):
        edition.delete()
    with pytest.raises(EvidenceIsFixed):
        Edition.objects.filter(pk=edition.pk).update(title="Khác")
    with pytest.raises(EvidenceIsFixed):
        Edition.objects.all().delete()
    with pytest.raises(EvidenceIsFixed):
        edition.signatures.all().delete()


def test_purging_revisions_leaves_the_approved_bytes():
    first = make_edition(on=MARCH)
    make_edition(first.document.specific, on=JUNE)

    call_command("purge_revisions", verbosity=0)

    assert Edition.objects.get(pk=first.pk).page_revision.content


@pytest.mark.parametrize("what", ["approved_by", "document", "unit", "page_revision"])
def test_nothing_that_an_edition_names_can_be_deleted(what):
    edition = make_edition(on=MARCH)

    with pytest.raises((ProtectedError, Refused)):
        getattr(edition, what).delete()


def test_a_page_goes_live_only_with_an_issued_revision():
    page = make_procedure()

    with pytest.raises(NotThroughTheWorkflow):
        page.get_latest_revision().publish()
    page.live = True
    with pytest.raises(NotThroughTheWorkflow):
        page.save()


def test_an_issued_page_is_not_unpublished():
    page = make_edition(on=MARCH).document.specific

    with pytest.raises(NotThroughTheWorkflow):
        page.unpublish()


# What the database refuses, whoever writes


def write(edition: Edition, **fields) -> None:
    """Past the guard of the ORM class and the triggers, straight to the table."""
    with without_triggers(), transaction.atomic():
        models.QuerySet(Edition).filter(pk=edition.pk).update(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"in_force_from": date(2026, 2, 28)},
        {"in_force_from": None},
        {"approved_on": None},
        {"approved_by": None},
        {"approved_on": date(2026, 3, 2)},
        {"ends_on": MARCH},
        {"ends_on": date(2026, 2, 1)},
        {"issue_no": 0},
    ],
    ids=str,
)
def test_the_table_refuses_an_edition_whose_dates_cannot_be(fields):
    edition = make_edition(on=MARCH)

    with pytest.raises(IntegrityError):
        write(edition, **fields)


def test_a_document_has_one_open_ended_edition_and_each_number_once():
    first = make_edition(on=MARCH)
    second = make_edition(first.document.specific, on=JUNE)

    with pytest.raises(IntegrityError):
        write(first, ends_on=None)
    with pytest.raises(IntegrityError):
        write(second, revision_no=0)


def test_listing_editions_takes_one_query(django_assert_num_queries):
    for _ in range(3):
        make_edition(on=MARCH)

    with django_assert_num_queries(1):
        [
            (str(e), e.document.slug, e.unit.name)
            for e in Edition.objects.in_force(MARCH).with_document().without_content()
        ]
