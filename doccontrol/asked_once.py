"""What a page asks in several places, and the database answers once.

While a page is only read, nothing of it is written: an answer holds until the page is drawn. What
every page asks alike, and what is seldom written, may be answered before.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

Answers = dict[Hashable, Any]
# So many keys are no longer few.
MOST_LASTING = 100

_lasting: ContextVar[Answers | None] = ContextVar("lasting", default=None)
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def answers_hold() -> Iterator[None]:
    """Inside, each question that is ``asked_once`` is asked once for the same arguments."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


@contextmanager
def no_answers_last() -> Iterator[None]:
    """Inside, ``answers_last`` may be said, and holds no longer than this."""
    before = _lasting.set(None)
    try:
        yield
    finally:
        _lasting.reset(before)


def answers_last(answers: Answers) -> None:
    """From here on each question that is ``asked_seldom`` is answered out of ``answers``, which
    whoever says so keeps as long as they are true."""
    _lasting.set(answers)


def asked_seldom(question: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Once for all pages where ``answers_last``, else as ``asked_once``. Its answer depends on
    nothing but its arguments and rows of the frame (``cms.kept.version``), and threads share it:
    nobody changes it."""
    once = asked_once(question)

    @wraps(question)
    def answer_to(*given: Given.args, **named: Given.kwargs) -> Answer:
        answers = _lasting.get()
        if answers is None:
            return once(*given, **named)
        key = (question, given, tuple(sorted(named.items())))
        if key in answers:
            kept: Answer = answers[key]
            return kept
        answer = question(*given, **named)
        if len(answers) < MOST_LASTING:
            answers[key] = answer
        return answer

    return answer_to


def asked_once(question: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Outside ``answers_hold`` the question is asked each time. Its arguments can be hashed; its
    answer is shared, so nobody changes it."""

    @wraps(question)
    def answer_to(*given: Given.args, **named: Given.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*given, **named)
        key = (question, given, tuple(sorted(named.items())))
        if key not in answers:
            answers[key] = question(*given, **named)
        answer: Answer = answers[key]
        return answer

    return answer_to
