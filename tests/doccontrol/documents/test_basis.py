"""What a draft cites, against what it lists and what the register knows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from doccontrol.documents.drafting.basis import ended_basis, findings
from doccontrol.documents.issuing.actions import submit
from doccontrol.documents.judging.workflow import EndedBasis
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import ChangeNote, Edition, LegalType, Procedure
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.rules import TextStatus
from tests.admin_forms import form_data
from tests.doccontrol.documents.frozen_content import make_procedure as frozen
from tests.doccontrol.documents.frozen_content import pages
from tests.make import (
    issue_procedure,
    make_edition,
    make_person,
    make_procedure,
    make_relation,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: JUNE)
    with translation.override("en"):
        yield


def law(number: str, **fields):
    return make_text(number, effective=date(2021, 1, 1), **fields)


def ended_law(number: str = "42/2022/NĐ-CP", on: date = JUNE):
    """A law that another one replaces on ``on``."""
    ended = law(number)
    successor = make_text("224/2026/NĐ-CP", effective=on)
    make_relation(successor, ended, RelationKind.REPLACES, is_whole=True)
    return ended


def numbers(rows) -> list[str]:
    return [row.text.number_raw for row in rows]


# What is found


def test_cited_but_not_listed_is_proposed_with_its_clauses_and_sections():
    decree = law("145/2020/NĐ-CP")
    page = make_procedure(
        purpose="<p>Theo <b>Điều 5</b> Nghị định số 145/2020/NĐ-CP.</p>",
        legal_note="<ul><li>khoản 2 Điều 9 Nghị định số 145/2020/NĐ-CP;</li></ul>",
    )
    (proposed,) = findings(page, JUNE).proposed
    assert (proposed.text, proposed.clause) == (decree, "Điều 5; khoản 2 Điều 9")
    assert proposed.places == ["1. Mục đích", "5.2. Lưu ý khi áp dụng"]


def test_what_is_listed_is_not_proposed():
    page = make_procedure(
        purpose="<p>Nghị định số 145/2020/NĐ-CP</p>", legal_basis=[law("145/2020/NĐ-CP")]
    )
    assert findings(page, JUNE).are_none


def test_steps_and_records_are_read_too():
    decree = law("145/2020/NĐ-CP")
    page = make_procedure()
    page.steps.create(content="Thẩm định theo Nghị định 145/2020/NĐ-CP", responsible="Một cửa")
    assert findings(page, JUNE).proposed[0].text == decree


def test_cited_but_not_registered_is_said_once():
    page = make_procedure(
        purpose="<p>Nghị định số 9/2020/NĐ-CP</p>", scope="<p>Nghị định 09/2020/NĐ-CP</p>"
    )
    (unknown,) = findings(page, JUNE).unknown
    assert (unknown.words, unknown.candidates) == ("Nghị định số 9/2020/NĐ-CP", ())
    assert unknown.places == ["1. Mục đích", "2. Phạm vi"]


def test_several_registered_texts_are_told_to_choose_from():
    decision = make_text("150/QĐ-SNV", issued=date(2020, 1, 2), normative=False)
    (unknown,) = findings(make_procedure(purpose="<p>Quyết định số 150/QĐ-SNV</p>"), JUNE).unknown
    assert unknown.candidates == (decision,)


@pytest.mark.parametrize("listed_one", [True, False])
def test_of_laws_of_one_name_the_listed_one_is_meant_else_the_one_in_force(listed_one):
    kind, _created = LegalType.objects.get_or_create(name="Luật", defaults={"is_normative": True})
    old, new = (
        law(number, type=kind, subject="Người cao tuổi", issued=date(year, 1, 1))
        for number, year in (("39/2009/QH12", 2009), ("9/2025/QH15", 2025))
    )
    make_relation(new, old, RelationKind.REPLACES, is_whole=True)
    page = make_procedure(
        purpose="<p>Luật Người cao tuổi</p>", legal_basis=[old] if listed_one else []
    )
    found = findings(page, JUNE)
    assert (found.unknown, found.uncited) == ([], [])
    assert [one.text for one in found.proposed] == ([] if listed_one else [new])


def test_a_standard_and_a_form_are_no_missing_basis():
    words = "<p>TCVN ISO 9001:2015; Mẫu số 01/TB-SNV; BM.01.03/QT-LD; Nghị định này</p>"
    assert findings(make_procedure(purpose=words), JUNE).are_none


def test_listed_but_cited_nowhere_is_said():
    decree = law("145/2020/NĐ-CP")
    assert findings(make_procedure(legal_basis=[decree]), JUNE).uncited == [decree]


@pytest.mark.parametrize(
    ("on", "in_force_from", "is_ended"),
    [
        (JUNE - DAY, None, False),  # the last day in force
        (JUNE, None, True),
        (JUNE + DAY, None, True),
        (MAY, JUNE - DAY, False),
        (MAY, JUNE, True),  # approved while it is in force, binding when it is not
        (JUNE, MAY, True),  # a day that has passed is the day of approval
    ],
)
def test_a_basis_has_ended_if_it_has_on_the_first_day_of_the_edition(on, in_force_from, is_ended):
    ended = ended_law()
    page = make_procedure(legal_basis=[ended], in_force_from=in_force_from)
    assert ended_basis(page, on) == ([ended] if is_ended else [])


def test_what_is_suspended_is_told_but_needs_no_reason():
    suspended = law("42/2022/NĐ-CP")
    acting = make_text(effective=MAY)
    make_relation(acting, suspended, RelationKind.SUSPENDS, is_whole=True)
    page = make_procedure(legal_basis=[suspended])
    assert ended_basis(page, JUNE) == []
    (told,) = findings(page, JUNE).ended
    assert (told.text, told.status, told.is_listed) == (suspended, TextStatus.SUSPENDED, True)


def test_a_cited_text_that_has_ended_is_told_too():
    ended = ended_law()
    page = make_procedure(purpose="<p>Nghị định số 42/2022/NĐ-CP</p>")
    (told,) = findings(page, JUNE).ended
    assert (told.text, told.is_listed) == (ended, False)
    assert findings(page, JUNE).proposed == []
    assert ended_basis(page, JUNE) == []  # only what is listed is a basis


@pytest.mark.parametrize("times", [1, 30])
def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries, times):
    listed = [law(f"{n}/2020/NĐ-CP") for n in range(1, times + 1)]
    cited = "".join(f"<p>Nghị định {n}/2020/NĐ-CP, {n}/2021/NĐ-CP</p>" for n in range(1, times + 1))
    page = make_procedure(purpose=cited, legal_basis=listed)
    page = Procedure.objects.get(pk=page.pk).get_latest_revision_as_object()
    with django_assert_max_num_queries(14):
        assert len(findings(page, JUNE).unknown) == times


# In the editor


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.cookies["django_language"] = "en"
    return browser


@pytest.fixture
def author():
    return make_person(Role.SECRETARY)


def editor(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def draft_citing(**fields):
    return make_procedure(
        purpose="<p>Theo khoản 1 Điều 5 Nghị định số 145/2020/NĐ-CP.</p>", **fields
    )


def latest(page) -> Procedure:
    return Procedure.objects.get(pk=page.pk).get_latest_revision_as_object()


def listed(page) -> list[tuple[str, str]]:
    return [(row.text.number_raw, row.clause) for row in latest(page).legal_basis.all()]


def test_one_click_saves_the_draft_and_adds_what_is_ticked(client, author):
    law("145/2020/NĐ-CP")
    page = draft_citing(author=author)
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())

    client.post(editor(page), data | {"add_basis": "1", "title": "Tên mới"})
    client.post(editor(page), data | {"add_basis": "1", "title": "Tên mới"})  # pressed twice

    assert listed(page) == [("145/2020/NĐ-CP", "khoản 1 Điều 5")]
    assert latest(page).title == "Tên mới"


def test_what_is_added_stands_below_what_was_listed_also_on_an_issued_document(client, author):
    first = law("1/2020/NĐ-CP")
    law("145/2020/NĐ-CP")
    page = make_edition(legal_basis=[first], author=author).document.specific
    draft = page.get_latest_revision_as_object()
    draft.purpose = "<p>Nghị định số 1/2020/NĐ-CP và Nghị định số 145/2020/NĐ-CP</p>"
    draft.save_revision(user=author)
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())

    client.post(editor(page), data | {"add_basis": "1"})

    assert [number for number, _clause in listed(page)] == ["1/2020/NĐ-CP", "145/2020/NĐ-CP"]
    assert Edition.objects.get().citations.count() == 1


@pytest.mark.parametrize("pressed", [{}, {"add_basis": "1", "cited_text": []}])
def test_nothing_is_added_unasked(client, author, pressed):
    law("145/2020/NĐ-CP")
    page = draft_citing(author=author)
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())
    client.post(editor(page), data | pressed)
    assert listed(page) == []


def test_a_text_that_is_not_proposed_is_not_added(client, author):
    law("145/2020/NĐ-CP")
    other = law("7/2020/NĐ-CP")
    page = draft_citing(author=author)
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())
    client.post(editor(page), data | {"add_basis": "1", "cited_text": [str(other.pk), "x"]})
    assert listed(page) == []


@pytest.mark.parametrize("person", ["stranger", "staff of another unit", "auditor"])
def test_only_who_may_edit_the_draft_may_add(client, author, person):
    law("145/2020/NĐ-CP")
    page = draft_citing(author=author)
    if person == "staff of another unit":
        client.force_login(make_person(unit=make_unit()))
    if person == "auditor":
        client.force_login(make_person(Role.AUDITOR))
    client.post(editor(page), {"add_basis": "1", "cited_text": "1", "title": "Khác"})
    assert listed(page) == []


def test_saving_says_what_was_found(client, author):
    law("145/2020/NĐ-CP")
    page = draft_citing(author=author, legal_basis=[ended_law()])
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())

    said = client.post(editor(page), data, follow=True).content.decode()

    assert "1 text is no longer in force on 01/06/2026." in said
    assert "1 text is cited but not listed." in said
    assert "1 text is listed but cited nowhere." in said


def test_saving_by_itself_says_nothing(client, author):
    law("145/2020/NĐ-CP")
    page = draft_citing(author=author)
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())
    answer = client.post(editor(page), data, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert "is cited but not listed" not in client.get(editor(page)).content.decode()


def test_who_judges_the_draft_sees_what_was_found_and_no_box(client, author):
    law("145/2020/NĐ-CP")
    head, unit = make_person(Role.HEAD), make_unit()
    unit.posts.create(person=head, title="Trưởng phòng", is_head=True, held_from=date(2015, 1, 1))
    page = draft_citing(author=author, owner_unit=unit)
    submit(page, by=author)
    client.force_login(head)
    shown = client.get(editor(page)).content.decode()
    assert "Cited, but not listed as legal basis" in shown
    assert 'name="add_basis"' not in shown and 'name="cited_text"' not in shown


def test_a_draft_without_a_fault_is_told_so(client, author):
    page = make_procedure(author=author)
    client.force_login(author)
    shown = client.get(editor(page)).content.decode()
    assert "Every text that the draft cites is listed, registered and in force." in shown


# Publishing with an ended basis


def test_submitting_with_an_ended_basis_is_refused_in_words_and_the_draft_is_kept(client, author):
    page = make_procedure(author=author, legal_basis=[ended_law()])
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())

    said = client.post(
        editor(page), data | {"title": "Tên mới", "action-submit": "1"}, follow=True
    ).content.decode()

    assert "No longer in force on 01/06/2026: Nghị định 42/2022/NĐ-CP." in said
    assert latest(page).title == "Tên mới"
    assert page.current_workflow_state is None


def test_with_a_reason_it_is_submitted(client, author):
    page = make_procedure(author=author, legal_basis=[ended_law()])
    client.force_login(author)
    data = form_data(client.get(editor(page)).content.decode())
    data |= {"basis_reason": "Hồ sơ cũ vẫn giải quyết theo nghị định này", "action-submit": "1"}
    client.post(editor(page), data)
    assert page.current_workflow_state is not None


@pytest.mark.parametrize("reason", ["", " \n "])
def test_issuing_is_refused_if_the_basis_ended_since_it_was_submitted(reason):
    ended = ended_law(on=JUNE)
    with pytest.raises(EndedBasis, match="42/2022/NĐ-CP"):
        issue_procedure(legal_basis=[ended], basis_reason=reason, on=JUNE)
    assert not Edition.objects.exists()
    assert issue_procedure(legal_basis=[ended], on=JUNE - DAY).basis_reason == ""


def test_the_reason_is_frozen_with_the_edition_and_not_carried_into_the_next_draft(client):
    ended = ended_law()
    edition = issue_procedure(
        legal_basis=[ended], basis_reason=" Chuyển tiếp\nđến hết năm ", on=JUNE
    )
    assert edition.basis_reason == edition.content["basis_reason"] == "Chuyển tiếp\nđến hết năm"
    assert edition.citations.get().status_at_approval == TextStatus.EXPIRED

    shown = client.get(edition.document.specific.url).content.decode()
    assert "Chuyển tiếp<br>đến hết năm" in shown

    page = edition.document.specific
    assert page.get_latest_revision_as_object().basis_reason == ""
    with pytest.raises(EndedBasis):
        make_edition(page, on=JULY, changes=[ChangeNote(place="1", description="x")])


def test_a_reason_for_nothing_is_not_frozen():
    edition = issue_procedure(legal_basis=[law("1/2020/NĐ-CP")], basis_reason="Không cần", on=JUNE)
    assert edition.basis_reason == edition.content["basis_reason"] == ""


def test_the_printed_copy_says_the_reason():
    content = frozen() | {"basis_reason": "Hồ sơ chuyển tiếp"}
    text = " ".join(pages(content))
    assert "Lý do giữ căn cứ đã hết hiệu lực: Hồ sơ chuyển tiếp" in text
    assert "Lý do giữ căn cứ" not in " ".join(pages(frozen()))
