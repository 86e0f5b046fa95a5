"""In which capacity a person may sign for the agency on a day.

Source: Nghị định 30/2020/NĐ-CP Điều 13 (who signs), Phụ lục I (how it is written).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.signing_assignments import (
    FOR_THE_HEAD,
    Capacity,
    SigningAssignment,
)
from doccontrol.organisation.models.units import Post, PostQuerySet, Unit
from doccontrol.organisation.signing_titles import titles


@dataclass(frozen=True, slots=True)
class SigningCapacity:
    """``title`` is the signer's own, ``on_behalf_of`` that of the head for whom is signed. What
    rests on a decision names it; the head of the agency signs by the post."""

    kind: Capacity
    title: str
    on_behalf_of: str = ""
    decision_number: str = ""
    decided_on: date | None = None
    held_from: date | None = None
    held_until: date | None = None
    scope: str = ""
    assignment: int | None = None

    @property
    def key(self) -> str:
        """By which a form names it."""
        return str(self.assignment or self.kind.value)

    @property
    def is_for_the_head(self) -> bool:
        return self.kind in FOR_THE_HEAD

    def sentence(self, name: str) -> str:
        """ "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC Nguyễn Văn An, by decision 12/QĐ-SMT of 03/01/2026", with
        what may be signed by it: whether a document is of that, only the signer can judge."""
        words = {"signer": f"{', '.join(titles(self.kind, self.on_behalf_of, self.title))} {name}"}
        if self.decided_on is None:
            return _("%(signer)s, head of the agency") % words
        words |= {"number": self.decision_number, "day": f"{self.decided_on:%d/%m/%Y}"}
        if not self.scope:
            return _("%(signer)s, by decision %(number)s of %(day)s") % words
        words["scope"] = " ".join(self.scope.split())
        return _("%(signer)s, by decision %(number)s of %(day)s; what may be signed: %(scope)s") % (
            words
        )


def capacities_on(person: Person, on: date) -> list[SigningCapacity]:
    """All that hold on ``on``, the head's first."""
    heads = _heads(on).filter(person=person).order_by("-held_from")
    assignments = SigningAssignment.objects.held(on).filter(person=person)
    return [
        *(
            SigningCapacity(Capacity.HEAD, title)
            for title in heads.values_list("title", flat=True)[:1]
        ),
        *(_assigned(row) for row in assignments.order_by("held_from", "pk")),
    ]


def is_recorded() -> bool:
    """Whether the agency has said anything of who signs in which capacity. Until it has, approvals
    go on as before there was such a record, and name none."""
    return Unit.objects.filter(is_leadership=True).exists() or SigningAssignment.objects.exists()


def has_head(on: date) -> bool:
    """Whether somebody heads the agency on ``on``, be it as acting head."""
    acting = SigningAssignment.objects.held(on).filter(capacity=Capacity.ACTING)
    return _heads(on).exists() or acting.exists()


def _heads(on: date) -> PostQuerySet:
    """Who heads a unit that has ended heads the agency no longer, though the post has no end."""
    leading = Unit.objects.existing(on).filter(is_leadership=True)
    return Post.objects.held(on).filter(is_head=True, unit__in=leading)


def _assigned(row: SigningAssignment) -> SigningCapacity:
    return SigningCapacity(
        kind=Capacity(row.capacity),
        title=row.title,
        on_behalf_of=row.on_behalf_of,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        held_from=row.held_from,
        held_until=row.held_until,
        scope=row.scope,
        assignment=row.pk,
    )
