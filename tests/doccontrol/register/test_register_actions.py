from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from reversion.models import Version

from doccontrol.events import LegalTextChanged, legal_text_changed
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Job, LawEvent, LegalRelation, LegalText
from doccontrol.register.actions import (
    AlreadyRegistered,
    Applied,
    ReasonMissing,
    RelationExists,
    add_relation,
    add_relations,
    correct_relation,
    correct_text,
    register_text,
    remove_relation,
)
from doccontrol.register.deriving.status_query import in_status
from doccontrol.register.rules import TextStatus
from tests.make import make_issuer, make_person, make_relation, make_text

DAY = date(2026, 7, 1)
pytestmark = pytest.mark.django_db


def make_type():
    return make_text().type


def entries(record):
    return [entry.revision.comment for entry in Version.objects.get_for_object(record)]


def test_registering_twice_leaves_one_text_one_entry_and_one_debt():
    person, kind, told = make_person(), make_type(), []

    def listen(happened):
        told.append(happened)

    legal_text_changed.listen(listen)
    facts = {
        "number": "161/2026/ND-CP",
        "type": kind,
        "issuer": make_issuer(),
        "subject": "Mức lương cơ sở",
        "effective": DAY,
        "applied_from": [Applied(date(2026, 9, 1), "Điều 4")],
    }
    try:
        text = register_text(by=person, reason="Công báo", **facts)
        again = register_text(by=person, reason="Công báo", **facts)
    finally:
        legal_text_changed.stop_listening(listen)

    assert again == text
    assert (text.number_raw, text.number) == ("161/2026/ND-CP", "161/2026/NĐ-CP")
    assert LegalText.objects.matching("luong co so 161/2026").get() == text
    assert entries(text) == ["Công báo"]
    assert Version.objects.get_for_object(text).get().revision.user == person
    assert [event.on for event in LawEvent.objects.filter(acting=text).order_by("on")] == [
        DAY,
        date(2026, 9, 1),
    ]
    assert told == [LegalTextChanged(frozenset({text.pk}))]
    assert Job.objects.get(kind="evaluate_clocks").payload == {"texts": [text.pk]}


def test_a_change_needs_a_reason():
    text = make_text()
    with pytest.raises(ReasonMissing):
        correct_text(text, by=None, reason=" ", changes={"effective": DAY})


def test_correcting_writes_only_a_difference_and_moves_the_event():
    text = make_text(effective=date(2026, 6, 1))
    correct_text(text, by=None, reason="đọc lại", changes={"effective": DAY})
    correct_text(text, by=None, reason="đọc lại lần nữa", changes={"effective": DAY})

    assert entries(text) == ["đọc lại"]
    assert LawEvent.objects.get(acting=text).on == DAY


def test_a_corrected_number_is_followed_by_the_relations_that_name_it():
    text = make_text("10/2020/NĐ-CP")
    relation = make_relation(make_text(), text)
    correct_text(text, by=None, reason="sai số", changes={"number": "11/2020/NĐ-CP"})

    relation.refresh_from_db()
    text.refresh_from_db()
    assert (relation.target_number, text.number) == ("11/2020/NĐ-CP", "11/2020/NĐ-CP")
    assert "11/2020" in text.folded


def says(acting, number, kind=RelationKind.REPEALS, **facts):
    return add_relation(acting, kind=kind, target_number=number, by=None, reason="x", **facts)


def test_what_a_law_says_does_not_change_with_the_number_of_the_text_that_was_taken_for_it():
    law, mistyped = make_text(effective=DAY), make_text("135/2020/NĐ-CP", effective=DAY)
    relation = says(law, "135/2020/NĐ-CP")
    assert (relation.target, relation.resolved_by) == (mistyped, "machine")

    mistyped = correct_text(
        mistyped, by=None, reason="sai số", changes={"number": "153/2020/NĐ-CP"}
    )

    relation.refresh_from_db()
    assert (relation.target, relation.target_number) == (None, "135/2020/NĐ-CP")
    assert mistyped.status(DAY) == TextStatus.IN_FORCE
    assert not in_status(LegalText.objects.filter(pk=mistyped.pk), ["expired"], DAY).exists()
    right = register_text(
        number="135/2020/NĐ-CP", type=law.type, effective=DAY, by=None, reason="mới"
    )
    relation.refresh_from_db()
    assert relation.target == right
    assert in_status(LegalText.objects.all(), ["expired"], DAY).get() == right


def test_a_relation_that_loses_its_guess_finds_the_other_text_of_the_number_at_once():
    law = make_text(effective=DAY)
    one = make_text("12/2020/QĐ-UBND", effective=DAY)
    relation = says(law, "12/2020/QĐ-UBND")
    other = make_text("12/2020/QĐ-UBND", issuer=make_issuer("UBND tỉnh B"), effective=DAY)
    Job.objects.all().delete()

    correct_text(one, by=None, reason="sai số", changes={"number": "21/2020/QĐ-UBND"})

    relation.refresh_from_db()
    assert relation.target == other
    assert in_status(LegalText.objects.all(), ["expired"], DAY).get() == other
    owed = {
        key for job in Job.objects.filter(kind="evaluate_clocks") for key in job.payload["texts"]
    }
    assert {law.pk, one.pk} <= owed  # the law's clocks no longer run through the first


def test_a_target_that_a_person_chose_stands_whatever_its_number_was():
    law, text = make_text(), make_text("135/2020/NĐ-CP")
    relation = add_relation(
        law, kind=RelationKind.REPEALS, target=text, by=make_person(), reason="x"
    )
    correct_text(text, by=None, reason="sai số", changes={"number": "153/2020/NĐ-CP"})
    relation.refresh_from_db()
    assert (relation.target, relation.resolved_by) == (text, "person")
    assert relation.target_number == "153/2020/NĐ-CP"


def test_a_guess_that_a_person_saves_again_as_it_was_remains_a_guess():
    text = make_text("135/2020/NĐ-CP")
    relation = says(make_text(), "135/2020/NĐ-CP")
    changes = {"target": text, "target_number": text.number, "on": DAY}
    assert correct_relation(relation, by=None, reason="x", changes=changes).resolved_by == "machine"
    other = make_text("135/2020/NĐ-CP", issuer=make_issuer("Bộ Y tế"))
    changes = {"target": other, "target_number": other.number}
    assert correct_relation(relation, by=None, reason="x", changes=changes).resolved_by == "person"


def test_a_text_that_a_relation_leaves_for_its_twin_of_the_same_number_is_in_force_again():
    law = make_text(effective=DAY)
    left, right = (
        make_text("12/2020/QĐ-UBND", issuer=make_issuer(f"UBND tỉnh {name}"), effective=DAY)
        for name in "AB"
    )
    relation = add_relation(law, kind=RelationKind.REPEALS, target=left, by=None, reason="x")
    heard = []

    def hear(happened):
        heard.append(happened.shown_otherwise)

    legal_text_changed.listen(hear)
    changes = {"target": right, "target_number": right.number}
    correct_relation(relation, by=None, reason="nhầm tỉnh", changes=changes)

    assert {left.pk, right.pk} <= frozenset().union(*heard)
    assert in_status(LegalText.objects.all(), ["expired"], DAY).get() == right


def test_a_further_relation_of_one_text_costs_its_own_row_and_no_derivation(
    django_assert_max_num_queries,
):
    def cost(relations):
        law = make_text(effective=DAY)
        targets = [make_text() for _n in range(relations)]
        said = [{"kind": RelationKind.AMENDS, "target": target} for target in targets]
        with django_assert_max_num_queries(500) as few:
            add_relations(law, said, by=None, reason="x")
        return len(few)

    cost(1)  # warms what is cached
    assert (cost(11) - cost(1)) / 10 <= 6


def test_a_correction_into_another_texts_identity_is_refused():
    taken, text = make_text("10/2020/NĐ-CP"), make_text("11/2020/NĐ-CP")
    with pytest.raises(AlreadyRegistered):
        correct_text(text, by=None, reason="sai số", changes={"number": taken.number_raw})


@pytest.mark.parametrize("others", [0, 1])
def test_a_dangling_relation_finds_its_target_when_just_one_text_has_the_number(others):
    acting = make_text()
    relation = make_relation(acting, "12/QĐ-UBND", RelationKind.REPEALS)
    for province in range(others):
        make_text("12/QĐ-UBND", issuer=make_issuer(f"UBND tỉnh {province}"))
    text = register_text(
        number="12/QĐ-UBND", type=acting.type, issuer=make_issuer(), by=None, reason="mới"
    )

    relation.refresh_from_db()
    assert relation.target == (text if not others else None)
    if not others:
        assert entries(relation) == ["mới"]


def test_adding_a_relation_twice_keeps_one_and_reads_the_whole_from_the_scope():
    acting, target = make_text(effective=DAY), make_text()
    facts = {"kind": RelationKind.REPLACES, "by": None, "reason": "Điều 9"}
    relation = add_relation(acting, target_number=target.number_raw, scope="toàn bộ", **facts)
    again = add_relation(acting, target=target, scope="toàn bộ", **facts)

    assert again == relation
    assert (relation.target, relation.is_whole) == (target, True)
    assert target.status(DAY) == TextStatus.EXPIRED
    assert entries(acting) == ["Điều 9"]


def test_a_relation_may_not_be_corrected_into_a_twin():
    acting, target = make_text(), make_text()
    make_relation(acting, target, scope="Điều 1")
    other = make_relation(acting, target, scope="Điều 2")
    with pytest.raises(RelationExists):
        correct_relation(other, by=None, reason="x", changes={"scope": "Điều 1"})


def test_taking_back_a_relation_leaves_the_reason_in_the_acting_texts_history():
    acting = make_text(effective=DAY)
    relation = make_relation(acting, make_text(), on=date(2026, 9, 1))
    correct_relation(relation, by=None, reason="sửa", changes={"scope": "Điều 3"})
    assert LawEvent.objects.current().filter(acting=acting).count() == 2

    remove_relation(relation, by=None, reason="nhầm")
    remove_relation(relation, by=None, reason="nhầm")

    assert not LegalRelation.objects.filter(acting=acting).exists()
    assert entries(acting) == ["nhầm", "sửa"]
    assert LawEvent.objects.current().filter(acting=acting).count() == 1


@pytest.mark.parametrize(
    "unknown", [{}, {"issued": None}, {"issuer": None}, {"issuer": None, "issued": None}]
)
def test_the_database_keeps_one_text_per_identity_also_where_parts_are_unknown(unknown):
    make_text("01/2020/NĐ-CP", **unknown)
    make_text("01/2020/NĐ-CP", issuer=make_issuer("Bộ khác"), issued=date(2019, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_text("01/2020/NĐ-CP", **unknown)


def test_a_status_set_by_hand_needs_a_reason_in_the_database():
    with pytest.raises(IntegrityError):
        make_text(status_override=TextStatus.EXPIRED)
