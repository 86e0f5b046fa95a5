"""What people write when they answer a clock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doccontrol.alerts.models import Decision


def _reason(label: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": _("Write the reason: inspectors ask for it.")},
    )


class ProposalForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    reason = _reason(_("Reason"))


class RefusalForm(forms.Form):
    refusal_reason = _reason(_("Reason for refusing"), rows=2)


class WithdrawalForm(forms.Form):
    takes_effect_on = forms.DateField(
        label=_("Withdrawn from"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    withdrawal_reason = _reason(_("Reason for the withdrawal"))
