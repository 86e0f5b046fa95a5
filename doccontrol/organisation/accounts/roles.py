"""The six roles: groups of people, made by a migration and named as the agency names them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser


class Role(StrEnum):
    """The value is the name of the group in the database: data, in the agency's language."""

    SECRETARY = "Thư ký ISO"
    WORKING_GROUP = "Tổ công tác ISO"
    HEAD = "Người đứng đầu đơn vị"
    APPROVER = "Người phê duyệt"
    STAFF = "Công chức, người lao động"
    AUDITOR = "Đánh giá viên"


# What people in the role do, where somebody chooses one.
DUTIES = {
    Role.SECRETARY: _(
        "keeps the register, decides about new texts, looks after deadlines and accounts"
    ),
    Role.WORKING_GROUP: _("hands in legal texts and keeps the register with the secretary"),
    Role.HEAD: _("drafts for the own unit, reviews its drafts, proposes what need not change"),
    Role.APPROVER: _("approves documents, decisions and withdrawals, and signs them"),
    Role.STAFF: _("reads, confirms reading and drafts for the own unit"),
    Role.AUDITOR: _("looks at everything, drafts and history too, and changes nothing"),
}

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
