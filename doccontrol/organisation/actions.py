"""The only code that changes several rows of the organisation: holidays and heads of units."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import holidays
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.organisation.models import Holiday, Person, Post, Unit

WORKED_IN_EXCHANGE = "Ngày làm bù"  # data, in the agency's language


class PostStartsLater(Refused):
    def __init__(self, post: Post) -> None:
        super().__init__(
            gettext_lazy(
                "%(post)s: this post is held from %(day)s. It can only end on a later day."
            )
            % {"post": post, "day": f"{post.held_from:%d/%m/%Y}"}
        )


class PostHasEnded(Refused):
    def __init__(self, post: Post) -> None:
        super().__init__(
            gettext_lazy("%(post)s: this post already ended on %(day)s.")
            % {"post": post, "day": f"{post.held_until:%d/%m/%Y}"}
        )


def compute_holidays(years: Iterable[int], *, by: Person | None = None) -> int:
    """Bring the computed holidays of ``years`` to what the law and the yearly announcements give.

    Days that the agency entered or changed are left alone, whatever is computed for them.
    Returns how many rows were added, corrected or removed: 0 on a second run.
    Source: Bộ luật Lao động 45/2019/QH14, Điều 112; the yearly swaps are those that the installed
    ``holidays`` package knows, so a later version may correct a year.
    """
    wanted_years = set(years)
    computed = _computed(wanted_years)
    known = {row.day: row for row in Holiday.objects.filter(day__year__in=wanted_years)}
    reason = _("Holidays computed for %(years)s") % {
        "years": ", ".join(map(str, sorted(wanted_years)))
    }
    changed = 0
    with recorded(by, reason):
        for day, (name, is_day_off) in computed.items():
            row = known.pop(day, None) or Holiday(day=day, source=Holiday.Source.COMPUTED)
            if row.source == Holiday.Source.AGENCY:
                continue
            if row.pk is None or (row.name, row.is_day_off) != (name, is_day_off):
                row.name, row.is_day_off = name, is_day_off
                row.save()
                changed += 1
        for row in known.values():
            if row.source == Holiday.Source.COMPUTED:
                row.delete()
                changed += 1
    return changed


def _computed(years: set[int]) -> dict[date, tuple[str, bool]]:
    """Day → (Vietnamese name, whether it is off); weekend days worked in exchange are not."""
    table = holidays.country_holidays("VN", years=years, language="vi")
    days = {day: (name, True) for day, name in table.items() if day.year in years}
    # The library's set of worked days is not limited to the years asked for.
    worked = {day for day in table.weekend_workdays if day.year in years}
    return days | dict.fromkeys(worked, (WORKED_IN_EXCHANGE, False))


def end_post(post: Post, *, on: date, by: Person | None) -> Post:
    """``on`` is the first day without the post. Ending it again on the same day changes nothing.

    Raises PostStartsLater, PostHasEnded (a date once passed is corrected in the admin instead).
    """
    with recorded(by, _("Post ended")):
        return _end(Post.objects.select_for_update().get(pk=post.pk), on)


def _end(post: Post, on: date) -> Post:
    if post.held_until == on:
        return post
    if post.held_until is not None and post.held_until < on:
        raise PostHasEnded(post)
    if post.held_from >= on:
        raise PostStartsLater(post)
    post.held_until = on
    post.save()
    return post


def appoint_head(unit: Unit, person: Person, title: str, *, on: date, by: Person | None) -> Post:
    """``person`` heads ``unit`` from ``on``; whoever headed it until then stops that same day.

    Appointing the same person with the same title on the same day again returns the post.
    Raises PostStartsLater if another head of the unit begins on or after ``on``.
    """
    with recorded(by, _("Head of unit appointed")):
        # Two appointments at once queue up here, so the second sees the first's post.
        Unit.objects.select_for_update().get(pk=unit.pk)
        heads = Post.objects.filter(unit=unit, is_head=True)
        same = heads.filter(person=person, title=title, held_from=on, held_until=None).first()
        if same is not None:
            return same
        for post in heads.exclude(held_until__lte=on):
            _end(post, on)
        return Post.objects.create(
            unit=unit, person=person, title=title, is_head=True, held_from=on
        )
