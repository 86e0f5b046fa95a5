"""What Wagtail's own buttons may not do to controlled documents, said in words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    PublishMenuItem,
    UnpublishMenuItem,
)
from wagtail.models import Page

from doccontrol.documents.edition_models import Edition
from doccontrol.documents.models import ControlledDocument
from doccontrol.documents.refusals import IssuedIsNotDeleted, NotThroughTheWorkflow
from doccontrol.errors import Refused

FORBIDDEN_ITEMS = (PublishMenuItem, UnpublishMenuItem)


def is_controlled(page: Page) -> bool:
    return issubclass(page.specific_class or Page, ControlledDocument)


def refuse_publishing(request: HttpRequest, page: Page) -> None:
    """Hook before_publish_page and before_unpublish_page. The draft has been saved by now."""
    if is_controlled(page):
        raise NotThroughTheWorkflow


def refuse_deleting(request: HttpRequest, page: Page) -> None:
    """Hook before_delete_page: neither an issued document nor a shelf that holds one."""
    if Edition.objects.filter(document__path__startswith=page.path).exists():
        raise IssuedIsNotDeleted


def refuse_copying(request: HttpRequest, page: Page) -> None:
    """Hook before_copy_page: a code belongs to one document."""
    if is_controlled(page):
        raise Refused(
            _("A controlled document is not copied: its code is its own. Create a new one instead.")
        )


def trim_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Hook construct_page_action_menu: no button for what is always refused."""
    page = context.get("page")
    content_type = context.get("content_type")
    model = page.specific_class if page else content_type and content_type.model_class()
    if isinstance(model, type) and issubclass(model, ControlledDocument):
        items[:] = [item for item in items if not isinstance(item, FORBIDDEN_ITEMS)]
