"""The pages around the controlled documents: home, lists of documents, plain text."""

from __future__ import annotations

from copy import copy
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.kept.version import ContentVersion  # noqa: F401  (a table of this app)
from cms.portal.lists import home_context, index_context
from doccontrol.access import say_alike
from doccontrol.asked_once import asked_seldom
from doccontrol.documents.doors.guarded import Guarded
from doccontrol.documents.richtext.column import RichText


class Alike:
    """Pages that are the same for everybody who is not signed in."""

    def serve(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **options)  # type: ignore[misc]
        say_alike(response)
        return response


class HomePage(Alike, Guarded, Page):
    """The portal's first page; what it lists is read from the editions in force."""

    introduction = RichText(_("introduction"), blank=True, features=["bold", "link", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    settings_panels: ClassVar[list[Any]] = []  # documents stand on it: it closes at no hour
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.DocumentIndexPage", "cms.TextPage"]
    max_count = 1
    template = "cms/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As Wagtail's, without asking for the shelf that is known."""
        for shelf in shelves(request) if path_components else []:
            if shelf.slug == path_components[0] and shelf.path.startswith(self.path):
                return copy(shelf).route(request, path_components[1:])
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        lists = home_context(request, shelves(request))
        return super().get_context(request, *args, **options) | lists


class DocumentIndexPage(Alike, Guarded, Page):
    """A shelf of controlled documents: procedures, or the documents of the system."""

    introduction = RichText(_("introduction"), blank=True, features=["bold", "link", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    settings_panels: ClassVar[list[Any]] = []
    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        "doccontrol.Procedure",
        "doccontrol.QualityPolicy",
        "doccontrol.GeneralDocument",
        "doccontrol.Announcement",
    ]
    template = "cms/document_index_page.html"
    # Wagtail asks the shelf whether what is created on it can be submitted at once.
    has_workflow = True

    class Meta:
        verbose_name = _("list of documents")

    def get_context(self, request: HttpRequest, *args: Any, **options: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **options) | index_context(request, self)


class TextPage(Alike, Page):
    """A page of plain text, such as a help page or an imprint."""

    body = RichText(_("text"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["cms.HomePage", "cms.TextPage"]
    subpage_types = ["cms.TextPage"]
    template = "cms/text_page.html"

    class Meta:
        verbose_name = _("text page")


def shelves(request: HttpRequest) -> list[DocumentIndexPage]:
    """The shelves in their order: at most one query a request, whoever asks."""
    return _live_shelves()


@asked_seldom
def _live_shelves() -> list[DocumentIndexPage]:
    return list(DocumentIndexPage.objects.live().order_by("path"))
