"""Roles are Django's groups, which are not ours to subclass: their guard listens to signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.dispatch import receiver

from doccontrol.organisation.account_log import AccountChange, note
from doccontrol.organisation.guards import check_rights, check_role_stays, check_roles
from doccontrol.organisation.person_models import Person
from doccontrol.organisation.roles import Role

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
    if not reverse:
        _guard_one(instance, action, _names(Group.objects.all(), pk_set, instance.groups.all()))
        return
    members = instance.user_set.all() if pk_set is None else Person.objects.filter(pk__in=pk_set)
    for person in members:
        _guard_one(person, action, {instance.name})


def _names(every: Any, pk_set: set[int] | None, present: Any) -> set[str]:
    chosen = present if pk_set is None else every.filter(pk__in=pk_set)
    return set(chosen.values_list("name", flat=True))


def _guard_one(person: Person, action: str, names: set[str]) -> None:
    held = set(person.groups.values_list("name", flat=True))
    after = held | names if action == "pre_add" else held - names
    if after == held:
        return
    before, now = {"roles": sorted(held)}, {"roles": sorted(after)}
    check_roles(person, held ^ after, before, now)
    note(What.ROLES, person, before=before, after=now)


@receiver(m2m_changed, sender=Person.user_permissions.through)
def guard_single_permissions(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """A permission beside all roles: guarded as a role that nobody knows. Raises AccountRefused."""
    if action not in BEFORE_A_CHANGE:
        return
    people = [instance]
    if reverse:
        people = list(
            instance.user_set.all() if pk_set is None else Person.objects.filter(pk__in=pk_set)
        )
    named = _permissions(None if reverse else pk_set, instance, reverse)
    for person in people:
        held = set(person.user_permissions.values_list("codename", flat=True))
        after = held | named if action == "pre_add" else held - named
        if after != held:
            before, now = {"permissions": sorted(held)}, {"permissions": sorted(after)}
            check_roles(person, held ^ after, before, now)
            note(What.ROLES, person, before=before, after=now)


def _permissions(pk_set: set[int] | None, instance: Any, reverse: bool) -> set[str]:
    if reverse:
        return {instance.codename}
    chosen = instance.user_permissions.all()
    if pk_set is not None:
        chosen = Permission.objects.filter(pk__in=pk_set)
    return set(chosen.values_list("codename", flat=True))


@receiver(m2m_changed, sender=Group.permissions.through)
def guard_rights(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """What a role may do. Raises AccountRefused."""
    if action not in BEFORE_A_CHANGE:
        return
    groups: Iterable[Group] = [instance]
    if reverse:
        groups = instance.group_set.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    for group in groups:
        held = set(group.permissions.values_list("codename", flat=True))
        if reverse:
            named = {instance.codename}
        elif pk_set is None:
            named = held
        else:
            named = set(Permission.objects.filter(pk__in=pk_set).values_list("codename", flat=True))
        after = held | named if action == "pre_add" else held - named
        if after == held:
            continue
        # Only what differs: a role has dozens of them.
        before, now = {"permissions": sorted(held - after)}, {"permissions": sorted(after - held)}
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
        _guard_one(person, "pre_remove", {instance.name})
    note(What.RIGHTS, instance.name, before={"name": instance.name})
