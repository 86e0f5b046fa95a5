"""How this installation reaches its Elasticsearch cluster, and what its troubles mean."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.engines.base import IndexMissing, SearchUnavailable

# A node that did not answer is left alone for a second, and for longer each time it fails again.
_NODE_RESTS, _NODE_RESTS_AT_MOST = 1.0, 30.0
_BUSY, _GATEWAY = 429, (502, 503, 504)
_PARTS_AWAY = {"no_shard_available_action_exception", "unavailable_shards_exception"}
_REFUSALS = {
    401: "Elasticsearch does not know our key or password.",
    403: "Elasticsearch does not allow us this: the key needs more privileges.",
    _BUSY: "Elasticsearch has too much to do.",
}


class PartsAway(SearchUnavailable):
    """The cluster answers, but some part of the index is on no node that is there: it has just
    started, or a node with the only copy is away, or the copy is damaged."""


@dataclass(frozen=True)
class Connection:
    """Where the cluster is and how we show who we are: by API key, or by user and password.

    ``ca`` is the file of the authority that signed the nodes' certificates, where the system does
    not know it. Secrets are left out of every text that is made of this. A search that one node
    has not answered after ``search_seconds`` is asked of another, at most ``tries`` in all; a
    request that writes may take ``write_seconds``.
    """

    urls: tuple[str, ...]
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca: str = ""
    search_seconds: float = 3.0
    write_seconds: float = 60.0
    tries: int = 3


@lru_cache(maxsize=8)
def client_of(connection: Connection) -> Elasticsearch:
    """For searching; threads share it. A node that cannot be reached costs no more than a try."""
    trusting: dict[str, Any] = {"ca_certs": connection.ca} if connection.ca else {}
    return Elasticsearch(
        list(connection.urls),
        api_key=connection.api_key or None,
        basic_auth=(connection.user, connection.password) if connection.user else None,
        **trusting,
        request_timeout=connection.search_seconds,
        max_retries=connection.tries - 1,
        retry_on_timeout=True,
        retry_on_status=_GATEWAY,
        dead_node_backoff_factor=_NODE_RESTS,
        max_dead_node_backoff=_NODE_RESTS_AT_MOST,
    )


def writing_client_of(connection: Connection) -> Elasticsearch:
    """All that we write has its key, so that writing it twice, after a time-out, does no harm."""
    return client_of(connection).options(request_timeout=connection.write_seconds)


@contextmanager
def trouble_is_told() -> Iterator[None]:
    """Whatever Elasticsearch or the way to it does to us is a SearchUnavailable."""
    try:
        yield
    except NotFoundError as failure:
        raise IndexMissing(f"Elasticsearch has no such index: {_reason(failure)}") from failure
    except ApiError as failure:
        if _types(failure) & _PARTS_AWAY:
            raise PartsAway(f"Parts of the index are away: {_reason(failure)}") from failure
        reason = _REFUSALS.get(failure.status_code) or _reason(failure)
        raise SearchUnavailable(reason) from failure
    except TransportError as failure:
        raise SearchUnavailable(f"Elasticsearch cannot be reached: {failure.message}") from failure


def _errors(failure: ApiError) -> list[dict[str, Any]]:
    """What the server says, beginning with the causes."""
    error = failure.body.get("error") if isinstance(failure.body, dict) else None
    return [*(error.get("root_cause") or ()), error] if isinstance(error, dict) else []


def _types(failure: ApiError) -> set[str]:
    return {str(error.get("type")) for error in _errors(failure)}


def _reason(failure: ApiError) -> str:
    for error in _errors(failure):
        return f"{error.get('type')}: {str(error.get('reason'))[:300]}"
    return f"{failure.status_code} {failure.message}"
