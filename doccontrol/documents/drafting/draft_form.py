"""The edit form of a controlled document: units to choose from, and the button that adds bases."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.utils import timezone
from wagtail.admin.forms.pages import WagtailAdminPageForm

from doccontrol.documents.drafting.basis import add_cited
from doccontrol.documents.drafting.basis_panel import ADD, CITED
from doccontrol.documents.drafting.drafters import drafts_for_all
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit
from doccontrol.organisation.people import units_of


class DraftForm(WagtailAdminPageForm):
    """The edit form of a controlled document."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit := self.fields.get("owner_unit"):
            unit.queryset = units_to_choose(self.instance, timezone.localdate())
            if self.for_user is not None:
                offer_own_units(self, self.for_user)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if ADD in self.data and page.pk:
            add_cited(page, set(self.data.getlist(CITED)), timezone.localdate())
            if commit:
                page.legal_basis.commit()
        return page


def units_to_choose(page: Any, on: date) -> QuerySet[Unit]:
    """Units that exist on ``on``; and the one that the draft names, until the author changes it
    (a draft of a unit that has ended is not submitted: ``check_ready``)."""
    existing = Unit.objects.existing(on)
    return Unit.objects.filter(Q(pk__in=existing.values("pk")) | Q(pk=page.owner_unit_id))


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
