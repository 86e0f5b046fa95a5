"""Documents lived through at random: drafted, submitted, judged by whoever, sent back, issued for
today or later, withdrawn, revoked, re-opened, brought back, while laws come and their dates are
corrected. The same seed gives the same lives.

``LIVES=500 pytest tests/journeys/test_random_lifecycles.py`` lives so many of 30 steps. After every
step it holds what must never be otherwise: two editions in force on one day, a clock closed that
nothing closed (or open though something did), a signature of somebody who did not act. What closed
a clock and who acted is counted here anew, from the log of the steps and from plain rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from random import Random
from unittest import mock

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from doccontrol.clocks.deciding import propose
from doccontrol.clocks.evaluating import evaluate
from doccontrol.decisions import actions as decisions
from doccontrol.documents.ending.actions import propose_revocation, propose_withdrawal
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.turns import people_for
from doccontrol.documents.judging.workflow import choosable_events
from doccontrol.errors import Refused
from doccontrol.models import (
    ChangeNote,
    Clock,
    Decision,
    Edition,
    LegalText,
    Person,
    Procedure,
    Revocation,
    Withdrawal,
)
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import correct_text
from tests.make import make_person, make_procedure, make_relation, make_text, make_unit

STEPS = 30
BEGINNING = date(2025, 3, 3)
DECISIONS = (Decision, Withdrawal, Revocation)


@dataclass
class Cast:
    """The people of one agency; some write and judge both, so that four eyes are tried."""

    staff: list[Person]
    heads: list[Person]
    secretaries: list[Person]
    directors: list[Person]
    texts: list[LegalText]
    unit: object

    @classmethod
    def make(cls) -> Cast:
        unit = make_unit()
        return cls(
            staff=[make_person(Role.STAFF, unit=unit) for _n in range(2)],
            heads=[make_person(Role.HEAD, unit=unit, head=True)],
            secretaries=[make_person(Role.SECRETARY) for _n in range(2)],
            directors=[make_person(Role.APPROVER) for _n in range(2)],
            texts=[make_text(effective=date(2020, 1, 1))],
            unit=unit,
        )

    @property
    def everybody(self) -> list[Person]:
        return [*self.staff, *self.heads, *self.secretaries, *self.directors]

    @property
    def answering(self) -> list[Person]:
        return [*self.secretaries, *self.directors]


@dataclass
class Signed:
    """Who did what to the revision that became an edition, as this file saw it."""

    drafted: set[int]
    reviewed: int | None
    approved: int | None


@dataclass
class Life:
    """One document. ``acts`` tells what was let through, ``refused`` what was not."""

    cast: Cast
    random: Random
    today: date = BEGINNING
    acts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    authors: set[int] = field(default_factory=set)
    judged: dict[tuple[int, str], int] = field(default_factory=dict)
    signed: dict[int, Signed] = field(default_factory=dict)
    laws: list[LegalText] = field(default_factory=list)
    page_pk: int = 0
    last: str = "write"

    def begin(self) -> None:
        author = self.random.choice(self.cast.staff)
        page = make_procedure(author=author, owner_unit=self.cast.unit, legal_basis=self.cast.texts)
        self.page_pk, self.authors = page.pk, {author.pk}

    @property
    def page(self) -> Procedure:
        return Procedure.objects.get(pk=self.page_pk)

    def step(self) -> None:
        """One act, likelier ones more often; whoever may not is refused, and nothing is changed."""
        name = self.next_act()
        act: Callable[[], object] = getattr(self, name)
        try:
            with transaction.atomic():
                act()
        except (Refused, PermissionDenied, ValidationError) as refusal:
            self.refused[f"{name}: {type(refusal).__name__}"] += 1
        else:
            self.acts[name] += 1
            self.last = name
        self.learn_of_revocations()

    def next_act(self) -> str:
        """What was begun is mostly carried on, so that many drafts come to their end."""
        if self.random.random() < 0.6:
            if self.waiting() is not None:
                return "judge"
            if self.last == "write":
                return "hand_in"
        return self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]

    # Drafting and judging

    def write(self) -> None:
        person = self.random.choice(self.cast.everybody)
        draft = self.page.get_latest_revision_as_object()
        draft.purpose = f"<p>{self.random.random()}</p>"
        draft.is_reissue = self.random.random() < 0.2
        later = self.random.choice((None, None, self.some_day(-5, 90)))
        draft.in_force_from = later
        draft.changes = [ChangeNote(place="Mục 1", description=f"Sửa: {self.random.random()}")]
        events = list(choosable_events(self.page))
        draft.implements = [event for event in events if self.random.random() < 0.7]
        draft.save_revision(user=person)
        self.authors.add(person.pk)

    def hand_in(self) -> None:
        person = self.random.choice(self.cast.everybody)
        before = self.waiting()
        submit(self.page, by=person)
        if before is None:
            self.authors.add(person.pk)

    def judge(self) -> None:
        """By anybody at all, or by one of those whose turn it is."""
        state = self.waiting()
        if state is None:
            return
        task = state.task.specific
        able = people_for(state, self.today)
        anybody = self.random.random() < 0.2 or not able
        person = self.random.choice(self.cast.everybody if anybody else able)
        action = "approve" if self.random.random() < 0.85 else "reject"
        task.on_action(state, person, action, comment="Xem lại mục 5")
        if action == "approve":
            self.judged[state.revision_id, task.approve_label] = person.pk
            self.note_edition(state.revision_id)

    def take_back(self) -> None:
        state = self.page.current_workflow_state
        if state is not None:
            state.cancel(user=self.random.choice(self.cast.everybody))

    def waiting(self):
        state = self.page.current_workflow_state
        if state is None or state.status != state.STATUS_IN_PROGRESS:
            return None
        return state.current_task_state.specific

    def note_edition(self, revision: int) -> None:
        edition = Edition.objects.filter(page_revision=revision).first()
        if edition is None:
            return
        labels = {str(label): who for (of, label), who in self.judged.items() if of == revision}
        judges = list(labels.values())
        self.signed[edition.pk] = Signed(set(self.authors), judges[0], judges[-1])
        self.authors = set()

    def learn_of_revocations(self) -> None:
        """Whoever wrote what was revoked is an author of the next draft, which goes on from it."""
        editions = Edition.objects.filter(document=self.page_pk).order_by("-pk")
        for edition in editions:
            if edition.revoked_on is None:
                return
            self.authors |= self.signed[edition.pk].drafted

    # Ending

    def withdraw(self) -> None:
        propose_withdrawal(
            self.page,
            reason="Bãi bỏ",
            takes_effect_on=self.some_day(-3, 60),
            by=self.random.choice(self.cast.everybody),
            on=self.today,
        )

    def revoke(self) -> None:
        editions = list(Edition.objects.filter(document=self.page_pk))
        if editions:
            person = self.random.choice(self.cast.everybody)
            edition = self.random.choice(editions)
            propose_revocation(edition, reason="Sai căn cứ", by=person, on=self.today)

    def close_a_clock(self) -> None:
        clocks = list(Clock.objects.filter(document=self.page_pk))
        if clocks:
            propose(
                self.random.choice(clocks),
                outcome=self.random.choice(Decision.Outcome.values),
                reason="Không phải sửa",
                by=self.random.choice(self.cast.everybody),
                on=self.today,
            )

    def answer(self) -> None:
        waiting = [row for row in self.decided() if row.is_waiting]
        if not waiting:
            return
        row, on = self.random.choice(waiting), self.today
        person = self.random.choice((*self.cast.answering, *self.cast.answering, row.proposed_by))
        match self.random.choice(("approve", "approve", "approve", "refuse", "take_back")):
            case "approve":
                decisions.approve(row, by=person, on=on)
            case "refuse":
                decisions.refuse(row, by=person, on=on, reason="Chưa đủ căn cứ")
            case _:
                decisions.take_back(row, by=person, on=on)

    def reopen(self) -> None:
        rows = [row for row in self.decided() if row.approved_on and row.reopens_id is None]
        if rows:
            person = self.random.choice(self.cast.everybody)
            row = self.random.choice(rows)
            decisions.propose_reopening(row, reason="Nhầm", by=person, on=self.today)

    def decided(self) -> list:
        of = {Decision: "clock__document"}
        return [
            row
            for model in DECISIONS
            for row in model.objects.filter(
                **{of.get(model, "edition__document"): self.page_pk}
            ).order_by("pk")
        ]

    # Around it

    def a_law_comes(self) -> None:
        law = make_text(effective=self.some_day(-40, 60))
        make_relation(law, self.cast.texts[0])
        self.laws.append(law)
        evaluate(self.today)

    def correct_a_date(self) -> None:
        if self.laws:
            law = self.random.choice(self.laws)
            changes = {"effective": self.some_day(-60, 60)}
            correct_text(law, by=self.cast.secretaries[0], reason="Nhập nhầm", changes=changes)
            evaluate(self.today)

    def time_passes(self) -> None:
        self.today += timedelta(days=self.random.choice((1, 3, 10, 30)))
        evaluate(self.today)

    def a_role_changes(self) -> None:
        """A director is one no more, or again."""
        person, role = self.random.choice(self.cast.directors), Role.APPROVER
        group = Group.objects.get(name=role)
        if person.groups.filter(pk=group.pk).exists():
            person.groups.remove(group)
        else:
            person.groups.add(group)

    def some_day(self, earliest: int, latest: int) -> date:
        return self.today + timedelta(days=self.random.randint(earliest, latest))

    # What must never be otherwise

    def wrong(self) -> Iterator[str]:
        editions = list(Edition.objects.filter(document=self.page_pk).order_by("pk"))
        yield from two_in_force(editions)
        yield from self.wrong_ends(editions)
        yield from self.wrong_clocks(editions)
        yield from self.wrong_signatures(editions)

    def wrong_ends(self, editions: list[Edition]) -> Iterator[str]:
        withdrawn = {
            row.edition_id: row.effective_on
            for row in Withdrawal.objects.filter(edition__in=editions)
            if row.approved_on and not row.reopened_on and row.reopens_id is None
        }
        for edition in editions:
            later = [
                other.in_force_from
                for other in editions
                if other.revoked_on is None and other.in_force_from > edition.in_force_from
            ]
            days = [*later, *([withdrawn[edition.pk]] if edition.pk in withdrawn else [])]
            expected = edition.in_force_from if edition.revoked_on else min(days, default=None)
            if edition.ends_on != expected:
                yield f"{edition} ends on {edition.ends_on}, not {expected}"

    def wrong_clocks(self, editions: list[Edition]) -> Iterator[str]:
        by_key = {edition.pk: edition for edition in editions}
        starts = {edition.in_force_from for edition in editions if edition.revoked_on is None}
        named = {
            (pk, event)
            for pk in by_key
            for event in by_key[pk].implements.values_list("pk", flat=True)
        }
        withdrawals = [
            row
            for row in Withdrawal.objects.filter(edition__in=editions, effective_on__isnull=False)
            if row.reopened_on is None
            and by_key[row.edition_id].ends_on == row.effective_on
            and row.effective_on not in starts
        ]
        clocks = Clock.objects.filter(document=self.page_pk)
        for clock in clocks.with_closing() if clocks.exists() else ():
            judged = by_key[clock.edition_id]
            days = [
                by_key[pk].in_force_from
                for pk, event in named
                if event == clock.event_id and by_key[pk].revoked_on is None
            ]
            days += [
                row.approved_on
                for row in clock.decisions.all()
                if row.approved_on and row.reopened_on is None and row.reopens_id is None
            ]
            days += [
                row.effective_on
                for row in withdrawals
                if by_key[row.edition_id].in_force_from >= judged.in_force_from
            ]
            if clock.closed_on != min(days, default=None):
                yield f"{clock} closed on {clock.closed_on}, not {min(days, default=None)}"

    def wrong_signatures(self, editions: list[Edition]) -> Iterator[str]:
        for edition in editions:
            rows = {(s.role, s.person_id) for s in edition.signatures.all()}
            acted = self.signed[edition.pk]
            expected = {("drafted", person) for person in acted.drafted}
            expected |= {("reviewed", acted.reviewed), ("approved", acted.approved)}
            if rows != expected:
                yield f"{edition} is signed by {sorted(rows)}, not {sorted(expected)}"
            if {acted.reviewed, acted.approved} & acted.drafted:
                yield f"{edition} was judged by who wrote it"
            if acted.reviewed == acted.approved:
                yield f"{edition} was reviewed and approved by one person"
            if edition.approved_by_id != acted.approved:
                yield f"{edition} was approved by somebody else"


WEIGHTS = {
    "write": 8,
    "hand_in": 4,
    "judge": 4,
    "take_back": 1,
    "withdraw": 3,
    "revoke": 3,
    "close_a_clock": 2,
    "answer": 6,
    "reopen": 2,
    "a_law_comes": 3,
    "correct_a_date": 1,
    "time_passes": 6,
    "a_role_changes": 1,
}


# Acts that touch neither an edition nor a clock, nor what closes one.
CHANGES_NOTHING_HELD = {"write", "hand_in", "take_back", "a_role_changes"}


def two_in_force(editions: Iterable[Edition]) -> Iterator[str]:
    for one, other in combinations(editions, 2):
        first = max(one.in_force_from, other.in_force_from)
        if one.is_in_force(first) and other.is_in_force(first):
            yield f"{one} and {other} are both in force on {first}"


@contextmanager
def clock_of(life: Life) -> Iterator[None]:
    """The whole site lives on the life's day; each look at the clock is a moment later."""
    moment = iter(range(10**9))

    def now() -> datetime:
        noon = datetime(life.today.year, life.today.month, life.today.day, 5, tzinfo=None)  # noqa: DTZ001
        return timezone.make_aware(noon, timezone.get_default_timezone()) + timedelta(
            microseconds=next(moment)
        )

    with mock.patch("django.utils.timezone.now", now):
        yield


def live(seed: int, *, steps: int = STEPS) -> Life:
    """One life from beginning to end, leaving nothing behind. Raises AssertionError with the seed
    and the step at which something was wrong."""
    with transaction.atomic():
        life = Life(Cast.make(), Random(seed))
        with clock_of(life):
            life.begin()
            for number in range(1, steps + 1):
                life.step()
                if life.last not in CHANGES_NOTHING_HELD or number == steps:
                    found = list(life.wrong())
                    assert not found, f"seed {seed}, step {number}: {'; '.join(found)}"
        transaction.set_rollback(True)
    return life
