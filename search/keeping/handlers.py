"""The worker's part of search: brings the index to what the database says. Safe to repeat."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from doccontrol.documents.models.editions import Edition
from doccontrol.documents.refusals import ContentChanged
from doccontrol.jobs.outbox import Payload, TryLater, handles, handles_together, owe
from doccontrol.jobs.working import at_start, every_day, look_regularly
from doccontrol.register.models.texts import LegalText
from search.engine import get_engine
from search.engines.base import (
    IndexBroken,
    IndexDocument,
    IndexLocked,
    IndexMissing,
    SearchUnavailable,
)
from search.engines.fallback import Behind, each_engine
from search.engines.refused import SomeRefused
from search.index.indexing import (
    documents_of_editions,
    documents_of_laws,
    edition_group,
    everything,
    law_group,
    laws_shown_with,
)
from search.index.slices import Slice
from search.keeping.verifying import Afresh, find_drift, repair

logger = logging.getLogger(__name__)
# Each commit of an engine costs the same for one document as for many.
EDITIONS_TOGETHER, LAWS_TOGETHER = 50, 500
# Whether there is an index that can be read, a worker looks this often, in seconds.
_LOOKS_EVERY = 30


def owe_rebuild() -> None:
    owe("rebuild_search", "all")


def owe_repair() -> None:
    owe("verify_search", "repair")


@handles_together("index_edition", most=EDITIONS_TOGETHER, label=_("Edition into the search index"))
def index_editions(payloads: list[Payload]) -> None:
    pks = {payload["edition"] for payload in payloads}
    editions, refused = Edition.objects.filter(pk__in=pks), set[Edition]()
    _replace(map(edition_group, sorted(pks)), lambda: documents_of_editions(editions, refused))
    if refused:  # all others are indexed; alone, this one's job fails for people to see
        raise ContentChanged(", ".join(map(str, refused)))


@handles_together("index_law", most=LAWS_TOGETHER, label=_("Legal text into the search index"))
def index_laws_one_by_one(payloads: list[Payload]) -> None:
    _index_laws({payload["text"] for payload in payloads})


@handles("index_laws", label=_("Legal texts into the search index"), patience=1)
def index_laws(payload: Payload) -> None:
    """For whoever changes very many texts and sends no event for each: ``texts``, primary keys.
    One commit of them, and the rest is owed."""
    pks = sorted(set(payload["texts"]))
    _index_laws(set(pks[:LAWS_TOGETHER]))
    if rest := pks[LAWS_TOGETHER:]:
        # The same key only for the same texts: a waiting job is given the later list.
        owe("index_laws", f"rest:{sha256(repr(rest).encode()).hexdigest()}", texts=rest)


@handles("rebuild_search", label=_("Building of the search index"))
def rebuild(payload: Payload) -> None:
    try:
        with _kept_for_later():
            get_engine().rebuild(Afresh(everything))
    except SomeRefused as reason:
        # The new index serves without them; they are tried again, and then are a failed job.
        logger.error("The search index is not complete: %s", reason)
        owe_repair()


@handles("verify_search", label=_("Verification of the search index"), patience=1)
def verify(payload: Payload) -> None:
    """What has gone astray without anybody noticing is found within a day, and what a cluster
    missed while it did not answer, as soon as it does. One slice, and the next is owed."""
    part = Slice.of(payload)
    for name, engine in each_engine(get_engine()):
        with _kept_for_later():
            if drift := find_drift(engine, part):
                logger.warning("The %s index is repaired: %s", name, drift)
                repair(engine, drift)
    if further := part.next():
        owe("verify_search", f"{further['rows']}:{further['after']}", **further)


every_day("verify_search")


@look_regularly(seconds=_LOOKS_EVERY, is_heavy=True)
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


def _index_laws(changed: set[int]) -> None:
    pks = laws_shown_with(changed)
    texts = LegalText.objects.filter(pk__in=pks)
    _replace(map(law_group, sorted(pks)), lambda: documents_of_laws(texts))


def _replace(groups: Iterable[str], read: Callable[[], Iterator[IndexDocument]]) -> None:
    """Rows that are gone leave the index too: their group is emptied."""
    try:
        with _kept_for_later():
            get_engine().replace(groups, Afresh(read))
    except (IndexMissing, IndexBroken):
        owe_rebuild()  # which reads this change as well


@contextmanager
def _kept_for_later() -> Iterator[None]:
    """The job waits while another process writes or the engine does not answer, as long as that
    may last: it is no failure of the job. What is wrong with an index itself is the caller's."""
    try:
        yield
    except Behind as reason:
        logger.warning("Only the fallback has the change: %s", reason)
        owe_repair()
    except (IndexMissing, IndexBroken):
        raise
    except (IndexLocked, SearchUnavailable) as reason:
        raise TryLater(str(reason)) from reason
