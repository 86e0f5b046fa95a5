"""The days on which a text ends by its own time limit, and on which a suspension ends: changes of
the law like any other (Luật 64/2025/QH15, Điều 56 and Điều 57 khoản 1 điểm a)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from doccontrol.folding import fold
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, INTERRUPTIONS

LIST_SIZE = 500
# What decides whether a time limit or a suspension still ends something.
STOPPING = ENDINGS | INTERRUPTIONS


def own_end(expires: date | None, ended_on: date | None) -> date | None:
    """The first day without force by the text's own time limit; None without one, and when
    another text ends it as a whole on that day or before: nothing ends twice."""
    if expires is None or (ended_on is not None and ended_on <= expires):
        return None
    return expires


def resumptions(relations: QuerySet[LegalRelation]) -> list[tuple[LegalRelation, date]]:
    """The suspensions among ``relations`` that really end, each with the first day in force again.

    None of a target that has ended by then, nor of one that another suspension, of the whole or of
    the same provisions, holds on that day: so a suspension is prolonged by another text. Of two
    that end on one day the first counts.
    """
    ending = list(_suspensions(relations).filter(until__isnull=False).select_related("target"))
    if not ending:
        return []
    targets = {relation.target_id for relation in ending}
    others = list(_suspensions(LegalRelation.objects.filter(target__in=targets)))
    return [
        (relation, relation.until)
        for relation in ending
        if relation.until is not None and _resumes(relation, others)
    ]


def dependent_on(texts: Collection[int]) -> list[LegalText]:
    """Those whose own end, or an end of what they suspended, hangs on what is done by ``texts`` or
    to them."""
    dependent: dict[int, LegalText] = {}
    keys = sorted(texts)
    for start in range(0, len(keys), LIST_SIZE):
        chunk = keys[start : start + LIST_SIZE]
        acts = LegalRelation.objects.filter(acting__in=chunk, kind__in=sorted(STOPPING))
        chunk += acts.filter(target__isnull=False).values_list("target", flat=True)
        paused = LegalRelation.objects.filter(
            target__in=chunk, kind__in=sorted(INTERRUPTIONS), until__isnull=False
        )
        acting = list(paused.order_by().values_list("acting", flat=True))
        limited = Q(pk__in=chunk, expires__isnull=False)
        dependent |= LegalText.objects.filter(limited | Q(pk__in=acting)).order_by().in_bulk()
    return list(dependent.values())


def _suspensions(relations: QuerySet[LegalRelation]) -> QuerySet[LegalRelation]:
    kinds = sorted(INTERRUPTIONS)
    return relations.filter(kind__in=kinds).select_related("acting").order_by("pk")


def _resumes(relation: LegalRelation, others: Iterable[LegalRelation]) -> bool:
    day, target = relation.until, relation.target
    if day is None or (relation.effective is not None and day <= relation.effective):
        return False
    if target is None:
        return True
    if any(end and end <= day for end in (target.ended_on, target.expires)):
        return False
    return not any(
        other.pk != relation.pk
        and other.target_id == relation.target_id
        and (other.is_whole or fold(other.scope) == fold(relation.scope))
        and (other.as_effect().acts(day) or (other.until == day and other.pk < relation.pk))
        for other in others
    )
