"""What stands beside a proposal to close a clock: the law, how it reaches the document, when it is
due, and what the document cites."""

from __future__ import annotations

from datetime import date
from typing import Any

from doccontrol.clocks.models import Clock, Decision
from doccontrol.clocks.pages.badges import days_in_words
from doccontrol.clocks.pages.clock_page import chain_in_words, due_in_words, gone_in_words
from doccontrol.documents.ending.facts import ending_facts
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.register.models.texts import LegalText


def decision_facts(decision: Decision, on: date) -> dict[str, Any]:
    clock = Clock.objects.with_subject().get(pk=decision.clock_id)
    text = LegalText.every.with_type().with_effects().get(pk=clock.event.acting_id)
    settings = AgencySettings.load_default()
    return {
        "clock": clock,
        "text": text,
        "status": text.status(on),
        "chain": chain_in_words(clock),
        "due_sentences": gone_in_words(clock) + due_in_words(clock, settings),
        "days": days_in_words((clock.due - on).days if clock.due else None),
        "document": ending_facts(clock.edition, on),
    }
