"""What is asked is counted for the secretary, and nobody is remembered."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from doccontrol.organisation.accounts.roles import Role
from search.asked_log import actions, spool
from search.asked_log.actions import (
    KEPT,
    count_asked,
    forget_asked_questions,
    looks_personal,
    write_down,
)
from search.engine import get_engine
from search.index.indexing import everything
from search.models import AskedQuestion
from tests.make import make_person, make_settings, make_text

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/asked-questions/"
ON = date(2026, 7, 1)


@pytest.fixture(autouse=True)
def index(settings: Any, tmp_path: Path) -> None:
    settings.SEARCH_ENGINE = settings.SEARCH_ENGINE | {"path": tmp_path / "index"}
    settings.CACHE_DIR = tmp_path / "cache"
    settings.LANGUAGE_CODE = "en"
    make_settings()
    make_text("1/2020/NĐ-CP", subject="Cấp thẻ")
    get_engine().rebuild(everything())


def rows() -> list[tuple[str, str, int, int]]:
    """After the worker has counted."""
    count_asked()
    asked = AskedQuestion.objects.order_by("question", "readers")
    return list(asked.values_list("question", "readers", "times", "found"))


def note(text: str, *, found: int = 0, on: date = ON, is_staff: bool = False) -> None:
    write_down(text, is_staff=is_staff, places=found, on=on)


# What is kept


def test_a_question_is_counted_by_day_and_by_who_asks_however_it_is_typed(client: Client) -> None:
    for typed in ("Cấp  thẻ", "cap the", "CẤP THẺ"):
        client.get("/tim-kiem/", {"q": typed})
    client.force_login(make_person(Role.STAFF))
    client.get("/tim-kiem/", {"q": "cấp thẻ xyzzy"})

    assert rows() == [("cap the", "public", 3, 1), ("cap the xyzzy", "staff", 1, 0)]
    assert {row.day for row in AskedQuestion.objects.all()} == {timezone.localdate()}


def test_nothing_says_who_asked_or_when() -> None:
    fields = {field.name for field in AskedQuestion._meta.get_fields()}

    assert fields == {"id", "day", "question", "readers", "times", "found"}


@pytest.mark.parametrize(
    "further",
    [{"page": "2"}, {"kind": "laws"}, {"unit": "LD"}, {"on": "2026-01-01"}, {"past": "1"}],
)
def test_turning_pages_and_narrowing_is_not_asking_again(client: Client, further: dict) -> None:
    client.get("/tim-kiem/", {"q": "cấp thẻ"} | further)

    assert rows() == []


def test_an_empty_form_a_look_at_the_headers_and_suggestions_are_no_questions(
    client: Client,
) -> None:
    client.get("/tim-kiem/", {"q": "  "})
    client.head("/tim-kiem/", {"q": "cấp thẻ"})
    client.get("/tim-kiem/goi-y/", {"q": "cấp thẻ"})

    assert rows() == []


@pytest.mark.parametrize(
    "text",
    [
        "hồ sơ 079123456789",
        "0912 345 678",
        "0912.345.678",
        "(0299) 3821-345",
        "số sổ 123-456-7890",
        "nguyen@example.com",
        "Nguyễn Thị Hoa",
        "hồ sơ của Nguyễn Văn An",
        "hồ sơ trợ cấp của ông Thạch Sô Phia",
        "nguyen van an",
        "tran thi be ba mai tang phi",
        "Trần Thị Bé, thương binh",
    ],
)
def test_questions_about_somebody_are_not_kept(client: Client, text: str) -> None:
    assert looks_personal(text)
    client.get("/tim-kiem/", {"q": text})
    assert rows() == []


@pytest.mark.parametrize(
    "text",
    [
        "19/2014/QĐ-TTg",
        "nghị định 145/2020/NĐ-CP và 152/2020/NĐ-CP",
        "ngày 01/07/2026",
        "BM-LĐVL-01-01",
        "một phần văn bản",
        "phan van ban het hieu luc",
        "Bảo Trợ Xã Hội",
        "người có công",
        "hồ văn thư",
        "quyết định 1912",
        "Nghị Quyết Của Quốc Hội",
    ],
)
def test_questions_about_things_are_kept(text: str) -> None:
    assert not looks_personal(text)
    note(text)
    assert len(rows()) == 1


def test_a_long_question_is_kept_in_its_beginning() -> None:
    note("cấp thẻ " * 50)
    note("cấp thẻ " * 50)

    ((question, _readers, times, _found),) = rows()
    assert (len(question) <= 200, times) == (True, 2)


def test_the_last_time_says_how_much_was_found() -> None:
    note("cấp thẻ", found=0)
    note("cấp thẻ", found=5)

    assert rows() == [("cap the", "public", 2, 5)]


def test_nobody_fills_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_NEW_A_DAY", 3)
    for number in range(9):
        note(f"câu {number}")
    note("câu 1")
    note("câu khác", on=ON + timedelta(1))

    assert [(question, times) for question, _r, times, _f in rows()] == [
        ("cau 0", 1),
        ("cau 1", 2),
        ("cau 2", 1),
        ("cau khac", 1),
    ]


# It is in nobody's way


def test_a_search_writes_nothing_into_the_database(client: Client) -> None:
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.lstrip().upper().startswith("SELECT"):
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert client.get("/tim-kiem/", {"q": "cấp thẻ"}).status_code == 200
    assert written == []
    assert rows() == [("cap the", "public", 1, 1)]


def test_a_log_that_cannot_be_written_breaks_no_search(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool.os, "write", full)
    response = client.get("/tim-kiem/", {"q": "cấp thẻ"})

    assert response.status_code == 200
    assert "1/2020" in response.content.decode()


def test_nobody_fills_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MOST_BYTES", 300)
    for number in range(50):
        note(f"câu {number}")

    assert 1 <= len(rows()) < 10
    note("câu mới")
    assert "cau moi" in [question for question, *_ in rows()], "counted, there is room again"


def test_what_a_worker_took_and_did_not_count_is_counted_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note("cấp thẻ")

    def locked(*_: Any) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as away:
        away.setattr(actions, "_count", locked)
        with pytest.raises(OperationalError):
            count_asked()
    note("cấp thẻ")

    assert rows() == [("cap the", "public", 2, 0)]


def test_a_line_that_is_cut_short_spoils_no_other(settings: Any) -> None:
    note("cấp thẻ")
    with (settings.CACHE_DIR / "asked" / "asked.jsonl").open("a") as file:
        file.write('{"day": "2026-\n')
    note("cấp thẻ")

    assert rows() == [("cap the", "public", 2, 0)]


def test_who_asks_at_once_is_counted_each_and_once() -> None:
    """Pages put lines down while the worker takes them away."""
    with ThreadPoolExecutor(4) as pages:
        asking = [pages.submit(note, f"câu {number % 3}") for number in range(60)]
        taken: list[int] = []
        while not all(page.done() for page in asking):
            taken += [len(lines) for path, lines in spool.take() if path.unlink() is None]
    taken += [len(lines) for _path, lines in spool.take()]

    assert sum(taken) == 60


def test_what_is_put_down_says_what_the_table_says_and_is_for_nobody_else(settings: Any) -> None:
    note("cấp thẻ", found=3, is_staff=True)

    (path,) = (settings.CACHE_DIR / "asked").iterdir()
    assert json.loads(path.read_text()) == {
        "day": "2026-07-01", "question": "cap the", "readers": "staff", "found": 3,
    }  # fmt: skip
    assert path.stat().st_mode & 0o077 == 0


def test_after_a_year_it_is_forgotten() -> None:
    note("cũ", on=ON - KEPT - timedelta(1))
    note("còn", on=ON - KEPT)
    count_asked()
    for _ in range(2):
        forget_asked_questions({"on": ON.isoformat()})

    assert [question for question, *_ in rows()] == ["con"]


# The secretary's report


def secretary(client: Client, role: Role = Role.SECRETARY) -> Client:
    client.force_login(make_person(role))
    return client


def report(client: Client, **asked: str) -> str:
    count_asked()
    response = client.get(REPORT, asked)
    assert response.status_code == 200
    return str(response.content.decode())


def test_most_asked_comes_first_over_all_days_and_readers(client: Client) -> None:
    today = timezone.localdate()
    for text, times, day, found in (
        ("hiếm", 1, today, 4),
        ("thường", 2, today - timedelta(1), 0),
        ("thường", 3, today, 7),
    ):
        for _ in range(times):
            note(text, on=day, found=found)
    note("thường", on=today, is_staff=True, found=7)
    html = report(secretary(client))

    assert html.index("thuong") < html.index("hiem")
    response = client.get(REPORT, {"export": "csv"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "Question,Times,Number of days,Last asked,Places found"
    assert lines[1] == f"thuong,6,2,{today.isoformat()},7"
    assert len(lines) == 3


def test_what_was_not_found_the_last_time_can_be_listed(client: Client) -> None:
    today = timezone.localdate()
    note("trước không nay có", on=today - timedelta(1), found=0)
    note("trước không nay có", on=today, found=3)
    note("vẫn không có", on=today, found=0)
    secretary(client)

    missing, there = report(client, outcome="not-found"), report(client, outcome="found")
    assert ("van khong co" in missing, "nay co" in missing) == (True, False)
    assert ("van khong co" in there, "nay co" in there) == (False, True)
    assert "van khong co" not in report(client, readers="staff")
    note("tháng trước", on=today - timedelta(40))
    assert "thang truoc" not in report(client, period="31")
    assert "thang truoc" in report(client, period="92")


def test_a_question_is_shown_and_not_obeyed(client: Client) -> None:
    note("<script>alert(1)</script>", on=timezone.localdate())

    assert "<script>alert(1)" not in report(secretary(client))


def test_a_question_does_nothing_in_a_spreadsheet(client: Client) -> None:
    note("=cmd|' /c calc'!a0", on=timezone.localdate())
    count_asked()
    secretary(client)
    sent = b"".join(client.get(REPORT, {"export": "csv"}).streaming_content).decode("utf-8-sig")

    assert not sent.splitlines()[1].startswith(("=", '"='))


@pytest.mark.parametrize("role", list(Role))
def test_the_secretary_and_the_auditor_may_look_and_nobody_else(client: Client, role: Role) -> None:
    secretary(client, role)
    may = role in (Role.SECRETARY, Role.AUDITOR)
    for address in (REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"):
        assert (client.get(address).status_code == 200) == may, address
    assert (REPORT in client.get("/admin/account/").content.decode()) == may


def test_a_stranger_is_led_to_the_log_in(client: Client) -> None:
    response = client.get(REPORT)

    assert response.headers["Location"].startswith("/dang-nhap/")


@pytest.mark.parametrize("how_many", [1, 40])
def test_the_report_costs_as_many_queries_however_long_it_is(
    client: Client, how_many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(how_many):
        note(f"câu {number}", on=timezone.localdate())
    secretary(client)
    report(client)
    with django_assert_max_num_queries(20):
        report(client)
