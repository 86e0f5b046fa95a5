"""Which documents resemble a law, asked of the search engine for the people who triage laws."""

from __future__ import annotations

from datetime import date

from doccontrol.triage.similar_documents import FinderUnavailable
from search.engine import get_engine
from search.engines.base import Filters, Query, SearchUnavailable
from search.page.address import KINDS, Shelf
from search.queries.question import read_question

# More than are shown: several places of one document are several hits.
MOST_HITS = 40
# Policies and announcements repeat the names of laws and rest on none of them.
DOCUMENTS = KINDS[Shelf.PROCEDURES] | {"general"}


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
