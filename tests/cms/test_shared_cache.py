"""Counts that all processes share: in files on one machine, in Redis for several."""

from __future__ import annotations

import multiprocessing
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache.backends.redis import RedisCache

from cms import shared_cache
from cms.log_in import limits
from cms.log_in.limits import ACCOUNT_AT_ADDRESS, Tries
from cms.shared_cache import SharedFileCache
from tests import needs

ROUNDS, PROCESSES = 50, 4


def files(folder, **options):
    return SharedFileCache(str(folder), {"TIMEOUT": 3600, "OPTIONS": options})


@pytest.fixture
def redis(tmp_path):
    """A server of its own, on a socket that nobody else knows."""
    path = tmp_path / "redis.sock"
    command = ["redis-server", "--port", "0", "--save", "", "--unixsocket", str(path)]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(path)) == 0:
                    break
            time.sleep(0.05)
        yield RedisCache(f"unix://{path}", {"TIMEOUT": 3600})
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(params=["files", pytest.param("redis", marks=needs.redis)])
def cache(request, tmp_path):
    return (
        files(tmp_path / "shared") if request.param == "files" else request.getfixturevalue("redis")
    )


def _count(folder):
    cache = files(folder)
    for _ in range(ROUNDS):
        cache.incr("count")


def test_no_count_is_lost_between_processes(tmp_path):
    files(tmp_path).set("count", 0)
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_count, args=(tmp_path,)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert files(tmp_path).get("count") == ROUNDS * PROCESSES


def test_of_many_at_once_one_adds(cache):
    with ThreadPoolExecutor(16) as pool:
        added = list(pool.map(lambda n: cache.add("wait", n), range(16)))
    assert added.count(True) == 1


def test_sixteen_tries_at_once_are_counted_one_by_one(cache, monkeypatch):
    monkeypatch.setattr(limits, "cache", cache)

    def is_admitted(n):
        return not limits.admit([Tries(ACCOUNT_AT_ADDRESS, "giamdoc", "203.0.113.5")])

    with ThreadPoolExecutor(16) as pool:
        admitted = sum(pool.map(is_admitted, range(16)))
    # One more may slip between the last free try and the wait that it begins.
    assert ACCOUNT_AT_ADDRESS.free <= admitted <= ACCOUNT_AT_ADDRESS.free + 1
    assert limits.admit([Tries(ACCOUNT_AT_ADDRESS, "giamdoc", "203.0.113.5")]) in range(20, 61)


def test_a_touched_entry_lives_on_and_a_missing_one_is_said_to_be_missing(cache):
    cache.set("count", 3, 1)
    assert cache.touch("count", 100)
    assert not cache.touch("none", 100)
    with pytest.raises(ValueError):
        cache.incr("none")
    assert cache.incr("count") == 4


def test_a_full_folder_drops_what_has_expired_and_keeps_the_counts(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_cache, "_WRITES_PER_SWEEP", 1)
    cache = files(tmp_path, MAX_ENTRIES=20)
    for n in range(15):
        cache.set(f"short{n}", n, 0.01)
    time.sleep(0.02)
    for n in range(19):
        cache.set(f"long{n}", n)
    assert [cache.get(f"long{n}") for n in range(19)] == list(range(19))


def test_the_folder_is_for_its_owner_alone(tmp_path):
    cache = files(tmp_path / "shared")
    cache.set("a", 1)
    assert (tmp_path / "shared").stat().st_mode & 0o077 == 0
