"""A parent ends: each text that implements it is asked about, and nothing ends by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from reversion.models import Version

from doccontrol.decisions.actions import approve, propose_reopening, refuse
from doccontrol.decisions.refusals import AlreadyAnswered, NeedsAnotherPerson
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import ChildAnswer, Clock, LegalRelation, LegalText
from doccontrol.organisation.accounts.roles import Role
from doccontrol.register.actions import correct_relation, remove_relation
from doccontrol.register.deriving.acted_days import derive_acted_days
from doccontrol.register.implementing.answers import (
    WHOLE_TEXT,
    DayMissing,
    EndingWasCorrected,
    EndsBeforeItBegins,
    NothingToAsk,
    SourceMissing,
    answer_question,
)
from doccontrol.register.implementing.questions import open_questions, question_about, questions
from doccontrol.register.implementing.rules import ChildRule, child_rule, ended_on
from doccontrol.register.rules import Effect, TextStatus
from tests.make import make_edition, make_person, make_relation, make_text

Answer = ChildAnswer.Answer
ENDED, TODAY = date(2026, 7, 1), date(2026, 11, 22)
THE_DAY_BEFORE = ENDED - timedelta(days=1)
SOURCE = "Công bố tại Quyết định 1/QĐ-BTP"


@pytest.mark.parametrize(
    "day, rule",
    [
        (date(2016, 6, 30), None),
        (date(2016, 7, 1), ChildRule.ENDS_TOO_2015),
        (date(2025, 3, 31), ChildRule.ENDS_TOO_2015),
        (date(2025, 4, 1), ChildRule.STANDS_2025),
        (date(2025, 6, 30), ChildRule.STANDS_2025),
        (date(2025, 7, 1), ChildRule.ENDS_UNLESS_ANNOUNCED),
    ],
)
def test_the_rule_follows_the_day_on_which_the_parent_ended(day, rule):
    assert child_rule(day) is rule


REPLACED = Effect(RelationKind.REPLACES, ENDED, whole=True)


@pytest.mark.parametrize(
    "expires, incoming, on, day",
    [
        (None, [], TODAY, None),
        (None, [REPLACED], THE_DAY_BEFORE, None),
        (None, [REPLACED], ENDED, ENDED),
        (date(2026, 6, 1), [REPLACED], TODAY, date(2026, 6, 1)),
        (date(2027, 1, 1), [REPLACED], TODAY, ENDED),
        (None, [Effect(RelationKind.REPLACES, ENDED, whole=False)], TODAY, None),
        (None, [Effect(RelationKind.SUSPENDS, ENDED, whole=True)], TODAY, None),
        (None, [Effect(RelationKind.REPEALS, None, whole=True)], TODAY, None),
    ],
)
def test_a_text_ends_on_the_first_day_without_force(expires, incoming, on, day):
    assert ended_on(expires=expires, incoming=incoming, on=on) == day


@pytest.fixture
def family(db):
    """A parent replaced as a whole on ENDED, and a circular that regulates it in detail."""
    parent = make_text("20/2019/NĐ-CP", effective=date(2020, 3, 1))
    child = make_text("05/2020/TT-BNV", effective=date(2020, 6, 1))
    make_relation(child, parent, RelationKind.DETAILS)
    successor = make_text("30/2026/NĐ-CP", effective=ENDED)
    make_relation(successor, parent, RelationKind.REPLACES, is_whole=True)
    return {"parent": parent, "child": child, "successor": successor}


def pairs(on=TODAY):
    rows = open_questions(on).values_list("acting__number_raw", "target__number_raw")
    return set(rows)


def propose(family, given=Answer.ENDED, **options):
    options = {"source": SOURCE, "by": make_person(Role.SECRETARY), "on": TODAY} | options
    return answer_question(family["child"], family["parent"], answer=given, **options)


def answer(family, given=Answer.ENDED, **options):
    """Proposed by one person and approved by another."""
    asked = propose(family, given, **options)
    return approve(asked, by=make_person(Role.APPROVER), on=TODAY)


def test_the_question_is_raised_on_the_day_the_parent_ends_and_flips_nothing(family):
    assert pairs(THE_DAY_BEFORE) == set()
    assert pairs(ENDED) == {("05/2020/TT-BNV", "20/2019/NĐ-CP")}
    assert family["child"].status(TODAY) is TextStatus.IN_FORCE
    question = question_about(family["child"], family["parent"], TODAY)
    assert (question.ended_on, question.rule) == (ENDED, ChildRule.ENDS_UNLESS_ANNOUNCED)
    assert question.ended_by.acting == family["successor"]


def test_a_parent_that_ended_in_part_raises_no_question(family):
    LegalRelation.objects.filter(acting=family["successor"]).update(is_whole=False, scope="Điều 5")
    derive_acted_days([family["successor"]])
    assert pairs() == set()


def test_nothing_is_asked_of_a_child_that_ended_itself_or_is_no_norm(family):
    letter = make_text("9/BNV-PC", normative=False)
    make_relation(letter, family["parent"], RelationKind.GUIDES)
    make_relation(family["successor"], family["child"], RelationKind.REPEALS, is_whole=True)
    assert pairs() == set()


def test_two_relations_of_one_pair_are_one_question(family):
    make_relation(family["child"], family["parent"], RelationKind.GUIDES)
    make_relation(family["child"], family["parent"], RelationKind.DETAILS, scope="Điều 7")
    assert open_questions(TODAY).count() == 1


def test_a_basis_is_no_implementation(family):
    LegalRelation.objects.filter(kind=RelationKind.DETAILS).update(kind=RelationKind.BASIS)
    assert pairs() == set()


def test_an_announced_continuation_settles_it_and_leaves_the_text_in_force(family):
    given = answer(family, Answer.CONTINUES)
    assert pairs() == set()
    assert pairs(TODAY - timedelta(days=1)) != set()  # nobody had answered then
    assert family["child"].status(TODAY) is TextStatus.IN_FORCE
    proposed = Version.objects.get_for_object(given).last()
    assert SOURCE in proposed.revision.comment


def test_an_end_is_told_of_the_text_that_ended_the_parent_from_that_day(family):
    given = answer(family)
    approve(given, by=given.approved_by, on=TODAY)  # twice: one relation, one answer
    [relation] = family["child"].acted_on_by.all()
    assert (relation.acting, relation.kind) == (family["successor"], RelationKind.REPEALS)
    assert (relation.effective, relation.source) == (ENDED, SOURCE)
    child = family["child"]
    assert child.status(THE_DAY_BEFORE) is TextStatus.IN_FORCE
    assert child.status(ENDED) is TextStatus.EXPIRED
    assert ChildAnswer.objects.count() == 1
    assert Version.objects.get_for_object(relation).count() == 1


def test_a_document_that_rests_on_the_ended_child_gets_its_clock(family):
    from doccontrol.clocks.evaluating import evaluate

    edition = make_edition(on=date(2024, 1, 10), legal_basis=[family["child"]])
    evaluate(TODAY)
    assert not Clock.objects.filter(event__acting=family["successor"]).exists()

    answer(family)
    evaluate(TODAY)

    clock = Clock.objects.get(event__acting=family["successor"])
    assert (clock.document_id, clock.effective) == (edition.document_id, ENDED)


def test_a_parent_whose_own_time_ran_out_gives_the_child_an_end_of_its_own(family):
    LegalRelation.objects.filter(acting=family["successor"]).delete()
    family["parent"].expires = ENDED
    family["parent"].save()

    answer(family)

    family["child"].refresh_from_db()
    assert family["child"].expires == ENDED
    assert SOURCE in family["child"].note


def test_the_end_may_lie_on_another_day(family):
    answer(family, ended_on=date(2026, 9, 1))
    assert family["child"].status(date(2026, 8, 31)) is TextStatus.IN_FORCE
    assert family["child"].status(date(2026, 9, 1)) is TextStatus.EXPIRED


def test_a_text_does_not_end_before_it_begins(family):
    family["parent"].expires = date(2020, 5, 1)
    family["parent"].save()
    LegalRelation.objects.filter(kind__in=[RelationKind.REPLACES, RelationKind.REPEALS]).delete()
    derive_acted_days(family.values())
    with pytest.raises(EndsBeforeItBegins):
        propose(family)


def test_a_parent_called_ended_by_hand_needs_a_day(family):
    LegalRelation.objects.filter(acting=family["successor"]).delete()
    family["parent"].status_override = TextStatus.EXPIRED
    family["parent"].override_reason = "Theo công bố"
    family["parent"].save()
    assert question_about(family["child"], family["parent"], TODAY).ended_on is None

    with pytest.raises(DayMissing):
        propose(family)
    assert not ChildAnswer.objects.exists()
    answer(family, ended_on=ENDED)
    family["child"].refresh_from_db()
    assert family["child"].expires == ENDED


def test_an_answer_needs_a_source_and_something_to_ask(family):
    with pytest.raises(SourceMissing):
        answer(family, source="  ")
    answer(family)
    with pytest.raises(AlreadyAnswered):  # the other answer would contradict the register
        propose(family, Answer.CONTINUES)
    unrelated = make_text(effective=date(2021, 1, 1))
    with pytest.raises(NothingToAsk):
        propose({"child": unrelated, "parent": family["parent"]})


def test_nothing_changes_until_a_second_person_approves(family):
    secretary = make_person(Role.SECRETARY)
    asked = propose(family, by=secretary)

    assert pairs() != set()
    assert family["child"].status(TODAY) is TextStatus.IN_FORCE
    for person in (secretary, make_person(Role.STAFF), make_person(Role.WORKING_GROUP)):
        with pytest.raises(NeedsAnotherPerson):
            approve(asked, by=person, on=TODAY)

    refuse(asked, by=make_person(Role.APPROVER), on=TODAY, reason="Chưa đủ căn cứ")
    assert pairs() != set()
    answer(family, by=secretary)
    assert family["child"].status(TODAY) is TextStatus.EXPIRED


@pytest.mark.parametrize("ended_by_its_time", [False, True])
def test_a_wrong_answer_is_reopened_which_takes_its_ending_back(family, ended_by_its_time):
    if ended_by_its_time:
        LegalRelation.objects.filter(acting=family["successor"]).delete()
        family["parent"].expires = ENDED
        family["parent"].save()
    given = answer(family)
    assert LegalText.objects.get(pk=family["child"].pk).status(TODAY) is TextStatus.EXPIRED

    asked = propose_reopening(given, reason="Nhầm", by=make_person(Role.SECRETARY), on=TODAY)
    approve(asked, by=make_person(Role.APPROVER), on=TODAY)

    assert LegalText.objects.get(pk=family["child"].pk).status(TODAY) is TextStatus.IN_FORCE
    assert pairs() != set()
    better = answer(family, Answer.CONTINUES)
    assert [one.state for one in ChildAnswer.objects.filter(reopens=None).order_by("pk")] == [
        "reopened",
        "standing",
    ]
    assert better.answer == Answer.CONTINUES


def test_what_was_corrected_since_is_not_taken_back_unseen(family):
    given, keeper = answer(family), make_person(Role.SECRETARY)
    (written,) = LegalRelation.objects.filter(target=family["child"], source=SOURCE)
    correct_relation(written, by=keeper, reason="Nguồn", changes={"source": "Công báo 12"})

    with pytest.raises(EndingWasCorrected):
        propose_reopening(given, reason="Nhầm", by=keeper, on=TODAY)

    remove_relation(LegalRelation.objects.get(pk=written.pk), by=keeper, reason="Nhầm")
    asked = propose_reopening(given, reason="Nhầm", by=keeper, on=TODAY)
    approve(asked, by=make_person(Role.APPROVER), on=TODAY)
    assert LegalText.objects.get(pk=family["child"].pk).status(TODAY) is TextStatus.IN_FORCE


def test_only_what_the_answer_wrote_is_taken_back(family):
    """Another text may have ended the child too, announced in the same place."""
    given, other = answer(family), make_text(effective=ENDED)
    make_relation(other, family["child"], RelationKind.REPEALS, scope=WHOLE_TEXT, source=SOURCE)
    asked = propose_reopening(given, reason="Nhầm", by=make_person(Role.SECRETARY), on=TODAY)
    approve(asked, by=make_person(Role.APPROVER), on=TODAY)
    (left,) = LegalRelation.objects.filter(target=family["child"], kind=RelationKind.REPEALS)
    assert left.acting == other


def test_the_list_asks_the_same_number_of_questions_for_more_texts(
    client, family, django_assert_max_num_queries
):
    for _n in range(5):
        child = make_text(effective=date(2021, 1, 1))
        make_relation(child, family["parent"], RelationKind.DETAILS)
    client.force_login(make_person(Role.SECRETARY))
    address = reverse("child_questions:index") + "?all"
    client.get(address)
    with django_assert_max_num_queries(20):
        page = client.get(address).content.decode()
    assert page.count("30/2026/NĐ-CP") == 6


def test_what_our_documents_rest_on_is_asked_first(client, family):
    client.force_login(make_person(Role.SECRETARY))
    address = reverse("child_questions:index")
    assert "05/2020/TT-BNV" not in client.get(address).content.decode()
    make_edition(on=date(2024, 1, 10), legal_basis=[family["child"]])
    assert "05/2020/TT-BNV" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "role, reads, answers",
    [
        (None, False, False),
        (Role.STAFF, False, False),
        (Role.AUDITOR, True, False),
        (Role.HEAD, True, False),
        (Role.SECRETARY, True, True),
    ],
)
def test_who_may_see_and_who_may_answer(client, family, role, reads, answers):
    if role is not None:
        client.force_login(make_person(role))
    pair = [family["child"].pk, family["parent"].pk]
    assert (client.get(reverse("child_questions:index")).status_code == 200) is reads
    assert (client.get(reverse("child_questions:answer", args=pair)).status_code == 200) is answers
    client.post(
        reverse("child_questions:answer", args=pair), {"answer": "continues", "source": SOURCE}
    )
    assert ChildAnswer.objects.exists() is answers


def test_the_question_stands_on_the_texts_page_and_is_answered_from_there(client, family):
    client.force_login(make_person(Role.SECRETARY))
    child, parent = family["child"], family["parent"]
    address = reverse("child_questions:answer", args=[child.pk, parent.pk])
    of_child = reverse("legal_texts:inspect", args=[child.pk])
    assert address in client.get(of_child).content.decode()
    of_parent = client.get(reverse("legal_texts:inspect", args=[parent.pk])).content.decode()
    assert "Thông tư" in of_parent or "05/2020/TT-BNV" in of_parent

    wrong = client.post(address, {"answer": "ended", "source": "", "ended_on": "2026-08-01"})
    assert 'value="2026-08-01"' in wrong.content.decode() or "01/08/2026" in wrong.content.decode()
    client.post(address, {"answer": "ended", "source": SOURCE, "ended_on": ""})

    page = client.get(of_child).content.decode()
    assert SOURCE in page
    asked = reverse("decisions:decision", args=["childanswer", ChildAnswer.objects.get().pk])
    assert asked in page
    client.force_login(make_person(Role.APPROVER))
    client.post(f"{asked}approve/")
    assert child.status(timezone.localdate()) is TextStatus.EXPIRED


def test_a_pair_without_a_question_has_no_page(client, family):
    client.force_login(make_person(Role.SECRETARY))
    pair = [family["parent"].pk, family["child"].pk]
    assert client.get(reverse("child_questions:answer", args=pair)).status_code == 404


def test_the_rows_of_a_page_are_read_in_two_queries(family, django_assert_num_queries):
    with django_assert_num_queries(2):
        [question] = questions(open_questions(TODAY), TODAY)
    assert question.child == family["child"]
