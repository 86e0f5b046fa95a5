"""By when the change of an administrative procedure must be announced."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from doccontrol.clocks.announcing.administrative_procedures import (
    administrative_procedures,
    second_clock_of,
)
from doccontrol.clocks.announcing.desk import to_answer
from doccontrol.clocks.announcing.second_clock import Announcer, announcements_due, second_clock
from doccontrol.history import compare, versions_of
from doccontrol.lawtext.numbers import parse_number
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.models.texts import LegalText
from tests.admin_forms import form_data
from tests.doccontrol.clocks.make import TODAY, make_clock, make_law
from tests.doccontrol.triage.statements import amends, found, make_file, reading, typed, unread
from tests.make import make_edition, make_person, make_relation, make_text

M, P = Announcer.MINISTRY, Announcer.PROVINCE
JULY = date(2026, 7, 1)
MINISTER = "Bộ trưởng, Thủ trưởng cơ quan ngang Bộ quản lý ngành, lĩnh vực"
PROVINCE = "Chủ tịch Ủy ban nhân dân cấp tỉnh"
UNANSWERED = "Nobody has answered yet whether the text lays down administrative procedures"


@pytest.mark.parametrize(
    # number, effective, issued -> (who, last day, counted from the issue)
    "number, effective, issued, due",
    [
        (
            "283/2026/NĐ-CP", date(2026, 9, 10), date(2026, 7, 15),
            [(M, date(2026, 8, 21), False), (P, date(2026, 9, 5), False)],
        ),
        ("12/2026/QĐ-UBND", JULY, date(2026, 6, 18), [(P, date(2026, 6, 26), False)]),
        ("12/2026/NQ-HĐND", JULY, date(2026, 6, 18), [(P, date(2026, 6, 26), False)]),
        # shortened procedure: in force the day it was signed
        ("219/2025/NĐ-CP", JULY, JULY, [(M, date(2026, 7, 4), True), (P, date(2026, 7, 4), True)]),
        # said to be in force even before it was signed
        (
            "219/2025/NĐ-CP", date(2026, 6, 1), JULY,
            [(M, date(2026, 7, 4), True), (P, date(2026, 7, 4), True)],
        ),
        # one day later it is no shortened procedure, however little time is left
        (
            "219/2025/NĐ-CP", date(2026, 7, 2), JULY,
            [(M, date(2026, 6, 12), False), (P, date(2026, 6, 27), False)],
        ),
        # over the end of February
        (
            "14/2028/TT-BNV", date(2028, 3, 5), None,
            [(M, date(2028, 2, 14), False), (P, date(2028, 2, 29), False)],
        ),
        ("14/2026/TT-BNV", None, JULY, []),
    ],
)  # fmt: skip
def test_the_last_day_of_each_announcer(number, effective, issued, due):
    dues = announcements_due(parse_number(number), effective=effective, issued=issued)
    assert [(one.by, one.due, one.is_shortened) for one in dues] == due


PARTS = {
    "dossier": "<p>Đơn</p>",
    "time_limit": "5 ngày",
    "handling_body": "<p>Sở</p>",
    "applicants": "<p>Người dân</p>",
    "submission": "<p>Trực tiếp</p>",
    "fees": "<p>Không</p>",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "without, fields, is_one",
    [
        ("", {}, True),
        ("fees", {}, False),
        ("submission", {}, False),
        ("", {"visibility": "staff"}, False),
    ],
)
def test_an_administrative_procedure_is_told_by_its_parts(without, fields, is_one):
    parts = {name: words for name, words in PARTS.items() if name != without}
    edition = make_edition(**parts, **fields)
    key = edition.document_id
    assert administrative_procedures([key]) == ({key} if is_one else set())


@pytest.mark.parametrize(
    "number, issuer, persons",
    [
        ("14/2026/TT-BNV", "Bộ Nội vụ", ["Bộ trưởng Bộ Nội vụ", PROVINCE]),
        # whose field it is, the name does not say
        ("283/2026/NĐ-CP", "Chính phủ", [MINISTER, PROVINCE]),
        ("29/2014/TTLT-BLĐTBXH-BTC", "Bộ Lao động - Thương binh và Xã hội", [MINISTER, PROVINCE]),
        ("03/2026/TT-NHNN", "Ngân hàng Nhà nước Việt Nam", [MINISTER, PROVINCE]),
        (
            "12/2026/QĐ-UBND", "Ủy ban nhân dân thành phố Cần Thơ",
            ["Chủ tịch Ủy ban nhân dân thành phố Cần Thơ"],
        ),
        (
            "12/2026/NQ-HĐND", "Hội đồng nhân dân tỉnh Cà Mau",
            ["Chủ tịch Ủy ban nhân dân tỉnh Cà Mau"],
        ),
        # below the province nobody announces
        ("12/2026/QĐ-UBND", "Ủy ban nhân dân xã Phong Nẫm", [PROVINCE]),
        ("12/2020/QĐ-UBND", "Ủy ban nhân dân thành phố Sóc Trăng", [PROVINCE]),
        ("12/2026/QĐ-UBND", "", [PROVINCE]),
    ],
)  # fmt: skip
def test_the_persons_who_must_announce_are_named(number, issuer, persons):
    with translation.override("vi"):
        found = announcements_due(parse_number(number), effective=JULY, issued=None, issuer=issuer)
        assert [one.person for one in found] == persons


@pytest.mark.parametrize(
    "answer, is_due, is_unanswered",
    [(True, True, False), (False, False, False), (None, False, True)],
)
def test_only_a_text_answered_to_lay_down_procedures_has_a_last_day(answer, is_due, is_unanswered):
    found = second_clock(answer, parse_number("1/2026/NĐ-CP"), effective=JULY, issued=None)
    assert (bool(found.announcements), found.is_unanswered) == (is_due, is_unanswered)


@pytest.mark.django_db
def test_the_clocks_page_shows_the_second_clock_and_who_has_announced(client):
    client.cookies["django_language"] = "en"
    law = make_law("283/2026/NĐ-CP", effective=date(2026, 9, 10), regulates_procedures=True)
    clock = make_clock(law=law, **PARTS)
    internal = make_clock(law=law)
    decision = make_text("2150/QĐ-UBND", normative=False, issued=date(2026, 9, 4))
    make_relation(decision, law, RelationKind.ANNOUNCES)
    client.force_login(make_person(Role.SECRETARY))

    page = client.get(reverse("clocks:clock", args=[clock.pk])).content.decode()
    other = client.get(reverse("clocks:clock", args=[internal.pk])).content.decode()

    assert "21/08/2026" in page and "05/09/2026" in page
    assert "the Chairman of the province People" in page
    assert "2150/QĐ-UBND" in page
    assert "05/09/2026" not in other


@pytest.mark.django_db
def test_the_clocks_page_follows_the_answer_there_and_back(client):
    """Answered yes, then no, then taken back, on the form of the register, which history keeps."""
    client.cookies["django_language"] = "en"
    law = make_law("283/2026/NĐ-CP", effective=date(2026, 9, 10))
    clock, internal = make_clock(law=law, **PARTS), make_clock(law=law)
    secretary = make_person(Role.SECRETARY)
    client.force_login(secretary)
    edit = reverse("legal_texts:edit", args=[law.pk])
    seen = []
    for answer in (None, "True", "False", ""):
        if answer is not None:
            data = form_data(client.get(edit).content.decode())
            reason = {"regulates_procedures": answer, "reason_for_change": "Đọc lại văn bản"}
            assert client.post(edit, data | reason).status_code == 302
        page = client.get(reverse("clocks:clock", args=[clock.pk])).content.decode()
        law.refresh_from_db()
        seen.append((law.regulates_procedures, "21/08/2026" in page, UNANSWERED in page))
        assert (f"{edit}#id_regulates_procedures" in page) == (UNANSWERED in page)

    assert seen == [
        (None, False, True), (True, True, False), (False, False, False), (None, False, True),
    ]  # fmt: skip
    other = client.get(reverse("clocks:clock", args=[internal.pk])).content.decode()
    assert UNANSWERED not in other  # no administrative procedure: nothing to answer
    newest, before = versions_of(law)[:2]
    pairs = {one.label: (one.left, one.right) for one in compare(LegalText, before, newest)}
    assert pairs["Có quy định thủ tục hành chính"] == ("Không", "")


@pytest.mark.django_db
def test_who_may_not_correct_the_register_is_told_but_led_nowhere(client):
    client.cookies["django_language"] = "en"
    clock = make_clock(**PARTS)
    client.force_login(make_person(Role.AUDITOR))
    page = client.get(reverse("clocks:clock", args=[clock.pk])).content.decode()
    assert UNANSWERED in page and "#id_regulates_procedures" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("answer, queries", [(True, 1), (None, 1), (False, 0)])
def test_a_text_that_lays_down_none_is_asked_nothing(answer, queries, django_assert_num_queries):
    clock = make_clock(law=make_law(regulates_procedures=answer), **PARTS)
    text = LegalText.every.with_type().get(pk=clock.event.acting_id)
    with django_assert_num_queries(queries):
        second_clock_of(clock, text)


@pytest.mark.django_db
def test_an_unanswered_question_stands_on_the_desk_of_who_may_answer_it_until_it_is(client):
    law = make_law("283/2026/NĐ-CP", effective=date(2026, 9, 10))
    make_clock(law=law, **PARTS)
    make_clock(law=law, **PARTS)
    internal = make_law("284/2026/NĐ-CP", effective=date(2026, 9, 10))
    make_clock(law=internal)
    secretary = make_person(Role.SECRETARY)
    client.force_login(secretary)
    [line] = to_answer(secretary, TODAY).lines
    assert "283/2026/NĐ-CP" in line.about
    assert line.url in client.get(reverse("desk")).content.decode()
    assert to_answer(make_person(Role.APPROVER), TODAY) is None
    for answer, count in ("True", 0), ("", 1), ("False", 0):
        data = form_data(client.get(line.url).content.decode())
        client.post(line.url, data | {"regulates_procedures": answer, "reason_for_change": "Đọc"})
        assert to_answer(secretary, TODAY).count == count


# From the file to the register


def shown(client, file):
    page = client.get(reverse("triage:file", args=[file.pk])).content.decode()
    return page, {"do": "preview"} | typed(page)


@pytest.fixture
def law(db):
    """What the file amends, and an administrative procedure that cites it."""
    target = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    make_edition(legal_basis=[(target, "Điều 6")], on=date(2024, 1, 10), **PARTS)
    return target


@pytest.mark.parametrize(
    "read, proposed, is_due, is_unanswered",
    [
        (found("yes", "hồ sơ"), "True", True, False),
        (found("no", "hồ sơ"), "False", False, False),
        (unread("The parts were not found."), "", False, True),
        (None, "", False, True),  # a file that was read before this was asked
    ],
)
def test_what_was_read_is_proposed_and_a_person_confirms_it(
    client, law, read, proposed, is_due, is_unanswered
):
    client.cookies["django_language"] = "en"
    client.force_login(make_person(Role.SECRETARY))
    said = {} if read is None else {"regulates_procedures": read}
    file = make_file(reading=reading(relations=[amends()], **said))
    page, data = shown(client, file)
    assert data["regulates_procedures"] == proposed
    assert ("26/12/2026" in page, UNANSWERED in page) == (is_due, is_unanswered)

    other = {"True": "False", "False": "", "": "True"}[proposed]
    address = reverse("triage:decide", args=[file.pk])
    client.post(address, data | {"regulates_procedures": other, "do": "confirm"})

    registered = LegalText.objects.get(number="901/2026/NĐ-CP")
    assert registered.regulates_procedures == {"True": True, "False": False, "": None}[other]


def test_an_answer_of_the_register_stands_until_it_is_ticked_to_be_replaced(client, law):
    client.cookies["django_language"] = "en"
    client.force_login(make_person(Role.SECRETARY))
    issued = date(2026, 11, 18)
    known = make_text("901/2026/NĐ-CP", issued=issued, regulates_procedures=False)
    file = make_file(
        reading=reading(relations=[amends()], regulates_procedures=found("yes", "hồ sơ"))
    )
    page, data = shown(client, file)
    assert "26/12/2026" not in page
    address = reverse("triage:decide", args=[file.pk])
    ticked = data | {"overwrite": ["regulates_procedures"]}
    assert "26/12/2026" in client.post(address, ticked).content.decode()

    client.post(address, data | {"do": "confirm"})
    known.refresh_from_db()
    assert known.regulates_procedures is False
