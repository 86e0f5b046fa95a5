"""What a request asks for by values that nobody means: answered as a bad request, never a failure.

Forms and filters refuse what they know to be wrong. Left are values that only the database or a
search finds impossible: a number of 21 digits, a NUL, a question of 2,000 words. They are decided
here once, for our lists and for Wagtail's.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

from doccontrol.typed.keys import MOST_DIGITS

logger = logging.getLogger(__name__)

# In the administration; the portal cuts a question by its own rule (``search.page.address``).
LONGEST_VALUE = 2_000
MOST_WORDS = 100
LARGEST_KEY = 2**63 - 1
WORDS = {"q", "law", "document", "code"}
# A year past the calendar or a number past the database's, and words nested too deep. Then what
# the full-text search of SQLite cannot parse.
_IMPOSSIBLE = (OverflowError, DataError, RecursionError)
_UNPARSED = ("fts5:", "expression tree is too large", "too many sql variables")

# What Django says of a word where the key of a row belongs, and Python of a number of 5,000 digits.
_NO_NUMBER = ("expected a number but got", "integer string conversion")


class AskedValuesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_admin = request.path.startswith("/admin/")
        pairs = [(name, value) for name, values in request.GET.lists() for value in values]
        has_nul = is_admin and any("\0" in name + value for name, value in pairs)
        if "\0" in request.path or has_nul:
            return bad_request(request, ValueError("NUL"))
        if is_admin and any(_is_too_much(name, value) for name, value in pairs):
            return bad_request(request, ValueError("too much"))
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, keys: dict[str, object]
    ) -> HttpResponse | None:
        """Before anybody looks for a row by it."""
        if any(isinstance(key, int) and key > LARGEST_KEY for key in keys.values()):
            return bad_request(request, OverflowError("a key that no database has"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Logged with its trace: what is ours to mend is still found."""
        if not _is_of_the_values(error):
            return None
        logger.warning("Impossible values at %s", request.path, exc_info=error)
        return bad_request(request, error)


def _is_of_the_values(error: Exception) -> bool:
    words = str(error).lower()
    if isinstance(error, OperationalError):
        return any(phrase in words for phrase in _UNPARSED)
    if isinstance(error, (ValueError, TypeError)):
        return any(phrase in words for phrase in _NO_NUMBER)
    return isinstance(error, _IMPOSSIBLE)


def _is_too_much(name: str, value: str) -> bool:
    if len(value) > LONGEST_VALUE or len(value.split()) > MOST_WORDS:
        return True
    digits = value.strip().lstrip("-")
    # Words to look for may be a number of any length; every other number is a key, day or page.
    return name not in WORDS and digits.isdecimal() and len(digits) > MOST_DIGITS
