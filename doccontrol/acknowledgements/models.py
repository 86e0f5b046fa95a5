"""Proof that a person read an edition: bound to its hash, with the name as it was that day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doccontrol.evidence import Evidence


class Acknowledgement(Evidence):
    edition = models.ForeignKey(
        "doccontrol.Edition", on_delete=models.PROTECT, related_name="acknowledgements"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    edition_sha256 = models.CharField(max_length=64)
    statement = models.CharField(_("statement"), max_length=300)
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("title of the post"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"))
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "person"], name="acknowledged_once_per_person"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(edition_sha256=""),
                name="acknowledgement_names_what_and_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.edition}"
