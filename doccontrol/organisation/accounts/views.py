"""Where a person asks for a link, and sets the own password by it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import views as auth
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from doccontrol.acting import acting
from doccontrol.organisation.accounts.passwords import LONGEST_ASKED, owe_looking_for, tokens
from doccontrol.organisation.models.people import Person


class ForgottenForm(forms.Form):
    name_or_address = forms.CharField(
        label=_("Name for logging in, or e-mail address"),
        max_length=LONGEST_ASKED,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )


class ForgottenView(FormView):
    template_name = "registration/password_reset_form.html"
    form_class = ForgottenForm
    success_url = reverse_lazy("password_reset_done")

    def form_valid(self, form: ForgottenForm) -> Any:
        owe_looking_for(form.cleaned_data["name_or_address"])
        return super().form_valid(form)


class SetPasswordView(auth.PasswordResetConfirmView):
    """Whoever holds the link acts as the person to whose address it went: its owner."""

    token_generator = tokens

    def get_user(self, uidb64: str) -> Person | None:
        person = super().get_user(uidb64)
        return person if person is not None and person.is_active else None

    def form_valid(self, form: Any) -> Any:
        owner: Any = self.user
        with acting(lambda: owner):
            return super().form_valid(form)
