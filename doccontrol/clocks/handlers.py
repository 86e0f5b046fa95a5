"""Clocks follow every change of the register, the editions and the way of counting (outbox)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.models import Clock
from doccontrol.events import (
    EditionChanged,
    LegalTextChanged,
    SettingsChanged,
    edition_changed,
    legal_text_changed,
    settings_changed,
)
from doccontrol.extension_points import DutyDays, OwedEvents, duty_days, owed_events
from doccontrol.jobs.outbox import Payload, handles_together, owe
from doccontrol.jobs.owing_many import owe_each
from doccontrol.jobs.working import every_day

# "texts" are those that changed; without them all clocks are looked at.
JOB = "evaluate_clocks"
MOST = 100


def owe_an_evaluation(happened: EditionChanged | SettingsChanged) -> None:
    """One waiting job serves however many changes."""
    owe(JOB, "all")


edition_changed.listen(owe_an_evaluation)
settings_changed.listen(owe_an_evaluation)


@legal_text_changed.listen
def owe_an_evaluation_of_texts(happened: LegalTextChanged) -> None:
    """Only clocks whose chains begin with these texts are looked at; with many, all of them."""
    if happened.in_bulk:
        owe(JOB, "all")
        return
    owe_each(JOB, {f"text:{text}": {"texts": [text]} for text in sorted(happened.texts)})


def _due_days(documents: Iterable[int]) -> Mapping[tuple[int, int], date | None]:
    clocks = Clock.objects.filter(document__in=list(documents))
    rows = clocks.values_list("document", "event", "due")
    return {(document, event): due for document, event, due in rows}


def _open_on(document: int, on: date) -> Q:
    return Q(clocks__in=Clock.objects.standing_on(on).open(on).filter(document=document))


owed_events.register(
    OwedEvents("clocks", 100, lambda document: Q(clocks__document_id=document), _open_on)
)
duty_days.register(DutyDays("clocks", 100, _due_days))


@handles_together(JOB, most=MOST, label=_("Evaluation of the clocks"))
def evaluate_clocks(payloads: list[Payload]) -> None:
    texts = {text for payload in payloads for text in payload.get("texts", ())}
    everything = any("texts" not in payload for payload in payloads)
    evaluate(timezone.localdate(), texts=None if everything else texts)


# Each day clocks begin, fall due and are late.
every_day(JOB)
