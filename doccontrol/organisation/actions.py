"""The only code that changes several rows of the organisation, holidays, and what ends a right to
sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from doccontrol.extension_points import assignment_uses
from doccontrol.history import recorded
from doccontrol.organisation.announced_days import SWAPS, announced_by
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.signing_assignments import SigningAssignment
from doccontrol.organisation.models.units import Post
from doccontrol.organisation.refusals import DayComesBack, EndsOnlyEarlier, SignedByItSince

# Data, in the agency's language.
WORKED_IN_EXCHANGE = "Ngày làm bù"
OFF_IN_EXCHANGE = "Ngày nghỉ (thay cho ngày %s)"


def compute_holidays(years: Iterable[int], *, by: Person | None = None) -> int:
    """Bring the computed holidays of ``years`` to what the law and the yearly announcements give.

    Days that the agency entered or changed are left alone, whatever is computed for them.
    Returns how many rows were added, corrected or removed: 0 on a second run.
    Source: Bộ luật Lao động 45/2019/QH14, Điều 112; the yearly swaps are those that the installed
    ``holidays`` package knows, so a later version may correct a year, and those of
    ``announced_days``, which says too which of the days are only expected.
    """
    wanted_years = set(years)
    computed = _computed(wanted_years)
    known = {row.day: row for row in Holiday.objects.filter(day__year__in=wanted_years)}
    reason = _("Holidays computed for %(years)s") % {
        "years": ", ".join(map(str, sorted(wanted_years)))
    }
    changed = 0
    with recorded(by, reason):
        for day, (name, is_day_off, source) in computed.items():
            row = known.pop(day, None) or Holiday(day=day, source=Holiday.Source.COMPUTED)
            if row.source == Holiday.Source.AGENCY:
                continue
            computed_now = (name, is_day_off, source)
            if row.pk is None or (row.name, row.is_day_off, row.announced_by) != computed_now:
                row.name, row.is_day_off, row.announced_by = computed_now
                row.save()
                changed += 1
        for row in known.values():
            if row.source == Holiday.Source.COMPUTED:
                row.delete()
                changed += 1
    return changed


def announce_days(days: Iterable[int], *, announcement: str, by: Person) -> int:
    """What was expected has been announced as it stands: these days (primary keys) are the
    agency's from now on. Returns how many; a day announced before is left alone."""
    with recorded(by, announcement):
        expected = Holiday.objects.expected().filter(pk__in=list(days))
        rows = list(expected.select_for_update().order_by("day"))
        for row in rows:
            row.announced_by, row.source = announcement, Holiday.Source.AGENCY
            row.save()
    return len(rows)


def check_move(before: date, after: date) -> None:
    """A computed day that was moved away would be added again by the next computation. Raises
    DayComesBack."""
    if before != after and before in _computed({before.year}):
        raise DayComesBack(before)


def end_signing_assignment(
    pk: int, *, until: date | None, by: Person, reason: str
) -> SigningAssignment:
    """Let the right to sign end on ``until``, the first day without it; its first day where it was
    recorded by mistake.

    Raises EndsOnlyEarlier, SignedByItSince, ValidationError, and AccountRefused if whoever acts may
    not.
    """
    with recorded(by, reason):
        row = SigningAssignment.objects.select_for_update().get(pk=pk)
        if until == row.held_until:
            return row
        if until is None or (row.held_until is not None and until > row.held_until):
            raise EndsOnlyEarlier
        signed = [day for use in assignment_uses if (day := use.last(pk)) is not None]
        if signed and max(signed) >= until:
            raise SignedByItSince(max(signed))
        row.held_until = until
        row.full_clean()
        row.save()
    return row


def hold_rights_to_sign(person: Person) -> None:
    """Until the transaction ends, nobody ends a post as head or an assignment by which ``person``
    signs; who has begun to end one is waited for."""
    posts = Post.objects.filter(person=person, is_head=True)
    for rows in (posts, SigningAssignment.objects.filter(person=person)):
        list(rows.select_for_update().order_by("pk").values_list("pk"))


def _computed(years: set[int]) -> dict[date, tuple[str, bool, str]]:
    """Day → (Vietnamese name, whether it is off, by what it is announced); weekend days worked in
    exchange are not off."""
    import holidays  # 3 MB, of which only one job has a use

    table = holidays.country_holidays("VN", years=years, language="vi")
    days = {
        day: (name, True, announced_by(day, name))
        for day, name in table.items()
        if day.year in years
    }
    # The library's set of worked days is not limited to the years asked for.
    worked = {day for day in table.weekend_workdays if day.year in years}
    days |= {day: (WORKED_IN_EXCHANGE, False, announced_by(day, "")) for day in worked}
    for swap in SWAPS:
        off = (OFF_IN_EXCHANGE % f"{swap.worked:%d/%m/%Y}", True, swap.announced_by)
        worked_instead = (WORKED_IN_EXCHANGE, False, swap.announced_by)
        for day, row in ((swap.off, off), (swap.worked, worked_instead)):
            if day.year in years:
                days[day] = row
    return days
