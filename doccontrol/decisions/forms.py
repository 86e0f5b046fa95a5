"""What people write when they answer a proposal, or ask to undo what was approved."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def reason_field(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": _("Write the reason: inspectors ask for it.")},
    )


class RefusalForm(forms.Form):
    refusal_reason = reason_field(_("Reason for refusing"), rows=2)


class ReopeningForm(forms.Form):
    reopening_reason = reason_field(_("Why it must be undone"))
