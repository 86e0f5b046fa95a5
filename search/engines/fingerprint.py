"""Whether a document in an index is still the one that the database would give."""

from __future__ import annotations

import hashlib
from dataclasses import astuple

from search.engines.base import IndexDocument

_DIGITS = 16


def fingerprint(document: IndexDocument) -> str:
    """Of all that the index is given: any difference gives another one."""
    content = repr(astuple(document)).encode()
    return hashlib.blake2b(content, digest_size=_DIGITS // 2).hexdigest()
