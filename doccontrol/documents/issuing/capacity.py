"""In which capacity an approval is signed: taken where there is one, asked where there are several,
refused where there is none.

Source: Quyết định 19/2014/QĐ-TTg Điều 4.2.a and 4.3; Nghị định 30/2020/NĐ-CP Điều 13.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from doccontrol.document_kinds import kind_of
from doccontrol.documents.models.signed_capacity import ChosenCapacity
from doccontrol.errors import Refused
from doccontrol.organisation.actions import hold_rights_to_sign
from doccontrol.organisation.models.signing_assignments import Capacity
from doccontrol.organisation.signing import SigningCapacity, capacities_on, has_head, is_recorded

if TYPE_CHECKING:
    from wagtail.models import TaskState

    from doccontrol.organisation.models.people import Person


class NoCapacity(Refused):
    """The agency has recorded who signs how, and of this person nothing that holds on the day."""

    def __init__(self, person: Person, on: date) -> None:
        super().__init__(
            _(
                "%(person)s cannot sign on %(day)s: neither head of the agency, nor is there a "
                "decision that lets them sign KT., TL., TUQ. or Q. and holds on that day. The "
                "secretary records the decision under Organisation, “Signing assignments”; then "
                "approve again."
            )
            % {"person": person, "day": f"{on:%d/%m/%Y}"}
        )


class HeadSigns(Refused):
    """Of this kind of document the law wants the head's own signature."""

    def __init__(self, kind: Any) -> None:
        super().__init__(
            _(
                "A document of the kind “%(kind)s” is signed by the head of the agency (Decision "
                "19/2014/QĐ-TTg, Article 4), or by the acting head; by a deputy only while there "
                "is no head. Let the head approve it."
            )
            % {"kind": kind}
        )


class SeveralCapacities(Refused):
    def __init__(self) -> None:
        super().__init__(_("Say in which capacity you sign: you hold several today."))


class CapacityGone(Refused):
    def __init__(self, on: date) -> None:
        super().__init__(
            _("The capacity you chose does not hold on %(day)s. Choose again.")
            % {"day": f"{on:%d/%m/%Y}"}
        )


def capacities_for(person: Person, kind: str, on: date) -> list[SigningCapacity]:
    """In which ``person`` may approve a document of ``kind`` on ``on``; none at all where the
    agency has recorded nothing. Raises NoCapacity, HeadSigns."""
    if not is_recorded():
        return []
    held = capacities_on(person, on)
    if not held:
        raise NoCapacity(person, on)
    row = kind_of(kind)
    if row is None or not row.is_signed_by_head:
        return held
    allowed = [capacity for capacity in held if _is_heads_own(capacity, on)]
    if not allowed:
        raise HeadSigns(row.label)
    return allowed


def _is_heads_own(capacity: SigningCapacity, on: date) -> bool:
    """A deputy in charge while there is no head signs in the head's place (Điều 13 khoản 1)."""
    if capacity.kind == Capacity.DEPUTY:
        return not has_head(on)
    return not capacity.is_for_the_head


def capacity_chosen(person: Person, kind: str, on: date, key: str = "") -> SigningCapacity | None:
    """The one of that ``key``; of a single one no key is needed. None where the agency has recorded
    nothing. Raises SeveralCapacities, CapacityGone, and what ``capacities_for`` raises."""
    held = capacities_for(person, kind, on)
    if key:
        chosen = next((capacity for capacity in held if capacity.key == key), None)
        if chosen is None:
            raise CapacityGone(on)
        return chosen
    if len(held) > 1:
        raise SeveralCapacities
    return held[0] if held else None


def keep_choice(step: TaskState, person: Person, kind: str, on: date, key: str) -> None:
    """Write down with the step in which capacity it is taken, which holds until it is issued in the
    same transaction. Raises what ``capacity_chosen`` raises."""
    hold_rights_to_sign(person)
    chosen = capacity_chosen(person, kind, on, key)
    if chosen is not None:
        ChosenCapacity.objects.create(
            step_number=step.pk, person=person, assignment_id=chosen.assignment
        )


def capacity_of(step: TaskState, kind: str, on: date) -> SigningCapacity | None:
    """In which capacity whoever took the approval ``step`` signs. Raises what ``capacity_chosen``
    raises."""
    row = ChosenCapacity.objects.filter(step_number=step.pk, person=step.finished_by_id).first()
    key = "" if row is None else str(row.assignment_id or Capacity.HEAD.value)
    return capacity_chosen(step.finished_by, kind, on, key)
