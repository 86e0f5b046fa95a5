"""One history entry with one reason for each action on a record (django-reversion), and two of
them compared.

Pages have their own history: Wagtail revisions and editions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reversion
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.models import Version

from doccontrol.acting import because

if TYPE_CHECKING:
    from doccontrol.organisation.models.people import Person


@contextmanager
def recorded(person: Person | None, reason: str) -> Iterator[None]:
    """One transaction, one history entry, one reason. ``person`` None is the machine."""
    with because(reason), reversion.create_revision(atomic=True):
        reversion.set_comment(reason)
        if person is not None:
            reversion.set_user(person)
        yield


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of two history entries, in words."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


def versions_of(record: Model) -> QuerySet[Version]:
    """The history entries of a record, newest first, each with who, when and why."""
    return Version.objects.get_for_object(record).select_related("revision__user")


def compare(model: type[Model], left: Version, right: Version) -> list[FieldPair]:
    """The two entries column by column, derived columns left out."""
    pairs = []
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if field.editable and not field.primary_key:
            words = [_in_words(field, version.field_dict) for version in (left, right)]
            pairs.append(FieldPair(capfirst(str(field.verbose_name)), *words))
    return pairs


def _in_words(field: Any, values: dict[str, Any]) -> str:
    value = values.get(field.attname, values.get(field.name))
    if value in (None, "", []):
        return ""
    if field.is_relation:
        keys = value if isinstance(value, list) else [value]
        named = field.related_model._default_manager.in_bulk(keys)
        return ", ".join(str(named.get(key, f"#{key}")) for key in keys)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
