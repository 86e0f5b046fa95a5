"""The only code that writes what was found out about an implementing text whose parent ended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from doccontrol.errors import Refused
from doccontrol.history import recorded
from doccontrol.register.actions import add_relation, correct_text
from doccontrol.register.child_models import ChildAnswer
from doccontrol.register.child_questions import Question, question_about
from doccontrol.register.models import LegalText
from doccontrol.register.rules import RelationKind

if TYPE_CHECKING:
    from doccontrol.organisation.models import Person

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
    """Store the answer with its source; asked twice for the same, it stands as it is.

    ENDED ends the text in the register from ``ended_on``, the day its parent ended unless another
    is given: as a repeal by the text that ended the parent, so that the timeline says by what and
    the documents that rest on it get their clocks; where the parent's own time limit ran out, as
    a time limit of the text. CONTINUES changes no date. A later, better answer replaces the first,
    which stays in the history. Raises SourceMissing, NothingToAsk, DayMissing, EndsBeforeItBegins.
    """
    answer, source = ChildAnswer.Answer(answer), source.strip()
    if not source:
        raise SourceMissing
    reason = f"{answer.label}: {source}"
    with recorded(by, reason):
        # Whoever answers the same question waits here for the first one.
        LegalText.objects.select_for_update().get(pk=child.pk)
        given = ChildAnswer.objects.filter(child=child, parent=parent).first()
        if given is not None and (given.answer, given.source) == (answer, source):
            return given
        question = question_about(child, parent, on)
        if question is None:
            raise NothingToAsk
        given = given or ChildAnswer(child=child, parent=parent)
        given.answer, given.source, given.by, given.on = answer, source, by, on
        given.save()
        if answer == ChildAnswer.Answer.ENDED:
            _end(question, ended_on or question.ended_on, source=source, by=by, reason=reason)
    return given


def _end(question: Question, day: date | None, *, source: str, by: Person, reason: str) -> None:
    child = question.child
    if day is None:
        raise DayMissing
    if child.effective is not None and day <= child.effective and question.ended_by is None:
        raise EndsBeforeItBegins(child.effective)
    if question.ended_by is None:
        note = _("Ended with %(parent)s: %(source)s") % {
            "parent": question.parent,
            "source": source,
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
        source=source,
        by=by,
        reason=reason,
    )
