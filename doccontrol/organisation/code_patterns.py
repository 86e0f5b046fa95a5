"""The agency's patterns of document codes: regular expressions that no code can make slow.

A pattern that repeats what is repeated, such as (a+)+, may try more ways than there are seconds
on one code of 30 letters. How many ways there are is counted before a pattern is used.
"""

from __future__ import annotations

import re
from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]  # the parser of re itself
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST_CODE = 40
# Four parts of open length are as many as a code of 40 letters can need: 41⁴ ways.
MOST_WAYS = 3_000_000
_REPEATS = {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}


def validate_pattern(value: str) -> None:
    """Raises ValidationError for a text that is not a regular expression, or not a bounded one."""
    try:
        re.compile(value)
        ways = _ways(parser.parse(value))
    except (re.error, RecursionError, OverflowError) as error:
        raise ValidationError(
            _("This is not a valid pattern: %(error)s."), params={"error": error}
        ) from error
    if ways > MOST_WAYS:
        raise ValidationError(
            _(
                "This pattern could take very long on some codes. Do not repeat what is repeated: "
                "write how often, such as (-\\d{2}){0,3} instead of (-\\d+)*."
            )
        )


def fits(pattern: str, code: str) -> bool:
    """Whether the whole code matches. A pattern that was kept before it was judged matches none:
    saving the settings again says what is wrong with it."""
    return len(code) <= LONGEST_CODE and _is_bounded(pattern) and bool(re.fullmatch(pattern, code))


@lru_cache(maxsize=100)
def _is_bounded(pattern: str) -> bool:
    try:
        validate_pattern(pattern)
    except ValidationError:
        return False
    return True


def _ways(pattern: Any) -> int:
    """In how many ways at most a text as long as a code can be read by a parsed ``pattern``."""
    ways = 1
    for operation, argument in pattern:
        ways = min(ways * _ways_of(operation, argument), MOST_WAYS + 1)
    return ways


def _ways_of(operation: Any, argument: Any) -> int:
    if operation in _REPEATS:
        least, most, repeated = argument
        return _ways_of_repeat(least, most, repeated)
    if operation is ops.BRANCH:
        return sum(_ways(branch) for branch in argument[1])
    if operation is ops.GROUPREF_EXISTS:
        return sum(_ways(branch) for branch in argument[1:] if branch is not None)
    if operation is ops.ATOMIC_GROUP:
        return _ways(argument)
    if operation in (ops.SUBPATTERN, ops.ASSERT, ops.ASSERT_NOT):
        return _ways(argument[-1])
    return 1


def _ways_of_repeat(least: int, most: int, repeated: Any) -> int:
    shortest = max(repeated.getwidth()[0], 1)
    times = min(most, max(LONGEST_CODE // shortest, least))
    ways, total = _ways(repeated), 0
    for count in range(min(least, times), min(times, LONGEST_CODE) + 1):
        total += ways**count
        if total > MOST_WAYS:
            break
    return max(total, 1)
