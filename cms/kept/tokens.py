"""A visitor's own token: cut out of a page before it is kept, put in when it is shown."""

from __future__ import annotations

import re

_AFTER = (rb'name="csrfmiddlewaretoken" value="', rb'"CSRF_TOKEN": "')  # forms; Wagtail's scripts
_TOKEN = re.compile(
    rb"(?:" + rb"|".join(rb"(?<=" + place + rb")" for place in _AFTER) + rb")[A-Za-z0-9]{64}"
)
_LIKE_A_TOKEN = re.compile(rb"(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])")
_HASH = re.compile(rb"[0-9a-f]{64}")


def parted(content: bytes) -> tuple[bytes, ...] | None:
    """The page parted where the token stands, one piece if nowhere; None if one may stand at a
    place that is not known: a token is never a hash, which has no letter after f."""
    pieces = tuple(_TOKEN.split(content))
    strange = (candidate for piece in pieces for candidate in _LIKE_A_TOKEN.findall(piece))
    return pieces if all(_HASH.fullmatch(candidate) for candidate in strange) else None
