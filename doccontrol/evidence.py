"""Rows that prove something: written once, never changed or deleted (ISO 9001:2015, 7.5.3.2)."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from doccontrol.errors import Refused


class EvidenceIsFixed(Refused):
    """Someone tried to change or delete evidence."""

    def __init__(self, what: object) -> None:
        super().__init__(
            _("%(what)s is evidence: it cannot be changed or deleted.") % {"what": what}
        )


class EvidenceQuerySet(models.QuerySet[Any]):
    def update(self, **fields: Any) -> NoReturn:
        raise EvidenceIsFixed(self.model._meta.verbose_name)

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise EvidenceIsFixed(self.model._meta.verbose_name)

    def delete(self) -> NoReturn:
        raise EvidenceIsFixed(self.model._meta.verbose_name)

    delete.queryset_only = True  # type: ignore[attr-defined]


class Evidence(models.Model):
    """Base of every such table. Foreign keys that point to and from it are PROTECTed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise EvidenceIsFixed(self)
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise EvidenceIsFixed(self)
