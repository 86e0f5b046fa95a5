"""What every page's frame needs: the agency and the way around."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.desk import TODAY
from cms.models import shelves
from doccontrol.organisation.models.agency import AgencySettings

# The shelves that every installation begins with are named in the reader's language.
KNOWN_SHELVES = {
    "quy-trinh": gettext_lazy("Procedures"),
    "he-thong": gettext_lazy("System documents"),
}


@dataclass(frozen=True, slots=True)
class NavItem:
    url: str
    label: str
    current: bool


def site_furniture(request: HttpRequest) -> dict[str, Any]:
    frame = {"is_demonstration": settings.DEMONSTRATION}
    if request.path.startswith("/admin/"):
        return frame
    agency = AgencySettings.for_request(request)
    return frame | {"agency": agency, "main_nav": main_nav(request)}


def main_nav(request: HttpRequest) -> list[NavItem]:
    places = [
        (shelf.get_url(request) or "/", str(KNOWN_SHELVES.get(shelf.slug, shelf.title)))
        for shelf in shelves(request)
    ]
    places.append((reverse("search"), _("Search")))
    user = getattr(request, "user", None)  # an error before authentication has none
    if user is not None and user.is_authenticated:
        places.append((reverse("desk"), str(TODAY)))
    return [NavItem(url, label, request.path.startswith(url)) for url, label in places]
