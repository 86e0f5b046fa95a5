"""The second clock beside the three months: by when the change of an administrative procedure
(*thủ tục hành chính*, TTHC) must be announced. No queries, no clock.

Source: Nghị định 63/2010/NĐ-CP Điều 15, as amended by Nghị định 48/2013/NĐ-CP Điều 1 and Nghị định
92/2017/NĐ-CP Điều 1; who announces: Điều 13. The counting is that of Bộ luật Dân sự 91/2015/QH13,
Điều 147: the first day is not counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.lawtext.numbers import LegalNumber
from doccontrol.lawtext.reading.issuing_bodies import PLACES

# Councils and committees of localities: what they issue, no ministry announces.
LOCAL_ISSUERS = frozenset({"UBND", "HĐND"})
# How names of bodies begin, before the place. A council's text is announced by the Chairman of the
# committee beside it; of a district or commune the province's Chairman announces.
MINISTRY, COMMITTEE = "Bộ ", "Ủy ban nhân dân "
LOCAL = (COMMITTEE, "Hội đồng nhân dân ")


class Announcer(models.TextChoices):
    """Whose decision announces the procedure; in the order in which the decisions come."""

    MINISTRY = "ministry", gettext_lazy("the Minister, or head of the agency of ministerial rank")
    PROVINCE = "province", gettext_lazy("the Chairman of the province People's Committee")


DAYS_BEFORE_EFFECT = {Announcer.MINISTRY: 20, Announcer.PROVINCE: 5}
DAYS_AFTER_ISSUE = 3


@dataclass(frozen=True, slots=True)
class AnnouncementDue:
    """The last day for one announcer. ``is_shortened``: counted from the issue, because the text
    took effect the day it was issued. ``body`` is whose head it is, "" where the text does not say:
    a decree is announced by the minister whose field it is."""

    by: Announcer
    due: date
    is_shortened: bool
    body: str = ""

    @property
    def person(self) -> str:
        """Who must sign the decision, in words."""
        if not self.body:
            return str(self.by.label)
        if self.by is Announcer.PROVINCE:
            return _("the Chairman (%(body)s)") % {"body": self.body}
        return _("the Minister (%(body)s)") % {"body": self.body}


@dataclass(frozen=True, slots=True)
class SecondClock:
    """``announcements`` only where it was answered that the text lays down procedures;
    ``is_unanswered``: nobody has said yet whether it does, so nobody can tell."""

    announcements: Sequence[AnnouncementDue] = ()
    is_unanswered: bool = False

    def __bool__(self) -> bool:
        return bool(self.announcements) or self.is_unanswered


def announcement_due(
    by: Announcer, *, effective: date, issued: date | None, body: str = ""
) -> AnnouncementDue:
    """The last day on which the announcing decision may be issued.

    20 days before the effect for a minister, 5 days before it for a province's Chairman. A text
    that took effect the day it was issued (shortened procedure) leaves no days before: then 3 days
    after the issue, for both. The day itself is still in time.
    """
    if issued is not None and effective <= issued:
        due = issued + timedelta(days=DAYS_AFTER_ISSUE)
        return AnnouncementDue(by, due, is_shortened=True, body=body)
    before = timedelta(days=DAYS_BEFORE_EFFECT[by])
    return AnnouncementDue(by, effective - before, is_shortened=False, body=body)


def announcers_of(number: LegalNumber) -> list[Announcer]:
    """Who announces what a text of this number changes: of a local text only the Chairman."""
    if LOCAL_ISSUERS & set(number.issuer_abbreviations):
        return [Announcer.PROVINCE]
    return [Announcer.MINISTRY, Announcer.PROVINCE]


def body_of(by: Announcer, issuer: str) -> str:
    """Whose head announces, as the name of the issuer says; "" where it does not."""
    if by is Announcer.MINISTRY:
        return issuer if issuer.startswith(MINISTRY) else ""
    place = next((issuer.removeprefix(name) for name in LOCAL if issuer.startswith(name)), "")
    return f"{COMMITTEE}{place}" if place in PLACES.values() else ""


def announcements_due(
    number: LegalNumber, *, effective: date | None, issued: date | None, issuer: str = ""
) -> list[AnnouncementDue]:
    """Each announcer's last day for a normative text; [] while its day of effect is not known."""
    if effective is None:
        return []
    if len(number.issuer_abbreviations) > 1:
        issuer = ""  # of a joint text each minister announces what is of his field
    return [
        announcement_due(by, effective=effective, issued=issued, body=body_of(by, issuer))
        for by in announcers_of(number)
    ]


def second_clock(
    regulates_procedures: bool | None,
    number: LegalNumber,
    *,
    effective: date | None,
    issued: date | None,
    issuer: str = "",
) -> SecondClock:
    """Article 15 binds only texts that lay down procedures: of others nothing is due."""
    if regulates_procedures is None:
        return SecondClock(is_unanswered=True)
    if not regulates_procedures:
        return SecondClock()
    return SecondClock(announcements_due(number, effective=effective, issued=issued, issuer=issuer))
