"""How editions are numbered and how they stand on a day. No queries, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class EditionState(models.TextChoices):
    """Derived for display; never stored."""

    NOT_YET = "not-yet", _("Approved, not yet in force")
    IN_FORCE = "in-force", _("In force")
    EXPIRED = "expired", _("No longer in force")


@dataclass(frozen=True, slots=True, order=True)
class EditionNumber:
    """*Lần ban hành* / *lần sửa đổi*, each printed with two digits: 02/00."""

    issue: int
    revision: int

    def __str__(self) -> str:
        return f"{self.issue:02}/{self.revision:02}"

    @property
    def slug(self) -> str:
        return f"{self.issue:02}-{self.revision:02}"

    @classmethod
    def from_slug(cls, slug: str) -> Self:
        """Raises ValueError for anything but ``NN-NN``."""
        match = re.fullmatch(r"(\d{2,3})-(\d{2,3})", slug)
        if match is None:
            raise ValueError(f"Not the number of an edition: {slug!r}")
        return cls(int(match[1]), int(match[2]))


def next_number(latest: EditionNumber | None, *, reissue: bool) -> EditionNumber:
    """The number that follows. A full re-issue raises the issue and returns the revision to 00;
    a small change raises the revision inside the issue (domain §3.2)."""
    if latest is None:
        return EditionNumber(1, 0)
    if reissue:
        return EditionNumber(latest.issue + 1, 0)
    return EditionNumber(latest.issue, latest.revision + 1)


def edition_state(in_force_from: date, ends_on: date | None, on: date) -> EditionState:
    """Half-open: in force on its first day, no longer in force on the day it ends."""
    if on < in_force_from:
        return EditionState.NOT_YET
    if ends_on is not None and ends_on <= on:
        return EditionState.EXPIRED
    return EditionState.IN_FORCE


def expected_end(
    in_force_from: date, *, successors: Iterable[date], withdrawals: Iterable[date]
) -> date | None:
    """The day on which an edition ends: the first on which another edition of its document comes
    into force after it, or from which the document is withdrawn. None while there is neither."""
    return min((day for day in (*successors, *withdrawals) if day > in_force_from), default=None)
