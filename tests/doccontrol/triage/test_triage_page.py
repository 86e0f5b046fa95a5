"""The list of new texts and the page of one: seen, corrected, previewed, decided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.kept import work
from doccontrol.extension_points import DocumentFinder, FinderUnavailable
from doccontrol.models import (
    Clock,
    IncomingFile,
    Issuer,
    LegalText,
    LegalType,
    LinkedDocument,
    Triage,
)
from doccontrol.organisation.accounts.roles import Role
from doccontrol.triage import similar_documents as similar_port
from doccontrol.triage.actions import set_not_relevant
from doccontrol.triage.forms import together
from doccontrol.triage.forms.facts import FactsForm
from tests.doccontrol.triage.statements import amends, found, make_file, reading, typed, unread
from tests.extending import point_of
from tests.forging import forge
from tests.make import make_edition, make_issuer, make_person, make_settings, make_text, make_unit

pytestmark = pytest.mark.django_db


def find_with(monkeypatch, *finders):
    """Similar documents are asked of these, in this order."""
    items = [DocumentFinder(f"finder {place}", place, find) for place, find in enumerate(finders)]
    monkeypatch.setattr(similar_port, "document_finders", point_of(*items))


@pytest.fixture(autouse=True)
def agency(client, monkeypatch):
    make_settings(clock_months=3, roll_over=False)
    make_issuer("Chính phủ")
    LegalType.objects.create(name="Nghị định", is_normative=True)
    client.cookies["django_language"] = "en"
    find_with(monkeypatch, lambda words, on: [])


@pytest.fixture
def secretary(client):
    person = make_person(Role.SECRETARY)
    client.force_login(person)
    return person


@pytest.fixture
def decree():
    """With the document that cites it, of a unit of its own."""
    decree = make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))
    unit = make_unit(name="Phòng Người có công")
    make_edition(
        on=date(2024, 1, 10),
        legal_basis=[(decree, "Điều 6")],
        code="QT-A",
        owner_unit=unit,
        field="Người có công",
    )
    return decree


def url(name, *args):
    return reverse(f"triage:{name}", args=args)


def page_of(client, file, **query):
    return client.get(url("file", file.pk), query).content.decode()


def send(client, file, do, **changes):
    data = typed(page_of(client, file), **changes) | {"do": do}
    return client.post(url("decide", file.pk), data)


def words(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


# Who may


@pytest.mark.parametrize(
    "role, sees, decides",
    [
        (None, False, False),
        (Role.STAFF, False, False),
        (Role.AUDITOR, True, False),
        (Role.HEAD, True, False),
        (Role.WORKING_GROUP, True, False),
        (Role.SECRETARY, True, True),
    ],
)
def test_who_may_look_and_who_may_decide(client, role, sees, decides):
    file = make_file()
    if role is not None:
        client.force_login(make_person(role))
    for address in (url("index"), url("file", file.pk)):
        assert (client.get(address).status_code == 200) is sees, address
    if role is not None and sees and not decides:
        assert 'value="confirm"' not in page_of(client, file)
    answer = client.post(url("decide", file.pk), {"do": "preview"})
    assert (answer.status_code == 200) is decides
    if decides:
        assert client.get(url("decide", file.pk)).status_code == 405


def test_there_is_no_page_of_a_file_that_was_not_read(client, secretary):
    for state in ("waiting", "refused"):
        file = make_file(state=state, refusal="broken")
        assert client.get(url("file", file.pk)).status_code == 404
    assert client.get(url("file", 999)).status_code == 404


# The list and its number in the menu


def test_the_list_has_what_was_read_and_nobody_decided(client, secretary):
    make_file(
        name="moi.pdf",
        reading=reading(number=unread(), effective=found("2027-01-15", confidence=0.5)),
    )
    make_file(name="dang-doc.pdf", state="reading")
    done = make_file(name="da-xong.pdf")
    set_not_relevant(done, None, reason="x", by=secretary, on=date(2026, 11, 1))
    html = client.get(url("index")).content
    page = words(str(BeautifulSoup(html, "html.parser").select_one("#waiting-texts")))
    assert "moi.pdf" in page and "number not read" in page and "Number, Effective on" in page
    assert "dang-doc.pdf" not in page and "da-xong.pdf" not in page
    assert "Reception: 1" in client.get(reverse("account")).content.decode()


def test_the_list_asks_as_many_questions_for_many_files_as_for_one(client, secretary):
    def asked():
        work.shelf.clear()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url("index")).content.decode()
        return page.count("901/2026/NĐ-CP"), len(queries)

    make_file()
    asked()
    one, for_one = asked()
    for _n in range(11):
        make_file()
    assert asked() == (12 * one, for_one)


def test_the_page_of_a_file_builds_its_forms_once_and_reads_them_once(
    client, secretary, monkeypatch
):
    built, matched = [], []
    targets_of = together.targets_of

    class Counted(FactsForm):
        def __init__(self, *args, **more):
            built.append(1)
            super().__init__(*args, **more)

    monkeypatch.setattr(together, "FactsForm", Counted)
    monkeypatch.setattr(together, "targets_of", lambda rows: matched.append(1) or targets_of(rows))
    file = make_file(reading=reading(relations=[amends()]))

    assert client.get(url("file", file.pk)).status_code == 200
    # Those that are shown, and the same as if they were sent.
    assert (len(built), len(matched)) == (2, 1)


# What was read, beside the page


def test_each_value_leads_to_its_place_which_is_marked(client, secretary):
    file = make_file()
    page = BeautifulSoup(page_of(client, file), "html.parser")
    link = page.find("a", string="18/11/2026")
    shown = client.get(link["href"].partition("#")[0])
    marked = BeautifulSoup(shown.content, "html.parser").select_one(".triage-text mark")
    assert marked.text == "ngày 18 tháng 11 năm 2026"


def test_a_script_can_ask_for_the_sheet_alone(client, secretary):
    part = page_of(client, make_file(), show="number", part="sheet")
    assert "<html" not in part
    assert ">901/2026/NĐ-CP</mark>" in part


@pytest.mark.parametrize(
    "query", [{"show": "nothing"}, {"page": "99"}, {"page": "x"}, {"page": "-1"}]
)
def test_an_address_that_leads_nowhere_shows_the_first_page(client, secretary, query):
    assert "Page 1 of 1" in words(page_of(client, make_file(), **query))


def test_an_unknown_value_says_why_and_its_input_is_empty(client, secretary):
    page = page_of(client, make_file(reading=reading(number=unread("Written by hand."))))
    assert "No value: Written by hand." in words(page)
    assert typed(page)["number"] == ""
    assert "cannot be assessed yet" in page


def test_a_conflict_shows_both_and_chooses_neither(client, secretary):
    values = [found("2027-01-15", "ngày 15"), found("2027-02-15", "ngày 15")]
    file = make_file(reading=reading(conflicts=[{"field": "effective", "values": values}]))
    page = page_of(client, file)
    assert "15/01/2027" in page and "15/02/2027" in page
    assert typed(page)["effective"] == ""


def test_a_warning_is_shown_and_blocks_nothing_and_follows_the_corrections(client, secretary):
    file = make_file(reading=reading(effective=found("2026-11-20", "ngày 15")))
    early = "the law asks for at least 45"
    assert early in words(send(client, file, "preview").content.decode())
    later = send(client, file, "preview", effective="2027-01-15").content.decode()
    assert early not in words(later)
    assert send(client, file, "confirm").status_code == 302


# Proposals


def test_the_page_names_the_documents_their_chain_and_the_due_day_before_saving(
    client, secretary, decree
):
    page = page_of(client, make_file(reading=reading(relations=[amends()])))
    text = words(page)
    assert "Will open 1 clock, due on 15/04/2027" in text
    assert "QT-A" in text and "Phòng Người có công" in text and "15/04/2027" in text
    assert "It cites 131/2021/NĐ-CP (Điều 6); 901/2026/NĐ-CP amends 131/2021/NĐ-CP" in text
    assert not Clock.objects.exists()  # nothing was written by looking
    assert not LegalText.objects.filter(number="901/2026/NĐ-CP").exists()


def test_the_units_of_the_documents_are_proposed(client, secretary, decree):
    data = typed(page_of(client, make_file(reading=reading(relations=[amends()]))))
    [edition] = decree.citations.all()
    assert data["units"] == str(edition.edition.unit_id)


def test_preview_computes_with_the_corrections_typed(client, secretary, decree):
    file = make_file(reading=reading(relations=[amends()]))
    later = send(client, file, "preview", effective="2027-03-01").content.decode()
    assert "01/06/2027" in later
    assert typed(later)["effective"] == "2027-03-01"
    refused = send(client, file, "preview", relation__0__decision="refuse").content.decode()
    assert "No clock will open." in refused
    assert not Triage.objects.exists()


def test_a_text_that_is_no_norm_says_that_no_clock_runs_for_it(client, secretary, decree):
    LegalType.objects.create(name="Công văn", is_normative=False)
    letter = reading(
        number=found("512/SKHCN-TĐC"), type=found("Công văn"), relations=[amends(kind="can_cu")]
    )
    file = make_file(reading=letter)
    assert "not a normative legal text" in page_of(client, file)
    assert send(client, file, "confirm").status_code == 302
    assert "no document in force rests on it" in page_of(client, file) or not Clock.objects.exists()


def test_a_relation_is_accepted_edited_refused_and_added(client, secretary, decree):
    other = make_text("20/2018/NĐ-CP")
    file = make_file(
        reading=reading(
            relations=[amends(), amends("9/2019/TT-BNV", kind="bai_bo"), amends("7/2017/NĐ-CP")]
        )
    )
    send(
        client,
        file,
        "confirm",
        relation__0__scope="khoản 3 Điều 7",
        relation__1__decision="refuse",
        relation__1__why="chỉ viện dẫn",
        relation__3__kind="replaces",
        relation__3__number="20/2018/NĐ-CP",
    )
    text = LegalText.objects.get(number="901/2026/NĐ-CP")
    said = {(one.kind, one.target_number, one.scope, one.target) for one in text.acts_on.all()}
    assert said == {
        ("amends", "131/2021/NĐ-CP", "khoản 3 Điều 7", decree),
        ("amends", "07/2017/NĐ-CP", "khoản 2 Điều 6", None),
        ("replaces", "20/2018/NĐ-CP", "", other),
    }
    assert "chỉ viện dẫn" in Triage.objects.get().reason


def test_of_several_texts_of_one_number_the_person_chooses(client, secretary):
    one = make_text("12/QĐ-UBND", issuer=make_issuer("UBND tỉnh A"))
    make_text("12/QĐ-UBND", issuer=make_issuer("UBND tỉnh B"))
    file = make_file(reading=reading(relations=[amends("12/QĐ-UBND", kind="bai_bo")]))
    asked = send(client, file, "confirm")
    assert "Choose which text is meant" in asked.content.decode()
    assert not Triage.objects.exists()
    send(client, file, "confirm", relation__0__target=str(one.pk))
    assert LegalText.objects.get(number="901/2026/NĐ-CP").acts_on.get().target == one


def test_a_text_does_not_act_on_itself(client, secretary):
    file = make_file(reading=reading(relations=[amends("901/2026/NĐ-CP")]))
    assert "cannot act on itself" in send(client, file, "confirm").content.decode()
    send(client, file, "confirm", relation__0__decision="refuse")
    assert not LegalText.objects.get(number="901/2026/NĐ-CP").acts_on.exists()


def test_none_of_the_texts_of_that_number_keeps_the_number(client, secretary):
    for province in "AB":
        make_text("12/QĐ-UBND", issuer=make_issuer(f"UBND tỉnh {province}"))
    file = make_file(reading=reading(relations=[amends("12/QĐ-UBND", kind="bai_bo")]))
    send(client, file, "confirm", relation__0__target="by-number")
    relation = LegalText.objects.get(number="901/2026/NĐ-CP").acts_on.get()
    assert (relation.target, relation.target_number) == (None, "12/QĐ-UBND")


def law(subject="Người cao tuổi", number="39/2009/QH12"):
    kind = LegalType.objects.get_or_create(name="Luật", defaults={"is_normative": True})[0]
    return make_text(number, subject=subject, type=kind, issued=date(2009, 11, 23))


NAMED = {"number": None, "name": "Luật Người cao tuổi", "kind": "quy_dinh_chi_tiet"}


def test_a_law_that_is_only_named_is_found_by_its_name(client, secretary):
    known = law()
    file = make_file(reading=reading(relations=[amends(**NAMED)]))
    assert typed(page_of(client, file))["relation-0-number"] == "39/2009/QH12"
    send(client, file, "confirm")
    assert LegalText.objects.get(number="901/2026/NĐ-CP").acts_on.get().target == known


def test_a_law_that_nobody_registered_needs_its_number_or_is_refused(client, secretary):
    file = make_file(reading=reading(relations=[amends(**NAMED)]))
    assert "Write the number of the text" in send(client, file, "confirm").content.decode()
    send(client, file, "confirm", relation__0__number="39/2009/QH12")
    relation = LegalText.objects.get(number="901/2026/NĐ-CP").acts_on.get()
    assert (relation.kind, relation.target_number) == ("details", "39/2009/QH12")


def test_a_number_that_is_corrected_finds_another_text(client, secretary, decree):
    other = make_text("20/2018/NĐ-CP")
    file = make_file(reading=reading(relations=[amends()]))
    send(client, file, "confirm", relation__0__number="20/2018/NĐ-CP")
    assert LegalText.objects.get(number="901/2026/NĐ-CP").acts_on.get().target == other


# Documents with a similar text


def alike(monkeypatch, *editions):
    keys = [edition.pk for edition in editions]
    find_with(monkeypatch, lambda words, on: keys)


def test_similar_documents_are_offered_those_of_the_same_field_first(
    client, secretary, decree, monkeypatch
):
    far = make_edition(on=date(2024, 1, 1), code="QT-XA", field="Khác")
    near = make_edition(on=date(2024, 1, 1), code="QT-GAN", field="Người có công")
    alike(monkeypatch, far, decree.citations.get().edition, near)
    page = words(page_of(client, make_file(reading=reading(relations=[amends()]))))
    offered = page[page.index("Other documents that may be affected") :]
    assert offered.index("QT-GAN") < offered.index("QT-XA")
    assert "QT-A " not in offered  # it gets its clock by rule


def test_ticking_a_similar_document_with_a_reason_ties_it_to_the_text(
    client, secretary, monkeypatch
):
    edition = make_edition(on=date(2024, 1, 1), code="QT-GAN")
    named = make_edition(on=date(2024, 1, 1), code="QT-MA")
    alike(monkeypatch, edition)
    file = make_file()
    without = send(client, file, "confirm", link__0__ticked="on").content.decode()
    assert "Say why this document" in without
    assert typed(without)["link-0-ticked"] == "on"
    send(
        client,
        file,
        "confirm",
        link__0__ticked="on",
        link__0__reason="Cùng thủ tục",
        link__1__code="qt-ma",
        link__1__reason="Cùng hồ sơ",
    )
    links = {(one.document_id, one.reason) for one in LinkedDocument.objects.all()}
    assert links == {(edition.document_id, "Cùng thủ tục"), (named.document_id, "Cùng hồ sơ")}
    assert Clock.objects.count() == 2


def test_a_code_that_nobody_knows_is_said(client, secretary):
    answer = send(client, make_file(), "confirm", link__0__code="QT-KHONG", link__0__reason="x")
    assert "No document in force has this code." in answer.content.decode()


@pytest.mark.parametrize("finders", [[], ["down"]])
def test_a_search_engine_that_is_down_is_said_and_the_page_works(
    client, secretary, monkeypatch, finders
):
    find_with(monkeypatch, *[is_down for _one in finders])
    file = make_file()
    assert "The search engine does not answer now" in page_of(client, file)
    assert send(client, file, "confirm").status_code == 302


def is_down(words, on):
    raise FinderUnavailable


def test_where_one_finder_is_down_the_next_one_is_asked(monkeypatch):
    edition = make_edition(on=date(2024, 1, 1))
    find_with(monkeypatch, is_down, lambda words, on: [edition.pk], lambda words, on: [])
    [found] = similar_port.similar_documents("một hai", date(2024, 6, 1))
    assert found.document == edition.document_id


# Corrections


def test_nothing_typed_is_lost_when_something_is_wrong(client, secretary):
    file = make_file()
    kept = {"subject": "Trích yếu đã sửa", "reason": "Lý do dài", "effective": "2027-02-02"}
    answer = send(client, file, "confirm", number="không phải số", **kept)
    assert answer.status_code == 200
    page = answer.content.decode()
    again = typed(page)
    assert {name: again[name] for name in kept} == kept
    assert again["number"] == "không phải số"
    assert "is not a legal number" in page
    assert not Triage.objects.exists()


def test_an_issuer_that_is_not_registered_is_added_only_if_asked(client, secretary):
    file = make_file(reading=reading(issuer=found("Bộ Thử nghiệm", "CHÍNH PHỦ")))
    assert "is not a registered issuer" in send(client, file, "confirm").content.decode()
    send(client, file, "confirm", add_issuers="on")
    assert LegalText.objects.get(number="901/2026/NĐ-CP").issuer.name == "Bộ Thử nghiệm"


def test_a_name_too_long_for_the_register_is_said_and_not_cut(client, secretary):
    answer = send(client, make_file(), "confirm", co_issuers="Bộ " * 80, add_issuers="on")
    assert "longer than a name can be" in answer.content.decode()


def test_joint_issuers_are_told_apart(client, secretary):
    make_issuer("Bộ Nội vụ"), make_issuer("Bộ Tài chính")
    data = typed(
        page_of(client, make_file(reading=reading(issuer=found("Bộ Nội vụ, Bộ Tài chính"))))
    )
    assert (data["issuer"], data["co_issuers"]) == ("Bộ Nội vụ", "Bộ Tài chính")


def test_a_type_that_is_not_registered_is_offered_to_be_added(client, secretary):
    file = make_file(reading=reading(type=found("Nghị quyết"), number=found("607/NQ-HĐND")))
    LegalType.objects.filter(name__startswith="Nghị quyết").delete()
    data = typed(page_of(client, file))
    assert data["new_type"] == "Nghị quyết (cá biệt)"
    assert "new_type_is_normative" not in data
    send(client, file, "confirm")
    assert not LegalText.objects.get(number="607/NQ-HĐND").type.is_normative


def test_what_the_register_says_otherwise_is_shown_and_kept_unless_ticked(client, secretary):
    known = make_text(
        "901/2026/NĐ-CP", issued=date(2026, 11, 18), subject="Tên trong sổ", effective=None
    )
    file = make_file()
    page = page_of(client, file)
    assert "The register says otherwise" in page and "Tên trong sổ" in page
    send(client, file, "confirm")
    known.refresh_from_db()
    assert (known.subject, known.effective) == ("Tên trong sổ", date(2027, 1, 15))
    assert known.files.get() == file


def test_another_text_of_the_same_number_needs_an_answer(client, secretary):
    known = make_text("901/2026/NĐ-CP", issued=date(2026, 11, 8))
    file = make_file()
    assert "say whether it is this text" in send(client, file, "confirm").content.decode()
    send(client, file, "confirm", same_as=str(known.pk), overwrite="issued")
    known.refresh_from_db()
    assert known.issued == date(2026, 11, 18)
    other = make_file()
    send(client, other, "confirm", same_as="new", issued="2026-11-19")
    assert LegalText.objects.filter(number="901/2026/NĐ-CP").count() == 2


def test_who_has_already_decided_is_told_to_whoever_comes_later(client, secretary):
    file = make_file()
    data = typed(page_of(client, file)) | {"do": "confirm"}
    client.post(url("decide", file.pk), data)
    late = client.post(url("decide", file.pk), data, follow=True)
    assert "decided about this file already" in late.content.decode()
    assert LegalText.objects.filter(number="901/2026/NĐ-CP").count() == 1
    assert Issuer.objects.count() == 1


# Not relevant


def test_it_is_put_aside_with_a_reason_and_can_be_looked_at_again(client, secretary):
    file = make_file()
    without = send(client, file, "not-relevant")
    assert "Write the reason" in without.content.decode()
    send(client, file, "not-relevant", not_relevant_reason="Ngoài lĩnh vực")
    page = page_of(client, file)
    assert "Ngoài lĩnh vực" in page and "?again" in page
    assert not LegalText.objects.filter(number="901/2026/NĐ-CP").exists()
    data = typed(page_of(client, file, again="")) | {"do": "confirm"}
    client.post(url("decide", file.pk), data)
    assert Triage.objects.current().get().outcome == "confirmed"


def test_the_page_says_that_a_second_person_must_agree(client, secretary, decree):
    file = make_file(reading=reading(relations=[amends()]))
    assert "one person cannot say so alone" in page_of(client, file)
    send(client, file, "not-relevant", not_relevant_reason="Không dùng mẫu này")
    page = words(page_of(client, file))
    assert "Waits for a second person's answer." in page
    assert "1 proposal “not relevant” waits with it." in page
    assert "QT-A" in page


def test_a_file_without_a_number_can_be_put_aside(client, secretary):
    file = make_file(reading=reading(number=unread()))
    send(client, file, "not-relevant", not_relevant_reason="Thư mời họp")
    assert Triage.objects.get().text is None


# Units


def test_the_head_finds_the_text_on_the_desk_and_nobody_else_does(client, secretary):
    unit, other = make_unit(), make_unit()
    file = make_file()
    send(client, file, "confirm", units=str(unit.pk))
    for person, sees in (
        (make_person(Role.HEAD, unit=unit, head=True), True),
        (make_person(Role.HEAD, unit=other, head=True), False),
        (make_person(Role.STAFF, unit=unit), False),
    ):
        client.force_login(person)
        desk = client.get(reverse("desk")).content.decode()
        assert ("New legal texts given to your unit" in desk) is sees
        if sees:
            assert url("file", file.pk) in desk
            assert client.get(url("file", file.pk)).status_code == 200


def test_the_desk_stops_showing_it_after_three_months(client, secretary):
    unit = make_unit()
    send(client, make_file(), "confirm", units=str(unit.pk))
    client.force_login(make_person(Role.HEAD, unit=unit, head=True))
    for days, sees in ((91, True), (92, False)):
        forge(Triage.objects.get(), proposed_on=timezone.localdate() - timedelta(days=days))
        assert ("given to your unit" in client.get(reverse("desk")).content.decode()) is sees


def test_a_file_read_in_part_says_so(client, secretary):
    file = make_file()
    IncomingFile.objects.filter(pk=file.pk).update(refusal="needs-tesseract")
    assert "tesseract" in page_of(client, file)
