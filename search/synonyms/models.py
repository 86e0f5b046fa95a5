"""The synonym table, kept by the ISO secretary: abbreviations, everyday words for legal ones."""

from __future__ import annotations

from typing import Any

import reversion
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q, Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from search.queries.synonyms import MOST_ALTERNATIVES, Synonyms
from search.queries.synonyms import Synonym as Entry
from search.text import folded, words


class SynonymQuerySet(models.QuerySet["Synonym"]):
    def version(self) -> tuple[Any, ...]:
        """Another one after every change: entries are never deleted, and every saving counts.

        The moment alone would not do: a change begun earlier may be committed later.
        """
        newest = self.aggregate(saved=Sum("times_saved"), at=Max("saved_at"))
        return newest["saved"], newest["at"]

    def as_table(self) -> Synonyms:
        """What questions are read with."""
        active = self.filter(is_active=True).order_by("pk")
        return Synonyms(
            Entry(synonym.short, synonym.long_forms, synonym.both_ways) for synonym in active
        )


@reversion.register(exclude=["times_saved", "saved_at"])
class Synonym(models.Model):
    """A short or everyday form and what it stands for. Two short forms that are the same without
    marks are one entry with several long forms."""

    short = models.CharField(
        _("short or everyday form"),
        max_length=60,
        help_text=_("For example TTHC, or “sổ đỏ”. Marks may be left out by those who search."),
    )
    short_folded = models.CharField(max_length=60, unique=True, editable=False)
    long = models.TextField(
        _("long forms"),
        help_text=format_lazy(
            _("One on each line, {most} at most; the commonest first."), most=MOST_ALTERNATIVES
        ),
    )
    both_ways = models.BooleanField(
        _("both ways"),
        default=True,
        help_text=_(
            "Who asks for a long form finds the short one too. Right for abbreviations; wrong "
            "where the everyday form means less or something else besides."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    times_saved = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(auto_now=True)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["short_folded"]
        constraints = [
            models.CheckConstraint(condition=~Q(short_folded=""), name="synonym_has_a_short_form"),
            models.CheckConstraint(condition=~Q(long=""), name="synonym_has_a_long_form"),
        ]

    def __str__(self) -> str:
        return self.short

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.short_folded = folded_form(self.short)
        self.times_saved += 1
        super().save(*args, **kwargs)

    @property
    def long_forms(self) -> tuple[str, ...]:
        return tuple(filter(None, map(str.strip, self.long.splitlines())))

    def clean(self) -> None:
        """Raises ValidationError for what could never be met in a question."""
        self.short_folded = folded_form(self.short)
        long = [folded_form(form) for form in self.long_forms]
        errors: dict[str, Any] = {}
        if not self.short_folded:
            errors["short"] = _("Enter letters or digits.")
        elif self._others().filter(short_folded=self.short_folded).exists():
            errors["short"] = _(
                "This form is in the table already, perhaps with other marks. Add the long form "
                "to that entry."
            )
        if not all(long) or not long:
            errors["long"] = _("Each line needs letters or digits.")
        elif len(long) > MOST_ALTERNATIVES:
            errors["long"] = _("%(most)s lines at most: each makes a search slower.") % {
                "most": MOST_ALTERNATIVES
            }
        elif len(set(long)) < len(long) or self.short_folded in long:
            errors["long"] = _("Each line must be different from the short form and the others.")
        if errors:
            raise ValidationError(errors)

    def _others(self) -> SynonymQuerySet:
        return Synonym.objects.exclude(pk=self.pk)


def folded_form(text: str) -> str:
    """The words without marks, one blank between them."""
    return " ".join(map(folded, words(text)))
