"""Keys of rows as a request names them."""

from __future__ import annotations

from django.http import QueryDict

# The largest number that a database keeps as a key has 19 digits.
MOST_DIGITS = 18


def is_key(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= MOST_DIGITS


def keys_in(typed: QueryDict, name: str) -> list[int]:
    """Of rows that were ticked; what is no key names none."""
    return [int(key) for key in typed.getlist(name) if is_key(key)]
