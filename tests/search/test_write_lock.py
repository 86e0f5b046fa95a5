"""One process writes to the cluster at a time: who has the right, who is refused, when it ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from multiprocessing.connection import Connection

import pytest
from django.db import connection

from search.engines.base import IndexLocked
from search.engines.elasticsearch.lock import WriteLock

# What holds the right has a connection of its own and sees no transaction of a test.
pytestmark = pytest.mark.django_db(transaction=True)
NAME = "hieu-luc-writer"


def test_a_second_writer_is_refused_and_told_who_writes_until_the_first_has_ended():
    with WriteLock(NAME).held():
        for _again in range(2):
            with pytest.raises(IndexLocked, match=f"process {os.getpid()}, writes to {NAME}"):
                WriteLock(NAME).held().__enter__()
        with WriteLock("another").held():
            pass
    with WriteLock(NAME).held() as held:
        held.confirm()


def test_the_right_is_given_back_by_work_that_fails():
    with pytest.raises(ZeroDivisionError), WriteLock(NAME).held():
        raise ZeroDivisionError
    with WriteLock(NAME).held():
        pass


def hold_for_ever(begun: Connection) -> None:
    with WriteLock(NAME).held():
        begun.send("begun")
        signal.pause()


def test_the_right_of_a_killed_process_ends_with_it():
    told, begun = multiprocessing.Pipe()
    # Forked, so that it knows the database of this test.
    process = multiprocessing.get_context("fork").Process(target=hold_for_ever, args=(begun,))
    process.start()
    assert told.recv() == "begun"
    with pytest.raises(IndexLocked), WriteLock(NAME).held():
        pass

    process.kill()
    process.join()

    until = time.monotonic() + 30
    while not _is_free() and time.monotonic() < until:
        time.sleep(0.1)
    assert _is_free()


def _is_free() -> bool:
    try:
        with WriteLock(NAME).held():
            return True
    except IndexLocked:
        return False


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_whoever_the_database_has_let_go_of_is_told_before_anything_is_switched():
    with WriteLock(NAME).held() as held:
        held.confirm()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE pid <> pg_backend_pid()"
                " AND relation = 'search_indexwriter'::regclass"
            )
        with pytest.raises(IndexLocked, match="was lost"):
            held.confirm()
