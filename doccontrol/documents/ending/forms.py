"""What people write when they ask to end an edition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.forms import reason_field
from doccontrol.documents.models.controlled import ControlledDocument
from doccontrol.documents.models.editions import Edition
from doccontrol.typed.days import DayField


class WithdrawalForm(forms.Form):
    """Of one document: another may be named that takes its place."""

    takes_effect_on = DayField(_("Withdrawn from"), required=True)
    withdrawal_reason = reason_field(_("Reason for the withdrawal"))
    replaced_by = forms.ModelChoiceField(
        label=_("Replaced by"),
        queryset=ControlledDocument.objects.none(),
        required=False,
        empty_label=_("no other document"),
    )

    def __init__(self, document: ControlledDocument, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        issued = Edition.objects.filter(ends_on__isnull=True).values("document")
        others = ControlledDocument.objects.filter(pk__in=issued).exclude(pk=document.pk)
        self.fields["replaced_by"].queryset = others.order_by("code")  # type: ignore[attr-defined]


class RevocationForm(forms.Form):
    revocation_reason = reason_field(_("Reason for the revocation"))
