"""The synonym table as this process knows it: read once, and again after it was changed."""

from __future__ import annotations

from typing import Any

from search.queries.synonyms import NO_SYNONYMS, Synonyms
from search.synonyms.models import Synonym

_known: tuple[Any, Synonyms] = (None, NO_SYNONYMS)


def current() -> Synonyms:
    """One small query, to see whether any process has changed the table."""
    global _known
    version = Synonym.objects.version()
    if _known[0] != version:
        _known = (version, Synonym.objects.as_table())
    return _known[1]
