"""What is written when a clock is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from doccontrol.organisation.models.people import Person
from doccontrol.typed.days import DayField


class GivingForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Give to"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Choose a person.")},
    )
    finish_by = DayField(_("To be done by"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, people: Sequence[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [person.pk for person in people]
        self.fields["to"].queryset = Person.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields["finish_by"].required = True
        self.fields["finish_by"].error_messages["required"] = _("Say by which day.")
