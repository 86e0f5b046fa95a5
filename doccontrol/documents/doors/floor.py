"""What holds for every saving of a page, whoever saves it and through which class.

Wagtail publishes, unpublishes, schedules and moves by many ways, some of them with the base
``Page`` and without a person. All end in a row that is saved, or in a signal before the tree is
changed; an exception there leaves nothing written.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from doccontrol.documents import refusals
from doccontrol.documents.doors.page_rules import (
    has_editions,
    holds_documents,
    is_controlled,
    refusal_to_restrict,
    refusal_to_unsettle,
)
from doccontrol.documents.models.editions import Edition
from doccontrol.errors import Refused


@receiver(pre_save, dispatch_uid="doors.page")
def check_page(instance: Any, raw: bool, update_fields: Collection[str] | None, **_: Any) -> None:
    """Raises Refused for a page of any class, and for the base ``Page`` of one."""
    if raw or not isinstance(instance, Page):
        return
    if is_controlled(instance):
        refused = _refusal_of_document(instance, update_fields)
    else:
        refused = _refusal_of_place(instance, update_fields)
    if refused is not None:
        raise refused


def _refusal_of_document(page: Page, update_fields: Collection[str] | None) -> Refused | None:
    """Live if and only if what is live was issued as an edition; never at an hour set before."""
    if _writes(update_fields, "alias_of") and page.alias_of_id:
        return refusals.CodeIsItsOwn()
    if not _writes(update_fields, "live", "live_revision", "go_live_at", "expire_at"):
        return None
    issued = Edition.objects.filter(document_id=page.pk) if page.pk else Edition.objects.none()
    if page.live:
        lawful = issued.filter(page_revision=page.live_revision_id).exists()
    else:
        lawful = not issued.exists()
    scheduled = page.go_live_at or page.expire_at
    return None if lawful and not scheduled else refusals.NotThroughTheWorkflow()


def _refusal_of_place(page: Page, update_fields: Collection[str] | None) -> Refused | None:
    """A page on which documents stand keeps its address, and stays open."""
    if not page.pk or not _writes(update_fields, "live", "slug", "expire_at"):
        return None
    if not holds_documents(page):
        return None
    stored = Page.objects.filter(pk=page.pk).values("live", "slug").get()
    closed = (stored["live"] and not page.live) or page.expire_at is not None
    return refusals.DocumentsStandOnIt() if closed or stored["slug"] != page.slug else None


def _writes(update_fields: Collection[str] | None, *names: str) -> bool:
    return update_fields is None or not set(names).isdisjoint(update_fields)


@receiver(pre_page_move, dispatch_uid="doors.move")
def check_move(instance: Page, parent_page_before: Page, parent_page_after: Page, **_: Any) -> None:
    """Raises Refused if what has editions would get another parent. Putting pages of one parent
    in another order changes no address."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    if is_controlled(instance) and has_editions(instance):
        raise refusals.IssuedStays
    refused = None if is_controlled(instance) else refusal_to_unsettle(instance)
    if refused is not None:
        raise refused


@receiver(pre_save, sender=PageViewRestriction, dispatch_uid="doors.restrict")
def check_restriction(instance: PageViewRestriction, raw: bool, **_: Any) -> None:
    """Raises ReadersAreNamedByTheDocument."""
    refused = None if raw else refusal_to_restrict(instance.page)
    if refused is not None:
        raise refused
