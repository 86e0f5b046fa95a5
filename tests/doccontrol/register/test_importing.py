from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from reversion.models import Version

from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Issuer, Job, LawEvent, LegalRelation, LegalText, LegalType
from doccontrol.register.actions import correct_text
from doccontrol.register.importing import run
from doccontrol.register.importing.formats import read_records
from doccontrol.register.rules import TextStatus
from tests.counting import queries
from tests.doccontrol.register.import_files import run_import, write_csv, write_json, write_jsonl
from tests.make import make_person, make_text

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
pytestmark = pytest.mark.django_db


def the_text(number="20/2021/NĐ-CP"):
    return LegalText.objects.get(number=number)


@pytest.mark.parametrize("write", [write_json, write_jsonl, write_csv])
def test_a_second_run_of_any_shape_changes_nothing_and_says_so(tmp_path, write):
    path = write(tmp_path, {})
    first, failure = run_import(path)
    rows = [LegalText.objects.count(), LegalRelation.objects.count(), Version.objects.count()]
    again, failure_again = run_import(path)

    assert (failure, failure_again) == ("", "")
    assert "1 new, 0 changed" in first
    assert "Nothing changed." in again
    assert rows == [
        LegalText.objects.count(), LegalRelation.objects.count(), Version.objects.count(),
    ]  # fmt: skip


@pytest.mark.parametrize("write", [write_json, write_jsonl, write_csv])
def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path, write):
    path = write(tmp_path, {})
    out, _failure = run_import(path, dry_run=True)

    assert "1 new, 0 changed" in out
    assert "nothing was written" in out
    for model in (LegalText, LegalRelation, LegalType, Issuer, LawEvent, Version, Job):
        assert model.objects.count() == 0


def what_came_of_it():
    """Everything an import writes that a later one would have to make good."""
    texts = {text.pk: text.number for text in LegalText.objects.all()}
    return (
        sorted(texts.values()),
        sorted((event.acting.number, str(event.on)) for event in LawEvent.objects.all()),
        sorted(
            (relation.acting.number, relation.kind, str(relation.target))
            for relation in LegalRelation.objects.all()
        ),
        {(job.kind, texts.get(job.payload.get("text"))) for job in Job.objects.all()},
    )


def a_register(folder):
    """Texts and relations among them in two files, of which one points backward."""
    texts = [
        {"so_ky_hieu": f"{n}/2021/NĐ-CP", "ngay_hieu_luc": f"2021-0{n}-01"} for n in range(1, 8)
    ]
    folder.mkdir()
    relations = [{"van_ban": f"{n}/2021/NĐ-CP"} for n in range(1, 4)]
    return write_jsonl(folder, *texts), write_csv(folder, *relations)


@pytest.mark.parametrize("breaks_at", [0, 1, 2, 3, 4, 5, 6])
def test_an_import_that_is_broken_off_anywhere_is_completed_by_the_next(
    tmp_path, monkeypatch, breaks_at
):
    files = a_register(tmp_path / "files")
    with transaction.atomic():
        for path in files:
            run_import(path)
        whole = what_came_of_it()
        transaction.set_rollback(True)

    monkeypatch.setattr(run, "BATCH", 2)
    follow, begun = run._Import._follow, []

    def power_cut(self, touched):
        begun.append(touched)
        if len(begun) == breaks_at + 1:
            raise KeyboardInterrupt
        follow(self, touched)

    monkeypatch.setattr(run._Import, "_follow", power_cut)
    with contextlib.suppress(KeyboardInterrupt):
        for path in files:
            run_import(path)
    assert len(begun) == breaks_at + 1
    assert what_came_of_it() != whole
    monkeypatch.setattr(run._Import, "_follow", follow)
    for path in files:
        run_import(path)

    assert what_came_of_it() == whole


@pytest.mark.django_db(transaction=True)
def test_between_two_batches_an_import_holds_nobody_up(tmp_path, monkeypatch):
    path, _relations = a_register(tmp_path / "files")
    monkeypatch.setattr(run, "BATCH", 2)
    seen = []

    def look(read, report):
        seen.append((read, connection.in_atomic_block, LegalText.objects.count()))

    run.import_records(read_records(path), reason="Nhập", say=look)

    assert seen == [(2, False, 2), (4, False, 4), (6, False, 6), (7, False, 7)]


def test_a_relation_waits_for_all_texts_of_its_number_before_it_finds_one(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 1)
    acting = make_text("9/2025/QĐ-UBND")
    relation = LegalRelation.objects.create(
        acting=acting,
        kind=RelationKind.AMENDS,
        target_number=parse_number("5/2020/QĐ-UBND").normalised,
    )
    twins = [
        {"so_ky_hieu": "5/2020/QĐ-UBND", "ngay_ban_hanh": day, "vbpl_url": f"https://vbpl.vn/{day}"}
        for day in ("2020-01-05", "2020-02-10")
    ]
    run_import(write_jsonl(tmp_path, *twins))

    relation.refresh_from_db()
    assert LegalText.objects.filter(number=relation.target_number).count() == 2
    assert relation.target is None


def test_an_imported_text_has_its_facts_its_history_and_its_event(tmp_path):
    run_import(write_jsonl(tmp_path, {"co_quan_ban_hanh": "Bộ Y tế và Bộ Tài chính"}))

    text = the_text()
    assert (text.issued, text.effective) == (date(2021, 3, 15), date(2021, 7, 1))
    assert text.issuer.name == "Bộ Y tế"
    assert [other.name for other in text.co_issuers.all()] == ["Bộ Tài chính"]
    assert text.type.is_normative
    assert LegalText.objects.matching("tro giup bo y te").get() == text
    assert Version.objects.get_for_object(text).get().revision.comment == "Nhập từ tệp texts"
    assert LawEvent.objects.get(acting=text).on == date(2021, 7, 1)
    assert Job.objects.filter(kind="evaluate_clocks", key="all").count() == 1


def test_bad_rows_are_told_with_line_and_reason_and_the_rest_is_taken(tmp_path):
    path = write_jsonl(
        tmp_path, {"so_ky_hieu": "60", "trich_yeu": None}, {}, {"ngay_hieu_luc": "?"}
    )
    path.write_text(path.read_text() + "\n{broken")
    out, failure = run_import(path)

    assert "line 1: “60” is not" in out or "line 1: “60”" in out
    assert "line 3:" in out
    assert "line 4:" in out
    assert "1 new, 0 changed, 0 unchanged, 3 skipped" in out
    assert failure == "3 rows could not be imported."
    assert the_text()


@pytest.mark.parametrize("content", ["", "nothing;of;ours", "{}x"])
def test_a_file_of_no_known_shape_fails_and_writes_nothing(tmp_path, content):
    path = tmp_path / "file"
    path.write_text(content)

    assert run_import(path)[1]
    assert not LegalText.objects.exists()


@pytest.mark.parametrize(
    ("row", "number", "issuer", "issued", "subject"),
    [
        (
            {"so_ky_hieu": "01", "trich_yeu": "/2017/QĐ-TTg Ban hành Danh mục"},
            "01/2017/QĐ-TTG", "Chính phủ", date(2021, 3, 15), "Ban hành Danh mục",
        ),
        (
            {"so_ky_hieu": "03/2017/TT-", "trich_yeu": "BVHTTDL Thông tư quy định"},
            "03/2017/TT-BVHTTDL", "Chính phủ", date(2021, 3, 15), "Thông tư quy định",
        ),
        (
            {"so_ky_hieu": "56/2024/QH15", "co_quan_ban_hanh": "Bộ Tài chính"},
            "56/2024/QH15", "Quốc hội", date(2021, 3, 15), "Quy định chính sách trợ giúp xã hội",
        ),
        (
            {"co_quan_ban_hanh": "Bộ A ( sửa đổi theo Thông tư số 1"},
            "20/2021/NĐ-CP", None, date(2021, 3, 15), "Quy định chính sách trợ giúp xã hội",
        ),
        (
            {
                "so_ky_hieu": "02/2018/TT-BKHĐT",
                "trich_yeu": "Hướng dẫn Quyết định 38/2016/QĐ-TTg",
                "co_quan_ban_hanh": "Thủ tướng Chính phủ về rừng ngày 14/05/2018 của Bộ Nội vụ",
            },
            "02/2018/TT-BKHĐT", "Bộ Nội vụ", date(2018, 5, 14),
            "Hướng dẫn Quyết định 38/2016/QĐ-TTg ngày 15/03/2021 của Thủ tướng Chính phủ về rừng",
        ),
    ],
)  # fmt: skip
def test_what_a_row_itself_proves_is_repaired_and_said(
    tmp_path, row, number, issuer, issued, subject
):
    out, failure = run_import(write_jsonl(tmp_path, row))

    text = LegalText.objects.get()
    assert failure == ""
    assert "line 1: repaired: " in out
    assert "repaired: 1, bad rows: 0" in out
    assert (text.number, text.issued, text.subject) == (number, issued, subject)
    assert (text.issuer and text.issuer.name) == issuer


def test_an_unknown_issuer_stays_unknown_and_spellings_of_one_body_are_one(tmp_path):
    rows = [
        {"so_ky_hieu": f"{n}/2020/TT-X", "co_quan_ban_hanh": issuer, "vbpl_url": f"https://v/{n}"}
        for n, issuer in enumerate([None, "Bộ công thương.", "Bộ Công Thương", "Cục Lạ"], start=1)
    ]
    run_import(write_jsonl(tmp_path, *rows))

    issuers = [text.issuer and text.issuer.name for text in LegalText.objects.order_by("number")]
    assert issuers == [None, "Bộ Công Thương", "Bộ Công Thương", "Cục Lạ"]


def test_a_type_nobody_knows_is_registered_as_no_norm_with_a_warning(tmp_path):
    out, failure = run_import(write_jsonl(tmp_path, {"loai": "Điều lệ"}))

    assert failure == ""
    assert "Điều lệ" in out
    assert not the_text().type.is_normative
    assert not LawEvent.objects.exists()


@pytest.mark.parametrize(
    ("wording", "kinds"),
    [
        ("có nội dung được sửa đổi, có nội dung được bổ sung", [RelationKind.AMENDS]),
        ("có nội dung bị bãi bỏ", [RelationKind.REPEALS]),
        ("bị hủy bỏ", [RelationKind.REPEALS]),
        ("bị ngưng hiệu lực", [RelationKind.SUSPENDS]),
        ("được bổ sung, có nội dung bị bãi bỏ", [RelationKind.AMENDS, RelationKind.REPEALS]),
        ("Điều 4,\nĐược sửa đổi", [RelationKind.AMENDS]),
    ],
)
def test_each_kind_that_a_wording_names_is_one_relation_to_a_part(tmp_path, wording, kinds):
    make_text("20/2021/NĐ-CP", effective=date(2021, 7, 1))
    run_import(write_csv(tmp_path, {"quan_he": wording}))

    relations = list(LegalRelation.objects.order_by("pk"))
    assert [relation.kind for relation in relations] == kinds
    assert all(relation.scope == f"{' '.join(wording.split())} (2 điều)" for relation in relations)
    assert all(relation.target == the_text() for relation in relations)
    # Of texts in force the Codex counts articles: nothing of it ends a whole text.
    assert the_text().status(date(2025, 1, 1)) == TextStatus.PARTLY


def test_a_wording_that_says_nothing_is_a_bad_row_and_a_row_of_two_lines_counts_as_two(tmp_path):
    out, failure = run_import(
        write_csv(tmp_path, {"quan_he": "Điều 4\nđược sửa đổi"}, {"quan_he": "(không nêu)"})
    )

    assert "line 4: “(không nêu)”" in out
    assert "relations: 1 new, 0 changed, 0 unchanged, 1 skipped" in out
    assert failure


def test_an_acting_text_nobody_registered_is_a_stub_that_its_full_record_completes(tmp_path):
    run_import(write_csv(tmp_path, {}))
    stub = the_text("76/2024/NĐ-CP")
    relation = LegalRelation.objects.get()
    # The day of the relation is not the text's own day of effect.
    assert (stub.effective, stub.issued, stub.issuer, stub.subject) == (None, None, None, "")
    assert (relation.on, relation.target) == (date(2024, 7, 1), None)

    run_import(
        write_json(
            tmp_path,
            {"number": "76/2024/NĐ-CP", "issued": "2024-07-01", "effective": "2024-07-01"},
            {},
        )
    )

    completed = the_text("76/2024/NĐ-CP")
    relation.refresh_from_db()
    assert completed.pk == stub.pk
    assert (completed.effective, completed.issuer.name) == (date(2024, 7, 1), "Chính phủ")
    assert relation.target == the_text()
    assert Version.objects.get_for_object(completed).count() == 2
    assert [event.on for event in LawEvent.objects.current().filter(acting=completed)] == [
        date(2024, 7, 1)
    ]


def test_the_relations_of_a_curated_text_may_point_forward_and_dangle(tmp_path):
    relations = [
        {"kind": "thay_the", "target": "21/2021/ND-CP", "scope": "toàn bộ"},
        {"kind": "huong_dan", "target": "99/2021/QH14", "scope": ""},
    ]
    run_import(
        write_json(tmp_path, {"relations": relations}, {"number": "21/2021/NĐ-CP", "title": "x"})
    )

    replaces, guides = LegalRelation.objects.order_by("pk")
    assert (replaces.target, replaces.is_whole) == (the_text("21/2021/NĐ-CP"), True)
    assert (guides.target, guides.target_number) == (None, "99/2021/QH14")
    assert the_text("21/2021/NĐ-CP").status(date(2021, 7, 1)) == TextStatus.EXPIRED


def test_days_of_application_and_of_checking_are_taken(tmp_path):
    row = {
        "as_at": "2026-11-01",
        "applied_from": [{"on": "2022-01-01", "provisions": "Điều 6"}],
    }
    run_import(write_json(tmp_path, row))

    assert the_text().as_at == date(2026, 11, 1)
    assert [str(one) for one in the_text().applied_from.all()] == ["01/01/2022 Điều 6"]
    assert [event.on for event in LawEvent.objects.order_by("on")] == [
        date(2021, 7, 1),
        date(2022, 1, 1),
    ]


def test_a_source_corrects_itself_another_source_only_fills_what_is_unknown(tmp_path):
    run_import(write_json(tmp_path, {"effective": None, "title": "A"}))
    run_import(write_json(tmp_path, {"effective": "2021-08-08", "title": "B"}))
    assert (the_text().effective, the_text().subject) == (date(2021, 8, 8), "B")

    out, failure = run_import(write_jsonl(tmp_path, {}))
    assert failure == ""
    assert "2021-08-08 ≠ 2021-07-01" in out
    assert (the_text().effective, the_text().subject) == (date(2021, 8, 8), "B")
    assert the_text().source_url == "https://vbpl.vn/1"


def test_what_a_person_corrected_is_not_overwritten(tmp_path):
    run_import(write_json(tmp_path, {}))
    correct_text(
        the_text(), by=make_person(), reason="Điều 7", changes={"effective": date(2021, 8, 8)}
    )
    out, _failure = run_import(write_json(tmp_path, {}))

    assert the_text().effective == date(2021, 8, 8)
    assert "2021-08-08 ≠ 2021-07-01" in out


def test_two_records_of_one_text_in_one_file_do_not_undo_each_other(tmp_path):
    second = {"co_quan_ban_hanh": None, "ngay_ban_hanh": None, "vbpl_url": "https://vbpl.vn/2"}
    path = write_jsonl(tmp_path, {}, second)
    run_import(path)
    out, _failure = run_import(path)

    assert LegalText.objects.count() == 1
    assert "Nothing changed." in out


def test_a_relation_of_a_number_that_several_texts_have_is_refused(tmp_path):
    for day in (date(2020, 1, 1), date(2020, 1, 2)):
        make_text("76/2024/NĐ-CP", issued=day)
    out, failure = run_import(write_csv(tmp_path, {}))

    assert "line 2:" in out
    assert failure
    assert not LegalRelation.objects.exists()


@pytest.mark.sweep
@pytest.mark.skipif(not (SHARED / "register").is_dir(), reason="needs ../shared/register")
def test_the_real_register_is_taken_once_and_with_few_queries():
    files = ("domain/vbqppl_fixtures.json", "register/phapdien-documents.jsonl")
    outs: list[str] = []

    def take() -> None:
        outs.extend(run_import(SHARED / file)[0] for file in files)
        outs.append(run_import(SHARED / "register" / "phapdien-relations.csv")[0])

    asked = queries(take)
    again = [run_import(SHARED / "register" / "phapdien-documents.jsonl")[0]]
    again.append(run_import(SHARED / "register" / "phapdien-relations.csv")[0])

    assert "bad rows: 0" in outs[0]
    assert "bad rows: 4" in outs[1]
    assert "repaired: 151" in outs[1]
    assert all("Nothing changed." in out for out in again)
    assert LegalText.objects.count() > 4_600
    assert LawEvent.objects.filter(is_main=True).count() > 4_500
    assert asked < 6 * LegalText.objects.count()
