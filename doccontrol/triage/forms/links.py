"""Documents that must answer a text although no citation leads there, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.folding import fold
from doccontrol.triage.statement import LinkSaid


class LinkForm(forms.Form):
    """One document that must answer the text although no citation leads there."""

    document = forms.IntegerField(required=False, widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Code of the document"), max_length=40, required=False
    )
    ticked = forms.BooleanField(
        label=gettext_lazy("Must be reviewed against this text"), required=False
    )
    reason = forms.CharField(label=gettext_lazy("Why it must"), max_length=500, required=False)

    def __init__(self, *args: Any, documents: Mapping[object, ControlledDocument], **options: Any):
        super().__init__(*args, **options)
        self.documents = documents

    @property
    def shown(self) -> ControlledDocument | None:
        """The proposed document; None in a row for a code."""
        key = str(self["document"].value() or "")
        return self.documents.get(int(key)) if key.isdecimal() else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("code") and self.named() is None:
            self.add_error("code", _("No document in force has this code."))
        if self.is_wanted and not data.get("reason", "").strip():
            self.add_error("reason", _("Say why this document must answer the text."))
        return data

    def named(self) -> ControlledDocument | None:
        data = self.cleaned_data
        return self.documents.get(data.get("document") or address_of(data.get("code", "")))

    @property
    def is_wanted(self) -> bool:
        return bool(self.cleaned_data.get("ticked") or self.cleaned_data.get("code"))


class BaseLinkFormSet(BaseFormSet):
    def __init__(self, *args: Any, documents: QuerySet[ControlledDocument], **options: Any) -> None:
        super().__init__(*args, **options)
        self._documents = documents

    @cached_property
    def documents(self) -> Mapping[object, ControlledDocument]:
        """By primary key and by address, of those in the rows. One query."""
        keys, addresses = self._typed_documents()
        if not keys and not addresses:
            return {}
        rows = self._documents.filter(pk__in=keys) | self._documents.filter(slug__in=addresses)
        found = list(rows.select_related("owner_unit"))
        return {row.pk: row for row in found} | {row.slug: row for row in found}

    def _typed_documents(self) -> tuple[list[int], list[str]]:
        rows: list[Mapping[str, Any]] = list(self.initial or ())
        if self.is_bound:
            places = range(self.total_form_count())
            rows = [
                {
                    name: self.data.get(f"{self.add_prefix(place)}-{name}")
                    for name in ("document", "code")
                }
                for place in places
            ]
        keys = [int(row["document"]) for row in rows if str(row.get("document") or "").isdecimal()]
        addresses = {address_of(row.get("code") or "") for row in rows} - {""}
        return keys, sorted(addresses)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"documents": self.documents}

    def statements(self) -> tuple[LinkSaid, ...]:
        links: dict[int, LinkSaid] = {}
        for form in self.forms:
            document = form.named() if form.cleaned_data and form.is_wanted else None
            if document is not None:
                links.setdefault(
                    document.pk, LinkSaid(document, form.cleaned_data["reason"].strip())
                )
        return tuple(links.values())


LinkFormSet = cast(
    "type[BaseLinkFormSet]", formset_factory(LinkForm, formset=BaseLinkFormSet, extra=1)
)


def address_of(code: str) -> str:
    """The address that a document takes from its code: the code, however it is written."""
    return slugify(fold(code).replace("/", "-").replace(".", "-"))
