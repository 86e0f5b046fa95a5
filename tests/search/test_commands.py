"""``rebuild_search`` and ``search`` on the command line."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from doccontrol.models import ControlledDocument
from search.engine import get_engine
from tests.make import make_text, make_unit
from tests.search.make import make_edition, make_procedure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> Path:
    """The folder of an index of this test's own, not built yet."""
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    return tmp_path / "index"


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue()


def search(*arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run("search", *arguments, "--json"))
    return answer


def numbers(answer: dict[str, Any]) -> list[str]:
    return [f"{hit['number']} {hit['edition']}".strip() for hit in answer["hits"]]


def test_a_rebuild_tells_its_progress_and_totals_and_can_be_run_again() -> None:
    make_edition(purpose="<p>Một</p>")
    make_text()
    first, second = run("rebuild_search"), run("rebuild_search")

    assert "2/2 editions and texts, 3 documents" in first
    assert "3 documents indexed from 2 editions and legal texts" in first
    assert second.startswith("2/2 editions and texts, 3 documents")
    assert get_engine().count() == 3


def test_a_rebuild_while_another_writes_is_refused_with_what_to_do() -> None:
    refused: list[str] = []

    def in_the_middle() -> Any:
        with pytest.raises(CommandError) as error:
            run("rebuild_search")
        refused.append(str(error.value))
        return iter(())

    def documents() -> Any:
        yield from in_the_middle()

    get_engine().rebuild(documents())

    assert "Run this again when it is done" in refused[0]


def test_json_says_all_that_the_page_shows() -> None:
    edition = make_edition(code="QT-LD-01", title="Cấp giấy phép", purpose="<p>Trong ba ngày</p>")
    run("rebuild_search")
    answer = search("ba ngay")

    (hit,) = answer.pop("hits")
    assert answer == {
        "query": "ba ngay",
        "total": 1,
        "relaxed": False,
        "best_of": False,
        "counts": {},
    }
    assert hit.pop("score") > 0
    assert hit == {
        "kind": "procedure",
        "number": "QT-LD-01",
        "title": "Cấp giấy phép",
        "heading": "Mục đích",
        "edition": "01/00",
        "unit": edition.unit.name,
        "url": "/tai-lieu/qt-ld-01/lan/01-00/#section-1",
        "snippet": "Trong <mark>ba</mark> <mark>ngày</mark>",
    }


def test_plain_text_is_for_reading() -> None:
    make_edition(code="QT-LD-01", title="Cấp giấy phép", purpose="<p>Phí &lt; 5</p>")
    run("rebuild_search")
    said = run("search", "phí")

    assert said.startswith("1 found\n\nCấp giấy phép › Mục đích\n  QT-LD-01 · 01/00")
    assert "Phí < 5" in said


def test_public_finds_nothing_that_is_for_staff() -> None:
    make_edition(
        code="QT-MAT-01",
        purpose="<p>bươmbướm</p>",
        visibility=ControlledDocument.Visibility.STAFF,
    )
    run("rebuild_search")

    assert numbers(search("bươmbướm")) == ["QT-MAT-01 01/00"]
    assert search("bươmbướm", "--public")["total"] == 0
    assert search("QT-MAT-01", "--public")["total"] == 0


def test_the_day_the_kind_and_the_limit_narrow() -> None:
    page = make_procedure(code="QT-LD-01", title="Giấy phép")
    make_edition(page, on=date(2024, 1, 10))
    make_edition(page, on=date(2026, 7, 1))
    make_text("152/2020/NĐ-CP", subject="Giấy phép lao động", effective=date(2021, 2, 15))
    run("rebuild_search")

    assert set(numbers(search("giấy phép"))) == {"QT-LD-01 01/01", "152/2020/NĐ-CP"}
    assert numbers(search("giấy phép", "--on", "2020-01-01")) == []
    on_past_day = search("giấy phép", "--on", "2025-01-01")
    assert set(numbers(on_past_day)) == {"QT-LD-01 01/00", "152/2020/NĐ-CP"}
    assert numbers(search("giấy phép", "--kind", "law")) == ["152/2020/NĐ-CP"]
    both = search("giấy phép", "--kind", "law", "--kind", "procedure", "--limit", "1")
    assert (len(both["hits"]), both["total"]) == (1, 2)


def test_filters_narrow_whether_typed_or_given() -> None:
    unit = make_unit(code="LD", name="Phòng Lao động")
    page = make_procedure(code="QT-LD-01", title="Giấy phép", owner_unit=unit, field="Lao động")
    make_edition(page, on=date(2024, 1, 10))
    make_edition(page, on=date(2026, 7, 1))
    make_edition(code="QT-NCC-01", title="Giấy phép", field="Người có công", on=date(2024, 1, 10))
    make_text("152/2020/NĐ-CP", subject="Giấy phép", effective=None)
    run("rebuild_search")

    assert set(numbers(search("giấy phép", "--unit", "LD"))) == {"QT-LD-01 01/01"}
    assert set(numbers(search("giấy phép phòng:LD"))) == {"QT-LD-01 01/01"}
    assert set(numbers(search("giấy phép", "--field", "Người có công"))) == {"QT-NCC-01 01/00"}
    assert set(numbers(search("giấy phép", "--type", "Nghị định"))) == {"152/2020/NĐ-CP"}
    assert set(numbers(search("giấy phép", "--state", "past"))) == {"QT-LD-01 01/00"}
    assert set(numbers(search("giấy phép", "--state", "unknown"))) == {"152/2020/NĐ-CP"}
    both = search("giấy phép", "--past", "--unit", "LD", "--facets")
    assert set(numbers(both)) == {"QT-LD-01 01/00", "QT-LD-01 01/01"}
    assert set(both["counts"]["state"]) == {"past", "in-force"}
    newest = search("giấy phép", "--newest", "--kind", "procedure")
    assert numbers(newest) == ["QT-LD-01 01/01", "QT-NCC-01 01/00"]
    assert search("giấy phép phòng:khôngcó")["total"] == 0
    assert "unit: LD 1" in run("search", "giấy phép", "--facets", "--unit", "LD")


def test_what_cannot_be_followed_is_said() -> None:
    run("rebuild_search")
    said = StringIO()
    call_command("search", "giấy phép phòng:khôngcó", stdout=StringIO(), stderr=said)

    assert "phòng:khôngcó" in said.getvalue()


@pytest.mark.parametrize("broken", [False, True])
def test_without_an_index_it_says_which_command_builds_one(index: Path, broken: bool) -> None:
    if broken:
        run("rebuild_search")
        (index / "current").write_text("nonsense")

    with pytest.raises(CommandError, match=r"manage\.py rebuild_search"):
        run("search", "giấy phép")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--on", "2026-13-01"],
        ["--kind", "poem"],
        ["--limit", "0"],
        ["--limit", "many"],
        ["--state", "broken"],
    ],
)
def test_arguments_that_mean_nothing_are_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        run("search", "giấy phép", *arguments)
