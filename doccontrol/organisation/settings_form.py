"""The settings of the agency as the secretary writes them: codes by masks, each with an example."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminAutoHeightTextInput

from doccontrol.document_kinds import DOCUMENT_KINDS
from doccontrol.organisation.code_masks import NotAMask, examples_of, mask_of, pattern_of
from doccontrol.organisation.code_patterns import fits

LONGEST_MASK = 400
EXAMPLE_UNIT = "VP"


class MaskField(forms.CharField):
    """``pattern`` is what is kept. Left as it was shown, it stays what it was, even where no mask
    says the same."""

    def __init__(self, pattern: str, longest: int, **options: Any) -> None:
        super().__init__(max_length=LONGEST_MASK, widget=AdminAutoHeightTextInput, **options)
        self.pattern, self.longest = pattern, longest
        self.mask = mask_of(pattern)
        self.shown = pattern if self.mask is None else self.mask

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if typed == self.shown:
            return self.pattern
        pattern = pattern_of(typed)
        if len(pattern) > self.longest:
            raise ValidationError(_("These are too many ways to be kept: write fewer, or shorter."))
        return pattern


class AgencySettingsForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in DOCUMENT_KINDS:
            name = kind.code_setting
            if name not in self.fields:
                continue
            before = self.fields[name]
            longest = self._meta.model._meta.get_field(name).max_length
            field = MaskField(getattr(self.instance, name), longest, label=before.label)
            self.fields[name] = field
            self.initial[name] = field.shown
            written = self.data.get(self.add_prefix(name)) if self.is_bound else field.shown
            field.help_text = _help_for(field, written or "", kind.code_example)


def _help_for(field: MaskField, written: str, example: str) -> str:
    """Codes that fit what is written, made of it; or that it is no mask."""
    if field.mask is None and written == field.shown:
        kept = _(
            "This is kept as it was written for a computer, because {…} cannot say the same. It "
            "stays as it is until you write another in its place."
        )
        return f"{kept} {_fitting(example)}" if fits(field.pattern, example) else kept
    try:
        return _fitting("; ".join(examples_of(written, EXAMPLE_UNIT)))
    except NotAMask:
        return ""


def _fitting(codes: str) -> str:
    return _("Fitting codes: %(codes)s") % {"codes": codes}
