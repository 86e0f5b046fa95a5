"""The base of every table of evidence, and what the ORM refuses to do to it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused
from doccontrol.evidence.hashing import RowHashField
from doccontrol.evidence.rules import EvidenceRule
from doccontrol.evidence.tables import linked_tables


class EvidenceIsFixed(Refused):
    """Someone tried to change or delete evidence."""

    def __init__(self, what: object) -> None:
        super().__init__(
            _("%(what)s is evidence: it cannot be changed or deleted.") % {"what": what}
        )


class EvidenceQuerySet(models.QuerySet[Any]):
    def change(self, **fields: Any) -> int:
        """Write fields that the table's rule lets change later; the database judges how. Returns
        how many rows. Raises EvidenceIsFixed for any other field."""
        if set(fields) - self.model.evidence_rule.later:
            raise self._fixed()
        return super().update(**fields)

    def update(self, **fields: Any) -> NoReturn:
        raise self._fixed()

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise self._fixed()

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        """Rows are added, and none is passed over or changed because it is there already."""
        if args or options.keys() - {"batch_size"}:
            raise self._fixed()
        return super().bulk_create(objs, **options)

    def delete(self) -> NoReturn:
        raise self._fixed()

    delete.queryset_only = True  # type: ignore[attr-defined]

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise self._fixed()

    def _fixed(self) -> EvidenceIsFixed:
        return EvidenceIsFixed(self.model._meta.verbose_name)


class ProtectedRow(models.Model):
    """A row that the database guards by its rule and that ``verify_evidence`` knows by its hash.

    For tables of which some columns are answered later (``evidence_rule`` says which); a table of
    which nothing changes derives from ``Evidence``. Foreign keys to and from it are PROTECTed.
    """

    evidence_rule: ClassVar[EvidenceRule] = EvidenceRule()

    row_sha256 = RowHashField()

    class Meta:
        abstract = True


class Evidence(ProtectedRow):
    """Base of every table whose rows are written once."""

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise EvidenceIsFixed(self)
        # A new object under a key that is taken must not become an UPDATE of that row.
        super().save(*args, **options | {"force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise EvidenceIsFixed(self)


def refuse_deleting_what_is_linked(sender: Any, instance: models.Model, **_: Any) -> None:
    """Django would delete the link with it, which the database refuses without a word to read."""
    for link, name in linked_tables()[sender]:
        if link._base_manager.filter(**{name: instance.pk}).exists():
            raise EvidenceIsFixed(instance)


def guard_what_is_linked() -> None:
    for model in linked_tables():
        pre_delete.connect(
            refuse_deleting_what_is_linked,
            sender=model,
            dispatch_uid=f"evidence:{model._meta.label}",
        )
