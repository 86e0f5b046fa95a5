"""What the law says of an implementing text whose parent has ended. No queries, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from doccontrol.register.rules import ENDINGS, Effect


class ChildRule(models.TextChoices):
    """Which law decides, by the day on which the parent ended."""

    ENDS_TOO_2015 = (
        "2015",
        _("it ended with its parent (Law 80/2015/QH13, Article 154(4))"),
    )
    STANDS_2025 = (
        "2025",
        _(
            "it stayed in force where not contrary (Law 64/2025/QH15, Article 57(2) as first "
            "issued)"
        ),
    )
    ENDS_UNLESS_ANNOUNCED = (
        "2025-amended",
        _(
            "it ends with its parent unless it is announced that it continues (Law 64/2025/QH15, "
            "Article 57(2) as amended by Law 87/2025/QH15, Article 1(22))"
        ),
    )


# The first day of each, newest first.
_SINCE = (
    (date(2025, 7, 1), ChildRule.ENDS_UNLESS_ANNOUNCED),
    (date(2025, 4, 1), ChildRule.STANDS_2025),
    (date(2016, 7, 1), ChildRule.ENDS_TOO_2015),
)


def child_rule(parent_ended_on: date) -> ChildRule | None:
    """The rule on the day the parent ended; None before 01/7/2016, where none is stated here.

    It is shown beside the question and never answers it: whether a continuation was announced, or
    what was contrary, a person must find out. Source: domain §4.4.
    """
    return next((rule for since, rule in _SINCE if parent_ended_on >= since), None)


def ended_on(*, expires: date | None, incoming: Iterable[Effect], on: date) -> date | None:
    """The first day without force of a text that has ended by ``on``; None if no date says so (it
    has not ended, or was called ended by hand). ``expires``, the end of its own time limit, is the
    first day without force too."""
    days = [
        effect.on
        for effect in incoming
        if effect.whole and effect.kind in ENDINGS and effect.on is not None and effect.acts(on)
    ]
    if expires is not None and expires <= on:
        days.append(expires)
    return min(days, default=None)
