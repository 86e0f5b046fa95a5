"""What people write when they answer a proposal, or ask to undo what was approved."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

F = TypeVar("F", bound=forms.BaseForm)


def reason_field(label: Any, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": _("Write the reason: inspectors ask for it.")},
    )


def focused_on_error(form: F) -> F:
    """Where a form that was sent is wrong, its page opens at the first such field."""
    for name in form.errors:
        if name in form.fields:
            form.fields[name].widget.attrs["autofocus"] = True
            break
    return form


class RefusalForm(forms.Form):
    refusal_reason = reason_field(_("Reason for refusing"), rows=2)


class ReopeningForm(forms.Form):
    reopening_reason = reason_field(_("Why it must be undone"))
