"""Which engine searches is chosen by the environment, loudly if it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from cms.settings.searching import read_cluster, read_search_engine
from search.engines.elasticsearch.connection import Connection
from search.engines.elasticsearch.engine import ElasticsearchEngine
from search.engines.embedded.engine import EmbeddedEngine
from search.engines.fallback import WithFallback


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("SEARCH_ENGINE", "SEARCH_FALLBACK"):
        monkeypatch.delenv(name, raising=False)
    for name in ("URL", "API_KEY", "API_KEY_FILE", "USER", "PASSWORD", "CA", "INDEX"):
        monkeypatch.delenv(f"ELASTICSEARCH_{name}", raising=False)
    return monkeypatch


def opened(folder: Path) -> object:
    options = read_search_engine(folder, read_cluster())
    return import_string(options.pop("class"))(**options)


def test_nothing_said_means_the_index_on_this_machine(tmp_path: Path) -> None:
    assert isinstance(opened(tmp_path), EmbeddedEngine)


def test_a_cluster_comes_with_a_fallback_unless_it_is_refused(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("SEARCH_ENGINE", "elasticsearch")
    environment.setenv("ELASTICSEARCH_URL", "https://es1:9200, https://es2:9200")
    both = opened(tmp_path)
    assert isinstance(both, WithFallback)
    assert isinstance(both.first, ElasticsearchEngine)
    assert isinstance(both.second, EmbeddedEngine)
    environment.setenv("SEARCH_FALLBACK", "false")
    assert isinstance(opened(tmp_path), ElasticsearchEngine)


def test_secrets_may_lie_in_files_and_are_not_shown(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("only-we-know\n")
    environment.setenv("ELASTICSEARCH_API_KEY_FILE", str(tmp_path / "key"))
    environment.setenv("ELASTICSEARCH_PASSWORD", "only-we-know")
    options = read_cluster()
    assert (options["api_key"], options["password"]) == ("only-we-know", "only-we-know")
    shown = {"urls", "api_key", "user", "password", "ca", "search_seconds", "write_seconds"}
    connection = Connection(**{name: options[name] for name in shown})
    assert "only-we-know" not in f"{connection!r} {connection}"


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({"SEARCH_ENGINE": "solr"}, "SEARCH_ENGINE must be embedded or elasticsearch"),
        ({"SEARCH_ENGINE": "elasticsearch"}, "ELASTICSEARCH_URL must be set"),
        ({"ELASTICSEARCH_URL": "https://me:secret@es1:9200"}, "must not hold a password"),
        ({"ELASTICSEARCH_SHARDS": "0"}, "ELASTICSEARCH_SHARDS"),
        ({"ELASTICSEARCH_API_KEY_FILE": "/nowhere/key"}, "cannot be read"),
    ],
)
def test_what_cannot_be_meant_stops_the_start(
    tmp_path: Path, environment: pytest.MonkeyPatch, named: dict[str, str], said: str
) -> None:
    for name, value in named.items():
        environment.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=said) as told:
        opened(tmp_path)
    assert "secret" not in str(told.value)
