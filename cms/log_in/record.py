"""Every log-in and every failed one is a line in the log: when, which name, from where."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from cms.log_in.sessions import begin_session
from doccontrol.organisation.models.people import Person

logger = logging.getLogger("hieuluc.log_in")
_MOST_LETTERS = 150


def escaped(typed: str) -> str:
    """In one line and in quotes, whatever was typed: no line of the log can be forged."""
    shown = typed if len(typed) <= _MOST_LETTERS else typed[:_MOST_LETTERS] + "…"
    quoted = json.dumps(shown, ensure_ascii=False)
    return "".join(
        letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in quoted
    )


def _where(request: HttpRequest | None) -> str:
    return request.META.get("REMOTE_ADDR") or "-" if request is not None else "-"


@receiver(user_logged_in, dispatch_uid="hieuluc.logged_in")
def write_log_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    begin_session(request)
    logger.info("logged in: %s from %s", escaped(user.get_username()), _where(request))


@receiver(user_login_failed, dispatch_uid="hieuluc.log_in_failed")
def write_failure(
    credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    typed = escaped(str(credentials.get(Person.USERNAME_FIELD, "")))
    wait = getattr(request, "log_in_wait", 0)
    if wait:
        logger.warning("refused for %s s: %s from %s", wait, typed, _where(request))
    else:
        logger.warning("wrong name or password: %s from %s", typed, _where(request))


@receiver(user_logged_out, dispatch_uid="hieuluc.logged_out")
def write_log_out(request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        logger.info("logged out: %s from %s", escaped(user.get_username()), _where(request))
