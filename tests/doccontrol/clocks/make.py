"""Builders of this chapter: a law that changes another, and the clock that follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from doccontrol.clocks.evaluating import evaluate
from doccontrol.models import Clock, Edition, LegalText
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.models.events import LawEvent
from tests.make import make_edition, make_text

EFFECT = date(2026, 7, 1)
DUE = date(2026, 10, 1)
BEFORE = date(2024, 1, 10)
TODAY = date(2026, 11, 22)


def make_law(
    number: str | None = None, *, effective: date | None = EFFECT, **fields: Any
) -> LegalText:
    return make_text(number, effective=effective, issued=date(2020, 1, 1), **fields)


def event_of(text: LegalText) -> LawEvent:
    derive_events()
    return LawEvent.objects.get(acting=text, is_main=True)


def make_clock(
    *,
    effective: date | None = EFFECT,
    on: date = TODAY,
    law: LegalText | None = None,
    **edition: Any,
) -> Clock:
    """The clock of a law that the new edition of a new document cites itself."""
    law = law or make_law(effective=effective)
    edition.setdefault("legal_basis", [(law, "Điều 5")])
    made: Edition = make_edition(**{"on": BEFORE} | edition)
    evaluate(on)
    return closable(Clock.objects.get(document=made.document_id, event__acting=law))


def closable(clock: Clock) -> Clock:
    return Clock.objects.with_closing().with_subject().get(pk=clock.pk)
