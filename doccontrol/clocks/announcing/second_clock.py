"""The second clock beside the three months: by when the change of an administrative procedure
(*thủ tục hành chính*, TTHC) must be announced. No queries, no clock.

Source: Nghị định 63/2010/NĐ-CP Điều 15, as amended by Nghị định 48/2013/NĐ-CP Điều 1 and Nghị định
92/2017/NĐ-CP Điều 1; who announces: Điều 13. The counting is that of Bộ luật Dân sự 91/2015/QH13,
Điều 147: the first day is not counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from doccontrol.lawtext.numbers import LegalNumber

# Councils and committees of localities: what they issue, no ministry announces.
LOCAL_ISSUERS = frozenset({"UBND", "HĐND"})


class Announcer(models.TextChoices):
    """Whose decision announces the procedure; in the order in which the decisions come."""

    MINISTRY = "ministry", _("the minister's decision")
    PROVINCE = "province", _("the decision of the Chairman of the province People's Committee")


DAYS_BEFORE_EFFECT = {Announcer.MINISTRY: 20, Announcer.PROVINCE: 5}
DAYS_AFTER_ISSUE = 3


@dataclass(frozen=True, slots=True)
class AnnouncementDue:
    """The last day for one announcer. ``is_shortened``: counted from the issue, because the text
    took effect the day it was issued."""

    by: Announcer
    due: date
    is_shortened: bool


def announcement_due(by: Announcer, *, effective: date, issued: date | None) -> AnnouncementDue:
    """The last day on which the announcing decision may be issued.

    20 days before the effect for a minister, 5 days before it for a province's Chairman. A text
    that took effect the day it was issued (shortened procedure) leaves no days before: then 3 days
    after the issue, for both. The day itself is still in time.
    """
    if issued is not None and effective <= issued:
        return AnnouncementDue(by, issued + timedelta(days=DAYS_AFTER_ISSUE), is_shortened=True)
    before = timedelta(days=DAYS_BEFORE_EFFECT[by])
    return AnnouncementDue(by, effective - before, is_shortened=False)


def announcers_of(number: LegalNumber) -> list[Announcer]:
    """Who announces what a text of this number changes: of a local text only the Chairman."""
    if LOCAL_ISSUERS & set(number.issuer_abbreviations):
        return [Announcer.PROVINCE]
    return [Announcer.MINISTRY, Announcer.PROVINCE]


def announcements_due(
    number: LegalNumber, *, effective: date | None, issued: date | None
) -> list[AnnouncementDue]:
    """Each announcer's last day for a normative text; [] while its day of effect is not known."""
    if effective is None:
        return []
    return [
        announcement_due(by, effective=effective, issued=issued) for by in announcers_of(number)
    ]
