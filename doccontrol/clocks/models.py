"""Clocks: for each law event and each document that rests on it, the duty to update in time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Self

import reversion
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, NullIf
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.clocks.rules import (
    SUSPENSION_ENDS,
    TAKES_EFFECT,
    TIME_LIMIT_ENDS,
    ClockState,
    DueDays,
    clock_state,
    due_soon_days,
    overdue_days,
)
from doccontrol.decisions.models import TwoPersonDecision, once_per
from doccontrol.documents.ending.models import Withdrawal
from doccontrol.documents.models.editions import Edition
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.texts import LegalText

# What a law does by itself; whatever else it does is a relation.
OWN_KINDS = (
    (TAKES_EFFECT, _("takes effect")),
    (TIME_LIMIT_ENDS, _("its own time limit ends")),
    (SUSPENSION_ENDS, _("ends the suspension of")),
)
NEVER = date(9999, 12, 31)
# The order of ``ClockState``, as a number that a database can sort by.
RANKED_STATES = tuple(ClockState)
MOST_URGENT_FIRST = ("state_rank", "due", "document__code", "pk")
RANK = {state: rank for rank, state in enumerate(RANKED_STATES)}


class ClockQuerySet(models.QuerySet["Clock"]):
    def with_closing(self) -> Self:
        """Annotate ``closed_on`` (None while open) and ``closing_edition_id``.

        A clock closes by an edition that names its event (on the day it comes into force), by an
        approved decision, by the document's withdrawal, or because its law was registered by
        mistake: whichever came first.
        """
        naming, _day = _closers()[0]
        return self.annotate(
            closed_on=_first_closing(), closing_edition_id=Subquery(naming.values("pk")[:1])
        )

    def with_decided(self) -> Self:
        """Annotate ``is_decided``: somebody has at least proposed a decision."""
        return self.annotate(is_decided=Exists(Decision.objects.filter(clock=OuterRef("pk"))))

    def with_rank(self, on: date, *, warning_days: int) -> Self:
        """Annotate ``state_rank``, the place of ``clock_state`` in ``RANKED_STATES``: the same
        rule in SQL, for sorting and filtering. Needs ``with_closing``."""
        closed = [
            When(closed_on__lte=on, closed_on__gt=F("due"), then=RANK[ClockState.CLOSED_LATE]),
            When(closed_on__lte=on, then=RANK[ClockState.CLOSED_ON_TIME]),
        ]
        return self.annotate(state_rank=_ranked(closed, on, warning_days))

    def with_open_rank(self, on: date, *, warning_days: int) -> Self:
        """As ``with_closing`` and ``with_rank``, of clocks that are open on ``on``: what closed
        them is not asked."""
        never = Value(None, output_field=models.DateField())
        return self.annotate(closed_on=never, state_rank=_ranked([], on, warning_days))

    def in_states(self, states: Iterable[ClockState]) -> Self:
        """Needs ``with_rank``."""
        return self.filter(state_rank__in=[RANK[state] for state in states])

    def standing_on(self, on: date) -> Self:
        """Clocks that could be spoken of on ``on``: their edition was in use by then, and their
        law had been issued."""
        issued = Q(event__acting__issued__isnull=True) | Q(event__acting__issued__lte=on)
        return self.filter(issued, edition__in_force_from__lte=on)

    def open(self, on: date) -> Self:
        """Not closed by ``on``. What closed a clock is asked only of those not yet settled."""
        found = self.filter(Q(settled_on__isnull=True) | Q(settled_on__gt=on))
        for rows, day in _closers():
            found = found.filter(~Exists(rows.filter(**{f"{day}__lte": on})))
        return found

    def settle(self, on: date) -> int:
        """Note the day on those that were closed by ``on``; returns how many."""
        unsettled = self.filter(settled_on__isnull=True).alias(closed_on=_first_closing())
        return unsettled.filter(closed_on__lte=on).update(settled_on=_first_closing())

    def unsettle(self) -> int:
        """What closed them was undone: the open ones are to be looked for among them again."""
        return self.update(settled_on=None)

    def overdue(self, on: date) -> Self:
        """Open ones, asked so that an index finds them: no rank is counted out."""
        return self.open(on).filter(due_on(overdue_days(on)))

    def count_pressing(self, on: date, *, warning_days: int) -> dict[str, int]:
        """How many are "overdue" and how many "due_soon", in one query that an index answers."""
        overdue = due_on(overdue_days(on))
        soon = due_on(due_soon_days(on, warning_days=warning_days)) & Q(effective__lte=on)
        return (
            self.open(on)
            .filter(overdue | soon)
            .aggregate(overdue=Count("pk", filter=overdue), due_soon=Count("pk", filter=soon))
        )

    def in_unit(self, unit_ids: list[int]) -> Self:
        return self.filter(document__owner_unit__in=unit_ids)

    def with_subject(self) -> Self:
        return self.select_related(
            "event__acting__type",
            "event__acting__issuer",
            "document__owner_unit",
            "cited_text",
            "edition",
        ).defer("edition__content")

    def most_urgent_first(self) -> Self:
        """In the order of ``ClockState``, then by due date. Needs ``with_rank``."""
        return self.order_by(*MOST_URGENT_FIRST)


def due_on(days: DueDays) -> Q:
    """Clocks that are due on one of the days."""
    bounds = {"due__gte": days.first, "due__lt": days.end}
    return Q(**{name: day for name, day in bounds.items() if day is not None})


def _ranked(closed: list[When], on: date, warning_days: int) -> Case:
    return Case(
        *closed,
        When(due__isnull=True, then=RANK[ClockState.UNKNOWN_DATE]),
        When(due_on(overdue_days(on)), then=RANK[ClockState.OVERDUE]),
        When(effective__gt=on, then=RANK[ClockState.UPCOMING]),
        When(due_on(due_soon_days(on, warning_days=warning_days)), then=RANK[ClockState.DUE_SOON]),
        default=RANK[ClockState.RUNNING],
        output_field=models.SmallIntegerField(),
    )


def _closers() -> list[tuple[models.QuerySet, str]]:
    """What can close a clock, earliest first, with the column of the day: editions that name its
    event, the decision that stands, the withdrawal that ended the document, the day on which its
    law was found to be registered by mistake.

    A withdrawal ends the duties of its edition and of those before it. A document that comes back
    is judged by its new edition, whose clocks no earlier withdrawal closes.
    """
    naming = Edition.objects.standing().filter(
        document=OuterRef("document"), implements=OuterRef("event")
    )
    approved = Decision.objects.standing().filter(clock=OuterRef("pk"))
    # Asked by key: an UPDATE knows no joined column of the clock.
    judged = Edition.objects.filter(pk=OuterRef(OuterRef("edition")))
    withdrawn = Withdrawal.objects.that_ended_an_edition().filter(
        edition__document=OuterRef("document"),
        edition__in_force_from__gte=Subquery(judged.values("in_force_from")[:1]),
    )
    mistaken = LegalText.every.filter(events=OuterRef("event"), mistaken_on__isnull=False)
    return [
        (naming.order_by("in_force_from"), "in_force_from"),
        (approved.order_by("approved_on"), "approved_on"),
        (withdrawn.order_by("effective_on"), "effective_on"),
        (mistaken, "mistaken_on"),
    ]


def _first_closing() -> NullIf:
    days = [Subquery(rows.values(day)[:1]) for rows, day in _closers()]
    # LEAST over NULL differs between databases, so a far day stands in for "never".
    first = Least(*(Coalesce(day, Value(NEVER), output_field=models.DateField()) for day in days))
    return NullIf(first, Value(NEVER), output_field=models.DateField())


class Clock(models.Model):
    """One duty. Everything but the pair (event, document) is derived again by ``evaluate``
    while the clock is open; a closed clock keeps the dates by which it was judged."""

    event = models.ForeignKey(
        "doccontrol.LawEvent", on_delete=models.PROTECT, related_name="clocks"
    )
    document = models.ForeignKey(
        "doccontrol.ControlledDocument", on_delete=models.PROTECT, related_name="clocks"
    )
    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="clocks", verbose_name=_("edition")
    )
    cited_text = models.ForeignKey(
        "doccontrol.LegalText", on_delete=models.PROTECT, related_name="+"
    )
    clause = models.CharField(_("cited clause"), max_length=300, blank=True)
    kind = models.CharField(
        _("what the law does"),
        max_length=20,
        choices=[*OWN_KINDS, *RelationKind.choices],
    )
    # Numbers from the acting text to the cited one, both included.
    via = models.JSONField(default=list)
    # The same texts by key, as numbers repeat; empty on clocks that closed before it was kept.
    via_texts = models.JSONField(default=list)
    effective = models.DateField(_("effective on"), null=True, blank=True)
    due_raw = models.DateField(_("due by the calendar"), null=True, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    # The due date rests on a day off, or worked, that is only expected so far.
    is_tentative = models.BooleanField(_("provisional"), default=False, editable=False)
    opened_on = models.DateField(_("opened on"))
    # The day it closed, noted by the daily evaluation: what is closed stays closed. Only so that
    # the open ones are found among many years' closed ones; never what a clock is judged by.
    settled_on = models.DateField(null=True, editable=False)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["due"], name="clock_due"),
            models.Index(fields=["settled_on", "due"], name="clock_settled"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "document"], name="clock_once_per_event_and_document"
            ),
            models.CheckConstraint(
                condition=Q(effective__isnull=True, due_raw__isnull=True, due__isnull=True)
                | Q(effective__isnull=False, due_raw__isnull=False, due__isnull=False),
                name="clock_has_all_dates_or_none",
            ),
            models.CheckConstraint(
                condition=Q(due__isnull=True)
                | Q(due__gte=F("due_raw"), due_raw__gt=F("effective")),
                name="clock_due_follows_effect",
            ),
        ]
        permissions = [
            ("propose_decision", _("Can propose to close a clock without a new edition")),
            ("approve_decision", _("Can approve such a proposal")),
        ]

    def __str__(self) -> str:
        return f"{self.document.code}: {self.event}"

    def state(self, on: date, *, warning_days: int) -> ClockState:
        """Needs a row from ``with_closing``."""
        return clock_state(
            effective=self.effective,
            due=self.due,
            closed_on=self.closed_on,  # type: ignore[attr-defined]
            on=on,
            warning_days=warning_days,
        )


@reversion.register()
class Decision(TwoPersonDecision):
    """To close a clock without a new edition."""

    SUBJECT = ("clock",)

    class Outcome(models.TextChoices):
        NO_CHANGE = "no_change", _("no change needed")
        NOT_RELEVANT = "not_relevant", _("not relevant")

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="decisions")
    # Of a row that re-opens another: "" (it says nothing of its own).
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices, blank=True)

    class Meta(TwoPersonDecision.Meta):
        abstract = False
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            *TwoPersonDecision.Meta.constraints,
            once_per("clock", name="decision_first_answer_wins"),
            models.CheckConstraint(
                condition=Q(reopens__isnull=False) | ~Q(outcome=""), name="decision_has_outcome"
            ),
        ]

    def __str__(self) -> str:
        if self.reopens_id is not None:
            return _now("%(clock)s: re-open") % {"clock": self.clock}
        return f"{self.clock}: {self.get_outcome_display()}"
