"""The pages on which a password is typed."""

from __future__ import annotations

import math
from typing import Any

from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.log_in.backend import MustWait, admitted
from cms.log_in.devices import remember_device
from cms.log_in.limits import MINUTE, OLD_PASSWORD, Tries

TOO_MANY_REQUESTS = 429


class MustWaitError(ValidationError):
    """The same words whether the name exists and whether the password would have been right."""

    def __init__(self, seconds: int) -> None:
        minutes = math.ceil(seconds / MINUTE)
        if seconds < 2 * MINUTE:
            words = ngettext(
                "No password is accepted for the next %(count)s second: too many were tried. "
                "Wait, then try again.",
                "No password is accepted for the next %(count)s seconds: too many were tried. "
                "Wait, then try again.",
                seconds,
            ) % {"count": seconds}
        else:
            words = ngettext(
                "No password is accepted for the next %(count)s minute: too many were tried. "
                "Wait, then try again.",
                "No password is accepted for the next %(count)s minutes: too many were tried. "
                "Wait, then try again.",
                minutes,
            ) % {"count": minutes}
        super().__init__(words, code="must_wait")


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


class LogIn(auth.LoginView):
    authentication_form = LogInForm

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        remember_device(self.request, response, form.get_user().get_username())
        return response

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return _told_to_wait(super().form_invalid(form), self.request)


class OldPasswordForm(PasswordChangeForm):
    """Asks for the old password no more often than the log-in does."""

    wait = 0

    def clean_old_password(self) -> str:
        tries = [Tries(OLD_PASSWORD, str(self.user.pk))]
        try:
            with admitted(tries):
                old_password = super().clean_old_password()
                tries[0].forget()
                return old_password
        except MustWait as refusal:
            self.wait = refusal.seconds
            raise MustWaitError(refusal.seconds) from None


class ChangePassword(auth.PasswordChangeView):
    form_class = OldPasswordForm
    success_url = reverse_lazy("password_change_done")

    def form_invalid(self, form: Any) -> HttpResponse:
        self.request.log_in_wait = form.wait  # type: ignore[attr-defined]
        return _told_to_wait(super().form_invalid(form), self.request)


def _told_to_wait(response: HttpResponse, request: Any) -> HttpResponse:
    if wait := getattr(request, "log_in_wait", 0):
        response.status_code = TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(wait)
    return response
