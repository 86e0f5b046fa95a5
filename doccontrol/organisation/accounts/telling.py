"""A person is told by mail what was changed about their account, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.jobs.outbox import Payload, handles
from doccontrol.organisation.accounts.account_log import TELL, AccountChange

LABELS = {
    "username": gettext_lazy("Name for logging in"),
    "last_name": gettext_lazy("Family name"),
    "first_name": gettext_lazy("Given name"),
    "email": gettext_lazy("E-mail address"),
    "is_active": gettext_lazy("Account open"),
    "is_superuser": gettext_lazy("Administrator"),
    "is_staff": gettext_lazy("Access of an operator"),
    "roles": gettext_lazy("Roles"),
    "permissions": gettext_lazy("Permissions"),
    "pages": gettext_lazy("Rights on pages"),
    "collections": gettext_lazy("Rights on collections"),
    "sites": gettext_lazy("Rights on settings of a site"),
    "name": gettext_lazy("Name of the role"),
    "person": gettext_lazy("Person"),
    "unit": gettext_lazy("Unit"),
    "title": gettext_lazy("Title of the post"),
    "is_head": gettext_lazy("Head of the unit"),
    "is_leadership": gettext_lazy("Leads the agency"),
    "valid_from": gettext_lazy("Unit exists from"),
    "valid_until": gettext_lazy("Unit exists until"),
    "held_from": gettext_lazy("Held from"),
    "held_until": gettext_lazy("Held until"),
    "capacity": gettext_lazy("Signs as"),
    "on_behalf_of": gettext_lazy("Title of the head"),
    "decision_number": gettext_lazy("Number of the decision"),
    "decided_on": gettext_lazy("Date of the decision"),
    "scope": gettext_lazy("What may be signed"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    before: str
    after: str


def differences(change: AccountChange) -> list[Difference]:
    """What differs between before and after, in words."""
    names = [*change.after, *(name for name in change.before if name not in change.after)]
    return [
        Difference(str(LABELS.get(name, name)), *(_in_words(facts.get(name)) for facts in sides))
        for name in names
        for sides in [(change.before, change.after)]
        if change.before.get(name) != change.after.get(name)
    ]


def _in_words(value: Any) -> str:
    if value is True:
        return _("Yes")
    if value is False:
        return _("No")
    if isinstance(value, list):
        value = "; ".join(value)
    return str(value) if value else _("nothing")


@handles(TELL, label=gettext_lazy("Message about a change of an account"))
def tell_of_account_change(payload: Payload) -> None:
    """One message to the person, and to the address that was theirs before."""
    change = AccountChange.objects.select_related("about").get(pk=payload["change"])
    own = change.about.email if change.about is not None else ""
    addresses = {own, payload.get("also", "")} - {""}
    if not addresses:
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string(
            "doccontrol/organisation/mail/account_changed.txt",
            {
                "change": change,
                "differences": differences(change),
                "when": timezone.localtime(change.happened_at),
                "is_own": change.by_id == change.about_id,
                "site": settings.SITE_BASE_URL,
            },
        )
        subject = _("Hiệu Lực: your account was changed (%(what)s)") % {
            "what": change.get_what_display()
        }
    for address in sorted(addresses):
        send_mail(subject, text.strip() + "\n", None, [address])
