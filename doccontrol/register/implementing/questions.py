"""Which implementing texts must be asked about, because the text that they implement has ended.

Derived from dates for any day; nothing is stored but answers, and no status follows by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from doccontrol.extension_points import texts_in_use
from doccontrol.lawtext.relation_kinds import IMPLEMENTING
from doccontrol.register.deriving.status_query import in_status
from doccontrol.register.implementing.models import ChildAnswer
from doccontrol.register.implementing.rules import ChildRule, child_rule, ended_on
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, TextStatus

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Question:
    """Is ``child`` still in force, and where is that announced?

    ``ended_on`` is None where the parent was called ended by hand, without a day; ``ended_by`` is
    the relation that ended it, None where its own time limit did.
    """

    child: LegalText
    parent: LegalText
    ended_on: date | None
    ended_by: LegalRelation | None
    rule: ChildRule | None


def implementations(on: date) -> QuerySet[LegalRelation]:
    """One relation for each (child, parent) where the parent has ended by ``on``, and the child,
    a norm, has not, answered or not.

    Source: Luật 64/2025/QH15 Điều 57 khoản 2, as amended by Luật 87/2025/QH15 Điều 1 khoản 22.
    """
    implementing = LegalRelation.objects.filter(kind__in=IMPLEMENTING)
    twin = implementing.filter(
        acting=OuterRef("acting"), target=OuterRef("target"), pk__lt=OuterRef("pk")
    )
    return implementing.filter(
        _ended("target", on), ~_ended("acting", on), ~Exists(twin), acting__type__is_normative=True
    )


def open_questions(on: date) -> QuerySet[LegalRelation]:
    """Of ``implementations``, those that nobody has answered by ``on``."""
    answered = ChildAnswer.objects.in_effect(on).filter(
        child=OuterRef("acting"), parent=OuterRef("target")
    )
    return implementations(on).filter(~Exists(answered))


def our_documents_rest_on(relations: QuerySet[LegalRelation], on: date) -> QuerySet[LegalRelation]:
    """Those whose child our own documents rest on on ``on``: they are asked about first."""
    # The few texts in use first: the register is never walked through for them.
    ours = [Q(acting__in=used.texts(on)) for used in texts_in_use]
    return relations.filter(reduce(or_, ours)) if ours else relations.none()


def questions(relations: QuerySet[LegalRelation], on: date) -> list[Question]:
    """Rows of ``open_questions`` with what a person needs to answer them. Two queries."""
    # Only what can have ended the parent: a popular one is named by thousands of texts.
    endings = LegalRelation.objects.filter(kind__in=ENDINGS).select_related("acting__type")
    rows = relations.select_related("acting__type", "target__type").prefetch_related(
        Prefetch("target__acted_on_by", queryset=endings)
    )
    return [_question(row, on) for row in rows if row.target is not None]


def questions_on_page(text: LegalText, on: date) -> dict[str, Any]:
    """For the page of one text: ``as_child`` and ``as_parent`` (open questions about it, and about
    the newest of the ``children`` that implement it) and ``answers`` (what was found out of it)."""
    open_ones = open_questions(on)
    of_children = open_ones.filter(target=text)
    given = ChildAnswer.objects.current().filter(child=text)
    answers = given.with_people().select_related("parent__type")
    return {
        "as_child": questions(open_ones.filter(acting=text), on),
        "as_parent": questions(of_children.order_by("-acting__sort_key")[:MOST_SHOWN], on),
        "children": of_children.count(),
        "answers": answers,
    }


def question_about(child: LegalText, parent: LegalText, on: date) -> Question | None:
    """The question about one pair, answered or not; None if there is nothing to ask."""
    pair = implementations(on).filter(acting=child, target=parent)
    return next(iter(questions(pair, on)), None)


def _question(row: LegalRelation, on: date) -> Question:
    parent = row.target
    assert parent is not None  # noqa: S101  ``questions`` leaves the others out
    incoming = list(parent.acted_on_by.all())
    day = ended_on(
        expires=parent.expires, incoming=(relation.as_effect() for relation in incoming), on=on
    )
    return Question(
        child=row.acting,
        parent=parent,
        ended_on=day,
        ended_by=_ended_by(
            (relation for relation in incoming if relation.acting_id != row.acting_id), day
        ),
        rule=child_rule(day) if day else None,
    )


def _ended_by(incoming: Iterable[LegalRelation], day: date | None) -> LegalRelation | None:
    ending = (relation for relation in incoming if relation.is_whole and relation.kind in ENDINGS)
    return next(
        (relation for relation in ending if day is not None and relation.effective == day), None
    )


def _ended(column: str, on: date) -> Exists:
    return Exists(
        in_status(LegalText.objects.filter(pk=OuterRef(column)), [TextStatus.EXPIRED], on)
    )
