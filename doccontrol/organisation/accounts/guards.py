"""The one guard of people, roles, posts and passwords: asked by the rows themselves, so that no
form, bulk action or other address leads around it.

Who acts is known from ``doccontrol.acting``. The server's own commands are let through: whoever
may run them holds the database. Each refusal is written down, whatever is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from doccontrol import acting
from doccontrol.folding import fold
from doccontrol.organisation.accounts import refusals
from doccontrol.organisation.accounts.account_log import AccountChange, Facts, note_refusal
from doccontrol.organisation.accounts.refusals import AccountRefused
from doccontrol.organisation.accounts.roles import ORDINARY, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

What = AccountChange.What
NAMES = frozenset({"username", "last_name", "first_name", "email"})
POWERS = frozenset({"is_superuser", "is_staff"})


class GuardedPost(Protocol):
    """Of a post, what is asked of it here; the rows ask this module, not the other way."""

    is_head: bool

    def facts(self) -> Facts: ...


def is_administrator(actor: Any) -> bool:
    return bool(actor.is_active and actor.is_superuser)


def holds_keys(person: AbstractUser) -> bool:
    """Whether the person signs or keeps the register: an administrator, somebody in a role that
    is not an ordinary one or with a permission of their own, or head of a unit now or later."""
    if person.is_superuser:
        return True
    if person.groups.exclude(name__in=ORDINARY).exists() or person.user_permissions.exists():
        return True
    posts: Any = person.posts  # type: ignore[attr-defined]  # of our class of people
    return bool(posts.filter(is_head=True).exclude(held_until__lte=timezone.localdate()).exists())


def check_account(before: AbstractUser | None, after: AbstractUser, changed: set[str]) -> None:
    """Raises AccountRefused if who acts may not make ``before`` (None: a new account) what
    ``after`` says in the columns ``changed``."""
    actor = acting.who()
    if actor is None:
        return
    refusal = _of_known_people(actor) or (
        _of_opening(actor, after) if before is None else _of_changing(actor, before, changed)
    )
    if refusal is not None:
        facts = [
            {name: getattr(row, name) for name in sorted(changed - {"password"})} if row else {}
            for row in (before, after)
        ]
        what = What.ACCOUNT if before is None else kind_of(changed)
        raise note_refusal(refusal, what, before or after, before=facts[0], after=facts[1])


def kind_of(changed: set[str]) -> AccountChange.What:
    if "password" in changed:
        return What.PASSWORD
    if changed & POWERS:
        return What.ROLES
    return What.ACTIVITY if "is_active" in changed else What.DETAILS


def _of_known_people(actor: Any) -> AccountRefused | None:
    return None if actor.is_authenticated else refusals.NobodySignedIn()


def _of_opening(actor: Any, new: AbstractUser) -> AccountRefused | None:
    if is_password_usable(new.password):
        return refusals.PasswordsAreSetByTheirOwner()
    if is_administrator(actor):
        return None
    if not actor.has_perm("doccontrol.add_person"):
        return refusals.AccountsAreKeptByOthers()
    if new.is_superuser or new.is_staff:
        return refusals.OnlyAdministratorsMakeAdministrators()
    return refusals.NamedLikeASigner() if _is_named_like_a_signer(new) else None


def _is_named_like_a_signer(new: AbstractUser) -> bool:
    """Marks aside: on paper, a mark more or less is easily overlooked."""
    people = type(new)._base_manager.filter(is_active=True)
    return any(fold(str(person)) == fold(str(new)) and holds_keys(person) for person in people)


def _of_changing(actor: Any, person: AbstractUser, changed: set[str]) -> AccountRefused | None:
    is_own = actor.pk == person.pk
    if "password" in changed and not is_own:
        return refusals.PasswordsAreSetByTheirOwner()
    return (
        _of_powers(actor, is_own, changed)
        or _of_activity(actor, person, is_own, changed)
        or _of_names(actor, changed)
    )


def _of_powers(actor: Any, is_own: bool, changed: set[str]) -> AccountRefused | None:
    if not changed & POWERS:
        return None
    if not is_administrator(actor):
        return refusals.OnlyAdministratorsMakeAdministrators()
    return refusals.NotOnesOwn() if is_own else None


def _of_activity(
    actor: Any, person: AbstractUser, is_own: bool, changed: set[str]
) -> AccountRefused | None:
    if "is_active" not in changed:
        return None
    if is_own:
        return refusals.NotOnesOwn()
    if is_administrator(actor):
        return None
    if not actor.has_perm("doccontrol.change_person"):
        return refusals.AccountsAreKeptByOthers()
    if person.is_superuser:
        return refusals.OnlyAdministratorsMakeAdministrators()
    return refusals.OnlyAdministratorsGiveKeys() if holds_keys(person) else None


def _of_names(actor: Any, changed: set[str]) -> AccountRefused | None:
    if not changed & NAMES:
        return None
    if not is_administrator(actor):
        return refusals.OnlyAdministratorsChangeNames()
    return None if acting.why().strip() else refusals.ReasonIsMissing()


def check_deleting(what: Any) -> None:
    """Raises PeopleAreNotDeleted for whoever acts, administrators included."""
    if acting.who() is not None:
        raise note_refusal(refusals.PeopleAreNotDeleted(), What.DELETION, what)


def check_roles(person: AbstractUser, names: Iterable[str], before: Facts, after: Facts) -> None:
    """Raises AccountRefused if who acts may not give or take the groups called ``names``."""
    actor = acting.who()
    if actor is None:
        return
    refusal = _of_roles(actor, person, set(names))
    if refusal is not None:
        raise note_refusal(refusal, What.ROLES, person, before=before, after=after)


def check_auditor_alone(person: AbstractUser, held: set[str], after: set[str]) -> None:
    """Raises AuditorIsNothingElse, whoever acts, the server's commands too: who looks on gets
    another role, or who has one is made to look on. One role less is always possible."""
    if Role.AUDITOR in after and after - {Role.AUDITOR} and after - held:
        before, now = {"roles": sorted(held)}, {"roles": sorted(after)}
        refusal = refusals.AuditorIsNothingElse()
        raise note_refusal(refusal, What.ROLES, person, before=before, after=now)


def _of_roles(actor: Any, person: AbstractUser, names: set[str]) -> AccountRefused | None:
    if not actor.is_authenticated:
        return refusals.NobodySignedIn()
    if actor.pk == person.pk:
        return refusals.NotOnesOwn()
    if is_administrator(actor):
        return None
    if not actor.has_perm("doccontrol.change_person"):
        return refusals.AccountsAreKeptByOthers()
    if person.is_superuser:
        return refusals.OnlyAdministratorsMakeAdministrators()
    return None if names <= ORDINARY else refusals.OnlyAdministratorsGiveKeys()


def check_rights(group: Any, before: Facts, after: Facts) -> None:
    """Raises AccountRefused if who acts may not change what the members of ``group`` may do."""
    actor = acting.who()
    if actor is None:
        return
    is_in_it = group.pk is not None and actor.is_authenticated and actor.groups.filter(pk=group.pk)
    if not is_administrator(actor) or is_in_it:
        refusal = refusals.OnlyAdministratorsKeepRoles()
        raise note_refusal(refusal, What.RIGHTS, group.name, before=before, after=after)


def check_role_stays(name: str, after: Facts) -> None:
    """Raises RolesAreNotDeleted: one of the six is to be deleted or called otherwise."""
    if acting.who() is not None:
        refusal = refusals.RolesAreNotDeleted()
        raise note_refusal(refusal, What.RIGHTS, name, before={"name": name}, after=after)


def check_post(
    people: Sequence[AbstractUser], before: GuardedPost | None, after: GuardedPost | None
) -> None:
    """Raises AccountRefused if who acts may not give, change or end this post of ``people``.

    A head of unit reviews, and where none is, the secretary does: so nobody who keeps posts
    decides alone who heads a unit, nor touches a post of their own.
    """
    actor = acting.who()
    if actor is None:
        return
    is_head = any(post is not None and post.is_head for post in (before, after))
    refusal = _of_posts(actor, {person.pk for person in people}, is_head)
    if refusal is not None:
        facts = [post.facts() if post is not None else {} for post in (before, after)]
        raise note_refusal(refusal, What.POST, people[0], before=facts[0], after=facts[1])


def _of_posts(actor: Any, holders: set[int], is_head: bool) -> AccountRefused | None:
    if not actor.is_authenticated:
        return refusals.NobodySignedIn()
    if actor.pk in holders:
        return refusals.NotOnesOwn()
    if is_administrator(actor):
        return None
    if not actor.has_perm("doccontrol.change_post"):
        return refusals.AccountsAreKeptByOthers()
    return refusals.OnlyAdministratorsGiveKeys() if is_head else None


def check_signing(person: AbstractUser, before: Facts, after: Facts) -> None:
    """Raises AccountRefused if who acts may not record by what decision ``person`` signs, or end
    it: nobody does that of themselves."""
    actor = acting.who()
    if actor is None:
        return
    refusal = _of_known_people(actor)
    if refusal is None and actor.pk == person.pk:
        refusal = refusals.NotOnesOwn()
    if refusal is None and not actor.has_perm("doccontrol.change_signingassignment"):
        refusal = refusals.AccountsAreKeptByOthers()
    if refusal is not None:
        raise note_refusal(refusal, What.SIGNING, person, before=before, after=after)


def check_leadership(unit: str, heads: Sequence[AbstractUser], before: Facts, after: Facts) -> None:
    """Raises AccountRefused if who acts may not say that the unit called ``unit``, which ``heads``
    head now or later, leads the agency: its head signs for all of it."""
    actor = acting.who()
    if actor is None:
        return
    refusal = _of_known_people(actor)
    if refusal is None and actor.pk in {person.pk for person in heads}:
        refusal = refusals.NotOnesOwn()
    if refusal is None and not is_administrator(actor):
        refusal = refusals.OnlyAdministratorsNameTheLeadership()
    if refusal is not None:
        raise note_refusal(refusal, What.SIGNING, unit, before=before, after=after)


def check_sending_link(person: AbstractUser) -> None:
    """Raises AccountRefused if who acts keeps no accounts. The link goes to the person's own
    address, which only an administrator changes, so whoever keeps accounts may send one."""
    actor = acting.who()
    if actor is None:
        return
    if not actor.is_authenticated:
        raise note_refusal(refusals.NobodySignedIn(), What.LINK, person)
    if not actor.has_perm("doccontrol.change_person"):
        raise note_refusal(refusals.AccountsAreKeptByOthers(), What.LINK, person)
