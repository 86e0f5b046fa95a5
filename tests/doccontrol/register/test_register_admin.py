from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from reversion.models import Version

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import LegalRelation, LegalText
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import Applied, correct_text, register_text
from doccontrol.register.rules import TextStatus
from tests.admin_forms import form_data
from tests.make import (
    make_edition,
    make_issuer,
    make_person,
    make_procedure,
    make_relation,
    make_settings,
    make_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


def url(name, *args, of="legal_texts"):
    return reverse(f"{of}:{name}", args=args)


def registered(number="161/2026/NĐ-CP", **facts):
    return register_text(number=number, type=make_text().type, by=None, reason="Công báo", **facts)


def correct(client, text, **fields):
    page = client.get(url("edit", text.pk))
    return client.post(url("edit", text.pk), form_data(page.content.decode()) | fields)


@pytest.mark.parametrize(
    "name", ["index", "inspect", "history", "edit", "add", "compare", "restore"]
)
@pytest.mark.parametrize(
    ("role", "may_read", "may_write"),
    [(Role.SECRETARY, True, True), (Role.STAFF, True, False), (None, False, False)],
)
def test_who_may_open_the_register(client, name, role, may_read, may_write):
    text = registered()
    entry = Version.objects.get_for_object(text).get().pk
    args = {"index": [], "add": [], "restore": [text.pk, entry]}.get(name, [text.pk])
    query = f"?left={entry}&right={entry}" if name == "compare" else ""
    if role is not None:
        client.force_login(make_person(role))
    may = may_write if name in ("edit", "add", "restore") else may_read

    assert client.get(url(name, *args) + query).status_code == (200 if may else 302)


def test_nobody_deletes_or_copies_a_record(client, secretary):
    text = make_text()
    for name in ("delete", "copy"):
        assert client.get(f"/admin/legal_texts/{name}/{text.pk}/").status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_more_texts(
    client, secretary, django_assert_max_num_queries
):
    def fill(start):
        for number in range(start, start + 10):
            target = make_text(f"{number}/2019/NĐ-CP", effective=date(2019, 1, 1))
            make_relation(make_text(effective=date(2020, 1, 1)), target)

    fill(1)
    client.get(url("index"))
    with django_assert_max_num_queries(20) as few:
        client.get(url("index"))
    fill(20)
    with django_assert_max_num_queries(len(few)):
        page = client.get(url("index"))
    assert page.context["paginator"].count == 40


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bao+hiem", ["01/2020/NĐ-CP"]),
        ("q=BẢO+HIỂM", ["01/2020/NĐ-CP"]),
        ("q=02/2020", ["02/2020/NĐ-CP"]),
        ("q=bo+y+te", ["02/2020/NĐ-CP"]),
        ("status=expired", ["01/2020/NĐ-CP"]),
        ("status=in-force&status=unknown", ["03/2020/NĐ-CP", "02/2020/NĐ-CP"]),
        ("look_at=no-date", ["03/2020/NĐ-CP"]),
        ("look_at=unchecked", ["03/2020/NĐ-CP", "01/2020/NĐ-CP"]),
        ("effective_from=2020-02-01&effective_to=2020-03-01", ["02/2020/NĐ-CP"]),
        ("ordering=sort_key", ["01/2020/NĐ-CP", "02/2020/NĐ-CP", "03/2020/NĐ-CP"]),
        ("", ["03/2020/NĐ-CP", "02/2020/NĐ-CP", "01/2020/NĐ-CP"]),
    ],
)
def test_the_list_is_searched_and_filtered(client, secretary, query, found):
    make_text(
        "01/2020/NĐ-CP", subject="Bảo hiểm xã hội", effective=date(2020, 1, 15),
        expires=date(2021, 1, 1), issued=date(2020, 1, 1),
    )  # fmt: skip
    make_text(
        "02/2020/NĐ-CP", issuer=make_issuer("Bộ Y tế"), effective=date(2020, 2, 1),
        issued=date(2020, 1, 2), as_at=date(2999, 1, 1),
    )  # fmt: skip
    make_text("03/2020/NĐ-CP", issued=date(2020, 1, 3))

    page = client.get(url("index") + f"?{query}")
    assert [text.number for text in page.context["object_list"]] == found


def test_a_text_is_registered_through_the_form_with_history_and_events(client, secretary):
    kind = make_text().type
    data = form_data(client.get(url("add")).content.decode())
    data |= {
        "number_raw": "161/2026/ND-CP",
        "type": kind.pk,
        "subject": "Mức lương cơ sở",
        "effective": "2026-07-01",
        "applied_from": "01/09/2026 Điều 4\n2026-10-01",
    }
    client.post(url("add"), data)

    text = LegalText.objects.get(number="161/2026/NĐ-CP")
    assert Version.objects.get_for_object(text).get().revision.user == secretary
    assert [event.on.month for event in text.events.order_by("on")] == [7, 9, 10]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"number_raw": "hôm nay"}, "number_raw"),
        ({"number_raw": "10/2020/NĐ-CP"}, "number_raw"),
        ({"status_override": TextStatus.EXPIRED, "override_reason": " "}, "override_reason"),
        ({"applied_from": "Điều 4"}, "applied_from"),
        ({"reason_for_change": ""}, "reason_for_change"),
    ],
)
def test_a_form_error_stands_at_its_field_and_loses_nothing_typed(client, secretary, fields, field):
    make_text("10/2020/NĐ-CP")
    text = make_text("11/2020/NĐ-CP")
    page = correct(client, text, **{"note": "đã gõ", "reason_for_change": "đọc lại"} | fields)

    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert "đã gõ" in page.content.decode()
    text.refresh_from_db()
    assert text.note == ""


def test_a_correction_is_recorded_with_its_reason_and_shown_side_by_side(client, secretary):
    text = registered(effective=date(2026, 6, 1))
    correct(client, text, effective="2026-07-01", reason_for_change="Điều 7 ghi 01/7")

    newest, first = Version.objects.get_for_object(text)
    history = client.get(url("history", text.pk)).content.decode()
    compared = client.get(url("compare", text.pk) + f"?left={first.pk}&right={newest.pk}")
    changed = [pair for pair in compared.context["pairs"] if pair.differs]

    assert newest.revision.comment == "Điều 7 ghi 01/7"
    assert "Điều 7 ghi 01/7" in history
    assert "Công báo" in history
    assert [(pair.left, pair.right) for pair in changed] == [("01/06/2026", "01/07/2026")]
    assert text.events.get().on == date(2026, 7, 1)


def test_restoring_an_entry_brings_back_facts_and_derives_the_rest(client, secretary):
    text = registered(
        "10/2020/NĐ-CP",
        effective=date(2026, 6, 1),
        applied_from=[Applied(date(2026, 9, 1), "Điều 4")],
        co_issuers=[make_issuer("Bộ Y tế")],
    )
    first = Version.objects.get_for_object(text).get()
    changes = {
        "number": "11/2020/NĐ-CP", "effective": date(2026, 7, 1),
        "applied_from": [], "co_issuers": [],
    }  # fmt: skip
    correct_text(text, by=None, reason="nhầm", changes=changes)
    restore = url("restore", text.pk, first.pk)

    assert client.post(restore, {"reason_for_change": ""}).status_code == 200
    client.post(restore, {"reason_for_change": "trả lại"})

    text.refresh_from_db()
    assert (text.number, text.effective) == ("10/2020/NĐ-CP", date(2026, 6, 1))
    assert LegalText.objects.matching("10/2020").filter(pk=text.pk).exists()
    assert [str(one) for one in text.applied_from.all()] == ["01/09/2026 Điều 4"]
    assert [str(one) for one in text.co_issuers.all()] == ["Bộ Y tế"]
    assert [event.on for event in text.events.current().order_by("on")] == [
        date(2026, 6, 1),
        date(2026, 9, 1),
    ]
    assert Version.objects.get_for_object(text)[0].revision.comment == "trả lại"


def test_the_page_of_a_text_tells_its_life_and_what_rests_on_it(client, secretary):
    make_settings()
    text = make_text("20/2021/NĐ-CP", issued=date(2021, 3, 15), effective=date(2021, 7, 1))
    make_relation(make_text("76/2024/NĐ-CP"), text, on=date(2024, 7, 1), scope="Điều 5")
    make_relation(make_text("99/2026/NĐ-CP"), text, RelationKind.REPEALS)
    make_relation(text, "136/2013/NĐ-CP", RelationKind.REPLACES)
    make_edition(make_procedure(code="QT-LD-01", legal_basis=[(text, "Điều 5")]))

    page = client.get(url("inspect", text.pk))
    words = BeautifulSoup(page.content, "html.parser").get_text(" ", strip=True)

    assert [entry.on for entry in page.context["timeline"]] == [
        date(2021, 3, 15),
        date(2021, 7, 1),
        date(2024, 7, 1),
        None,
    ]
    for said in ("76/2024/NĐ-CP", "99/2026/NĐ-CP", "136/2013/NĐ-CP", "QT-LD-01", "Điều 5"):
        assert said in words


def test_a_relation_is_added_corrected_and_taken_back_with_reasons(client, secretary):
    acting, target = make_text("76/2024/NĐ-CP"), make_text("20/2021/NĐ-CP")
    add = url("add", of="legal_relations")
    data = form_data(client.get(f"{add}?acting={acting.pk}").content.decode())
    assert data["acting"] == str(acting.pk)
    answer = client.post(add, data | {"kind": "amends", "target_number": "20/2021/ND-CP"})
    relation = LegalRelation.objects.get()
    assert answer.url == url("inspect", acting.pk)
    assert relation.target == target

    edit = url("edit", relation.pk, of="legal_relations")
    data = form_data(client.get(edit).content.decode())
    client.post(edit, data | {"scope": "Điều 3", "reason_for_change": "đọc lại"})
    relation.refresh_from_db()
    assert relation.scope == "Điều 3"

    remove = url("remove", relation.pk, of="legal_relations")
    assert client.post(remove, {"reason_for_change": " "}).status_code == 200
    client.post(remove, {"reason_for_change": "nhầm"})
    assert not LegalRelation.objects.exists()
    assert Version.objects.get_for_object(acting)[0].revision.comment == "nhầm"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "target"),
        ({"target_number": "hôm qua"}, "target_number"),
        ({"target_number": "20/2021/NĐ-CP", "scope": "Điều 1"}, "__all__"),
    ],
)
def test_a_relation_without_target_or_told_twice_is_refused_in_the_form(
    client, secretary, fields, field
):
    acting = make_text("76/2024/NĐ-CP")
    make_relation(acting, "20/2021/NĐ-CP", scope="Điều 1")
    add = url("add", of="legal_relations")
    data = form_data(client.get(f"{add}?acting={acting.pk}").content.decode())
    page = client.post(add, data | {"kind": "amends"} | fields)

    assert set(page.context["form"].errors) == {field}


def test_only_the_secretary_takes_back_a_relation(client):
    relation = make_relation(make_text(), make_text())
    client.force_login(make_person(Role.WORKING_GROUP))

    assert client.get(url("remove", relation.pk, of="legal_relations")).status_code == 302


def test_an_issuer_is_kept_with_history_and_can_be_restored(client, secretary):
    issuer = make_issuer("Bộ Y tế")
    edit = url("edit", issuer.pk, of="issuers")
    for name in ("Bộ Y Tế", "Bộ Sức khỏe"):
        data = form_data(client.get(edit).content.decode())
        client.post(edit, data | {"name": name, "reason_for_change": f"thành {name}"})
    second, first = Version.objects.get_for_object(issuer)
    assert second.revision.comment == "thành Bộ Sức khỏe"

    restore = url("restore", issuer.pk, first.pk, of="issuers")
    client.post(restore, {"reason_for_change": "tên đúng"})
    issuer.refresh_from_db()
    assert issuer.name == "Bộ Y Tế"


@pytest.mark.parametrize("name", ["legal_relations", "issuers", "legal_types"])
def test_the_other_lists_open(client, secretary, name):
    make_relation(make_text(), make_text())
    assert client.get(url("index", of=name) + "?q=2020").status_code == 200


@pytest.mark.parametrize("words", ["luong co so", "161/2026", "lương cơ"])
def test_an_author_finds_a_text_without_marks(client, words):
    client.force_login(make_person(Role.STAFF))
    make_text("161/2026/NĐ-CP", subject="Mức lương cơ sở", effective=date(2026, 7, 1))
    make_text("19/2014/QĐ-TTg", subject="Hệ thống quản lý chất lượng")
    results = client.get(reverse("legal_text_chooser:choose_results"), {"q": words})

    shown = results.content.decode()
    assert "161/2026/NĐ-CP" in shown
    assert "Mức lương cơ sở" in shown
    assert "19/2014" not in shown


def test_the_legal_basis_of_a_document_is_chosen_with_the_chooser(client, secretary):
    page = make_procedure()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert reverse("legal_text_chooser:choose") in html
