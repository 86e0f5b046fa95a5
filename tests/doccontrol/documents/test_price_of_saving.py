"""What a document's rows cost when it is saved and read: the same, however many they are."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import Page, ReferenceIndex

from cms.demonstration.judging import judge
from doccontrol.documents.issuing.actions import issue
from doccontrol.models import LegalBasis, LegalText, Procedure, ProcedureStep
from doccontrol.organisation.accounts.roles import Role
from tests.counting import queries
from tests.make import make_person, make_procedure, make_text

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 10)


def _with_steps(count: int) -> Procedure:
    steps = [ProcedureStep(content=f"Bước {n}", responsible="Chuyên viên") for n in range(count)]
    return make_procedure(steps=steps)


def _referred_to(page: Page) -> set[str]:
    """The laws to which Wagtail says that the page refers."""
    rows = ReferenceIndex.get_references_for_object(page)
    laws = rows.filter(to_content_type__model="legaltext")
    return set(laws.values_list("to_object_id", flat=True))


def _give(page: Procedure, laws: list[LegalText]) -> None:
    page.legal_basis = [LegalBasis(text=law) for law in laws]
    page.save()


def test_a_saved_document_refers_to_what_it_rests_on_and_to_nothing_else() -> None:
    page, first, second = make_procedure(), make_text(), make_text()
    _give(page, [first, second])
    assert _referred_to(page) == {str(first.pk), str(second.pk)}
    _give(page, [second])
    assert _referred_to(page) == {str(second.pk)}


def test_references_are_entered_once_however_many_laws_a_document_rests_on() -> None:
    few, many = make_procedure(), make_procedure()
    laws = [make_text() for _ in range(6)]
    cost_of_two = queries(lambda: _give(few, laws[:2]))
    # A further law is one row to write.
    assert queries(lambda: _give(many, laws)) == cost_of_two + 4


def test_an_issued_document_refers_to_what_it_rests_on() -> None:
    law = make_text()
    page = make_procedure()
    page.legal_basis = [LegalBasis(text=law)]
    page.is_without_basis = False
    author, reviewer, approver = (
        make_person(),
        make_person(Role.SECRETARY),
        make_person(Role.APPROVER),
    )
    revision = page.save_revision(user=author)
    judge(revision, submitted=(author, DAY), reviewed=(reviewer, DAY), approved=(approver, DAY))
    assert _referred_to(page) == set()
    issue(revision, on=DAY)
    assert _referred_to(page) == {str(law.pk)}


def test_a_revision_is_read_in_the_same_queries_however_many_steps_it_has() -> None:
    few, many = _with_steps(1), _with_steps(9)
    cost = queries(few.latest_revision.as_object)
    assert queries(many.latest_revision.as_object) == cost


def test_rows_read_from_a_revision_belong_to_its_page() -> None:
    page = _with_steps(3)
    read = page.latest_revision.as_object()
    assert [step.content for step in read.steps.all()] == ["Bước 0", "Bước 1", "Bước 2"]
    assert {step.page_id for step in read.steps.all()} == {page.pk}
