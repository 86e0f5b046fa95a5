"""The edit form of a controlled document: units to choose from, and the button that adds bases."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField, ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

from doccontrol.document_kinds import FORM, PROCEDURE, kind_of
from doccontrol.documents.drafting.basis import add_cited
from doccontrol.documents.drafting.basis_panel import ADD, CITED
from doccontrol.documents.drafting.codes import next_code, prefix_of, stem_of, stem_of_form
from doccontrol.documents.drafting.drafters import drafts_for_all
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Unit
from doccontrol.organisation.people import units_of

MOST_OFFERS = 20


class DraftForm(WagtailAdminPageForm):
    """The edit form of a controlled document."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if unit := self.fields.get("owner_unit"):
            unit.queryset = units_to_choose(self.instance, timezone.localdate())
            if self.for_user is not None:
                offer_own_units(self, self.for_user)
        if not self.instance.pk and self.parent_page is not None:
            inherit_from(self, self.parent_page)
            offer_codes(self, self.parent_page)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if ADD in self.data and page.pk:
            add_cited(page, set(self.data.getlist(CITED)), timezone.localdate())
            if commit:
                page.legal_basis.commit()
        return page


def inherit_from(form: ModelForm, parent: Any) -> None:
    """What stands below a document begins with its unit, field and readers."""
    if not hasattr(parent, "owner_unit_id"):
        return
    form.initial.update(
        {
            "owner_unit": parent.owner_unit_id,
            "field": parent.field,
            "visibility": parent.visibility,
            "audience": parent.audience,
            "audience_units": list(parent.audience_units.all()),
        }
    )


def offer_codes(form: ModelForm, parent: Any) -> None:
    """The next code where it is known of which unit or document; else the next of each unit."""
    field, kind = form.fields.get("code"), kind_of(form.instance.kind)
    if field is None or kind not in (PROCEDURE, FORM):
        return
    model = form._meta.model
    taken = list(
        model.objects.filter(code__startswith=prefix_of(kind)).values_list("code", flat=True)
    )
    if kind is FORM:
        form.initial["code"] = next_code(kind, stem_of_form(parent.code), taken)
        return
    units = cast("Any", form.fields["owner_unit"]).queryset
    codes = {unit.pk: next_code(kind, stem_of(kind, unit.code), taken) for unit in units}
    offers = {unit: code for unit, code in codes.items() if code}
    known = form.initial.get("owner_unit")
    if known in offers:
        form.initial["code"] = offers[known]
    elif offers:
        examples = ", ".join(list(offers.values())[:MOST_OFFERS])
        field.help_text = _("The next code of each unit: %(codes)s.") % {"codes": examples}


def units_to_choose(page: Any, on: date) -> QuerySet[Unit]:
    """Units that exist on ``on``; and the one that the draft names, until the author changes it
    (a draft of a unit that has ended is not submitted: ``check_complete``)."""
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
