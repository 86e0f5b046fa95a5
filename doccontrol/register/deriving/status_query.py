"""The status of many texts at once, decided by the database in the order of ``rules.status_on``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, INTERRUPTIONS, PARTIAL_CHANGES, TextStatus

TOUCHING = ENDINGS | INTERRUPTIONS | PARTIAL_CHANGES


def with_status(texts: QuerySet[LegalText], on: date) -> QuerySet[LegalText]:
    """Annotate ``status_on_day``, what ``LegalText.status(on)`` answers for each row.

    Reads the relations of each row: for the texts of one page.
    """
    acting = _acting(on).filter(target=OuterRef("pk"))

    def acts(kinds: Iterable[RelationKind], **which: bool) -> Q:
        # Not EXISTS: PostgreSQL would first gather the relations of the whole register, where
        # only those of a page's rows are asked for.
        first_act = acting.filter(kind__in=list(kinds), **which).order_by().values("pk")[:1]
        return Q(IsNull(Subquery(first_act), False))

    return texts.annotate(
        status_on_day=_status(
            on,
            ended=acts(ENDINGS, is_whole=True),
            suspended=acts(INTERRUPTIONS, is_whole=True),
            touched=acts(TOUCHING),
        )
    )


def in_status(
    texts: QuerySet[LegalText], statuses: Collection[str], on: date
) -> QuerySet[LegalText]:
    """Texts that stand so on ``on``. Reads the days beside each text (``acted_days``) and the few
    relations with an announced end: for the whole register.

    A test holds it, ``with_status`` and the rule to the same answers.
    """
    passing = _acting(on).filter(until__isnull=False).order_by()

    def acts(column: str, kinds: Iterable[RelationKind], **which: bool) -> Q:
        for_a_time = passing.filter(kind__in=list(kinds), **which)
        return Q(**{f"{column}__lte": on}) | Q(pk__in=for_a_time.values("target"))

    status = _status(
        on,
        ended=acts("ended_on", ENDINGS, is_whole=True),
        suspended=acts("suspended_on", INTERRUPTIONS, is_whole=True),
        touched=acts("touched_on", TOUCHING),
    )
    return texts.alias(status_by_days=status).filter(status_by_days__in=statuses)


def _acting(on: date) -> QuerySet[LegalRelation]:
    """Relations that act on ``on``."""
    dated = LegalRelation.objects.annotate(bites_on=Coalesce("on", "acting__effective"))
    return dated.filter(Q(until__isnull=True) | Q(until__gt=on), bites_on__lte=on)


def _status(on: date, *, ended: Q, suspended: Q, touched: Q) -> Case:
    return Case(
        When(~Q(status_override=""), then=F("status_override")),
        When(Q(expires__lte=on) | ended, then=_word(TextStatus.EXPIRED)),
        When(effective__isnull=True, then=_word(TextStatus.UNKNOWN)),
        When(effective__gt=on, then=_word(TextStatus.NOT_YET)),
        When(suspended, then=_word(TextStatus.SUSPENDED)),
        When(touched, then=_word(TextStatus.PARTLY)),
        default=_word(TextStatus.IN_FORCE),
        output_field=CharField(),
    )


def _word(status: TextStatus) -> Value:
    return Value(status.value)
