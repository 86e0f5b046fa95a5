"""Which engine searches: the index on this machine, or an Elasticsearch cluster before it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cms.settings.env import read_flag, read_list, read_number, read_optional_secret, read_text

EMBEDDED, ELASTICSEARCH = "embedded", "elasticsearch"


def read_cluster() -> dict[str, Any]:
    """What ``search.engines.elasticsearch.engine.open_cluster`` is given; ``urls`` may be empty."""
    urls = read_list("ELASTICSEARCH_URL")
    if any(urlsplit(url).username is not None for url in urls):
        # An address is written into logs.
        raise ImproperlyConfigured(
            "ELASTICSEARCH_URL must not hold a password: see ELASTICSEARCH_API_KEY."
        )
    return {
        "urls": tuple(urls),
        "api_key": read_optional_secret("ELASTICSEARCH_API_KEY"),
        "user": read_text("ELASTICSEARCH_USER", ""),
        "password": read_optional_secret("ELASTICSEARCH_PASSWORD"),
        "ca": read_text("ELASTICSEARCH_CA", ""),
        "search_seconds": read_number("ELASTICSEARCH_SEARCH_SECONDS", 3, least=1),
        "write_seconds": read_number("ELASTICSEARCH_WRITE_SECONDS", 60, least=1),
        "index": read_text("ELASTICSEARCH_INDEX", "hieu-luc"),
        "shards": read_number("ELASTICSEARCH_SHARDS", 1, least=1),
        "replicas": read_number("ELASTICSEARCH_REPLICAS", 1),
    }


def read_search_engine(var_dir: Path, cluster: dict[str, Any]) -> dict[str, Any]:
    """What opens the engine, and what that is given."""
    path = var_dir / "index"
    name = read_text("SEARCH_ENGINE", EMBEDDED)
    if name == EMBEDDED:
        return {"class": "search.engines.embedded.engine.EmbeddedEngine", "path": path}
    if name != ELASTICSEARCH:
        raise ImproperlyConfigured(
            f"SEARCH_ENGINE must be {EMBEDDED} or {ELASTICSEARCH}, not {name!r}."
        )
    if not cluster["urls"]:
        raise ImproperlyConfigured("ELASTICSEARCH_URL must be set. See .env.example.")
    if read_flag("SEARCH_FALLBACK", True):
        return {"class": "search.engines.fallback.open_with_fallback", "path": path, **cluster}
    return {"class": "search.engines.elasticsearch.engine.open_cluster", **cluster}
