"""The forms of accounts. They offer what whoever fills them in may do; the rows' own guard decides.

A field that was not offered and yet comes back is an attempt, and is refused as one.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from doccontrol import acting
from doccontrol.base_admin import REASON, ReasonForm
from doccontrol.organisation.accounts.account_log import AccountChange, note_refusal
from doccontrol.organisation.accounts.guards import NAMES, holds_keys, is_administrator
from doccontrol.organisation.accounts.passwords import owe_link
from doccontrol.organisation.accounts.refusals import (
    AccountRefused,
    NotOnesOwn,
    OnlyAdministratorsMakeAdministrators,
    PasswordsAreSetByTheirOwner,
)
from doccontrol.organisation.accounts.roles import ORDINARY
from doccontrol.organisation.models.people import Person

# Family name first, as names are written here.
ORDER = ["username", "last_name", "first_name", "email", "is_active", "is_superuser", "groups"]


class _PersonForm(UserForm):
    """What both forms share; ``password_enabled`` is Wagtail's own switch."""

    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor: Any = acting.who()
        self.by_administrator = is_administrator(actor)
        self.is_own = actor.pk == self.instance.pk
        if not self.by_administrator:
            self.fields.pop("is_superuser", None)
        self._offer_roles()
        self.order_fields(ORDER)

    def _offer_roles(self) -> None:
        field = self.fields["groups"]
        if self.is_own:
            del self.fields["groups"]
        elif not self.by_administrator:
            ordinary = Group.objects.filter(name__in=ORDINARY).order_by("name")
            # Only what is shown: a role sent in without being offered must reach the guard.
            field.widget.choices = [(group.pk, group.name) for group in ordinary]  # type: ignore[attr-defined]
            field.help_text = _("Roles that sign or keep the register are given by administrators.")

    def clean(self) -> dict[str, Any] | None:
        self._refuse_what_was_not_offered()
        return super().clean()

    def _refuse_what_was_not_offered(self) -> None:
        """Raises AccountRefused."""
        What = AccountChange.What
        attempts: list[tuple[str, type[AccountRefused], AccountChange.What]] = [
            ("password1", PasswordsAreSetByTheirOwner, What.PASSWORD),
            ("password2", PasswordsAreSetByTheirOwner, What.PASSWORD),
        ]
        if not self.by_administrator:
            attempts.append(("is_superuser", OnlyAdministratorsMakeAdministrators, What.ROLES))
        if self.is_own:
            attempts.append(("groups", NotOnesOwn, What.ROLES))
        for name, refusal, what in attempts:
            if self.data.get(name):
                about = self.instance if self.instance.pk else self.data.get("username", "")
                raise note_refusal(refusal(), what, about)

    def clean_groups(self) -> list[Group]:
        """The roles that were not offered stay with whoever holds them."""
        chosen = list(self.cleaned_data["groups"])
        if self.by_administrator or self.instance.pk is None:
            return chosen
        return chosen + list(self.instance.groups.exclude(name__in=ORDINARY))


class PersonCreationForm(_PersonForm, UserCreationForm):
    """The new account has no password: its owner sets one by the link that is sent at once. Why
    somebody signs or keeps the register from the first day is written down."""

    reason_for_change = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Needed for an administrator and for roles that sign or keep the register."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        named = {group.name for group in cleaned.get("groups") or ()}
        needs_reason = named - set(ORDINARY) or cleaned.get("is_superuser")
        if self.by_administrator and needs_reason and not cleaned.get(REASON, "").strip():
            self.add_error(REASON, _("Say why this person is given such a role."))
        return cleaned

    def save(self, commit: bool = True) -> Person:
        self.instance.set_unusable_password()
        with acting.because(self.cleaned_data[REASON]):
            person: Person = super().save(commit)
        owe_link(person)
        return person


class PersonEditForm(_PersonForm, UserEditForm):
    reason_for_change = ReasonForm.base_fields[REASON]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.by_administrator:
            return
        for name in NAMES:
            self.fields[name].widget.attrs["readonly"] = True
            self.fields[name].help_text = _("Changed by an administrator only.")
        if holds_keys(self.instance):
            self.fields.pop("is_active", None)

    def _post_clean(self) -> None:
        """What came back as it was shown stays as it is kept: cleaning an address or a name for
        logging in must not look like changing it."""
        super()._post_clean()
        for name in NAMES - set(self.changed_data):
            setattr(self.instance, name, self.initial[name])

    def save(self, commit: bool = True) -> Person:
        with acting.because(self.cleaned_data[REASON]):
            return super().save(commit)  # type: ignore[no-any-return]
