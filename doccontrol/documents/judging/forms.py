"""What a person writes when taking a step of the workflow."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2})
    )


class ReasonForm(forms.Form):
    """Sending a draft back needs a reason: the author must know what to change."""

    comment = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say what must change, so that the author can act on it.")},
    )
