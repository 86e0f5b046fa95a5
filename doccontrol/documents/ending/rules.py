"""When each edition of a document ends. No queries, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """One edition: its first day, whether it was revoked before it came into force, and from which
    day a withdrawal that stands takes it out of use."""

    edition: int
    starts: date
    is_revoked: bool = False
    withdrawn_on: date | None = None


def ends_of(terms: Iterable[Term]) -> dict[int, date | None]:
    """By edition, the first day without it; None while nothing ends it.

    An edition stops on the first day of the next one that was not revoked, or on the day of its
    withdrawal, whichever comes first; so never two are in force on one day. A revoked edition ends
    on the day it would have begun: it was never in force.
    """
    ordered = sorted(terms, key=lambda term: (term.starts, term.edition))
    ends: dict[int, date | None] = {}
    following: date | None = None
    for term in reversed(ordered):
        if term.is_revoked:
            ends[term.edition] = term.starts
            continue
        days = [day for day in (following, term.withdrawn_on) if day is not None]
        ends[term.edition] = min(days, default=None)
        following = term.starts
    return ends
