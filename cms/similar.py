"""Which documents resemble a law, asked of the search engine for the people who triage laws."""

from __future__ import annotations

from datetime import date

from doccontrol.document_kinds import DOCUMENT_KINDS
from doccontrol.extension_points import DocumentFinder, FinderUnavailable, document_finders
from search.engine import get_engine
from search.engines.base import Filters, Query, SearchUnavailable
from search.queries.question import read_question

# More than are shown: several places of one document are several hits.
MOST_HITS = 40
# Policies and announcements repeat the names of laws and rest on none of them.
DOCUMENTS = frozenset(kind.key for kind in DOCUMENT_KINDS if kind.rests_on_laws)


def find_similar(words: str, on: date) -> list[int]:
    """Editions in force on ``on`` that hold the most of ``words``, best first. Raises
    FinderUnavailable while the engine is."""
    try:
        within = Filters(on, public_only=False, kinds=DOCUMENTS)
        hits = get_engine().search(Query(read_question(words), within, MOST_HITS)).hits
    except SearchUnavailable as error:
        raise FinderUnavailable from error
    groups = dict.fromkeys(hit.group.partition(":")[2] for hit in hits)
    return [int(key) for key in groups]


document_finders.register(DocumentFinder("search", 100, find_similar))
