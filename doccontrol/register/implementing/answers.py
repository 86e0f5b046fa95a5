"""What was found out about an implementing text whose parent ended: proposed with its source, and
answered by another person, who lets it take effect."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.decisions import actions as decisions
from doccontrol.decisions.kinds import DecisionKind, declare
from doccontrol.errors import Refused
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.register.actions import add_relation, correct_text, remove_relation
from doccontrol.register.implementing.models import ChildAnswer
from doccontrol.register.implementing.questions import Question, question_about
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.rules import ENDINGS, TextStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from doccontrol.organisation.models.people import Person

WHOLE_TEXT = "toàn bộ"


class SourceMissing(Refused):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Say where this is announced: inspectors ask for the source.")
        )


class NothingToAsk(Refused):
    """The parent has not ended, or the child has: the register was corrected meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "Nothing is to be asked about this text any more: either the text that it "
                "implements has not ended, or it has ended itself. Look at its page."
            )
        )


class DayMissing(Refused):
    def __init__(self) -> None:
        super().__init__(gettext_lazy("Say from which day the text is no longer in force."))


class EndsBeforeItBegins(Refused):
    def __init__(self, effective: date) -> None:
        super().__init__(
            gettext_lazy("The text took effect on %(day)s: it cannot have ended before.")
            % {"day": f"{effective:%d/%m/%Y}"}
        )


class EndingWasCorrected(Refused):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy(
                "What this answer wrote has been corrected in the register since, and the text "
                "has ended all the same. Correct its ending on its page first, then re-open."
            )
        )


class NotYoursToAnswer(Refused):
    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Only those who keep the register may answer whether a text is in force.")
        )


def answer_question(
    child: LegalText,
    parent: LegalText,
    *,
    answer: ChildAnswer.Answer,
    source: str,
    by: Person,
    on: date,
    ended_on: date | None = None,
) -> ChildAnswer:
    """Propose the answer with its source; it takes effect when a second person approves it.

    ENDED then ends the text in the register from ``ended_on``, the day its parent ended unless
    another is given: as a repeal by the text that ended the parent, so that the timeline says by
    what and the documents that rest on it get their clocks; where the parent's own time limit ran
    out, as a time limit of the text. CONTINUES changes no date. A wrong answer is re-opened, which
    takes its ending back. Raises SourceMissing, NothingToAsk, DayMissing, EndsBeforeItBegins, and
    what ``decisions.propose`` raises.
    """
    if not source.strip():
        raise SourceMissing
    given = ChildAnswer(
        child=child,
        parent=parent,
        answer=ChildAnswer.Answer(answer),
        reason=source,
        ended_on=ended_on if answer == ChildAnswer.Answer.ENDED else None,
    )
    return decisions.propose(given, by=by, on=on)


def _hold(given: ChildAnswer) -> None:
    """Whoever answers the same question waits here for the first one."""
    LegalText.every.select_for_update().get(pk=given.child_id)


def _question_of(given: ChildAnswer, on: date) -> Question:
    question = question_about(given.child, given.parent, on)
    if question is None:
        raise NothingToAsk
    return question


def _check(given: ChildAnswer, on: date) -> None:
    question = _question_of(given, on)
    if given.answer != ChildAnswer.Answer.ENDED:
        return
    day = given.ended_on or question.ended_on
    if day is None:
        raise DayMissing
    effective = question.child.effective
    if effective is not None and day <= effective and question.ended_by is None:
        raise EndsBeforeItBegins(effective)


def _take_effect(given: ChildAnswer, on: date) -> None:
    if given.answer != ChildAnswer.Answer.ENDED:
        return
    question = _question_of(given, on)
    if given.ended_on is None:
        given.ended_on = question.ended_on
        given.save(update_fields=["ended_on"])
    assert given.ended_on is not None  # noqa: S101  ``_check`` saw to it
    _end(question, given.ended_on, given)


def _end(question: Question, day: date, given: ChildAnswer) -> None:
    child, by, reason = question.child, given.approved_by or given.proposed_by, str(given)
    if question.ended_by is None:
        note = _("Ended with %(parent)s: %(source)s") % {
            "parent": question.parent,
            "source": given.reason,
        }
        changes = {"expires": day, "note": f"{child.note}\n{note}".strip()}
        correct_text(child, by=by, reason=reason, changes=changes)
        return
    add_relation(
        question.ended_by.acting,
        kind=RelationKind.REPEALS,
        target=child,
        # Empty is the day on which the ending text takes effect, and follows its corrections.
        on=None if day == question.ended_by.acting.effective else day,
        scope=WHOLE_TEXT,
        source=given.reason,
        by=by,
        reason=reason,
    )


def _written(given: ChildAnswer) -> QuerySet[LegalRelation]:
    """The ending that the answer wrote, where another text ended both."""
    enders = LegalRelation.objects.filter(target=given.parent, kind__in=ENDINGS).values("acting")
    return LegalRelation.objects.filter(
        target=given.child,
        kind=RelationKind.REPEALS,
        scope=WHOLE_TEXT,
        source=given.reason,
        acting__in=enders,
    )


def _ended_by_its_time(given: ChildAnswer, child: LegalText) -> bool:
    return child.expires is not None and child.expires == given.ended_on


def _check_undoing(given: ChildAnswer, on: date) -> None:
    """Whoever re-opens must not believe the text in force again where it is not."""
    if given.answer != ChildAnswer.Answer.ENDED:
        return
    child = LegalText.every.get(pk=given.child_id)
    if child.mistaken_on is not None:
        raise NothingToAsk
    if child.status(on) is not TextStatus.EXPIRED or _ended_by_its_time(given, child):
        return
    if not _written(given).exists():
        raise EndingWasCorrected


def _undo(given: ChildAnswer, reopening: ChildAnswer, on: date) -> None:
    """Take back the ending that the answer wrote, if nobody has done so meanwhile."""
    if given.answer != ChildAnswer.Answer.ENDED:
        return
    by, reason = reopening.approved_by, f"{reopening}: {reopening.reason}"
    for relation in _written(given):
        remove_relation(relation, by=by, reason=reason)
    child = LegalText.objects.get(pk=given.child_id)
    if _ended_by_its_time(given, child):
        note = _("The answer “ended with its parent” was re-opened: %(reason)s") % {
            "reason": reopening.reason
        }
        changes = {"expires": None, "note": f"{child.note}\n{note}".strip()}
        correct_text(child, by=by, reason=reason, changes=changes)


def _page(given: ChildAnswer) -> str:
    return reverse("legal_texts:inspect", args=[given.child_id])


declare(
    DecisionKind(
        model=ChildAnswer,
        label=gettext_lazy("Whether an implementing text is still in force"),
        not_yours=NotYoursToAnswer,
        lock=_hold,
        url=_page,
        check=_check,
        take_effect=_take_effect,
        check_reopening=_check_undoing,
        undo=_undo,
        with_subject=("child__type",),
    )
)
