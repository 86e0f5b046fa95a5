"""What a document answers through rooms that know documents: they register when the site starts."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# The document is typed loosely: this file stands below the documents.
Answer = Callable[[HttpRequest, Any], HttpResponseBase]


class PageSide(Enum):
    """The two things that are asked of a document as a page."""

    EDITION = auto()  # what readers get: the edition in force
    DRAFT = auto()  # what its authors and those who judge it get


_answers: dict[PageSide, Answer] = {}


def answers(side: PageSide) -> Callable[[Answer], Answer]:
    """Decorates the view that answers."""

    def register(view: Answer) -> Answer:
        _answers[side] = view
        return view

    return register


def answer(side: PageSide, request: HttpRequest, page: Any) -> HttpResponseBase:
    return _answers[side](request, page)
