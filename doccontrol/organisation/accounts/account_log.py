"""Who changed which account, role, post or password, from what to what, and what was refused."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from doccontrol import acting
from doccontrol.evidence import Evidence, EvidenceQuerySet
from doccontrol.jobs.outbox import owe
from doccontrol.organisation.accounts.refusals import AccountRefused

Facts = dict[str, Any]
TELL = "tell_of_account_change"


class AccountChange(Evidence):
    """One change, or one refused attempt, with the facts before and after; never a password.

    ``by`` and ``about`` are also kept as the names of that moment: names change.
    """

    class What(models.TextChoices):
        ACCOUNT = "account", _("account opened")
        DETAILS = "details", _("name or address")
        ACTIVITY = "activity", _("account closed or opened again")
        PASSWORD = "password", _("password")
        LINK = "link", _("link for the password sent")
        ROLES = "roles", _("roles")
        POST = "post", _("post")
        SIGNING = "signing", _("right to sign")
        RIGHTS = "rights", _("what a role may do")
        DELETION = "deletion", _("deletion")

    class Actor(models.TextChoices):
        PERSON = "person", _("a person")
        SERVER = "server", _("the server (command line)")
        STRANGER = "stranger", _("somebody not logged in")

    happened_at = models.DateTimeField(_("when"), default=timezone.now)
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    actor = models.CharField(_("kind of actor"), max_length=10, choices=Actor.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_name = models.CharField(_("name of who did it"), max_length=320, blank=True)
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("about"),
        null=True,
        on_delete=models.PROTECT,
        related_name="account_changes",
    )
    about_name = models.CharField(_("name of whom it is about"), max_length=320)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    refused = models.TextField(_("refused because"), blank=True)

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an account")
        verbose_name_plural = _("changes of accounts")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(actor="person", by__isnull=False)
                | (~Q(actor="person") & Q(by__isnull=True)),
                name="account_change_names_its_person",
            )
        ]
        indexes = [models.Index(fields=["about", "what"], name="account_change_about")]

    def __str__(self) -> str:
        return f"{self.happened_at:%d/%m/%Y} {self.about_name}: {self.get_what_display()}"

    @property
    def actor_name(self) -> str:
        return self.by_name or str(self.get_actor_display())


def note(
    what: AccountChange.What,
    about: Any,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
    also: str = "",
) -> None:
    """Write the change into the caller's transaction, and owe the person word of it.

    ``about`` is a person, or a text where no one person is meant. ``also`` is an address that
    must hear of it too: the one that was taken away. What the server's own commands do is
    written down but told to nobody, except that a password was set.
    """
    row = _row(what, about, before, after)
    row.save()
    by_a_command = row.actor == AccountChange.Actor.SERVER
    if row.about_id is None or what in _NOT_TOLD or (by_a_command and what != row.What.PASSWORD):
        return
    owe(TELL, str(row.pk), change=row.pk, also=also)


# A link is told by the message that brings it; so is an account that was opened.
_NOT_TOLD = (AccountChange.What.LINK, AccountChange.What.ACCOUNT)


def note_refusal(
    refusal: AccountRefused,
    what: AccountChange.What,
    about: Any,
    *,
    before: Facts | None = None,
    after: Facts | None = None,
) -> AccountRefused:
    """Have the attempt written down when the request is over, whose transaction rolls back.

    Returns ``refusal``, to be raised.
    """
    row = _row(what, about, before, after)
    with translation.override(settings.LANGUAGE_CODE):
        row.refused = str(refusal)
    acting.afterwards(lambda: _keep_refusal(row))
    return refusal


def _keep_refusal(row: AccountChange) -> None:
    # The account may have been made in the transaction that was rolled back.
    people = AccountChange._meta.get_field("about").related_model._base_manager  # type: ignore[union-attr]
    if row.about_id is not None and not people.filter(pk=row.about_id).exists():
        row.about_id = None
    row.save()


def _row(
    what: AccountChange.What, about: Any, before: Facts | None, after: Facts | None
) -> AccountChange:
    actor = acting.who()
    row = AccountChange(
        what=what,
        about_name=str(about),
        before=before or {},
        after=after or {},
        reason=acting.why(),
    )
    if hasattr(about, "username"):
        row.about_id = about.pk
    if actor is None:
        row.actor = AccountChange.Actor.SERVER
    elif actor.is_authenticated:
        row.actor, row.by_id, row.by_name = AccountChange.Actor.PERSON, actor.pk, str(actor)
    else:
        row.actor = AccountChange.Actor.STRANGER
    return row
