"""Confirmed or put aside: one decision, one reason, safe to repeat."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from reversion.models import Version

from doccontrol.clocks import evaluating
from doccontrol.clocks.refusals import NotYours
from doccontrol.decisions.actions import approve, propose_reopening, refuse, take_back
from doccontrol.decisions.refusals import NeedsAnotherPerson, ReasonMissing
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import (
    Clock,
    ControlledDocument,
    Decision,
    IncomingFile,
    Issuer,
    LawEvent,
    LegalRelation,
    LegalText,
    LegalType,
    LinkedDocument,
    Triage,
)
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import Applied
from doccontrol.register.deriving import after_changes
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.intake.actions import OfAnotherText
from doccontrol.triage.actions import confirm, set_not_relevant
from doccontrol.triage.outlook import outlook
from doccontrol.triage.refusals import AlreadyTriaged, NotRead, RegisteredMeanwhile
from doccontrol.triage.statement import LinkSaid, RelationSaid, Statement
from tests.doccontrol.triage.statements import make_file
from tests.make import (
    make_edition,
    make_issuer,
    make_person,
    make_relation,
    make_settings,
    make_text,
    make_unit,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
EFFECT = date(2027, 1, 15)
DUE = date(2027, 4, 15)


@pytest.fixture(autouse=True)
def agency():
    make_settings(clock_months=3, roll_over=False)


@pytest.fixture
def secretary():
    return make_person(Role.SECRETARY)


@pytest.fixture
def decree():
    """131/2021/NĐ-CP with a document that cites it, and a circular that guides it with another."""
    return make_text("131/2021/NĐ-CP", effective=date(2022, 2, 15))


def cites(*texts, **fields):
    return make_edition(on=date(2024, 1, 10), legal_basis=list(texts), **fields)


def facts(number="901/2026/NĐ-CP", **changed):
    return {
        "number": number,
        "type": LegalType.objects.get_or_create(name="Nghị định", defaults={"is_normative": True})[
            0
        ],
        "issuer": make_issuer(),
        "co_issuers": [],
        "issued": date(2026, 11, 18),
        "subject": "Sửa đổi Nghị định số 131/2021/NĐ-CP",
        "effective": EFFECT,
        "applied_from": [],
        "expires": None,
    } | changed


def amending(target, **said):
    return RelationSaid(
        RelationKind.AMENDS, target, target.number_raw if target else "1/2019/NĐ-CP", **said
    )


def statement(*relations, **parts):
    fields = {"facts": facts(**parts.pop("facts", {})), "relations": tuple(relations)} | parts
    return Statement(**fields)


def rows():
    return {
        model.__name__: model.objects.count()
        for model in (LegalText, LegalRelation, Clock, Triage, LinkedDocument, Decision, Issuer)
    } | {"versions": Version.objects.count()}


def opened():
    """(document, effective, due, kind, via) of every clock, in order."""
    clocks = Clock.objects.order_by("due", "document__code", "pk")
    return [(clock.document_id, clock.effective, clock.due, tuple(clock.via)) for clock in clocks]


def promised(said):
    ahead = outlook(said, TODAY)
    rows = [*ahead.opened, *ahead.moved]
    return [(one.document, one.effective, one.due, one.via) for one in rows]


def test_one_decision_registers_the_text_its_relations_and_opens_its_clocks(secretary, decree):
    unit, edition = make_unit(), cites(decree)
    file = make_file()
    said = statement(amending(decree, scope="khoản 2 Điều 6"), units=(unit,))

    triage = confirm(file, said, reason="Văn bản đến", by=secretary, on=TODAY)

    text = LegalText.objects.get(number="901/2026/NĐ-CP")
    file.refresh_from_db()
    assert (triage.text, triage.outcome, file.text) == (text, "confirmed", text)
    assert list(triage.units.all()) == [unit]
    assert (text.effective, text.checked_by, text.as_at) == (EFFECT, secretary, TODAY)
    assert file.name in text.source
    relation = text.acts_on.get()
    assert (relation.kind, relation.target, relation.scope) == ("amends", decree, "khoản 2 Điều 6")
    clock = Clock.objects.get()
    assert (clock.document_id, clock.due) == (edition.document_id, DUE)
    assert clock.via == ["901/2026/NĐ-CP", "131/2021/NĐ-CP"]
    entries = {entry.revision for entry in Version.objects.get_for_object(text)}
    assert [entry.comment for entry in entries] == ["Văn bản đến"]
    assert entries == {Version.objects.get_for_object(triage).get().revision}


def test_asked_twice_it_changes_nothing(secretary, decree):
    cites(decree)
    file, said = make_file(), statement(amending(decree))
    first = confirm(file, said, reason="Văn bản đến", by=secretary, on=TODAY)
    settled = rows()
    again = confirm(file, said, reason="Lý do khác", by=make_person(Role.SECRETARY), on=TODAY)
    assert (again.pk, again.reason) == (first.pk, "Văn bản đến")
    assert rows() == settled


def test_nothing_is_kept_if_the_last_step_fails(secretary, decree, monkeypatch):
    def fail(*_args, **_options):
        raise RuntimeError

    settled = rows()
    monkeypatch.setattr("doccontrol.triage.actions.evaluate", fail)
    with pytest.raises(RuntimeError):
        confirm(make_file(), statement(amending(decree)), reason="x", by=secretary, on=TODAY)
    assert rows() == settled


def test_what_preview_promises_is_what_saving_opens(secretary, decree):
    guide = make_text("05/2022/TT-BNV", effective=date(2022, 6, 1))
    make_relation(guide, decree, RelationKind.GUIDES)
    ended = make_text("20/2018/NĐ-CP", effective=date(2018, 1, 1))
    cites(decree, (guide, "Điều 3"))
    cites((decree, "Điều 6"), code="QT-A")
    cites(ended, code="QT-B")
    cites(make_text("1/2018/NĐ-CP", effective=date(2018, 1, 1)), code="QT-NONE")
    linked = cites(make_text(), code="QT-LINK").document
    said = statement(
        amending(decree, scope="khoản 2 Điều 6"),
        RelationSaid(RelationKind.REPEALS, ended, ended.number_raw, on=date(2027, 3, 1)),
        RelationSaid(RelationKind.REPLACES, None, "9/2019/TT-BNV"),
        facts={"applied_from": [Applied(date(2027, 7, 1), "Điều 2")]},
        links=(LinkSaid(linked, "Cùng lĩnh vực"),),
    )
    promise = promised(said)
    assert not LegalText.objects.filter(number="901/2026/NĐ-CP").exists()

    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)

    assert promise == opened()
    assert {row[0] for row in promise} == set(
        ControlledDocument.objects.exclude(code="QT-NONE").values_list("pk", flat=True)
    )
    assert len(promise) > 4  # one clock a stage


def test_a_text_without_a_day_opens_clocks_without_one(secretary, decree):
    cites(decree)
    said = statement(amending(decree), facts={"effective": None})
    promise = promised(said)
    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    assert promise == opened()
    assert promise[0][1:3] == (None, None)


def test_preview_of_a_registered_text_equals_its_clocks_too(secretary, decree):
    """The register knew it, without its day: its clock runs already, and gets a day now."""
    known = make_text("901/2026/NĐ-CP", issued=date(2026, 11, 18), effective=None)
    make_relation(known, decree, RelationKind.AMENDS, scope="Điều 6")
    cites(decree)
    evaluating.evaluate(TODAY)
    assert opened()[0][1:3] == (None, None)
    # What stands in the register stays as it is: another day for it makes no stage of its own.
    said = statement(amending(decree, scope="Điều 6", on=date(2027, 3, 1)), same_as=known)
    promise = promised(said)
    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    assert promise == opened()
    assert promise[0][1:3] == (EFFECT, DUE)


def test_preview_counts_what_waited_for_this_number(secretary):
    """A registered text acts on a number that nobody had registered: now its chain is whole."""
    guide = make_text("05/2026/TT-BNV", effective=date(2026, 12, 1))
    make_relation(guide, "901/2026/NĐ-CP", RelationKind.AMENDS)
    derive_events()
    target = make_text("20/2018/NĐ-CP", effective=date(2018, 1, 1))
    cites(target)
    said = statement(RelationSaid(RelationKind.DETAILS, target, target.number_raw))
    promise = promised(said)
    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    assert promise == opened()
    assert {row[3][0] for row in promise} == {"05/2026/TT-BNV", "901/2026/NĐ-CP"}


def test_a_text_that_is_no_norm_is_registered_and_opens_no_clock(secretary, decree):
    cites(decree)
    letter = LegalType.objects.create(name="Công văn", is_normative=False)
    said = statement(amending(decree), facts={"number": "512/SKHCN-TĐC", "type": letter})
    assert promised(said) == []
    confirm(make_file(), said, reason="Để biết", by=secretary, on=TODAY)
    assert LegalText.objects.filter(number="512/SKHCN-TĐC").exists()
    assert not Clock.objects.exists()


def test_a_registered_text_is_completed_and_never_overwritten_silently(secretary):
    known = make_text("901/2026/NĐ-CP", issued=None, subject="Tên cũ", effective=None)
    said = statement(same_as=known)

    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)

    known.refresh_from_db()
    assert (known.issued, known.effective) == (date(2026, 11, 18), EFFECT)
    assert known.subject == "Tên cũ"
    assert LegalText.objects.filter(number="901/2026/NĐ-CP").count() == 1


def test_what_the_person_ticked_is_replaced(secretary):
    known = make_text(
        "901/2026/NĐ-CP", issued=date(2026, 11, 18), subject="Tên cũ", effective=TODAY
    )
    said = statement(same_as=known, overwrite=frozenset({"subject"}))
    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    known.refresh_from_db()
    assert known.subject == "Sửa đổi Nghị định số 131/2021/NĐ-CP"
    assert known.effective == TODAY


def test_a_text_registered_while_the_page_was_open_is_completed(secretary):
    known = make_text("901/2026/NĐ-CP", issued=date(2026, 11, 18), subject="", effective=None)
    confirm(make_file(), statement(), reason="Văn bản đến", by=secretary, on=TODAY)
    known.refresh_from_db()
    assert known.effective == EFFECT
    assert known.subject == "Sửa đổi Nghị định số 131/2021/NĐ-CP"


def test_a_text_registered_with_other_facts_while_the_page_was_open_is_looked_at(secretary):
    make_text("901/2026/NĐ-CP", issued=date(2026, 11, 18), subject="Tên khác", effective=None)
    before = rows()
    with pytest.raises(RegisteredMeanwhile, match="901/2026"):
        confirm(make_file(), statement(), reason="Văn bản đến", by=secretary, on=TODAY)
    assert rows() == before


def test_a_target_that_was_found_by_its_number_is_kept_as_a_guess(secretary, decree):
    other = make_text("131/2021/NĐ-CP", issuer=make_issuer("Bộ Y tế"))
    said = statement(amending(make_text("5/2020/NĐ-CP")), amending(other, is_chosen=True))
    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    resolvers = LegalRelation.objects.order_by("pk").values_list("resolved_by", flat=True)
    assert list(resolvers) == ["machine", "person"]


def test_each_further_relation_of_a_file_costs_a_few_queries(
    secretary, django_assert_max_num_queries
):
    def cost(number, relations):
        said = [amending(make_text()) for _n in range(relations)]
        file = make_file()
        with django_assert_max_num_queries(1000) as few:
            about = statement(*said, facts={"number": number})
            confirm(file, about, reason="Văn bản đến", by=secretary, on=TODAY)
        return len(few)

    cost("902/2026/NĐ-CP", 1)  # warms what is cached
    assert (cost("903/2026/NĐ-CP", 11) - cost("904/2026/NĐ-CP", 1)) / 10 <= 6


@pytest.mark.parametrize("is_registered", [False, True])
def test_the_register_is_derived_once_by_one_confirmation(
    secretary, decree, is_registered, monkeypatch
):
    """Whoever makes the act in several steps pays for each, and events are of half a text."""
    known = make_text("901/2026/NĐ-CP", effective=None) if is_registered else None
    derived = []
    monkeypatch.setattr(
        after_changes, "derive_events", lambda texts: derived.append(derive_events(texts))
    )
    said = statement(amending(decree), amending(None, on=date(2027, 7, 1)), same_as=known)

    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)

    assert derived == [2]
    days = LawEvent.objects.order_by("on").values_list("on", flat=True)
    assert list(days) == [EFFECT, date(2027, 7, 1)]


def test_a_new_type_and_a_new_issuer_are_added_with_the_text(secretary):
    new = facts(
        type=LegalType(name="Nghị quyết liên tịch mới", is_normative=True),
        issuer=Issuer(name="Bộ Mới"),
        co_issuers=[Issuer(name="Bộ Khác"), make_issuer("Bộ Nội vụ")],
    )
    said = Statement(facts=new)
    assert promised(said) == []
    assert not Issuer.objects.filter(name="Bộ Mới").exists()
    triage = confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    text = triage.text
    assert (text.type.name, text.issuer.name) == ("Nghị quyết liên tịch mới", "Bộ Mới")
    assert {one.name for one in text.co_issuers.all()} == {"Bộ Khác", "Bộ Nội vụ"}


def test_a_refused_proposal_stands_in_the_history_with_its_reason(secretary):
    said = statement(refused=("Không nhận: Bãi bỏ 1/2019/NĐ-CP (chỉ viện dẫn)",))
    triage = confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    assert "chỉ viện dẫn" in Version.objects.get_for_object(triage).get().field_dict["reason"]
    assert not LegalRelation.objects.exists()


def test_a_relation_to_a_text_that_is_not_registered_keeps_its_number(secretary):
    confirm(make_file(), statement(amending(None)), reason="x", by=secretary, on=TODAY)
    relation = LegalRelation.objects.get()
    assert (relation.target, relation.target_number) == (None, "01/2019/NĐ-CP")


def test_a_document_linked_by_hand_gets_its_clock(secretary):
    document = cites(make_text()).document
    said = statement(links=(LinkSaid(document, "Cùng lĩnh vực"),))
    confirm(make_file(), said, reason="Văn bản đến", by=secretary, on=TODAY)
    link = LinkedDocument.objects.get()
    assert (link.document, link.reason, link.by) == (document, "Cùng lĩnh vực", secretary)
    assert Clock.objects.get().document == document


def test_one_file_is_the_file_of_one_text(secretary):
    file = make_file()
    IncomingFile.objects.filter(pk=file.pk).update(text=make_text())
    with pytest.raises(OfAnotherText):
        confirm(file, statement(), reason="x", by=secretary, on=TODAY)
    assert not Triage.objects.exists()


# Not relevant


def test_a_text_on_which_nothing_rests_is_put_aside_and_not_registered(secretary, decree):
    file, said = make_file(), statement(amending(decree))
    triage = set_not_relevant(file, said, reason="Ngoài lĩnh vực", by=secretary, on=TODAY)
    set_not_relevant(file, said, reason="Lần nữa", by=secretary, on=TODAY)
    assert (triage.text, triage.reason) == (None, "Ngoài lĩnh vực")
    assert not LegalText.objects.filter(number="901/2026/NĐ-CP").exists()
    assert Triage.objects.count() == 1


def test_a_file_that_is_no_legal_text_is_put_aside(secretary):
    triage = set_not_relevant(make_file(), None, reason="Thư mời", by=secretary, on=TODAY)
    assert (triage.outcome, triage.text) == ("not_relevant", None)


def test_where_documents_rest_on_it_a_second_person_must_agree(secretary, decree):
    cites(decree), cites(decree)
    file, said = make_file(), statement(amending(decree))

    set_not_relevant(file, said, reason="Chỉ sửa mẫu ta không dùng", by=secretary, on=TODAY)
    set_not_relevant(file, said, reason="Lần nữa", by=secretary, on=TODAY)

    decisions = list(Decision.objects.all())
    assert {one.clock_id for one in decisions} == {clock.pk for clock in Clock.objects.all()}
    assert len(decisions) == 2
    assert {(one.outcome, one.reason, one.proposed_by) for one in decisions} == {
        ("not_relevant", "Chỉ sửa mẫu ta không dùng", secretary)
    }
    assert Clock.objects.with_closing().open(TODAY).count() == 2  # nothing is closed yet
    approve(decisions[0], by=make_person(Role.APPROVER), on=TODAY)
    assert Clock.objects.with_closing().open(TODAY).count() == 1


def of(model):
    return sorted(one.state for one in model.objects.filter(reopens=None))


def not_relevant(secretary, decree):
    cites(decree), cites(decree)
    said = statement(amending(decree))
    return set_not_relevant(make_file(), said, reason="Không liên quan", by=secretary, on=TODAY)


def test_one_answer_serves_all_that_was_proposed_with_it(secretary, decree):
    triage = not_relevant(secretary, decree)
    with pytest.raises(NeedsAnotherPerson):
        approve(triage, by=secretary, on=TODAY)
    with pytest.raises(NeedsAnotherPerson):
        approve(triage, by=make_person(Role.STAFF), on=TODAY)
    assert Clock.objects.with_closing().open(TODAY).count() == 2

    approve(triage, by=make_person(Role.APPROVER), on=TODAY)

    assert (of(Triage), of(Decision)) == (["standing"], ["standing"] * 2)
    assert Clock.objects.with_closing().open(TODAY).count() == 0


@pytest.mark.parametrize("answer, state", [("refuse", "refused"), ("take_back", "taken-back")])
def test_let_go_it_lets_go_its_proposals_and_the_file_waits_again(secretary, decree, answer, state):
    triage = not_relevant(secretary, decree)
    assert not IncomingFile.objects.for_triage().exists()
    if answer == "refuse":
        refuse(triage, by=make_person(Role.APPROVER), on=TODAY, reason="Có liên quan")
    else:
        take_back(triage, by=secretary, on=TODAY)

    assert (of(Triage), of(Decision)) == ([state], [state] * 2)
    assert Clock.objects.with_closing().open(TODAY).count() == 2
    file = IncomingFile.objects.for_triage().get()
    confirm(file, statement(amending(decree)), reason="Xem lại", by=secretary, on=TODAY)
    assert of(Triage) == sorted([state, "standing"])


def test_what_two_persons_put_aside_is_reopened_by_two_and_its_clocks_run_again(secretary, decree):
    director = make_person(Role.APPROVER)
    triage = approve(not_relevant(secretary, decree), by=director, on=TODAY)
    said = statement(amending(decree))
    with pytest.raises(AlreadyTriaged):
        confirm(triage.file, said, reason="Xem lại", by=secretary, on=TODAY)

    asked = propose_reopening(triage, reason="Đọc nhầm", by=secretary, on=TODAY)
    assert Clock.objects.with_closing().open(TODAY).count() == 0
    approve(asked, by=director, on=TODAY)

    assert Clock.objects.with_closing().open(TODAY).count() == 2
    assert (of(Triage), of(Decision)) == (["reopened"], ["reopened"] * 2)
    confirm(triage.file, said, reason="Xem lại", by=secretary, on=TODAY)
    assert not IncomingFile.objects.for_triage().exists()


def test_whoever_may_not_propose_cannot_call_it_irrelevant(decree):
    cites(decree)
    with pytest.raises(NotYours):
        set_not_relevant(
            make_file(), statement(amending(decree)), reason="x", by=make_person(), on=TODAY
        )
    assert not Triage.objects.exists()
    assert not LegalText.objects.filter(number="901/2026/NĐ-CP").exists()


def test_what_was_put_aside_can_be_confirmed_later_but_not_the_other_way_round(secretary, decree):
    file, said = make_file(), statement(amending(decree))
    first = set_not_relevant(file, said, reason="Ngoài lĩnh vực", by=secretary, on=TODAY)
    later = confirm(file, said, reason="Xem lại", by=secretary, on=TODAY + timedelta(days=1))
    first.refresh_from_db()
    assert (first.state, first.reopened_on) == ("reopened", TODAY + timedelta(days=1))
    assert (later.outcome, later.state) == ("confirmed", "standing")
    assert not IncomingFile.objects.for_triage().exists()
    with pytest.raises(AlreadyTriaged):
        set_not_relevant(file, said, reason="Nhầm", by=secretary, on=TODAY)


# Truths


@pytest.mark.parametrize("decide", [confirm, set_not_relevant])
def test_a_reason_is_asked_for(secretary, decide):
    with pytest.raises(ReasonMissing):
        decide(make_file(), statement(), reason="  ", by=secretary, on=TODAY)


@pytest.mark.parametrize("state", ["waiting", "reading", "unread", "refused"])
def test_only_a_file_that_was_read_is_decided(secretary, state):
    file = make_file(state=state, refusal="needs-tesseract")
    with pytest.raises(NotRead):
        confirm(file, statement(), reason="x", by=secretary, on=TODAY)


@pytest.mark.parametrize(
    "fields", [{"outcome": "confirmed", "reason": "x"}, {"outcome": "not_relevant", "reason": ""}]
)
def test_the_database_refuses_a_decision_without_text_or_reason(secretary, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Triage.objects.create(file=make_file(), proposed_by=secretary, proposed_on=TODAY, **fields)
