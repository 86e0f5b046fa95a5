"""Roles are Django's groups, which are not ours to subclass: their guard listens to signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Manager, Model
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver

from doccontrol.organisation.accounts.account_log import AccountChange, note
from doccontrol.organisation.accounts.guards import (
    check_auditor_alone,
    check_rights,
    check_role_stays,
    check_roles,
)
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.models.people import Person

What = AccountChange.What
BEFORE_A_CHANGE = ("pre_add", "pre_remove", "pre_clear")


@receiver(m2m_changed, sender=Person.groups.through)
def guard_roles(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Each person's groups, from the side of the person or of the group.

    Raises AccountRefused. Written down before the change, in the transaction that makes it.
    """
    if action not in BEFORE_A_CHANGE:
        return
    for person in _whom(Person, instance.user_set if reverse else None, instance, pk_set):
        held = _role_names(person.groups)
        every = [instance] if reverse else _chosen(Group, pk_set, person.groups)
        _guard_roles_of(person, held, _after(action, held, _role_names(every)))


def _guard_roles_of(person: Person, held: set[str], after: set[str]) -> None:
    if after == held:
        return
    before, now = {"roles": sorted(held)}, {"roles": sorted(after)}
    check_auditor_alone(person, held, after)
    check_roles(person, held ^ after, before, now)
    note(What.ROLES, person, before=before, after=now)


@receiver(m2m_changed, sender=Person.user_permissions.through)
def guard_single_permissions(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """A permission beside all roles: guarded as a role that nobody knows. Raises AccountRefused."""
    if action not in BEFORE_A_CHANGE:
        return
    for person in _whom(Person, instance.user_set if reverse else None, instance, pk_set):
        held = _right_names(person.user_permissions)
        every = [instance] if reverse else _chosen(Permission, pk_set, person.user_permissions)
        after = _after(action, held, _right_names(every))
        if after != held:
            before, now = {"permissions": sorted(held)}, {"permissions": sorted(after)}
            check_roles(person, held ^ after, before, now)
            note(What.ROLES, person, before=before, after=now)


@receiver(m2m_changed, sender=Group.permissions.through)
def guard_rights(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """What a role may do. Raises AccountRefused."""
    if action not in BEFORE_A_CHANGE:
        return
    for group in _whom(Group, instance.group_set if reverse else None, instance, pk_set):
        held = _right_names(group.permissions)
        every = [instance] if reverse else _chosen(Permission, pk_set, group.permissions)
        after = _after(action, held, _right_names(every))
        if after != held:
            # Only what differs: a role has dozens of them.
            before = {"permissions": sorted(held - after)}
            now = {"permissions": sorted(after - held)}
            check_rights(group, before, now)
            note(What.RIGHTS, group.name, before=before, after=now)


@receiver(pre_save, sender=Group)
def guard_group(instance: Group, raw: bool = False, **kwargs: Any) -> None:
    """A role made or called otherwise. Raises AccountRefused; one of the six keeps its name."""
    stored = None if instance.pk is None else Group.objects.filter(pk=instance.pk).first()
    if raw or (stored is not None and stored.name == instance.name):
        return
    before = {} if stored is None else {"name": stored.name}
    after = {"name": instance.name}
    check_rights(instance, before, after)
    if stored is not None and stored.name in set(Role):
        check_role_stays(stored.name, after)
    note(What.RIGHTS, instance.name, before=before, after=after)


@receiver(pre_delete, sender=Group)
def guard_deleting_group(instance: Group, **kwargs: Any) -> None:
    """Raises AccountRefused; its members lose the role, and each hears of it."""
    check_rights(instance, {"name": instance.name}, {})
    if instance.name in set(Role):
        check_role_stays(instance.name, {})
    for person in instance.user_set.all():
        held = _role_names(person.groups)
        _guard_roles_of(person, held, held - {instance.name})
    note(What.RIGHTS, instance.name, before={"name": instance.name})


def _whom(model: type[Model], others: Any, instance: Any, pk_set: set[int] | None) -> Iterable[Any]:
    """Whose roles or rights change. ``others`` is the far side's manager where the change was
    asked for from there, and None where it was asked of the instance itself."""
    return [instance] if others is None else _chosen(model, pk_set, others)


def _chosen(model: type[Model], pk_set: set[int] | None, held: Any) -> Iterable[Any]:
    """Of a change Django names by keys; without any it is about all that are held."""
    return held.all() if pk_set is None else model._default_manager.filter(pk__in=pk_set)


def _role_names(roles: Any) -> set[str]:
    rows = roles.all() if isinstance(roles, Manager) else roles
    return {role.name for role in rows}


def _right_names(rights: Any) -> set[str]:
    """With their application: two applications may call two rights the same."""
    rows = rights.select_related("content_type") if isinstance(rights, Manager) else rights
    return {f"{right.content_type.app_label}.{right.codename}" for right in rows}


def _after(action: str, held: set[str], named: set[str]) -> set[str]:
    return held | named if action == "pre_add" else held - named
