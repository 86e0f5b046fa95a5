"""What people write when they ask to end an edition."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.forms import reason_field


class WithdrawalForm(forms.Form):
    takes_effect_on = forms.DateField(
        label=_("Withdrawn from"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    withdrawal_reason = reason_field(_("Reason for the withdrawal"))


class RevocationForm(forms.Form):
    revocation_reason = reason_field(_("Reason for the revocation"))
