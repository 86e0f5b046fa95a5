"""The forms of accounts. They offer what whoever fills them in may do; the rows' own guard decides.

A field that was not offered and yet comes back is an attempt, and is refused as one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserCreationForm, UserEditForm, UserForm

from doccontrol import acting
from doccontrol.base_admin import REASON, ReasonForm
from doccontrol.history import recorded
from doccontrol.organisation.accounts.account_log import AccountChange, note_refusal
from doccontrol.organisation.accounts.guards import NAMES, holds_keys, is_administrator
from doccontrol.organisation.accounts.passwords import owe_link
from doccontrol.organisation.accounts.refusals import (
    AccountRefused,
    AuditorIsNothingElse,
    NotOnesOwn,
    OnlyAdministratorsMakeAdministrators,
    PasswordsAreSetByTheirOwner,
)
from doccontrol.organisation.accounts.roles import DUTIES, ORDINARY, Role
from doccontrol.organisation.models.people import Person
from doccontrol.organisation.models.units import Post, Unit

# Family name first, as names are written here.
ORDER = ["username", "last_name", "first_name", "email", "is_active", "is_superuser", "groups"]
POST_FIELDS = ["unit", "post_title", "is_head", "held_from"]


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
            return
        # Only what is shown: a role sent in without being offered must reach the guard.
        field.widget.choices = _roles_with_duties(self._offered())  # type: ignore[attr-defined]
        if not self.by_administrator:
            field.help_text = _("Roles that sign or keep the register are given by administrators.")

    def _offered(self) -> frozenset[Role]:
        """Of the six roles; what else is a group is the site's own affair."""
        return frozenset(Role) if self.by_administrator else ORDINARY

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
        chosen = set(self.cleaned_data["groups"])
        if self.instance.pk is not None:
            chosen |= set(self.instance.groups.exclude(name__in=self._offered()))
        names = {group.name for group in chosen}
        if Role.AUDITOR in names and len(names) > 1:
            raise forms.ValidationError(str(AuditorIsNothingElse()))
        return sorted(chosen, key=lambda group: group.name)


def _roles_with_duties(roles: Collection[Role]) -> list[tuple[int, str]]:
    groups = Group.objects.filter(name__in=roles).order_by("name")
    return [(group.pk, f"{group.name}: {DUTIES[Role(group.name)]}") for group in groups]


class PersonCreationForm(_PersonForm, UserCreationForm):
    """A person, the post and the roles in one. The new account has no password: its owner sets one
    by the link that is sent at once. Why somebody signs or keeps the register from the first day is
    written down."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Empty for somebody from outside, an auditor for instance."),
    )
    post_title = forms.CharField(label=_("Title of the post"), max_length=100, required=False)
    is_head = forms.BooleanField(label=_("Head of the unit"), required=False)
    held_from = forms.DateField(label=_("In this post from"), required=False, widget=AdminDateInput)
    reason_for_change = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Needed for an administrator and for roles that sign or keep the register."),
    )

    post: Post | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["unit"].queryset = Unit.objects.existing(today)  # type: ignore[attr-defined]
        self.fields["held_from"].initial = today
        if not self.by_administrator:
            del self.fields["is_head"]
        self.order_fields([*ORDER[:-2], *POST_FIELDS, *ORDER[-2:], REASON])

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self._check_post(cleaned)
        named = {group.name for group in cleaned.get("groups") or ()}
        needs_reason = named - set(ORDINARY) or cleaned.get("is_superuser")
        if self.by_administrator and needs_reason and not cleaned.get(REASON, "").strip():
            self.add_error(REASON, _("Say why this person is given such a role."))
        return cleaned

    def _check_post(self, cleaned: dict[str, Any]) -> None:
        unit = cleaned.get("unit")
        if unit is None:
            if cleaned.get("post_title") or cleaned.get("is_head"):
                self.add_error("unit", _("Choose the unit of this post."))
            return
        for name, words in (
            ("post_title", _("Write the title of the post.")),
            ("held_from", _("Write from which day the post is held.")),
        ):
            if not cleaned.get(name):
                self.add_error(name, words)
        # What was not offered and yet comes back stands before the guard of posts.
        is_head = bool(cleaned.get("is_head") or self.data.get("is_head"))
        self.post = Post(unit=unit, title=cleaned.get("post_title") or "", is_head=is_head)
        if cleaned.get("held_from"):
            self.post.held_from = cleaned["held_from"]
        try:
            self.post.full_clean(exclude=["person", "title", "held_from"])
        except forms.ValidationError as error:
            self.add_error("unit", error.messages)

    def save(self, commit: bool = True) -> Person:
        """With the post and the link that is owed, or nothing. Raises AccountRefused, and what
        ``owe_link`` raises."""
        self.instance.set_unusable_password()
        with transaction.atomic(), acting.because(self.cleaned_data[REASON]):
            person: Person = super().save(commit)
            self._give_post(person)
            owe_link(person)
        return person

    def _give_post(self, person: Person) -> None:
        if self.post is None:
            return
        self.post.person = person
        reason = self.cleaned_data[REASON] or _("Registered with the account")
        with recorded(acting.who(), reason):  # type: ignore[arg-type]  # of our class of people
            self.post.save()


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
