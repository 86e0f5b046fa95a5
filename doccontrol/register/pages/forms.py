"""Forms of the register: what is typed is checked here, what is written lives in ``actions``."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from doccontrol.lawtext.numbers import NotALegalNumber, parse_number
from doccontrol.register.actions import Applied, find_same
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.pages.applied_days import in_lines
from doccontrol.register.pages.choosers import legal_text_chooser
from doccontrol.register.targets import derived_number

_DATED_LINE = re.compile(r"(?P<day>\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})\s*(?P<words>.*)")


class AppliedFromField(forms.CharField):
    """Days of application, one a line: the day, then the provisions."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return [self._applied(line) for line in lines if line]

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return in_lines(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return set(self.to_python(data)) != set(initial or [])
        except ValidationError:
            return True

    def _applied(self, line: str) -> Applied:
        match = _DATED_LINE.fullmatch(line)
        day = _read_day(match["day"]) if match else None
        if match is None or day is None:
            raise ValidationError(
                _("“%(line)s”: a day was expected first, as in 01/07/2021 Điều 4, 5."),
                params={"line": line},
            )
        return Applied(day, match["words"][:300])


class ProceduresField(forms.TypedChoiceField):
    """Does the text lay down administrative procedures? True, False, or None: not answered yet."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Lays down administrative procedures (TTHC)"),
            required=False,
            choices=[
                ("", _("not answered yet")),
                ("True", _("Yes")),
                ("False", _("No")),
            ],
            coerce=lambda value: str(value) == "True",
            empty_value=None,
            help_text=_("If so, the announcement of the procedures has a last day of its own."),
        )


class LegalTextForm(forms.ModelForm):
    applied_from = AppliedFromField(
        label=capfirst(_("application dates")),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("If provisions apply from other days: one line each, 01/07/2021 Điều 4, 5."),
    )

    regulates_procedures = ProceduresField()
    source_url = forms.URLField(
        label=capfirst(_("address of the source")),
        required=False,
        max_length=500,
        assume_scheme="https",
    )

    class Meta:
        model = LegalText
        fields = [
            "number_raw", "type", "subject", "issuer", "co_issuers", "issued", "effective",
            "expires", "applied_from", "regulates_procedures", "source_url", "source", "as_at",
            "checked_by", "note", "status_override", "override_reason",
        ]  # fmt: skip
        widgets = {
            "issued": AdminDateInput,
            "effective": AdminDateInput,
            "expires": AdminDateInput,
            "as_at": AdminDateInput,
            "subject": forms.Textarea(attrs={"rows": 2}),
            "note": forms.Textarea(attrs={"rows": 2}),
            "override_reason": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            rows = self.instance.applied_from.all()
            self.initial["applied_from"] = [Applied(row.applies_on, row.provisions) for row in rows]

    def clean_number_raw(self) -> str:
        number: str = self.cleaned_data["number_raw"]
        try:
            parse_number(number)
        except NotALegalNumber as error:
            raise ValidationError(str(error)) from error
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("status_override") and not data.get("override_reason", "").strip():
            self.add_error("override_reason", _("A status set by hand needs a reason."))
        if number := data.get("number_raw"):
            same = find_same(number, data.get("issuer"), data.get("issued"))
            if same is not None and same.pk != self.instance.pk:
                self.add_error("number_raw", _("This text is already registered."))
        return data

    def facts(self) -> dict[str, Any]:
        """What the form says, in the words of ``actions.FACTS``; of an edit, what was changed."""
        names = self.changed_data if self.instance.pk else list(self.cleaned_data)
        renamed = {"number_raw": "number"}
        return {
            renamed.get(name, name): self.cleaned_data[name]
            for name in names
            if name in self.Meta.fields
        }


class LegalRelationForm(forms.ModelForm):
    class Meta:
        model = LegalRelation
        fields = ["acting", "kind", "target", "target_number", "on", "until", "scope", "source"]
        widgets = {
            "acting": legal_text_chooser.widget_class,
            "target": legal_text_chooser.widget_class,
            "on": AdminDateInput,
            "until": AdminDateInput,
        }
        help_texts = {
            "target_number": _("Only if the target is not registered yet."),
            "scope": _(
                "The provisions named. “toàn bộ” or nothing means the whole text, if it is "
                "replaced, repealed or suspended."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["target_number"].required = False
        if self.instance.pk:
            # The direction is fixed: another acting text makes another relation.
            self.fields["acting"].disabled = True
            if self.instance.target_id:
                self.initial["target_number"] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        target, number = data.get("target"), data.get("target_number", "")
        if target is None and not number and "target" not in self.errors:
            self.add_error("target", _("Choose the target, or write its number."))
            return data
        try:
            data["target_number"] = derived_number(number, target)
        except NotALegalNumber as error:
            self.add_error("target_number", str(error))
            return data
        self._refuse_twin(data)
        return data

    def _refuse_twin(self, data: dict[str, Any]) -> None:
        acting, target = data.get("acting"), data.get("target")
        if acting is not None and acting == target:
            self.add_error("target", _("A text cannot act on itself."))
        twins = LegalRelation.objects.filter(
            acting=acting,
            kind=data.get("kind", ""),
            target_number=data["target_number"],
            scope=data.get("scope", ""),
        )
        if twins.exclude(pk=self.instance.pk).exists():
            self.add_error(None, _("This relation between the two texts is already registered."))

    def facts(self) -> dict[str, Any]:
        """What the form says but for the acting text, in the words of ``RELATION_FACTS``."""
        names = [name for name in self.Meta.fields if name != "acting"]
        return {name: self.cleaned_data[name] for name in names}


def _read_day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    return None
