"""Bulk requests: small enough for the server, patient when it is busy, told what it refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import streaming_bulk

from search.engines.base import IndexDocument, Progress, SearchUnavailable
from search.engines.elasticsearch.connection import trouble_is_told
from search.engines.elasticsearch.fields import to_elasticsearch
from search.engines.refused import Refusal

# One request at a time, of so many documents and bytes at most. A server that says "too many
# requests" (429), of all or of some documents, gets those again after 1, 2, 4 … seconds.
MOST_DOCUMENTS, MOST_BYTES = 500, 8_000_000
_TRIES_WHEN_BUSY, _FIRST_WAIT, _LONGEST_WAIT = 6, 1, 16
_BUSY = 429
# Refusals that say nothing of the document.
_NO_FAULT_OF_IT = {401, 403, _BUSY}
_PROGRESS_EVERY = 500
_LONGEST_REASON = 1_000
_KEYS_AT_A_TIME = 10_000
_MOMENT_LASTS = "1m"


def write(
    client: Elasticsearch,
    index: str,
    documents: Iterable[IndexDocument],
    progress: Progress | None = None,
) -> tuple[set[str], list[Refusal]]:
    """Writes all that the server takes. Returns the keys of what was written and what it did not
    take, which is no reason to leave out the others."""
    groups: dict[str, str] = {}

    def actions() -> Iterator[dict[str, Any]]:
        for document in documents:
            groups[document.key] = document.group
            yield {"_op_type": "index", "_id": document.key, **to_elasticsearch(document)}

    written: set[str] = set()
    refusals: list[Refusal] = []
    for done, (taken, item) in enumerate(_sent(client, index, actions()), start=1):
        answer = item["index"]
        if taken:
            written.add(answer["_id"])
        else:
            refusals.append(_refusal(answer, groups[answer["_id"]]))
        if progress and done % _PROGRESS_EVERY == 0:
            progress(done)
    if progress:
        progress(len(written) + len(refusals))
    return written, refusals


def remove(client: Elasticsearch, index: str, keys: Iterable[str]) -> None:
    """What is not there is no error."""
    actions = ({"_op_type": "delete", "_id": key} for key in sorted(keys))
    for taken, item in _sent(client, index, actions):
        if not taken and item["delete"]["status"] != 404:
            raise SearchUnavailable(f"Elasticsearch does not delete: {item['delete']}")


def keys_of(client: Elasticsearch, index: str, groups: Iterable[str]) -> set[str]:
    """The keys of all documents of the groups, as far as they have been refreshed."""
    names = sorted(set(groups))
    if not names:
        return set()
    query = {"bool": {"filter": {"terms": {"group": names}}}}
    return {hit["sort"][0] for hit in _by_key(client, query, index=index)}


def fingerprints(client: Elasticsearch, index: str) -> dict[str, str]:
    """Of all documents of one moment, by key."""
    with trouble_is_told():
        moment = client.open_point_in_time(index=index, keep_alive=_MOMENT_LASTS)["id"]
    try:
        hits = _by_key(
            client,
            {"match_all": {}},
            pit={"id": moment, "keep_alive": _MOMENT_LASTS},
            docvalue_fields=["fingerprint"],
        )
        return {hit["sort"][0]: hit["fields"]["fingerprint"][0] for hit in hits}
    finally:
        with suppress(ApiError, TransportError):  # it ends by itself
            client.close_point_in_time(id=moment)


def _by_key(
    client: Elasticsearch, query: dict[str, Any], **options: Any
) -> Iterator[dict[str, Any]]:
    """All hits in the order of their keys, read in pages that cost the same far back."""
    after: list[str] | None = None
    while True:
        with trouble_is_told():
            page = client.search(
                query=query,
                size=_KEYS_AT_A_TIME,
                sort=[{"key": "asc"}],
                search_after=after,
                source=False,
                track_total_hits=False,
                **options,
            )["hits"]["hits"]
        yield from page
        if len(page) < _KEYS_AT_A_TIME:
            return
        after = [page[-1]["sort"][0]]


def _sent(
    client: Elasticsearch,
    index: str,
    actions: Iterable[dict[str, Any]],
    most: int | None = None,
) -> Iterator[tuple[bool, dict[str, Any]]]:
    """Each action with whether it was taken. Raises SearchUnavailable if the server no longer
    answers or stays too busy: some actions were then done, and all may be sent again."""
    most = most or MOST_DOCUMENTS
    answers = streaming_bulk(
        client,
        actions,
        index=index,
        chunk_size=most,
        max_chunk_bytes=MOST_BYTES,
        raise_on_error=False,
        raise_on_exception=False,
        max_retries=_TRIES_WHEN_BUSY,
        initial_backoff=_FIRST_WAIT,
        max_backoff=_LONGEST_WAIT,
        retry_on_status=(_BUSY,),
    )
    with trouble_is_told():
        for taken, item in answers:
            ((does, answer),) = item.items()
            if not taken and (answer["status"] in _NO_FAULT_OF_IT or answer["status"] >= 500):
                raise SearchUnavailable(f"Elasticsearch does not take all: {_why(answer)}")
            if not taken and "exception" in answer and most > 1:
                # One document may spoil a whole request: here all of it come one by one.
                alone = {"_op_type": does, "_id": answer["_id"], **answer.get("data", {})}
                yield from _sent(client, index, [alone], most=1)
            else:
                yield taken, item


def _refusal(answer: dict[str, Any], group: str) -> Refusal:
    return Refusal(answer["_id"], group, _why(answer))


def _why(answer: dict[str, Any]) -> str:
    error = answer.get("error") or {}
    if isinstance(error, str):
        return error[:_LONGEST_REASON]
    return f"{error.get('type')}: {str(error.get('reason'))[:_LONGEST_REASON]}"
