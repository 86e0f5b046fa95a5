"""A worker killed in the middle of a bulk loses no change."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from doccontrol.events import LegalTextChanged, legal_text_changed
from doccontrol.jobs.outbox import CLAIM_LASTS, claim, perform
from doccontrol.models import Job
from search.engine import _made, get_engine
from search.engines.base import IndexDocument
from search.keeping import handlers
from tests.make import make_text
from tests.search.corpus import ask

pytestmark = pytest.mark.django_db(transaction=True)
OURS = ("index_law", "rebuild_search")


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    get_engine().rebuild(())


def work() -> None:
    Job.objects.exclude(kind__in=OURS).delete()
    while jobs := claim(timezone.now()):
        perform(jobs)


def killed_when_it_says(do: Callable[[Callable[[], None]], None]) -> None:
    """Fork; the child does ``do``, is given a way to say "now", and is killed when it does."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            _made.cache_clear()

            def now() -> None:
                os.write(writing, b"!")
                time.sleep(60)

            do(now)
        finally:
            os._exit(1)
    os.close(writing)
    said = os.read(reading, 1)
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert said == b"!", "it ended before it was in the middle"


def in_the_middle_of(name: str, now: Callable[[], None]) -> None:
    """Work, stopped after the first document that ``search.keeping.handlers.<name>`` reads."""
    read = getattr(handlers, name)

    def stopping(*given: Any) -> Iterator[IndexDocument]:
        documents = read(*given)
        yield next(documents)
        now()
        yield from documents

    setattr(handlers, name, stopping)
    work()


def change_laws(numbers: range) -> set[str]:
    """Returns what is to be found."""
    texts = [make_text(f"{number}/2026/NĐ-CP", subject="Bảo trợ trẻ em") for number in numbers]
    for text in texts:
        legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))
    return {text.number_raw for text in texts}


def found() -> set[str]:
    return {hit.number for hit in get_engine().search(ask("bao tro tre em", limit=99)).hits}


def a_worker_later() -> None:
    """When it is plain that the other one has died."""
    Job.objects.update(claimed_at=timezone.now() - 2 * CLAIM_LASTS)
    work()


def test_killed_in_a_bulk_of_changes_all_are_indexed_by_the_next_worker() -> None:
    changed = change_laws(range(1, 6))
    killed_when_it_says(lambda now: in_the_middle_of("documents_of_laws", now))
    assert found() == set()
    assert Job.objects.filter(kind="index_law", state=Job.State.RUNNING).count() == len(changed)

    a_worker_later()
    assert found() == changed
    assert not Job.objects.filter(kind="index_law").exclude(state=Job.State.DONE).exists()


def test_killed_in_a_rebuild_the_old_index_serves_and_the_next_worker_builds() -> None:
    before = change_laws(range(1, 3))
    work()
    after = before | change_laws(range(3, 5))
    Job.objects.filter(kind="index_law").delete()
    handlers.owe_rebuild()
    killed_when_it_says(lambda now: in_the_middle_of("everything", now))
    assert found() == before

    a_worker_later()
    assert found() == after
