"""Withdrawing a document and revoking an edition, each by two persons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions import actions as decisions
from doccontrol.decisions.kinds import About, DecisionKind, declare
from doccontrol.documents.ending.facts import ending_facts
from doccontrol.documents.ending.models import Revocation, Withdrawal
from doccontrol.documents.ending.refusals import (
    AlreadyRevoked,
    AlreadyWithdrawn,
    ComesIntoForceLater,
    NothingInForce,
    NotYoursToEnd,
    ReplacedByItself,
    ReplacementNotInForce,
    RevokedTooLate,
    WithdrawalDayPassed,
    WithdrawalIsPast,
    WithdrawalOvertaken,
)
from doccontrol.documents.ending.succession import held, settle_ends, write_revoked
from doccontrol.documents.last_editions import last_edition
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.organisation.accounts.roles import Role, has_role
from doccontrol.organisation.people import headed_units

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person

Ending = Withdrawal | Revocation


def propose_withdrawal(
    document: ControlledDocument,
    *,
    reason: str,
    takes_effect_on: date,
    by: Person,
    on: date,
    replaced_by: ControlledDocument | None = None,
) -> Withdrawal:
    """Ask to take the document out of use from a day on; a second person answers.

    Raises NothingInForce, WithdrawalDayPassed, AlreadyWithdrawn, ComesIntoForceLater,
    ReplacedByItself, ReplacementNotInForce, and what ``decisions.propose`` raises.
    """
    last = last_edition(document.pk)
    if last is None:
        raise NothingInForce
    if takes_effect_on < on:
        raise WithdrawalDayPassed
    withdrawal = Withdrawal(
        edition=last, takes_effect_on=takes_effect_on, reason=reason, replaced_by=replaced_by
    )
    return decisions.propose(withdrawal, by=by, on=on)


def propose_revocation(edition: Edition, *, reason: str, by: Person, on: date) -> Revocation:
    """Ask that an approved edition never comes into force; a second person answers.

    Raises RevokedTooLate, AlreadyRevoked, and what ``decisions.propose`` raises.
    """
    return decisions.propose(Revocation(edition=edition, reason=reason), by=by, on=on)


def may_withdraw(person: Person, document: ControlledDocument, on: date) -> bool:
    """Propose it: the secretary for every document, the head on ``on`` for the own unit's."""
    if not person.has_perm("doccontrol.propose_decision"):
        return False
    return has_role(person, Role.SECRETARY) or document.owner_unit_id in headed_units(person, on)


def may_revoke(person: Person, document: ControlledDocument, on: date) -> bool:
    """Propose it: whoever may withdraw the document, and those who approve editions."""
    return has_role(person, Role.APPROVER) or may_withdraw(person, document, on)


def _may_withdraw(person: Person, withdrawal: Withdrawal, on: date) -> bool:
    return may_withdraw(person, withdrawal.edition.document, on)


def _may_revoke(person: Person, revocation: Revocation, on: date) -> bool:
    return may_revoke(person, revocation.edition.document, on)


def _hold(ending: Ending) -> None:
    held(ending.edition.document_id)


def _check_withdrawal(withdrawal: Withdrawal, on: date) -> None:
    edition = Edition.objects.without_content().get(pk=withdrawal.edition_id)
    last = last_edition(edition.document_id)
    if last is None:
        raise NothingInForce
    if last.pk != edition.pk:
        raise WithdrawalOvertaken(edition, last)
    if edition.ends_on is not None:
        raise AlreadyWithdrawn(edition)
    if _day(withdrawal, on) <= edition.in_force_from:
        raise ComesIntoForceLater(edition)
    _check_replacement(withdrawal, edition, on)


def _check_replacement(withdrawal: Withdrawal, edition: Edition, on: date) -> None:
    replacement, day = withdrawal.replaced_by, _day(withdrawal, on)
    if replacement is None:
        return
    if replacement.pk == edition.document_id:
        raise ReplacedByItself
    if not Edition.objects.in_force(day).filter(document=replacement.pk).exists():
        raise ReplacementNotInForce(replacement, day)


def _day(withdrawal: Withdrawal, on: date) -> date:
    return max(withdrawal.takes_effect_on or on, on)


def _withdraw(withdrawal: Withdrawal, on: date) -> None:
    withdrawal.effective_on = _day(withdrawal, on)
    withdrawal.save(update_fields=["effective_on"])
    settle_ends(withdrawal.edition.document_id)


def _check_undoing(withdrawal: Withdrawal, on: date) -> None:
    """Only while the document is still in use: what was out of force on a day stays so."""
    edition = Edition.objects.without_content().get(pk=withdrawal.edition_id)
    last = last_edition(edition.document_id)
    is_last = last is not None and last.pk == edition.pk
    if not is_last or withdrawal.effective_on is None or withdrawal.effective_on <= on:
        raise WithdrawalIsPast


def _bring_back(withdrawal: Withdrawal, reopening: Withdrawal, on: date) -> None:
    settle_ends(withdrawal.edition.document_id)


def _check_revocation(revocation: Revocation, on: date) -> None:
    edition = Edition.objects.without_content().get(pk=revocation.edition_id)
    if edition.revoked_on is not None:
        raise AlreadyRevoked(edition)
    if edition.in_force_from <= on:
        raise RevokedTooLate(edition)


def _revoke(revocation: Revocation, on: date) -> None:
    edition = Edition.objects.without_content().get(pk=revocation.edition_id)
    write_revoked(edition, on)
    settle_ends(edition.document_id)


def _page(ending: Ending) -> str:
    return reverse("document_editions:document", args=[ending.edition.document_id])


def _about(ending: Ending, on: date) -> About:
    """The document, its edition that would end, and the laws on which that rests."""
    facts = ending_facts(ending.edition, on)
    if isinstance(ending, Withdrawal):
        facts["replaced_by"] = ending.replaced_by
    return About("doccontrol/documents/ending_about.html", facts)


def _what_withdrawal_brings(withdrawal: Withdrawal, on: date) -> str:
    named = {
        "number": withdrawal.edition.number,
        "code": withdrawal.edition.code,
        "day": f"{_day(withdrawal, on):%d/%m/%Y}",
        "replacement": withdrawal.replaced_by,
    }
    if withdrawal.replaced_by is not None:
        return (
            _now(
                "Edition %(number)s of %(code)s ends on %(day)s and %(replacement)s takes its "
                "place; the open duties to update the document end with it."
            )
            % named
        )
    return (
        _now(
            "Edition %(number)s of %(code)s ends on %(day)s and nothing follows; the open duties "
            "to update the document end with it."
        )
        % named
    )


def _what_revocation_brings(revocation: Revocation, on: date) -> str:
    return _now(
        "Edition %(number)s of %(code)s, approved to bind from %(day)s, never comes into force; "
        "what is in force before that day stays."
    ) % {
        "number": revocation.edition.number,
        "code": revocation.edition.code,
        "day": f"{revocation.edition.in_force_from:%d/%m/%Y}",
    }


def _of_last_editions(rows: QuerySet[Withdrawal], on: date) -> QuerySet[Withdrawal]:
    """Without those that a later edition has overtaken: they can only be let go."""
    later = Edition.objects.standing().filter(
        document=OuterRef("edition__document"),
        in_force_from__gt=OuterRef("edition__in_force_from"),
    )
    return rows.filter(~Exists(later), edition__revoked_on__isnull=True)


def _of_coming_editions(rows: QuerySet[Revocation], on: date) -> QuerySet[Revocation]:
    return rows.filter(edition__revoked_on__isnull=True, edition__in_force_from__gt=on)


declare(
    DecisionKind(
        model=Withdrawal,
        label=_("Withdrawal of a document"),
        may_propose=_may_withdraw,
        not_yours=NotYoursToEnd,
        lock=_hold,
        url=_page,
        check=_check_withdrawal,
        take_effect=_withdraw,
        check_reopening=_check_undoing,
        undo=_bring_back,
        about=_about,
        consequence=_what_withdrawal_brings,
        subjects=_of_last_editions,
        with_subject=("edition__document", "replaced_by"),
        deferred=("edition__content",),
    )
)
declare(
    DecisionKind(
        model=Revocation,
        label=_("Revocation of an approved edition"),
        may_propose=_may_revoke,
        not_yours=NotYoursToEnd,
        lock=_hold,
        url=_page,
        check=_check_revocation,
        take_effect=_revoke,
        about=_about,
        consequence=_what_revocation_brings,
        subjects=_of_coming_editions,
        with_subject=("edition__document",),
        deferred=("edition__content",),
        may_be_reopened=False,
    )
)
