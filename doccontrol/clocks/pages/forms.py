"""What people write when they answer a clock."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from doccontrol.clocks.models import Decision
from doccontrol.decisions.forms import reason_field


class ProposalForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Decision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    reason = reason_field(_("Reason"), rows=4)
