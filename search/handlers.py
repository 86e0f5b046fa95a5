"""The worker's part of search: brings the index to what the database says. Safe to repeat."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from doccontrol.documents.edition_models import Edition
from doccontrol.outbox import Payload, TryLater, handles, handles_together, owe
from doccontrol.register.models import LegalText
from doccontrol.working import at_start
from search.engine import get_engine
from search.engines.base import (
    IndexBroken,
    IndexDocument,
    IndexLocked,
    IndexMissing,
    SearchUnavailable,
)
from search.indexing import (
    documents_of_editions,
    documents_of_laws,
    edition_group,
    everything,
    law_group,
)

logger = logging.getLogger(__name__)
# Each commit of an engine costs the same for one document as for many.
EDITIONS_TOGETHER, LAWS_TOGETHER = 50, 500


def owe_rebuild() -> None:
    owe("rebuild_search", "all")


@handles_together("index_edition", most=EDITIONS_TOGETHER)
def index_editions(payloads: list[Payload]) -> None:
    pks = {payload["edition"] for payload in payloads}
    editions = Edition.objects.filter(pk__in=pks)
    _replace(map(edition_group, sorted(pks)), documents_of_editions(editions))


@handles_together("index_law", most=LAWS_TOGETHER)
def index_laws_one_by_one(payloads: list[Payload]) -> None:
    _index_laws({payload["text"] for payload in payloads})


@handles("index_laws")
def index_laws(payload: Payload) -> None:
    """For whoever changes very many texts and sends no event for each: ``texts``, primary keys."""
    pks = sorted(set(payload["texts"]))
    for first in range(0, len(pks), LAWS_TOGETHER):
        _index_laws(set(pks[first : first + LAWS_TOGETHER]))


@handles("rebuild_search")
def rebuild(payload: Payload) -> None:
    with _one_writer():
        get_engine().rebuild(everything())


@at_start
def owe_first_build() -> None:
    """A worker that finds no index that can be read owes one."""
    try:
        get_engine().count()
    except (IndexMissing, IndexBroken) as reason:
        logger.warning("The search index must be built: %s", reason)
        owe_rebuild()
    except SearchUnavailable as reason:
        logger.warning("Search does not answer: %s", reason)


def _index_laws(pks: set[int]) -> None:
    texts = LegalText.objects.filter(pk__in=pks)
    _replace(map(law_group, sorted(pks)), documents_of_laws(texts))


def _replace(groups: Iterable[str], documents: Iterable[IndexDocument]) -> None:
    """Rows that are gone leave the index too: their group is emptied."""
    try:
        with _one_writer():
            get_engine().replace(groups, documents)
    except (IndexMissing, IndexBroken):
        owe_rebuild()  # which reads this change as well


@contextmanager
def _one_writer() -> Iterator[None]:
    try:
        yield
    except IndexLocked as busy:
        raise TryLater(str(busy)) from busy
