"""What the editor of a controlled document offers, and says, before and after a saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db.models import Q
from django.forms import ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from doccontrol.documents.doors.rules import is_controlled
from doccontrol.documents.drafting.drafters import drafts_for_all
from doccontrol.documents.models.editions import Edition
from doccontrol.documents.refusals import NotThroughTheWorkflow
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.people import units_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from doccontrol.organisation.models.units import Unit


def offer_own_units(form: ModelForm, person: Person) -> None:
    """Who writes for one's own units chooses among them, and may leave the owner as it is."""
    field = form.fields["owner_unit"]
    if drafts_for_all(person) or not isinstance(field, ModelChoiceField):
        return
    owner_id = form.instance.owner_unit_id
    own = units_of(person, timezone.localdate())
    units = cast("QuerySet[Unit]", field.queryset)  # of a foreign key it is never None
    field.queryset = units.filter(Q(pk__in=own) | Q(pk=owner_id))
    if owner_id is None and len(own) == 1:
        form.initial["owner_unit"] = own[0]


def begin_from_issued(request: HttpRequest, page: Page) -> None:
    """Hook before_edit_page: going back to an issued version brings its text, not what described
    that edition."""
    revision = request.resolver_match and request.resolver_match.kwargs.get("revision_id")
    if revision and is_controlled(page) and Edition.objects.filter(page_revision=revision).exists():
        page.begin_next_draft()


def tell_not_published(request: HttpRequest, page: Page, *_rest: Any) -> None:
    """Hook after_edit_page and after_create_page: no button asks for it, but a request may. The
    draft is saved, and nothing else."""
    if "action-publish" in request.POST and is_controlled(page):
        messages.error(request, str(NotThroughTheWorkflow()))
