"""What looks wrong in a reading, said to the person who confirms it. Nothing is corrected.

The law's least number of days between issue and effect: Luật 80/2015/QH13, Điều 151 (texts issued
from 01/7/2016: 45 days central, 10 province, 7 district and commune) and Luật 64/2025/QH15, Điều 53
(from 01/4/2025: 45 and 10); the shortened procedure may be quicker, so that this only warns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from doccontrol.lawtext.numbers import LegalNumber
from doccontrol.lawtext.reading import fields
from doccontrol.lawtext.reading.running_text import plain

LAW_OF_2015 = date(2016, 7, 1)
LAW_OF_2025 = date(2025, 4, 1)
CENTRAL_DAYS, PROVINCE_DAYS, LOWER_DAYS = 45, 10, 7
LATE = timedelta(days=3 * 365)
_LOCAL_SYMBOLS = {"UBND", "HĐND", "CTUBND"}
_LOWER = ("huyen", "quan ", "thi xa", "xa ", "phuong", "thi tran", "dac khu")

BEFORE_ISSUE = fields.gettext_noop(
    "It takes effect before it is issued: one of the two dates is wrong."
)
TOO_EARLY = fields.gettext_noop(
    "It takes effect %(days)d days after it is issued; the law asks for at least %(least)d, unless "
    "the procedure was shortened. Compare both dates with the original."
)
TOO_LATE = fields.gettext_noop("It takes effect more than three years after it is issued.")
OTHER_YEAR = fields.gettext_noop("The year in the number is not the year of issue.")
ENDS_FIRST = fields.gettext_noop("It ends before it takes effect.")
CONSOLIDATED = fields.gettext_noop(
    "A consolidated text has no effect of its own: the date is that of the text it consolidates."
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """``reason`` is a source string for gettext with places for ``values``."""

    code: str
    reason: str
    values: tuple[tuple[str, int], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "reason": self.reason, "values": dict(self.values)}


def warnings(
    number: LegalNumber | None,
    issuer: str | None,
    issued: date | None,
    effective: date | None,
    expires: date | None,
) -> Iterator[Doubt]:
    """Everything implausible about what was read; unknown values raise nothing. ``expires`` is the
    day as printed, the last with force or the first without."""
    consolidated = number is not None and number.type_abbreviation == "VBHN"
    if consolidated and effective:
        yield Doubt("consolidated", CONSOLIDATED)
    if number and number.year and issued and issued.year != number.year:
        yield Doubt("other-year", OTHER_YEAR)
    if expires and effective and expires < effective:
        yield Doubt("ends-first", ENDS_FIRST)
    if issued and effective and not consolidated:
        if effective < issued:
            yield Doubt("before-issue", BEFORE_ISSUE)
        elif effective - issued > LATE:
            yield Doubt("late", TOO_LATE)
        elif number and number.looks_normative:
            days, least = (effective - issued).days, least_days(number, issuer, issued)
            if days < least:
                yield Doubt("early", TOO_EARLY, (("days", days), ("least", least)))


def least_days(number: LegalNumber, issuer: str | None, issued: date) -> int:
    """The law's least number of days from issue to effect; 0 before the law of 2015."""
    if issued < LAW_OF_2015:
        return 0
    if not _LOCAL_SYMBOLS & set(number.issuer_abbreviations):
        return CENTRAL_DAYS
    lower = issuer is not None and any(level in plain(issuer) for level in _LOWER)
    return LOWER_DAYS if lower and issued < LAW_OF_2025 else PROVINCE_DAYS
