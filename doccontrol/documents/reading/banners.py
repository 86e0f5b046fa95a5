"""What must be said above an edition before anybody reads it: whether it binds, and what does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from doccontrol.documents.ending.models import Withdrawal
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.rules import EditionState


@dataclass(frozen=True, slots=True)
class Banner:
    """As components/_banner.html draws it; ``kind`` is info, warning or obsolete."""

    kind: str
    text: str
    link_url: str = ""
    link_label: str = ""


def banners(
    edition: Edition, editions: Sequence[Edition], *, on: date, today: date
) -> list[Banner]:
    """Banners of ``edition`` for a reader of ``editions`` (all that the reader may read)."""
    notices = []
    if on != today:
        notices.append(_other_day(edition, on))
    state = edition.state(today)
    current = next((other for other in editions if other.is_in_force(today)), None)
    if state is EditionState.EXPIRED:
        notices.append(_expired(edition, current))
        notices += _replaced(edition, today)
    elif state is EditionState.REVOKED:
        notices.append(_revoked(edition, current))
    elif state is EditionState.NOT_YET:
        notices.append(_not_yet(edition, current))
    else:
        upcoming = [other for other in editions if other.state(today) is EditionState.NOT_YET]
        notices += [_succeeded_by(other) for other in upcoming]
    return notices


def bad_day(typed: str, today: date) -> Banner:
    return Banner(
        "warning",
        _(
            "“%(asked)s” is not a day. Write it as day/month/year, such as 01/07/2026. "
            "Shown is what is in force today, %(day)s."
        )
        % {"asked": typed[:40], "day": _day(today)},
    )


def draft() -> Banner:
    return Banner("warning", _("Draft — not in force. Only its approval makes it an edition."))


def _other_day(edition: Edition, on: date) -> Banner:
    text = _(
        "This page shows the position on %(day)s, including the status of laws and forms on that "
        "day."
    )
    return Banner("info", text % {"day": _day(on)}, *_to_today(edition))


def _to_today(edition: Edition) -> tuple[str, str]:
    return _document_url(edition), _("See today’s page")


def _expired(edition: Edition, current: Edition | None) -> Banner:
    names = {"number": edition.number, "day": _day(edition.ends_on)}
    text = _("Edition %(number)s ended on %(day)s. Do not use it for work.") % names
    return Banner("obsolete", text, *_to_current(edition, current))


def _replaced(edition: Edition, today: date) -> list[Banner]:
    """Where the document was withdrawn and another was named in its place, which everybody may
    read: what stands above a public edition is public."""
    ended = Withdrawal.objects.that_ended_an_edition().filter(edition=edition)
    withdrawal = ended.filter(replaced_by__isnull=False).select_related("replaced_by").first()
    if withdrawal is None or withdrawal.replaced_by is None:
        return []
    other = withdrawal.replaced_by
    if not Edition.objects.in_force(today).public().filter(document=other).exists():
        return []
    text = _("The document was withdrawn. %(code)s “%(title)s” takes its place.")
    named = {"code": other.code, "title": other.title}
    return [Banner("info", text % named, other.get_url() or "", _("Read it now"))]


def _revoked(edition: Edition, current: Edition | None) -> Banner:
    names = {"number": edition.number, "day": _day(edition.revoked_on)}
    text = _("Edition %(number)s was revoked on %(day)s and never came into force.") % names
    return Banner("obsolete", text, *_to_current(edition, current))


def _not_yet(edition: Edition, current: Edition | None) -> Banner:
    names = {"number": edition.number, "day": _day(edition.in_force_from)}
    text = _("Not yet in force: edition %(number)s is approved and binds from %(day)s.") % names
    return Banner("warning", text, *_to_current(edition, current))


def _to_current(edition: Edition, current: Edition | None) -> tuple[str, str]:
    if current is None:
        return "", ""
    label = _("Go to edition %(number)s, which is in force")
    return _document_url(edition), label % {"number": current.number}


def _succeeded_by(other: Edition) -> Banner:
    names: dict[str, Any] = {"number": other.number, "day": _day(other.in_force_from)}
    return Banner(
        "info",
        _("Edition %(number)s takes its place on %(day)s.") % names,
        reverse(
            "documents:edition", kwargs={"slug": other.document.slug, "number": other.number.slug}
        ),
        _("Read it now"),
    )


def _document_url(edition: Edition) -> str:
    return edition.document.get_url() or ""


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
