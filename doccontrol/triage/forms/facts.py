"""What the secretary corrects and decides about one file. Nothing is written here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from doccontrol.decisions.forms import reason_field
from doccontrol.lawtext.numbers import NotALegalNumber, parse_number
from doccontrol.organisation.models.units import Unit
from doccontrol.register.issuer_names import name_key
from doccontrol.register.models.issuers import Issuer, LegalType
from doccontrol.register.models.texts import LegalText
from doccontrol.register.pages.forms import AppliedFromField, ProceduresField
from doccontrol.triage.identity import COMPARED, Difference, compare, same_text, texts_of_number
from doccontrol.triage.new_names import NEW
from doccontrol.typed.days import DayField

LONGEST_NAME = 200


class FactsForm(forms.Form):
    """The facts of the text as the file states them, corrected by a person."""

    number = forms.CharField(
        label=pgettext_lazy("legal text", "Number"),
        max_length=100,
        error_messages={"required": _("Write the number as printed on the text.")},
    )
    type = forms.ChoiceField(
        label=_("Type of text"), error_messages={"required": _("Choose the type of text.")}
    )
    new_type = forms.CharField(
        label=_("Name of the type to be added"), max_length=60, required=False
    )
    new_type_is_normative = forms.BooleanField(
        label=_("It is a normative legal text (QPPL)"), required=False
    )
    issuer = forms.CharField(
        label=_("Issuer"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput({"list": "issuers"}),
    )
    co_issuers = forms.CharField(
        label=_("Further issuers"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Of a joint text, one a line."),
    )
    add_issuers = forms.BooleanField(
        label=_("Add issuers that are not registered yet"), required=False
    )
    issued = DayField(_("Issued on"))
    subject = forms.CharField(
        label=_("Subject of the text"), required=False, widget=forms.Textarea({"rows": 3})
    )
    effective = DayField(
        _("Effective on"),
        _("As the text states. Leave empty if it is not known: it is never computed."),
    )
    applied_from = AppliedFromField(
        label=_("Application dates"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("If provisions apply from other days: one line each, 01/07/2021 Điều 4, 5."),
    )
    expires = DayField(
        _("Expires on"), _("Only a time limit of its own: the first day without force.")
    )
    regulates_procedures = ProceduresField()
    same_as = forms.ChoiceField(
        label=_("In the register"), required=False, widget=forms.RadioSelect
    )
    overwrite = forms.MultipleChoiceField(
        label=_("Take from the file, and replace in the register"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, name) for name in COMPARED],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.types = {str(kind.pk): kind for kind in LegalType.objects.all()}
        self._field("type").choices = [
            ("", _("choose")),
            *((key, kind.name) for key, kind in self.types.items()),
            (NEW, _("another type, to be added")),
        ]
        self.known_issuers = {name_key(one.name): one for one in Issuer.objects.all()}
        self.alike: list[LegalText] = texts_of_number(self["number"].value() or "")
        self._field("same_as").choices = [
            *((str(text.pk), identity_in_words(text)) for text in self.alike),
            (NEW, _("another text of the same number: register it as new")),
        ]
        if not self.is_bound and self.alike:
            issuer = self.issuer_named(self.initial.get("issuer", ""))
            same = same_text(self.alike, issuer, self.initial.get("issued"))
            self.initial["same_as"] = str(same.pk) if same else ""

    def _field(self, name: str) -> Any:
        return self.fields[name]

    # What was typed, checked

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        try:
            parse_number(number)
        except NotALegalNumber as error:
            raise ValidationError(str(error)) from error
        return number

    def clean_issuer(self) -> str:
        return " ".join(self.cleaned_data["issuer"].split())

    def clean_co_issuers(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["co_issuers"].splitlines())
        names = [line for line in lines if line]
        if any(len(name) > LONGEST_NAME for name in names):
            raise ValidationError(_("One of the names is longer than a name can be."))
        return names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("type") == NEW and not data.get("new_type"):
            self.add_error("new_type", _("Write the name of the type."))
        self._check_issuers(data)
        effective, expires = data.get("effective"), data.get("expires")
        if effective and expires and expires <= effective:
            self.add_error("expires", _("The expiry date must be after the effective date."))
        if not self.errors and self.alike and not data.get("same_as") and not self.registered():
            self.add_error(
                "same_as", _("The register has this number: say whether it is this text.")
            )
        return data

    def _check_issuers(self, data: dict[str, Any]) -> None:
        if data.get("add_issuers"):
            return
        for field, names in (
            ("issuer", [data.get("issuer")]),
            ("co_issuers", data.get("co_issuers", [])),
        ):
            for name in names:
                if name and name_key(name) not in self.known_issuers:
                    words = _("“%(name)s” is not a registered issuer: choose one, or tick below.")
                    self.add_error(field, ValidationError(words, params={"name": name}))

    # What it means; only of a valid form

    def issuer_named(self, name: str) -> Issuer | None:
        """The registered body; an unsaved one for a name to be added; None for no name."""
        return (self.known_issuers.get(name_key(name)) or Issuer(name=name)) if name else None

    def facts(self) -> dict[str, Any]:
        """In the words of ``register.actions.FACTS``; rows to be added are not saved yet."""
        data = self.cleaned_data
        kind = self.types.get(data["type"]) or LegalType(
            name=data["new_type"], is_normative=data["new_type_is_normative"]
        )
        return {
            "number": data["number"],
            "type": kind,
            "issuer": self.issuer_named(data["issuer"]),
            "co_issuers": [self.issuer_named(name) for name in data["co_issuers"]],
            "issued": data["issued"],
            "subject": " ".join(data["subject"].split()),
            "effective": data["effective"],
            "applied_from": data["applied_from"],
            "expires": data["expires"],
            "regulates_procedures": data["regulates_procedures"],
        }

    def registered(self) -> LegalText | None:
        """The registered text that this is: as chosen, else as number, issuer and day say."""
        chosen = self.cleaned_data.get("same_as", "")
        if chosen == NEW:
            return None
        if chosen:
            return next((text for text in self.alike if str(text.pk) == chosen), None)
        facts = self.facts()
        return same_text(self.alike, facts["issuer"], facts["issued"])

    @property
    def has_further_issuers(self) -> bool:
        """Whether there is anything to see about issuers but the first one's name."""
        named = [self["issuer"].value() or "", *(self["co_issuers"].value() or "").splitlines()]
        unknown = any(name.strip() and name_key(name) not in self.known_issuers for name in named)
        return unknown or bool(self["co_issuers"].value()) or "co_issuers" in self.errors

    def differences(self) -> list[Difference]:
        text = self.registered()
        return compare(text, self.facts())[1] if text is not None else []


def identity_in_words(text: LegalText) -> str:
    issued = f"{text.issued:%d/%m/%Y}" if text.issued else str(_("day of issue unknown"))
    issuer = text.issuer.name if text.issuer else str(_("issuer unknown"))
    return f"{text}, {issuer}, {issued}"


class SetAsideForm(forms.Form):
    """The answer that is given most: the text does not concern the agency."""

    not_relevant_reason = reason_field(_("Why it is not relevant"), rows=2)


class ReasonsForm(forms.Form):
    """Who is asked, and why it is decided so."""

    units = forms.ModelMultipleChoiceField(
        label=_("Units asked to look at it"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        max_length=2000,
        error_messages={"required": _("Write the reason: inspectors ask for it.")},
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["units"].queryset = Unit.objects.existing(on)  # type: ignore[attr-defined]
