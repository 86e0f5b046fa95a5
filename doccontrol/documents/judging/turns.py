"""Whose turn it is: answered from rows, for one waiting draft or for all, in as many queries.

Who judges is never stored: posts, roles and the setting are asked on the day. What is judged is
fixed with the submitted revision (``owner_unit``), who wrote it with its authorship.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from django.db.models import F, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from doccontrol.asked_once import asked_once
from doccontrol.documents.models.authorship import authors_of
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, Unit


class StepKind(StrEnum):
    """The two steps; the value is the name of the task's model."""

    REVIEW = "headreviewtask"
    APPROVAL = "approvaltask"


@dataclass(frozen=True, slots=True)
class Step:
    """A submitted draft at the step where it waits."""

    state: int
    round: int
    revision: int
    kind: StepKind
    document: int
    unit: int


def waiting_steps(states: QuerySet[TaskState]) -> list[Step]:
    """The controlled documents among ``states`` that wait for somebody. One query."""
    rows = states.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__content_type__app_label="doccontrol",
        task__content_type__model__in=list(StepKind),
    ).values_list(
        "pk",
        "workflow_state_id",
        "revision_id",
        "task__content_type__model",
        "workflow_state__object_id",
        KeyTextTransform("owner_unit", F("revision__content")),
    )
    return [
        Step(state, round_, revision, StepKind(kind), int(document), int(unit or 0))
        for state, round_, revision, kind, document, unit in rows
    ]


@dataclass(slots=True)
class Judges:
    """Everybody who could judge on one day, and what keeps each from a draft."""

    heads: dict[int, list[Person]] = field(default_factory=dict)
    in_role: dict[Role, list[Person]] = field(default_factory=dict)
    authors: dict[int, set[int]] = field(default_factory=dict)
    reviewed: dict[int, int] = field(default_factory=dict)
    two_judges: bool = True
    units: dict[int, Unit] = field(default_factory=dict)

    @classmethod
    def on(cls, day: date, *, documents: Iterable[int], units: Iterable[int]) -> Self:
        """Constant queries, however many documents."""
        keys = set(units)
        return cls(
            heads=_heads(keys, day),
            units=Unit.objects.in_bulk(keys),
            in_role=_in_role(),
            authors=authors_of(documents),
            two_judges=AgencySettings.load_default().two_judges,
        )

    @classmethod
    def of(cls, steps: list[Step], day: date) -> Self:
        judges = cls.on(day, documents={s.document for s in steps}, units={s.unit for s in steps})
        judges.reviewed = _reviewed(steps)
        return judges

    def may_act(self, step: Step) -> list[Person]:
        if step.kind is StepKind.REVIEW:
            return self.reviewers(step.document, step.unit)
        return self.approvers(step.document, self.reviewed.get(step.state))

    def reviewers(self, document: int, unit: int) -> list[Person]:
        """The head of the unit. If the post is vacant, or the head wrote or submitted the draft and
        so may not judge it, the secretary reviews instead."""
        return self._judging(document, self.heads.get(unit, [])) or self._judging(
            document, self.in_role[Role.SECRETARY]
        )

    def approvers(self, document: int, reviewer: int | None = None) -> list[Person]:
        """People with the role who are no authors and, where the agency asks for two persons, did
        not review this very revision."""
        people = self._judging(document, self.in_role[Role.APPROVER])
        return [p for p in people if p.pk != reviewer] if self.two_judges else people

    def _judging(self, document: int, people: list[Person]) -> list[Person]:
        writing = self.authors.get(document, set())
        return [person for person in people if person.pk not in writing]

    def who_is_missing(self, step: Step) -> str:
        """Why nobody may take the step and what to do about it; "" where somebody may."""
        if self.may_act(step):
            return ""
        if step.kind is StepKind.REVIEW:
            return self._no_reviewer(step)
        if not self._judging(step.document, self.in_role[Role.APPROVER]):
            return _(
                "Missing: a person in the role “%(role)s” who neither wrote nor submitted the "
                "draft. The administrator gives the role to one."
            ) % {"role": Role.APPROVER}
        return _(
            "Missing: a second person in the role “%(role)s”, because the only one has reviewed "
            "the draft. The administrator gives the role to another person, or allows in the "
            "settings of the agency that reviewer and approver are one."
        ) % {"role": Role.APPROVER}

    def _no_reviewer(self, step: Step) -> str:
        names = {"unit": self.units[step.unit], "role": Role.SECRETARY}
        if self.heads.get(step.unit):
            text = _(
                "Missing: a reviewer. The head of %(unit)s wrote or submitted the draft, and there "
                "is no other person in the role “%(role)s” who did not. The administrator gives "
                "the role to one."
            )
        else:
            text = _(
                "Missing: a reviewer. %(unit)s has no head today, and there is no person in the "
                "role “%(role)s” who neither wrote nor submitted the draft. The secretary fills "
                "the post, or the administrator gives the role to one."
            )
        return text % names


def _heads(units: Iterable[int], day: date) -> dict[int, list[Person]]:
    heads: defaultdict[int, list[Person]] = defaultdict(list)
    posts = Post.objects.held(day).filter(unit_id__in=set(units), is_head=True)
    for post in posts.select_related("person"):
        heads[post.unit_id].append(post.person)
    return heads


def _in_role() -> dict[Role, list[Person]]:
    roles = (Role.SECRETARY, Role.APPROVER)
    people = Person.objects.filter(is_active=True, groups__name__in=roles)
    holders = list(
        people.annotate(role=F("groups__name")).order_by("last_name", "first_name", "pk")
    )
    return {role: [person for person in holders if person.role == role] for role in roles}


def _reviewed(steps: list[Step]) -> dict[int, int]:
    """By state of an approval step: who passed the same revision on in the same round."""
    approvals = {(s.round, s.revision): s.state for s in steps if s.kind is StepKind.APPROVAL}
    reviews = TaskState.objects.filter(
        workflow_state_id__in={round_ for round_, _revision in approvals},
        task__content_type__model=StepKind.REVIEW,
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
    ).order_by("pk")
    return {
        approvals[round_, revision]: person
        for round_, revision, person in reviews.values_list(
            "workflow_state_id", "revision_id", "finished_by_id"
        )
        if (round_, revision) in approvals
    }


def people_for(state: TaskState, on: date) -> list[Person]:
    """Who may take the step ``state`` on ``on``; nobody once it has been taken."""
    steps = waiting_steps(TaskState.objects.filter(pk=state.pk))
    return Judges.of(steps, on).may_act(steps[0]) if steps else []


@asked_once
def all_turns(on: date) -> tuple[list[Step], Judges]:
    """Every step that waits on ``on``, and who judges."""
    steps = waiting_steps(TaskState.objects.all())
    return steps, Judges.of(steps, on)


def states_for(person: Person, kind: StepKind, on: date) -> list[int]:
    """The waiting steps of one kind that ``person`` may take on ``on``."""
    steps, judges = all_turns(on)
    return [step.state for step in steps if step.kind is kind and person in judges.may_act(step)]
