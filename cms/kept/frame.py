"""What stands around every page, read once by each process while nobody writes it."""

from __future__ import annotations

from copy import copy

from django.http import HttpRequest
from django.http.request import split_domain_port
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from cms.kept.version import frame_of
from doccontrol.asked_once import Answers, answers_last, asked_seldom

# Of the version that was seen last: (version, answers).
_known: list[tuple[str, Answers]] = [("", {})]


def remember_frame(request: HttpRequest, version: str) -> None:
    """Until the end of the request, under a version that was read before anything else was."""
    frame = frame_of(version)
    known, answers = _known[0]
    if known != frame:
        answers = {}
        _known[0] = (frame, answers)
    answers_last(answers)
    host = split_domain_port(request.get_host())[0]
    site = _site(host, request.get_port())
    # Where ``Site.find_for_request`` keeps what it found.
    request._wagtail_site = None if site is None else _own(site)  # type: ignore[attr-defined]


def forget_frame() -> None:
    _known[0] = ("", {})


def _own(site: Site) -> Site:
    """A page is drawn of the root: this request's alone."""
    own = copy(site)
    own.root_page = copy(site.root_page)
    return own


@asked_seldom
def _site(host: str, port: str) -> Site | None:
    try:
        site: Site = get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None
    site.root_page = site.root_page.specific
    return site
