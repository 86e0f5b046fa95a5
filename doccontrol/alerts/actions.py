"""The only code that writes clocks and decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from doccontrol.alerts.deriving import DERIVED_FIELDS, plan
from doccontrol.alerts.models import Clock, Decision
from doccontrol.alerts.refusals import (
    AlreadyAnswered,
    BeingJudged,
    ClockIsClosed,
    ClockIsGone,
    MayNotDraft,
    NeedsAnotherPerson,
    NotYours,
    ReasonMissing,
)
from doccontrol.alerts.rights import may_answer, may_propose
from doccontrol.documents.models import ControlledDocument
from doccontrol.history import recorded
from doccontrol.register.law_events import derive_events
from doccontrol.register.models import LegalText

if TYPE_CHECKING:
    from doccontrol.organisation.models import Person

BATCH = 300  # rows; nine values each, within what SQLite takes in one statement


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What ``evaluate`` did, or with ``dry_run`` would have done."""

    on: date
    opened: list[Clock]
    moved: list[Clock]
    withdrawn: list[Clock]
    unchanged: int

    @property
    def changes(self) -> int:
        return len(self.opened) + len(self.moved) + len(self.withdrawn)


def evaluate(
    on: date,
    *,
    dry_run: bool = False,
    texts: Collection[int] | None = None,
    settled_by: date | None = None,
) -> Evaluation:
    """Bring the law events, and then the clocks, in line with the register and the editions.

    Opens clocks, moves the dates of open ones, and withdraws those that a correction of the
    register has undone and nobody has answered. Closed clocks are never touched: closed by
    ``settled_by``, which is ``on`` unless a past day is looked at. ``texts`` (primary keys)
    restricts the work to events that a change of these texts can touch. One transaction; a
    second run changes nothing.
    Source: Quyết định 19/2014/QĐ-TTg Điều 4 khoản 4 điểm a.
    """
    with transaction.atomic():
        derive_events(None if texts is None else LegalText.objects.only("pk").filter(pk__in=texts))
        settled_by = settled_by or on
        planned = plan(on, settled_by=settled_by, texts=texts)
        Clock.objects.bulk_create(planned.opened, batch_size=BATCH, ignore_conflicts=True)
        moved = {clock.pk: clock for clock in planned.moved}
        for still_open in _locked_open(moved, settled_by):
            _move([moved[pk] for pk in still_open])
        gone = {clock.pk: clock for clock in planned.withdrawn}
        for still_open in _locked_open(gone, settled_by):
            Clock.objects.filter(pk__in=still_open, decisions__isnull=True).delete()
        if texts is None:
            Clock.objects.settle(settled_by)
        if dry_run:
            transaction.set_rollback(True)
    return Evaluation(on, planned.opened, planned.moved, planned.withdrawn, planned.unchanged)


def _move(clocks: Iterable[Clock]) -> None:
    """Write their new values: one statement for all that hang on their event in the same way."""
    alike: dict[str, list[Clock]] = defaultdict(list)
    for clock in clocks:
        alike[repr([getattr(clock, name) for name in DERIVED_FIELDS])].append(clock)
    for some in alike.values():
        values = {name: getattr(some[0], name) for name in DERIVED_FIELDS}
        Clock.objects.filter(pk__in=[clock.pk for clock in some]).update(**values)


def _locked_open(clocks: Collection[int], settled_by: date) -> Iterator[list[int]]:
    """Lock the rows in batches; of each, those that nobody has closed since they were read."""
    keys = sorted(clocks)
    for start in range(0, len(keys), BATCH):
        batch = Clock.objects.filter(pk__in=keys[start : start + BATCH])
        # Two statements: the second one sees what was committed while the first one waited.
        list(batch.select_for_update().order_by("pk").values_list("pk", flat=True))
        yield list(batch.with_closing().open(settled_by).values_list("pk", flat=True))


@contextmanager
def _locked(clock: Clock, by: Person, reason: str) -> Iterator[Clock]:
    """One recorded transaction that holds the clock's row. Raises ClockIsGone."""
    with recorded(by, reason):
        try:
            Clock.objects.select_for_update().get(pk=clock.pk)
        except Clock.DoesNotExist as error:
            raise ClockIsGone from error
        yield Clock.objects.with_closing().select_related("document").get(pk=clock.pk)


def _check_open(clock: Clock, on: date) -> None:
    closed_on = clock.closed_on  # type: ignore[attr-defined]
    if closed_on is not None and closed_on <= on:
        raise ClockIsClosed(closed_on)


def propose(
    clock: Clock, *, outcome: Decision.Outcome, reason: str, by: Person, on: date
) -> Decision:
    """Propose to close the clock without a new edition; a second person answers.

    Raises ReasonMissing, NotYours, AlreadyAnswered while another proposal stands, ClockIsClosed,
    ClockIsGone. Source: ISO 9001:2015, 7.5.3.2; domain §2 (a bare tick is weak evidence).
    """
    if not reason.strip():
        raise ReasonMissing
    outcome = Decision.Outcome(outcome)
    with _locked(clock, by, f"{outcome.label}: {reason.strip()}") as current:
        if not may_propose(by, current, on):
            raise NotYours
        standing = current.decisions.filter(refused_on__isnull=True).first()
        if standing is not None:
            raise AlreadyAnswered(standing)
        _check_open(current, on)
        return Decision.objects.create(
            clock=current, outcome=outcome, reason=reason.strip(), proposed_by=by, proposed_on=on
        )


def approve(decision: Decision, *, by: Person, on: date) -> Decision:
    """Close the clock on ``on``.

    Raises NeedsAnotherPerson, AlreadyAnswered, ClockIsClosed, ClockIsGone.
    """
    with _locked(decision.clock, by, decision.get_outcome_display()) as clock:
        current = _unanswered(decision, by)
        _check_open(clock, on)
        current.approved_by, current.approved_on = by, on
        current.save(update_fields=["approved_by", "approved_on"])
        return current


def refuse(decision: Decision, *, by: Person, on: date, reason: str) -> Decision:
    """Leave the clock open and say why; another proposal may follow.

    Raises ReasonMissing, NeedsAnotherPerson, AlreadyAnswered, ClockIsGone.
    """
    if not reason.strip():
        raise ReasonMissing
    with _locked(decision.clock, by, reason.strip()):
        current = _unanswered(decision, by)
        current.refused_by, current.refused_on = by, on
        current.refusal_reason = reason.strip()
        current.save(update_fields=["refused_by", "refused_on", "refusal_reason"])
        return current


def _unanswered(decision: Decision, by: Person) -> Decision:
    current = Decision.objects.select_for_update().get(pk=decision.pk)
    if current.approved_on is not None or current.refused_on is not None:
        raise AlreadyAnswered(current)
    if not may_answer(by, current):
        raise NeedsAnotherPerson
    return current


@transaction.atomic
def open_draft(clock: Clock, *, by: Person, on: date) -> ControlledDocument:
    """A draft of the clock's document that already names the event; returns the page.

    A draft in progress is carried on: only the event is added, and asking twice adds nothing.
    Whoever opens the draft is one of its authors and so cannot judge it.
    Raises MayNotDraft, BeingJudged while the draft is in the workflow, ClockIsClosed.
    """
    current = Clock.objects.with_closing().filter(pk=clock.pk).first()
    if current is None:
        raise ClockIsGone
    page = ControlledDocument.objects.select_for_update().get(pk=current.document_id).specific
    if not page.permissions_for_user(by).can_edit():
        raise MayNotDraft
    _check_open(current, on)
    if page.workflow_in_progress:
        raise BeingJudged
    draft = page.get_latest_revision_as_object()
    if current.event_id not in {event.pk for event in draft.implements.all()}:
        draft.implements.add(current.event)
        # Not validated: the author's own save in the editor is.
        draft.save_revision(user=by, log_action=True, clean=False)
    return draft
