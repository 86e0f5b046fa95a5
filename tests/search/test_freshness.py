"""A change is found once the worker has done what it owes, and nothing owed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from doccontrol.events import EditionChanged, LegalTextChanged, edition_changed, legal_text_changed
from doccontrol.jobs.outbox import claim, owe, perform
from doccontrol.models import Job
from search.engine import get_engine
from search.engines.base import IndexDocument
from search.index.indexing import everything
from search.keeping import handlers
from search.keeping.handlers import owe_first_build
from tests.make import make_text, make_withdrawal
from tests.search.corpus import ask
from tests.search.make import make_edition, make_procedure

pytestmark = pytest.mark.django_db
OURS = ("index_edition", "index_law", "index_laws", "rebuild_search")


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Path:
    """The folder of an index of this test's own, empty."""
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    get_engine().rebuild(())
    return tmp_path / "index"


def work(kinds: tuple[str, ...] = OURS) -> None:
    """Do what search owes now; what other packages owe is none of this test's business."""
    Job.objects.exclude(kind__in=kinds).delete()
    while jobs := claim(timezone.now()):
        perform(jobs)


def found(text: str, **asked: Any) -> set[str]:
    """Number and edition of what is found; today, by staff, if not said otherwise."""
    asked = {"on": timezone.localdate(), "limit": 100} | asked
    hits = get_engine().search(ask(text, **asked)).hits
    return {f"{hit.number} {hit.edition}".strip() for hit in hits}


def test_a_new_edition_is_found_after_the_worker_was_there() -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép lao động", on=date(2026, 1, 5))
    before = found("giấy phép")
    work()

    assert (before, found("giấy phép")) == (set(), {"QT-LD-01 01/00"})


def test_today_only_the_new_edition_is_found_and_on_a_past_day_only_the_old() -> None:
    page = make_procedure(code="QT-LD-01", purpose="<p>Nộp tại quầy</p>")
    make_edition(page, on=date(2024, 1, 10))
    make_edition(page, on=date(2026, 7, 1), purpose="<p>Nộp trực tuyến</p>")
    work()

    assert found('"nộp trực tuyến"') == {"QT-LD-01 01/01"}
    assert found('"nộp tại quầy"') == set()
    assert found('"nộp tại quầy"', on=date(2024, 5, 1)) == {"QT-LD-01 01/00"}
    assert found('"nộp trực tuyến"', on=date(2024, 5, 1)) == set()


@pytest.mark.parametrize(
    "day, editions",
    [
        (date(2024, 1, 9), set()),
        (date(2024, 1, 10), {"QT-LD-01 01/00"}),
        (date(2026, 6, 30), {"QT-LD-01 01/00"}),
        (date(2026, 7, 1), {"QT-LD-01 01/01"}),
    ],
)
def test_an_edition_is_found_on_the_days_on_which_it_binds(day: date, editions: set[str]) -> None:
    page = make_procedure(code="QT-LD-01", title="Cấp giấy phép")
    make_edition(page, on=date(2024, 1, 10))
    make_edition(page, on=date(2026, 7, 1))
    work()

    assert found("giấy phép", on=day) == editions


def test_a_withdrawn_document_is_no_longer_found() -> None:
    edition = make_edition(code="QT-LD-01", title="Cấp giấy phép", on=date(2024, 1, 10))
    work()
    day = date(2025, 3, 1)
    make_withdrawal(edition, from_day=day, on=day)
    work()

    assert found("giấy phép") == set()
    assert found("giấy phép", on=day - timedelta(days=1)) == {"QT-LD-01 01/00"}


def test_a_corrected_law_is_found_by_its_new_words_only() -> None:
    text = make_text("161/2026/NĐ-CP", subject="Bảo trợ xã hội")
    legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))
    work()
    text.subject = "Người có công"
    text.save()
    legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))
    work()

    assert found("bảo trợ") == set()
    assert found("nguoi co cong") == {"161/2026/NĐ-CP"}


def test_a_change_that_is_rolled_back_owes_nothing() -> None:
    edition = make_edition()
    Job.objects.all().delete()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        edition_changed.announce(EditionChanged(edition.pk))
        raise ZeroDivisionError

    assert not Job.objects.exists()


def test_a_listener_writes_a_row_and_nothing_else(django_assert_max_num_queries: Any) -> None:
    text = make_text()
    Job.objects.all().delete()
    with django_assert_max_num_queries(8):  # two listeners, each a savepoint around two
        legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))

    job = Job.objects.get(kind="index_law")
    assert (job.key, job.payload) == (str(text.pk), {"text": text.pk})


def test_many_laws_of_an_import_cost_one_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    commits: list[int] = []
    engine = get_engine()
    replace = engine.replace

    def counted(groups: Any, documents: Any) -> int:
        commits.append(replace(groups, documents))
        return commits[-1]

    monkeypatch.setattr(engine, "replace", counted)
    for number in range(1, 31):
        text = make_text(f"{number}/2026/NĐ-CP", subject="Nhập từ tệp")
        legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))
    work()

    assert commits == [30]
    assert len(found("nhập từ tệp")) == 30


def test_a_list_of_laws_can_be_owed_at_once() -> None:
    texts = [make_text(f"{number}/2026/NĐ-CP", subject="Nhập từ tệp") for number in (1, 2)]
    owe("index_laws", "import", texts=[text.pk for text in texts])
    work()

    assert found("nhập từ tệp") == {"1/2026/NĐ-CP", "2/2026/NĐ-CP"}


def test_a_long_list_of_laws_is_done_in_slices_with_other_work_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handlers, "LAWS_TOGETHER", 2)
    done: list[set[int]] = []
    monkeypatch.setattr(handlers, "_index_laws", done.append)
    owe("index_laws", "import", texts=[5, 4, 3, 2, 1, 1])
    for _slice in range(3):
        owe("rebuild_search", "all")
        jobs = claim(timezone.now())
        assert jobs[0].kind == "rebuild_search"
        perform(jobs)
        perform(claim(timezone.now()))

    assert done == [{1, 2}, {3, 4}, {5}]
    assert not Job.objects.exclude(state=Job.State.DONE).filter(kind="index_laws").exists()


def test_a_law_that_is_gone_leaves_the_index_too() -> None:
    text = make_text("161/2026/NĐ-CP", subject="Bảo trợ xã hội")
    legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))
    work()
    legal_text_changed.announce(LegalTextChanged(frozenset({text.pk})))
    text.delete()
    work()

    assert found("bảo trợ") == set()


def test_without_an_index_a_change_owes_one_rebuild_which_holds_the_change(
    settings: Any, tmp_path: Path
) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "nothing here yet"}
    make_edition(code="QT-LD-01", title="Cấp giấy phép", on=date(2026, 1, 5))
    make_edition(code="QT-LD-02", title="Cấp giấy phép", on=date(2026, 1, 5))
    work()

    assert found("giấy phép") == {"QT-LD-01 01/00", "QT-LD-02 01/00"}
    assert Job.objects.filter(kind="rebuild_search").count() == 1


def test_a_worker_that_starts_without_an_index_owes_one(settings: Any, tmp_path: Path) -> None:
    owe_first_build()
    assert not Job.objects.filter(kind="rebuild_search").exists()

    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "gone"}
    owe_first_build()
    owe_first_build()
    assert Job.objects.filter(kind="rebuild_search").count() == 1


def test_a_broken_index_is_built_anew_by_the_next_change(index: Path) -> None:
    (index / "current").write_text("nonsense")
    make_edition(code="QT-LD-01", title="Cấp giấy phép", on=date(2026, 1, 5))
    work()

    assert found("giấy phép") == {"QT-LD-01 01/00"}


def test_while_another_process_writes_the_change_waits_and_is_not_lost() -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép", on=date(2026, 1, 5))

    def in_the_middle() -> Iterator[IndexDocument]:
        work()
        yield from ()

    get_engine().rebuild(in_the_middle())
    job = Job.objects.get(kind="index_edition")
    assert (job.state, job.attempts) == (Job.State.READY, 0)

    Job.objects.update(not_before=timezone.now())
    work()
    assert found("giấy phép") == {"QT-LD-01 01/00"}


def test_readers_are_served_by_the_old_index_during_a_rebuild() -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép", on=date(2026, 1, 5))
    work()
    seen: list[set[str]] = []

    def slowly() -> Iterator[IndexDocument]:
        for document in everything():
            seen.append(found("giấy phép"))
            yield document

    get_engine().rebuild(slowly())

    assert seen and all(each == {"QT-LD-01 01/00"} for each in seen)
    assert found("giấy phép") == {"QT-LD-01 01/00"}


def test_index_kept_by_changes_equals_index_built_anew() -> None:
    page = make_procedure(code="QT-LD-01")
    make_edition(page, on=date(2024, 1, 10))
    make_edition(page, on=date(2026, 7, 1))
    legal_text_changed.announce(LegalTextChanged(frozenset({make_text().pk})))
    work()
    kept = get_engine().keys()
    call_command("rebuild_search", stdout=StringIO())

    assert kept == get_engine().keys()
