"""One-time links by which a person sets the own password: sent to their address, shown to nobody.

The token is made when the message is sent, so that no row and no backup of the outbox holds one.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.acting import because
from doccontrol.jobs.outbox import Payload, handles, owe
from doccontrol.organisation.accounts.account_log import AccountChange, note
from doccontrol.organisation.accounts.guards import check_sending_link
from doccontrol.organisation.accounts.refusals import AccountIsClosed, NoAddress
from doccontrol.organisation.models.people import Person

SEND, FIND = "send_password_link", "find_who_forgot_password"
# Whoever asks again and again at the log-in page fills nobody's mailbox.
NOT_AGAIN_FOR = timedelta(minutes=10)
LONGEST_ASKED = 254


class LinkTokens(PasswordResetTokenGenerator):
    """Django's, good once and for PASSWORD_RESET_TIMEOUT: setting the password, logging in, a new
    address, and closing the account each make it void."""

    key_salt = "doccontrol.organisation.passwords.LinkTokens"

    def _make_hash_value(self, user: Person, timestamp: int) -> str:  # type: ignore[override]
        state = f"{user.is_active}{user.session_seed}"
        return super()._make_hash_value(user, timestamp) + state


tokens = LinkTokens()


@transaction.atomic
def owe_link(person: Person) -> None:
    """Have a link sent to the person's own address, and nowhere else.

    Raises AccountIsClosed, NoAddress, and AccountRefused if who acts keeps no accounts.
    """
    check_sending_link(person)
    if not person.is_active:
        raise AccountIsClosed
    if not person.email:
        raise NoAddress
    note(AccountChange.What.LINK, person)
    owe(SEND, str(person.pk), person=person.pk)


@handles(SEND, label=gettext_lazy("Link for a password"))
def send_link(payload: Payload) -> None:
    person = Person.objects.get(pk=payload["person"])
    if person.is_active and person.email:
        _send(person)


def owe_looking_for(typed: str) -> None:
    """Somebody at the log-in page says whose password is forgotten.

    The same is written whether anybody is of that name or not: neither the answer nor the time
    it takes tells a stranger who has an account.
    """
    key = hashlib.sha256(typed.encode()).hexdigest()[:32]
    owe(FIND, key, asked=typed[:LONGEST_ASKED])


@handles(FIND, label=gettext_lazy("Answer to a forgotten password"))
def find_and_send(payload: Payload) -> None:
    """A link for each open account of that name or address, unless one was sent just now."""
    name_or_address = payload["asked"]
    named = Q(username__iexact=name_or_address) | Q(email__iexact=name_or_address)
    lately = AccountChange.objects.filter(
        what=AccountChange.What.LINK, happened_at__gt=timezone.now() - NOT_AGAIN_FOR
    )
    people = Person.objects.filter(named, is_active=True).exclude(email="")
    for person in people.exclude(pk__in=lately.filter(about__isnull=False).values("about")):
        # One transaction: a message that could not be sent was not sent "just now".
        with transaction.atomic(), _in_our_language(), because(_("Asked for at the log-in page")):
            note(AccountChange.What.LINK, person)
            _send(person)


def _in_our_language() -> translation.override:
    return translation.override(settings.LANGUAGE_CODE)


def _send(person: Person) -> None:
    parts = [urlsafe_base64_encode(force_bytes(person.pk)), tokens.make_token(person)]
    with _in_our_language():
        text = render_to_string(
            "doccontrol/organisation/mail/password_link.txt",
            {
                "person": person,
                "address": settings.SITE_BASE_URL + reverse("password_reset_confirm", args=parts),
                "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            },
        )
        subject = _("Hiệu Lực: set your password")
    send_mail(subject, text.strip() + "\n", None, [person.email])
