"""Which public addresses a search engine should visit, and since when each reads as it does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from cms.models import DocumentIndexPage, HomePage, TextPage
from doccontrol.access import everybody
from doccontrol.documents.models.editions import Edition


class _OfThisSite(Sitemap):
    """Pages know their address only for a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def path_of(self, page: Page) -> str:
        parts = page.get_url_parts(self.request)
        return str(parts[2]) if parts else "/"


class PublicDocuments(_OfThisSite):
    """Public documents in force today, whoever asks."""

    def items(self) -> Any:
        public = Edition.objects.in_force(timezone.localdate()).public()
        return public.without_content().with_document().order_by("code")

    def location(self, item: Edition) -> str:
        return self.path_of(item.document)

    def lastmod(self, item: Edition) -> date:
        """The page has read as it does since the edition came into force."""
        return item.in_force_from


class OtherPages(_OfThisSite):
    def items(self) -> Any:
        return Page.objects.type(HomePage, DocumentIndexPage, TextPage).live().public()

    def location(self, item: Page) -> str:
        return self.path_of(item)


@everybody
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    return sitemap(
        request,
        {"documents": PublicDocuments(request), "pages": OtherPages(request)},
    )
