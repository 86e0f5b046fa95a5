"""The days on which other texts act on a text, written beside it so that they can be searched.

Dates, not states: how the text stands on a day is read from them (``status_query``).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, PARTIAL_CHANGES

LIST_SIZE = 500


@transaction.atomic
def derive_acted_days(texts: Iterable[LegalText]) -> None:
    """Bring the days of ``texts``, and of all that they act on, in line with the register.

    A relation with an announced end (``until``) is left out: it is asked for by itself.
    """
    keys = sorted({text.pk for text in texts})
    for start in range(0, len(keys), LIST_SIZE):
        chunk = keys[start : start + LIST_SIZE]
        acted_on = LegalRelation.objects.filter(acting__in=chunk, target__isnull=False)
        touched = LegalText.objects.filter(
            Q(pk__in=chunk) | Q(pk__in=acted_on.order_by().values("target"))
        ).order_by("pk")
        # Two statements: the second one sees what was committed while the first one waited.
        list(touched.select_for_update(of=("self",)).values_list("pk", flat=True))
        touched.order_by().update(**acted_days())


def acted_days() -> dict[str, Subquery]:
    """The three columns, each as the earliest day of the relations that count for it."""
    return {
        "ended_on": _first(ENDINGS, is_whole=True),
        "suspended_on": _first(INTERRUPTIONS, is_whole=True),
        "touched_on": _first(ENDINGS | INTERRUPTIONS | PARTIAL_CHANGES),
    }


def _first(kinds: Iterable[RelationKind], **which: bool) -> Subquery:
    acting = LegalRelation.objects.filter(
        target=OuterRef("pk"), until__isnull=True, kind__in=sorted(kinds), **which
    ).annotate(day=Coalesce("on", "acting__effective"))
    return Subquery(acting.filter(day__isnull=False).order_by("day").values("day")[:1])
