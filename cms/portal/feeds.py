"""New editions as an Atom feed: what the public may read, in force now or from a later day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.documents.models.editions import Edition, EditionQuerySet
from doccontrol.documents.reading.edition_page import edition_url
from doccontrol.organisation.models.agency import AgencySettings
from doccontrol.typed.characters import all_without_controls

LENGTH = 50
# A tag URI (RFC 4151) names the day on which its authority was minted, not today.
MINTED_IN = 2026


def tag_uri(specific: str) -> str:
    """An id that stays the same when addresses change."""
    return f"tag:{urlsplit(settings.SITE_BASE_URL).hostname},{MINTED_IN}:{specific}"


def announced(on: date) -> EditionQuerySet:
    """Public editions that bind readers on ``on`` or will, the newest issued first."""
    not_ended = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    public = Edition.objects.standing().public().filter(not_ended)
    return public.without_content().with_document().order_by("-issued_at", "-pk")


class CleanAtom(Atom1Feed):
    """One control character in one frozen title would take the feed from every reader."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*all_without_controls(list(args)), **all_without_controls(options))

    def add_item(self, *args: Any, **options: Any) -> None:
        super().add_item(*all_without_controls(list(args)), **all_without_controls(options))


class NewEditions(Feed):
    feed_type = CleanAtom
    link = "/"
    feed_url = reverse_lazy("editions_feed")
    subtitle = gettext_lazy("Documents newly issued, in force now or from a later day.")

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("New editions – %(agency)s") % {"agency": self.author_name(request)}

    def author_name(self, request: HttpRequest) -> str:
        return AgencySettings.for_request(request).name or "Hiệu Lực"

    def feed_guid(self, request: HttpRequest) -> str:
        return tag_uri("editions")

    def items(self, request: HttpRequest) -> list[Edition]:
        return list(announced(timezone.localdate())[:LENGTH])

    def item_title(self, item: Edition) -> str:
        return f"{item.code} {item.title}"

    def item_description(self, item: Edition) -> str:
        return _("Issue %(issue)02d, revision %(revision)02d, in force from %(day)s. %(unit)s.") % {
            "issue": item.issue_no,
            "revision": item.revision_no,
            "day": f"{item.in_force_from:%d/%m/%Y}",
            "unit": item.unit.name,
        }

    def item_link(self, item: Edition) -> str:
        return edition_url(item)

    def item_guid(self, item: Edition) -> str:
        return tag_uri(f"edition:{item.sha256}")

    def item_updateddate(self, item: Edition) -> datetime:
        return item.issued_at

    def item_categories(self, item: Edition) -> list[str]:
        return [item.field] if item.field else []
