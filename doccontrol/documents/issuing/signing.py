"""Who signed an edition, in which role and on which day: read from the steps that were taken.

Nobody hands signatures in. They are the authorship of the draft and the steps of its workflow, all
on one revision, and they must agree with each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from doccontrol.documents.issuing.capacity import capacity_of
from doccontrol.documents.judging.turns import StepKind
from doccontrol.documents.judging.workflow import FourEyes, RevisionMovedOn
from doccontrol.documents.models.authorship import Authorship, revision_hash
from doccontrol.documents.models.editions import Signature
from doccontrol.documents.refusals import NotRightlySigned
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post
from doccontrol.organisation.people import NamedPerson, name_on
from doccontrol.organisation.signing import SigningCapacity


@dataclass(frozen=True, slots=True)
class Signer:
    role: Signature.Role
    person: Person
    on: date
    capacity: SigningCapacity | None = None

    def named(self) -> NamedPerson:
        """As they were named that day; for the agency they sign under the title they do so by."""
        named = name_on(self.person, self.on)
        return replace(named, title=self.capacity.title) if self.capacity else named

    def signs_as(self) -> dict[str, Any]:
        """The columns of ``SignedCapacity``; empty where no capacity is recorded."""
        capacity = self.capacity
        if capacity is None:
            return {}
        return {
            "capacity": capacity.kind.value,
            "on_behalf_of": capacity.on_behalf_of,
            "decision_number": capacity.decision_number,
            "decided_on": capacity.decided_on,
            "assigned_from": capacity.held_from,
            "assigned_until": capacity.held_until,
            "assignment_id": capacity.assignment,
        }


def signers_of(revision: Revision, *, unit: int, kind: str, on: date) -> list[Signer]:
    """Drafted by who wrote and who submitted it, reviewed by one, approved by one on ``on``: in
    this order.

    Raises NotRightlySigned where a step is missing, in the wrong order, of another day or by
    somebody without the role; RevisionMovedOn if the bytes are not those that were submitted;
    FourEyes; and what ``capacity_of`` raises where the approver may not sign that day.
    """
    submitted = _submission(revision)
    approval = _approval(revision, on)
    review = _review(approval, unit)
    drafted = _drafted(submitted)
    _check_four_eyes({s.person for s in drafted}, review.finished_by, approval.finished_by)
    return [
        *drafted,
        Signer(Signature.Role.REVIEWED, review.finished_by, _day(review)),
        Signer(Signature.Role.APPROVED, approval.finished_by, on, capacity_of(approval, kind, on)),
    ]


def _day(state: TaskState) -> date:
    return timezone.localtime(state.finished_at).date()


def _submission(revision: Revision) -> Authorship:
    rows = Authorship.objects.filter(
        document_id=int(revision.object_id),
        revision_number=revision.pk,
        what=Authorship.What.SUBMITTED,
    )
    row = rows.select_related("person").last()
    if row is None:
        raise NotRightlySigned(_("nobody has submitted it."))
    if row.sha256 != revision_hash(revision.content):
        raise RevisionMovedOn
    return row


def _drafted(submitted: Authorship) -> list[Signer]:
    """Everybody who wrote since the last edition, then who submitted; nobody later than that."""
    last_day = timezone.localtime(submitted.at).date()
    rows = Authorship.objects.since_last_edition([submitted.document_id])
    days = {row.person: timezone.localtime(row.at).date() for row in rows.select_related("person")}
    days.pop(submitted.person, None)
    signers = [
        Signer(Signature.Role.DRAFTED, person, min(day, last_day)) for person, day in days.items()
    ]
    return [*signers, Signer(Signature.Role.DRAFTED, submitted.person, last_day)]


def _approval(revision: Revision, on: date) -> TaskState:
    """The last step that somebody took on this revision in a round that came to its end."""
    steps = TaskState.objects.filter(
        revision=revision,
        task__content_type__app_label="doccontrol",
        task__content_type__model=StepKind.APPROVAL,
        status=TaskState.STATUS_APPROVED,
        workflow_state__status=WorkflowState.STATUS_APPROVED,
        finished_by__isnull=False,
    )
    step = steps.select_related("finished_by").order_by("-pk").first()
    if step is None:
        raise NotRightlySigned(_("nobody has approved it."))
    if _day(step) != on:
        raise NotRightlySigned(_("it was approved on another day."))
    approvers = Person.objects.filter(is_active=True, groups__name=Role.APPROVER)
    if not approvers.filter(pk=step.finished_by_id).exists():
        raise NotRightlySigned(
            _("%(person)s, who approved it, does not hold the role “%(role)s”.")
            % {"person": step.finished_by, "role": Role.APPROVER}
        )
    return step


def _review(approval: TaskState, unit: int) -> TaskState:
    """The review of the same revision in the same round, before its approval."""
    steps = TaskState.objects.filter(
        revision=approval.revision_id,
        workflow_state=approval.workflow_state_id,
        task__content_type__app_label="doccontrol",
        task__content_type__model=StepKind.REVIEW,
        status=TaskState.STATUS_APPROVED,
        finished_by__isnull=False,
        finished_at__lte=approval.finished_at,
        pk__lt=approval.pk,
    )
    step = steps.select_related("finished_by").order_by("-pk").first()
    if step is None:
        raise NotRightlySigned(_("nobody has reviewed it before its approval."))
    if not _may_review(step.finished_by, unit, _day(step)):
        raise NotRightlySigned(
            _("%(person)s, who reviewed it, was not the one to do so that day.")
            % {"person": step.finished_by}
        )
    return step


def _may_review(person: Person, unit: int, on: date) -> bool:
    """Head of the unit that day, or secretary. Who has left since keeps having reviewed."""
    posts = Post.objects.filter(person=person, unit_id=unit, is_head=True, held_from__lte=on)
    return (
        posts.exclude(held_until__lte=on).exists()
        or person.groups.filter(name=Role.SECRETARY).exists()
    )


def _check_four_eyes(authors: set[Person], reviewer: Person, approver: Person) -> None:
    if authors & {reviewer, approver}:
        raise FourEyes
    if reviewer == approver and AgencySettings.load_default().two_judges:
        raise FourEyes
