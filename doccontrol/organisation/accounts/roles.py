"""The six roles: groups of people, made by a migration and named as the agency names them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class Role(StrEnum):
    """The value is the name of the group in the database: data, in the agency's language."""

    SECRETARY = "Thư ký ISO"
    WORKING_GROUP = "Tổ công tác ISO"
    HEAD = "Lãnh đạo phòng"
    APPROVER = "Người phê duyệt"
    STAFF = "Công chức"
    AUDITOR = "Đánh giá viên"


# Whoever keeps accounts may give and take these. Every other group, whatever its name, is an
# administrator's: a role that signs or keeps the register, or one that nobody knows here.
ORDINARY = frozenset({Role.STAFF, Role.AUDITOR})


def has_role(person: AbstractUser | AnonymousUser, *roles: Role) -> bool:
    """Whether an active person is in the group of one of ``roles``. Superusers are not implied."""
    if not person.is_authenticated or not person.is_active:
        return False
    if not hasattr(person, "_role_names"):
        # One query a request, whoever asks.
        person._role_names = set(person.groups.values_list("name", flat=True))  # type: ignore[attr-defined]
    return bool(person._role_names & set(roles))  # type: ignore[attr-defined]
