"""The status of many texts at once, decided by the database in the order of ``rules.status_on``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from doccontrol.register.models import LegalRelation, LegalText
from doccontrol.register.rules import (
    ENDINGS,
    INTERRUPTIONS,
    PARTIAL_CHANGES,
    RelationKind,
    TextStatus,
)


def with_status(texts: QuerySet[LegalText], on: date) -> QuerySet[LegalText]:
    """Annotate ``status_on_day``, what ``LegalText.status(on)`` answers for each row.

    A test holds both to the same answers.
    """
    acting = (
        LegalRelation.objects.filter(target=OuterRef("pk"))
        .annotate(bites_on=Coalesce("on", "acting__effective"))
        .filter(Q(until__isnull=True) | Q(until__gt=on), bites_on__lte=on)
    )

    def acts(kinds: Iterable[RelationKind]) -> Exists:
        return Exists(acting.filter(kind__in=list(kinds)))

    def acts_wholly(kinds: Iterable[RelationKind]) -> Exists:
        return Exists(acting.filter(kind__in=list(kinds), is_whole=True))

    return texts.annotate(
        status_on_day=Case(
            When(~Q(status_override=""), then=F("status_override")),
            When(Q(expires__lte=on) | Q(acts_wholly(ENDINGS)), then=_word(TextStatus.EXPIRED)),
            When(effective__isnull=True, then=_word(TextStatus.UNKNOWN)),
            When(effective__gt=on, then=_word(TextStatus.NOT_YET)),
            When(acts_wholly(INTERRUPTIONS), then=_word(TextStatus.SUSPENDED)),
            When(acts(ENDINGS | INTERRUPTIONS | PARTIAL_CHANGES), then=_word(TextStatus.PARTLY)),
            default=_word(TextStatus.IN_FORCE),
            output_field=CharField(),
        )
    )


def _word(status: TextStatus) -> Value:
    return Value(status.value)
