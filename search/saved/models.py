"""Searches that people of the agency keep for themselves."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 100


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def of(self, person: object) -> Self:
        """Nobody sees another's."""
        return self.filter(person=person)


class SavedSearch(models.Model):
    """``query`` is an address of the results page (``address.Address.query``), from its first page;
    whoever asks it again finds what that person may find then."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.TextField(editable=False)
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "query"], name="saved_search_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_search_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"{reverse('search')}?{self.query}"

    @property
    def words(self) -> str:
        return QueryDict(self.query).get("q", "")
