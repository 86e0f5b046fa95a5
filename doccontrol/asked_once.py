"""What a page asks in several places, and the database answers once.

While a page is only read, nothing of it is written: an answer holds until the page is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def answers_hold() -> Iterator[None]:
    """Inside, each question that is ``asked_once`` is asked once for the same arguments."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def asked_once(question: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Outside ``answers_hold`` the question is asked each time. Its arguments can be hashed; its
    answer is shared, so nobody changes it."""

    @wraps(question)
    def asked(*given: Given.args, **named: Given.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return question(*given, **named)
        key = (question, given, tuple(sorted(named.items())))
        if key not in answers:
            answers[key] = question(*given, **named)
        answer: Answer = answers[key]
        return answer

    return asked
