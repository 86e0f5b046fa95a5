"""Writes the day on which editions end: the one thing that happens to an edition later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from doccontrol.documents.ending.models import Withdrawal
from doccontrol.documents.ending.refusals import InForceTooEarly
from doccontrol.documents.ending.rules import Term, ends_of
from doccontrol.documents.last_editions import last_edition
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.models.rounds import lock_document
from doccontrol.events import EditionChanged, edition_changed


def held(document_id: int) -> ControlledDocument:
    """The document, held until the transaction ends: whoever comes second waits here."""
    lock_document(document_id)
    return ControlledDocument.objects.get(pk=document_id)


def check_room(document_id: int, *, starts: date, on: date) -> None:
    """Raises InForceTooEarly if the last edition begins on that day or later."""
    last = last_edition(document_id)
    if last is not None and last.in_force_from >= starts:
        raise InForceTooEarly(last, on)


def make_room(document_id: int, *, starts: date, on: date) -> None:
    """Let the last edition end on the first day of a new one, whatever end it had before that.

    Raises InForceTooEarly. The document is held by the caller, who writes the new edition next.
    """
    check_room(document_id, starts=starts, on=on)
    last = last_edition(document_id)
    if last is None:
        return
    if last.ends_on is None or last.ends_on > starts:
        _write(last, ends_on=starts)


def expected_ends(documents: Iterable[int]) -> dict[int, date | None]:
    """By edition of these documents, when it must end. Two queries, however many they are."""
    keys = list(documents)
    withdrawn = dict(
        Withdrawal.objects.standing()
        .filter(edition__document__in=keys, effective_on__isnull=False)
        .values_list("edition", "effective_on")
    )
    terms: dict[int, list[Term]] = defaultdict(list)
    rows = Edition.objects.filter(document__in=keys).order_by()
    for pk, document, starts, revoked in rows.values_list(
        "pk", "document", "in_force_from", "revoked_on"
    ):
        terms[document].append(Term(pk, starts, revoked is not None, withdrawn.get(pk)))
    return {pk: end for group in terms.values() for pk, end in ends_of(group).items()}


def settle_ends(document_id: int) -> None:
    """Bring the stored ends in line with what ends each edition, earlier ends first: at no moment
    are two editions open on one day. The document is held by the caller."""
    ends = expected_ends([document_id])
    editions = Edition.objects.filter(document=document_id).without_content()
    changed = [edition for edition in editions if edition.ends_on != ends[edition.pk]]
    for edition in sorted(changed, key=lambda edition: _lengthens(edition, ends[edition.pk])):
        _write(edition, ends_on=ends[edition.pk])


def write_revoked(edition: Edition, on: date) -> None:
    _write(edition, ends_on=edition.in_force_from, revoked_on=on)


def _lengthens(edition: Edition, ends_on: date | None) -> bool:
    if edition.ends_on is None:
        return False
    return ends_on is None or ends_on > edition.ends_on


def _write(edition: Edition, **days: Any) -> None:
    Edition.objects.filter(pk=edition.pk).change(**days)
    for name, day in days.items():
        setattr(edition, name, day)
    edition_changed.announce(EditionChanged(edition.pk))
