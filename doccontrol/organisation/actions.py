"""The only code that changes several rows of the organisation, holidays, and what ends a right to
sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from doccontrol.extension_points import assignment_uses
from doccontrol.history import recorded
from doccontrol.organisation.models.holidays import Holiday
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.signing_assignments import SigningAssignment
from doccontrol.organisation.models.units import Post
from doccontrol.organisation.refusals import EndsOnlyEarlier, SignedByItSince

WORKED_IN_EXCHANGE = "Ngày làm bù"  # data, in the agency's language


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


def _computed(years: set[int]) -> dict[date, tuple[str, bool]]:
    """Day → (Vietnamese name, whether it is off); weekend days worked in exchange are not."""
    import holidays  # 3 MB, of which only one job has a use

    table = holidays.country_holidays("VN", years=years, language="vi")
    days = {day: (name, True) for day, name in table.items() if day.year in years}
    # The library's set of worked days is not limited to the years asked for.
    worked = {day for day in table.weekend_workdays if day.year in years}
    return days | dict.fromkeys(worked, (WORKED_IN_EXCHANGE, False))
