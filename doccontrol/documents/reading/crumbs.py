"""The way from the shelf to a document, through nothing that the reader may not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

from doccontrol.asked_once import asked_seldom
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition


@dataclass(frozen=True, slots=True)
class Crumb:
    """As components/_breadcrumbs.html draws it; without ``url``, where the reader is."""

    label: str
    url: str = ""


def to_document(edition: Edition, reader: Any) -> list[Crumb]:
    return [*_above(edition.document, reader), Crumb(edition.code)]


def to_edition(edition: Edition, reader: Any, label: str) -> list[Crumb]:
    above = _above(edition.document, reader)
    return [*above, Crumb(edition.code, edition.document.get_url() or ""), Crumb(label)]


def _above(document: ControlledDocument, reader: Any) -> list[Crumb]:
    """The shelf; between it and a form the document the form belongs to, if the reader may read
    the edition in force: a page's own title is its draft's."""
    crumbs = []
    for page in _pages_above(document.path[: -document.steplen]):
        if not _is_controlled(page.content_type):
            crumbs.append(Crumb(page.title, page.get_url() or ""))
            continue
        parents = Edition.objects.in_force(timezone.localdate()).readable_by(reader)
        parent = parents.filter(document=page.pk).without_content().first()
        if parent is not None:
            crumbs.append(Crumb(parent.code, page.get_url() or ""))
    return crumbs


@asked_seldom
def _pages_above(path: str) -> list[Page]:
    """From the shelf down to the page at ``path``."""
    paths = [path[:end] for end in range(3 * Page.steplen, len(path) + 1, Page.steplen)]
    return list(Page.objects.filter(path__in=paths).select_related("content_type").order_by("path"))


def _is_controlled(content_type: ContentType) -> bool:
    model = content_type.model_class()
    return model is not None and issubclass(model, ControlledDocument)
