"""What a person writes when taking a step of the workflow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2})
    )


class CapacityForm(forms.Form):
    """Asks only whoever holds several: in which of them this is signed. A single one goes along
    with the question, so that nobody signs in another than the one that was read there."""

    capacity = forms.ChoiceField(
        label=_("You sign as"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say in which capacity you sign: you hold several today."),
            "invalid_choice": _("The capacity you chose no longer holds. Choose again."),
        },
    )

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if len(choices) > 1:
            self.fields["capacity"].choices = choices  # type: ignore[attr-defined]
            return
        self.fields["capacity"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.initial["capacity"] = choices[0][0] if choices else ""


class ReasonForm(forms.Form):
    """Sending a draft back needs a reason: the author must know what to change."""

    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what must change, so that the author can act on it.")},
    )
