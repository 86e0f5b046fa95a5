"""The pages on which a password is typed."""

from __future__ import annotations

import math
from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView

from cms.log_in.backend import MustWait, admitted, network
from cms.log_in.devices import remember_device
from cms.log_in.held_form import FIELD, keep_for_its_person
from cms.log_in.limits import LINKS, MINUTE, OLD_PASSWORD, Tries, admit
from doccontrol.organisation.accounts.views import ForgottenView

TOO_MANY_REQUESTS = 429


class MustWaitError(ValidationError):
    """The same words whether the name exists and whether the password would have been right."""

    def __init__(self, seconds: int) -> None:
        super().__init__(waiting_words(seconds), code="must_wait")
        self.seconds = seconds


def waiting_words(seconds: int) -> str:
    if seconds < 2 * MINUTE:
        return ngettext(
            "No password is accepted for the next %(count)s second: too many were tried. "
            "Wait, then try again.",
            "No password is accepted for the next %(count)s seconds: too many were tried. "
            "Wait, then try again.",
            seconds,
        ) % {"count": seconds}
    minutes = math.ceil(seconds / MINUTE)
    return ngettext(
        "No password is accepted for the next %(count)s minute: too many were tried. "
        "Wait, then try again.",
        "No password is accepted for the next %(count)s minutes: too many were tried. "
        "Wait, then try again.",
        minutes,
    ) % {"count": minutes}


class SlowedForm(FormView):
    """A form that asks for a password. While none is looked at, the answer is a short page of
    its own: whoever floods the form must not make the site draw it."""

    def form_invalid(self, form: Any) -> HttpResponse:
        for error in form.errors.as_data().values():
            for refusal in error:
                if isinstance(refusal, MustWaitError):
                    return self._told_to_wait(refusal)
        return super().form_invalid(form)

    def _told_to_wait(self, refusal: MustWaitError) -> HttpResponse:
        page = {"why": refusal.message, "back": self._back()}
        return HttpResponse(
            render_to_string("429.html", page),
            status=TOO_MANY_REQUESTS,
            headers={"Retry-After": str(refusal.seconds)},
        )

    def _back(self) -> str:
        """The form, with where it was to lead."""
        lead = getattr(self, "get_redirect_url", str)()
        return self.request.path + (f"?{urlencode({REDIRECT_FIELD_NAME: lead})}" if lead else "")


class LogInForm(AuthenticationForm):
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "The user name or the password is wrong. Check both, and whether Caps Lock is on."
        ),
    }

    def get_invalid_login_error(self) -> ValidationError:
        wait = getattr(self.request, "log_in_wait", 0)
        return MustWaitError(wait) if wait else super().get_invalid_login_error()


class LogIn(SlowedForm, auth.LoginView):
    authentication_form = LogInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        if keep_for_its_person(self.request, self.request.POST.get(FIELD, "")):
            response = redirect("held_form")
        remember_device(self.request, response, form.get_user().get_username())
        return response

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """A wrong password loses nothing of what is held."""
        return super().get_context_data(**context) | {FIELD: self.request.POST.get(FIELD, "")}


class OldPasswordForm(PasswordChangeForm):
    """Asks for the old password no more often than the log-in does."""

    def clean_old_password(self) -> str:
        tries = [Tries(OLD_PASSWORD, str(self.user.pk))]
        try:
            with admitted(tries):
                old_password = super().clean_old_password()
                tries[0].forget()
                return old_password
        except MustWait as refusal:
            raise MustWaitError(refusal.seconds) from None


class AskForLink(SlowedForm, ForgottenView):
    """Each asking is a job and perhaps a mail: counted by address, whoever it is about."""

    def form_valid(self, form: Any) -> HttpResponse:
        address = network(self.request.META.get("REMOTE_ADDR", ""))
        if wait := admit([Tries(LINKS, address)]):
            form.add_error(None, MustWaitError(wait))
            return self.form_invalid(form)
        return super().form_valid(form)


class ChangePassword(SlowedForm, auth.PasswordChangeView):
    form_class = OldPasswordForm
    success_url = reverse_lazy("password_change_done")
