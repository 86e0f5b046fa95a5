"""A document that the secretary ties to a text answers it, though no citation leads there."""

from __future__ import annotations

from datetime import date

import pytest

from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.rules import TAKES_EFFECT
from doccontrol.models import AppliedFrom, Clock, LinkedDocument
from doccontrol.register.deriving.law_events import derive_events
from tests.doccontrol.clocks.make import BEFORE, DUE, TODAY, make_clock, make_law
from tests.doccontrol.clocks.webs import link
from tests.make import make_edition, make_relation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("narrow", [False, True])
def test_a_linked_document_has_a_clock_of_the_main_event_only(narrow):
    law = make_law("161/2026/NĐ-CP")
    AppliedFrom.objects.create(text=law, applies_on=date(2027, 1, 1), provisions="Chương II")
    edition = make_edition(on=BEFORE)
    link(law, edition.document)
    derive_events()

    evaluate(TODAY, texts=[law.pk] if narrow else None)
    evaluate(TODAY, texts=[law.pk] if narrow else None)

    clock = Clock.objects.get()
    assert (clock.edition, clock.cited_text, clock.clause) == (edition, law, "")
    assert (clock.kind, clock.via, clock.due) == (TAKES_EFFECT, ["161/2026/NĐ-CP"], DUE)


def test_a_citation_says_more_than_a_link():
    old, law = make_law(effective=date(2019, 1, 1)), make_law()
    make_relation(law, old)
    link(law, make_edition(on=BEFORE, legal_basis=[(old, "Điều 5")]).document)
    evaluate(TODAY)
    assert Clock.objects.get().clause == "Điều 5"


def test_a_document_in_force_only_since_the_law_owes_it_nothing():
    law = make_law()
    link(law, make_edition(on=date(2026, 7, 2)).document)
    assert evaluate(TODAY).opened == []


def test_the_link_holds_through_a_later_edition_and_its_end_withdraws_the_clock():
    law = make_law(effective=date(2026, 12, 10))
    first = make_edition(on=BEFORE)
    link(law, first.document)
    evaluate(date(2026, 8, 1))
    second = make_edition(first.document.specific, on=date(2026, 9, 1))
    assert len(evaluate(TODAY).moved) == 1
    assert Clock.objects.get().edition == second

    LinkedDocument.objects.all().delete()
    assert len(evaluate(TODAY, texts=[law.pk]).withdrawn) == 1


def test_other_texts_clocks_stay_when_a_document_is_linked():
    clock = make_clock()
    link(make_law(), clock.document)
    assert len(evaluate(TODAY).opened) == 1
    assert Clock.objects.filter(document=clock.document).count() == 2
