from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from doccontrol.clocks import handlers
from doccontrol.clocks.deciding import propose
from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.matching.chains import Happening, Hop, belongs
from doccontrol.clocks.pages.clock_page import chain_in_words
from doccontrol.clocks.rules import TAKES_EFFECT
from doccontrol.jobs.outbox import claim, owe, perform
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import (
    AgencySettings,
    AppliedFrom,
    Clock,
    Decision,
    Holiday,
    Job,
    LegalRelation,
    LegalType,
)
from doccontrol.organisation.accounts.roles import Role
from doccontrol.organisation.actions import compute_holidays
from doccontrol.register.actions import add_relation, correct_text
from doccontrol.register.deriving.law_events import derive_events, relations_of
from doccontrol.register.models.events import LawEvent
from doccontrol.register.rules import STARTS_A_CLOCK
from tests.doccontrol.clocks.make import BEFORE, DUE, EFFECT, TODAY, closable, make_clock, make_law
from tests.make import (
    make_edition,
    make_issuer,
    make_person,
    make_relation,
    make_settings,
    make_text,
    make_withdrawal,
)

pytestmark = pytest.mark.django_db
LONG_AGO = date(2019, 1, 1)


def pairs() -> set[tuple[str, str]]:
    rows = Clock.objects.values_list("event__acting__number_raw", "document__code")
    return set(rows)


def test_a_document_that_cites_the_law_has_a_clock_through_its_clause():
    clock = make_clock(law=make_law("161/2026/NĐ-CP"))
    assert (clock.kind, clock.via, clock.clause) == (TAKES_EFFECT, ["161/2026/NĐ-CP"], "Điều 5")
    assert (clock.effective, clock.due_raw, clock.due, clock.opened_on) == (EFFECT, DUE, DUE, TODAY)


@pytest.mark.parametrize("kind", list(RelationKind))
def test_only_what_changes_a_norm_starts_a_clock(kind):
    old, new = make_law("1/2019/NĐ-CP", effective=LONG_AGO), make_law("161/2026/NĐ-CP")
    make_relation(new, old, kind)
    make_edition(on=BEFORE, legal_basis=[old])

    evaluate(TODAY)

    found = list(Clock.objects.values_list("kind", "via"))
    expected = [(str(kind), ["161/2026/NĐ-CP", "1/2019/NĐ-CP"])]
    assert found == (expected if kind in STARTS_A_CLOCK else [])


def test_a_change_reaches_a_document_through_a_chain_of_three():
    law, decree, circular = (
        make_law(number, effective=LONG_AGO)
        for number in ("45/2019/QH14", "145/2020/NĐ-CP", "9/2020/TT-BNV")
    )
    new = make_law("161/2026/NĐ-CP")
    make_relation(new, circular, RelationKind.REPLACES)
    make_relation(circular, decree, RelationKind.GUIDES)
    make_relation(decree, law, RelationKind.DETAILS)
    make_relation(law, circular, RelationKind.AMENDS, on=date(2015, 1, 1))  # a loop
    make_edition(on=BEFORE, legal_basis=[(law, "Điều 1"), (law, "Điều 2")])

    evaluate(TODAY)

    clock = Clock.objects.get()
    assert clock.via == ["161/2026/NĐ-CP", "9/2020/TT-BNV", "145/2020/NĐ-CP", "45/2019/QH14"]
    assert (clock.kind, clock.clause) == (RelationKind.REPLACES, "Điều 1; Điều 2")


def test_a_target_known_only_by_its_number_ends_the_chain():
    make_relation(make_law(), "99/2019/NĐ-CP", RelationKind.REPLACES)
    make_edition(on=BEFORE, legal_basis=[make_law(effective=LONG_AGO)])
    assert evaluate(TODAY).opened == []


def test_a_text_that_is_no_norm_starts_nothing():
    letter = make_law("128/SKHCN-TĐC", normative=False)
    make_edition(on=BEFORE, legal_basis=[letter])
    assert evaluate(TODAY).opened == []


@pytest.mark.parametrize(
    ("in_force_from", "clocks"),
    [
        (date(2026, 6, 30), 1),
        (EFFECT, 1),
        (date(2026, 7, 2), 0),
    ],
)
def test_an_edition_born_under_the_law_owes_it_nothing(in_force_from, clocks):
    law = make_law()
    make_edition(on=in_force_from, legal_basis=[law])
    assert len(evaluate(TODAY).opened) == clocks


def test_the_edition_in_force_when_the_law_took_effect_is_the_one_judged():
    law = make_law()
    first = make_edition(on=BEFORE, legal_basis=[law])
    make_edition(first.document.specific, on=date(2026, 8, 1), legal_basis=[])

    evaluate(TODAY)

    clock = closable(Clock.objects.get())
    assert clock.edition == first
    assert clock.closed_on is None


def test_an_edition_that_ends_on_the_day_of_effect_is_not_the_one_judged():
    law = make_law()
    first = make_edition(on=BEFORE, legal_basis=[law])
    make_edition(first.document.specific, on=EFFECT, legal_basis=[])
    assert evaluate(TODAY).opened == []


def test_a_law_found_to_be_older_than_the_edition_that_cites_it_is_owed_nothing():
    law = make_law(effective=date(2026, 12, 10))
    first = make_edition(on=BEFORE, legal_basis=[])
    make_edition(first.document.specific, on=date(2026, 9, 1), legal_basis=[law])
    assert len(evaluate(TODAY).opened) == 1

    correct_text(law, by=None, reason="đọc lại", changes={"effective": EFFECT})

    assert len(evaluate(TODAY).withdrawn) == 1


def test_the_words_of_a_chain_are_of_its_own_texts_where_numbers_repeat():
    cited = make_law("12/2020/QĐ-UBND", effective=LONG_AGO)
    twin = make_text("12/2020/QĐ-UBND", issuer=make_issuer("UBND tỉnh B"), effective=LONG_AGO)
    middle, new = make_law("5/2021/NĐ-CP", effective=LONG_AGO), make_law()
    make_relation(new, middle, RelationKind.AMENDS)
    make_relation(middle, cited, RelationKind.GUIDES)
    make_relation(middle, twin, RelationKind.REPLACES)
    make_edition(on=BEFORE, legal_basis=[cited])
    evaluate(TODAY)
    clock = Clock.objects.get(event__acting=new)
    assert clock.via_texts == [new.pk, middle.pk, cited.pk]
    assert [link.what for link in chain_in_words(clock)] == [
        str(RelationKind.AMENDS.label),
        str(RelationKind.GUIDES.label),
    ]


def test_a_later_edition_that_drops_the_citation_leaves_the_clock_alone():
    law = make_law(effective=date(2026, 12, 10))
    first = make_edition(on=BEFORE, legal_basis=[law])
    evaluate(date(2026, 8, 1))
    make_edition(first.document.specific, on=date(2026, 9, 1), legal_basis=[])

    done = evaluate(TODAY)

    assert (done.changes, done.unchanged) == (0, 1)
    assert closable(Clock.objects.get()).closed_on is None


def test_before_the_day_of_effect_the_clock_follows_the_edition_in_force():
    law = make_law(effective=date(2026, 12, 10))
    first = make_edition(on=BEFORE, legal_basis=[(law, "Điều 5")])
    evaluate(date(2026, 8, 1))
    second = make_edition(
        first.document.specific, on=date(2026, 9, 1), legal_basis=[(law, "Điều 7")]
    )

    assert len(evaluate(TODAY).moved) == 1

    clock = Clock.objects.get()
    assert (clock.edition, clock.clause) == (second, "Điều 7")


def test_an_edition_that_takes_effect_with_the_law_and_names_it_closes_at_once():
    law = make_law()
    first = make_edition(on=BEFORE, legal_basis=[law])
    evaluate(date(2026, 6, 1))
    event = Clock.objects.get().event
    second = make_edition(first.document.specific, on=EFFECT, legal_basis=[law], implements=[event])
    evaluate(TODAY)

    clock = closable(Clock.objects.get())
    assert (clock.closed_on, clock.closing_edition_id) == (EFFECT, second.pk)


def test_two_days_of_effect_give_two_clocks():
    old, new = make_law("1/2019/NĐ-CP", effective=LONG_AGO), make_law("161/2026/NĐ-CP")
    AppliedFrom.objects.create(text=new, applies_on=date(2027, 1, 1), provisions="Chương II")
    make_relation(new, old, RelationKind.AMENDS)
    make_edition(on=BEFORE, legal_basis=[old])

    evaluate(TODAY)

    assert list(Clock.objects.order_by("effective").values_list("effective", flat=True)) == [
        EFFECT,
        date(2027, 1, 1),
    ]


def test_a_relation_with_its_own_day_starts_only_the_clock_of_that_day():
    old, new = make_law(effective=LONG_AGO), make_law()
    make_relation(new, old, RelationKind.REPEALS, on=date(2026, 9, 1))
    make_edition(on=BEFORE, legal_basis=[old])

    evaluate(TODAY)

    assert [clock.effective for clock in Clock.objects.all()] == [date(2026, 9, 1)]


@pytest.mark.parametrize("applied", [False, True])
def test_hops_and_relations_belong_to_events_by_one_rule(applied):
    new = make_law()
    days = (None, EFFECT, date(2026, 9, 1), date(2027, 1, 1))
    for day in days:
        make_relation(new, make_law(effective=LONG_AGO), on=day)
    if applied:
        AppliedFrom.objects.create(text=new, applies_on=date(2026, 9, 1))
        AppliedFrom.objects.create(text=new, applies_on=date(2027, 5, 1))
    derive_events()
    relations = list(LegalRelation.objects.all())
    applied_on = {row.applies_on for row in AppliedFrom.objects.all()}
    for event in LawEvent.objects.filter(acting=new).select_related("acting"):
        plain = Happening(event.pk, new.pk, event.is_main, event.on, EFFECT, event.on in applied_on)
        ours = {
            relation.pk
            for relation in relations
            if belongs(Hop(new.pk, relation.target_id, relation.kind, relation.on), plain)
        }
        theirs = relations_of(event, relations, applied_on=applied_on)
        assert ours == {relation.pk for relation in theirs}


def test_an_unknown_day_opens_a_clock_without_dates_until_it_is_known():
    law = make_law(effective=None)
    clock = make_clock(law=law)
    assert (clock.effective, clock.due_raw, clock.due) == (None, None, None)

    law.effective = EFFECT
    law.save()
    evaluate(TODAY)

    assert Clock.objects.get().due == DUE


def test_a_corrected_date_moves_an_open_clock_and_leaves_a_closed_one():
    law = make_law()
    still_open = make_clock(law=law)
    closed = make_clock(law=law)
    make_edition(closed.document.specific, on=date(2026, 9, 1), implements=[closed.event])
    law.effective = date(2026, 11, 30)
    law.save()

    done = evaluate(TODAY)

    assert ([clock.pk for clock in done.moved], done.unchanged) == ([still_open.pk], 1)
    still_open.refresh_from_db()
    closed.refresh_from_db()
    assert (still_open.due_raw, still_open.due) == (date(2027, 2, 28), date(2027, 3, 1))
    assert (closed.effective, closed.due) == (EFFECT, DUE)


def test_settings_and_holidays_move_open_clocks():
    clock = make_clock()
    Holiday.objects.create(day=DUE, name="Nghỉ bù")
    evaluate(TODAY)
    clock.refresh_from_db()
    assert (clock.due_raw, clock.due) == (DUE, date(2026, 10, 2))

    make_settings(clock_months=2, roll_over=False)
    evaluate(TODAY)
    clock.refresh_from_db()
    assert (clock.due_raw, clock.due) == (date(2026, 9, 1), date(2026, 9, 1))


def change_months():
    settings = AgencySettings.load_default()
    settings.clock_months = 2
    settings.save()


def post_settings():
    """As the page on which deadlines are counted otherwise saves them."""
    client = Client()
    client.force_login(make_person(Role.SECRETARY))
    said = {"months": "2", "reason": "Quyết định 5", "seen": "2-False", "do": "save"}
    assert client.post(reverse("counting"), said).status_code == 302


def add_holiday():
    Holiday.objects.create(day=DUE, name="Nghỉ bù")


def compute():
    compute_holidays([2026])


def decide_that_decrees_bind_nobody():
    kind = LegalType.objects.get(name="Nghị định")
    kind.is_normative = False
    kind.save()


@pytest.mark.parametrize(
    "change",
    [change_months, post_settings, add_holiday, compute, decide_that_decrees_bind_nobody],
)
def test_a_change_of_the_way_of_counting_owes_an_evaluation_that_moves_open_clocks(change):
    make_settings()
    clock = make_clock()
    before = Clock.objects.values_list("due", flat=True).get()
    Job.objects.all().delete()

    change()

    job = Job.objects.get(kind=handlers.JOB)
    assert job.payload == {}
    evaluate(TODAY)
    after = Clock.objects.filter(pk=clock.pk).values_list("due", flat=True).first()
    assert (after == before) is (change is compute)


def set_settings(**values):
    settings = AgencySettings.load_default()
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()


def let_decrees_bind(is_normative):
    kind = LegalType.objects.get(name="Nghị định")
    kind.is_normative = is_normative
    kind.save()


def due_days_after_the_work_owed():
    """By the job of the clocks alone, and nothing of what each day asks for."""
    Job.objects.exclude(kind=handlers.JOB).delete()
    assert perform(claim(Job.objects.get(kind=handlers.JOB).not_before))
    return set(Clock.objects.values_list("due", flat=True))


@pytest.mark.parametrize(
    "change, moved_to, change_back",
    [
        (
            lambda: set_settings(clock_months=2),
            {date(2026, 9, 1)},
            lambda: set_settings(clock_months=3),
        ),
        (
            lambda: Holiday.objects.create(day=DUE),
            {date(2026, 10, 2)},
            lambda: Holiday.objects.get(day=DUE).delete(),
        ),
        (lambda: let_decrees_bind(False), set(), lambda: let_decrees_bind(True)),
    ],
)
def test_the_board_follows_a_setting_there_and_back_by_the_job_that_its_change_owes(
    change, moved_to, change_back, monkeypatch
):
    monkeypatch.setattr(handlers.timezone, "localdate", lambda: TODAY)
    make_settings()
    make_clock()
    at_first = set(Clock.objects.values_list("due", flat=True))
    Job.objects.all().delete()

    change()
    assert due_days_after_the_work_owed() == moved_to
    Job.objects.all().delete()
    change_back()
    assert due_days_after_the_work_owed() == at_first


def test_what_nobody_counts_by_owes_nothing():
    settings, holiday = make_settings(), Holiday.objects.create(day=DUE, name="Nghỉ")
    Job.objects.all().delete()
    settings.name = "Sở Khác"
    settings.save()
    holiday.name = "Nghỉ lễ"
    holiday.save()
    assert not Job.objects.filter(kind=handlers.JOB).exists()
    holiday.delete()
    assert Job.objects.filter(kind=handlers.JOB).exists()


def withdraw_relation() -> None:
    LegalRelation.objects.get().delete()


def make_it_no_norm() -> None:
    acting = LegalRelation.objects.get().acting
    acting.type = make_text(normative=False).type
    acting.save()


def date_it_before_the_edition() -> None:
    acting = LegalRelation.objects.get().acting
    acting.effective = date(2023, 1, 1)
    acting.save()


@pytest.mark.parametrize(
    "correct", [withdraw_relation, make_it_no_norm, date_it_before_the_edition]
)
@pytest.mark.parametrize("decided", [False, True])
def test_a_corrected_register_withdraws_an_unanswered_clock_only(correct, decided):
    old = make_law(effective=LONG_AGO)
    make_relation(make_law(), old)
    make_edition(on=BEFORE, legal_basis=[old])
    evaluate(TODAY)
    if decided:
        secretary = make_person(Role.SECRETARY)
        reason = "Không liên quan"
        propose(
            Clock.objects.get(),
            outcome=Decision.Outcome.NOT_RELEVANT,
            reason=reason,
            by=secretary,
            on=TODAY,
        )
    correct()

    done = evaluate(TODAY)

    assert len(done.withdrawn) == (0 if decided else 1)
    assert Clock.objects.exists() is decided


def test_a_withdrawn_document_owes_nothing_new():
    law = make_law(effective=date(2026, 10, 1))
    edition = make_edition(on=BEFORE, legal_basis=[law])
    make_withdrawal(edition, from_day=EFFECT, on=EFFECT)
    assert evaluate(TODAY).opened == []


def test_evaluating_twice_changes_nothing():
    make_clock()
    before = list(Clock.objects.values())
    again = evaluate(TODAY)
    assert (again.changes, again.unchanged) == (0, 1)
    assert list(Clock.objects.values()) == before


def test_a_dry_run_writes_nothing():
    make_edition(on=BEFORE, legal_basis=[make_law()])
    assert len(evaluate(TODAY, dry_run=True).opened) == 1
    assert not Clock.objects.exists()
    assert not LawEvent.objects.exists()


def test_one_changed_text_touches_only_the_events_that_can_reach_it():
    near, middle, far = (make_law(effective=LONG_AGO) for _n in range(3))
    acting, other = make_law("161/2026/NĐ-CP"), make_law("200/2026/NĐ-CP")
    make_relation(acting, middle)
    make_relation(middle, near)
    make_relation(other, far)
    edition = make_edition(on=BEFORE, legal_basis=[near, far])
    derive_events()

    evaluate(TODAY, texts=[middle.pk])
    assert pairs() == {("161/2026/NĐ-CP", edition.code)}

    evaluate(TODAY, texts=[other.pk])
    assert len(pairs()) == 2

    LegalRelation.objects.get(acting=middle).delete()
    done = evaluate(TODAY, texts=[middle.pk])
    assert (len(done.withdrawn), done.unchanged) == (1, 0)


def test_the_number_of_queries_does_not_grow_with_documents(django_assert_max_num_queries):
    law = make_law()
    for _n in range(4):
        make_edition(on=BEFORE, legal_basis=[law])
    with django_assert_max_num_queries(25):
        evaluate(TODAY)
    assert Clock.objects.count() == 4


def test_a_change_of_the_editions_owes_one_evaluation():
    make_edition(on=BEFORE, legal_basis=[make_law()])
    make_edition(on=BEFORE, legal_basis=[make_law()])
    job = Job.objects.get(kind=handlers.JOB)
    Job.objects.exclude(pk=job.pk).delete()

    assert perform(claim(job.not_before))

    assert Clock.objects.count() == 2


@pytest.mark.parametrize("also", [[], ["all"]])
def test_changed_texts_are_evaluated_together_and_alone_unless_everything_is_owed(
    monkeypatch, also
):
    first, second = make_law(), make_law()
    asked = []
    monkeypatch.setattr(handlers, "evaluate", lambda on, texts: asked.append(texts))
    for text in (first, second, first):
        correct_text(text, by=None, reason="đọc lại", changes={"effective": LONG_AGO})
    for key in also:
        owe(handlers.JOB, key)
    jobs = list(Job.objects.filter(kind=handlers.JOB).order_by("pk"))
    assert [job.payload for job in jobs[:2]] == [{"texts": [first.pk]}, {"texts": [second.pk]}]
    Job.objects.exclude(kind=handlers.JOB).delete()

    assert perform(claim(jobs[-1].not_before))

    assert asked == [None if also else {first.pk, second.pk}]
    assert not Job.objects.filter(state=Job.State.READY).exists()


def test_a_new_relation_owes_the_text_that_acts_and_not_the_one_acted_on():
    acting, target = make_law(), make_law()
    add_relation(acting, kind=RelationKind.GUIDES, target=target, by=None, reason="Công báo")
    assert Job.objects.get(kind=handlers.JOB).payload == {"texts": [acting.pk]}


def report(*arguments: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("evaluate_clocks", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_reports_each_clock_as_it_stands_on_the_day():
    law = make_law("161/2026/NĐ-CP")
    edition = make_edition(on=BEFORE, legal_basis=[law], code="QT-LD-01")
    row = {
        "document": "QT-LD-01",
        "edition": "01/00",
        "law": "161/2026/NĐ-CP",
        "via": ["161/2026/NĐ-CP"],
        "kind": "takes_effect",
        "effective": "2026-07-01",
        "due_raw": "2026-10-01",
        "due": "2026-10-01",
        "state": "overdue",
        "closed_by": None,
    }
    assert report("--on", "2026-11-22", "--dry-run") == [row]
    assert not Clock.objects.exists()
    assert report("--on", "2026-11-22") == [row]

    event = Clock.objects.get().event
    make_edition(edition.document.specific, on=date(2026, 11, 20), implements=[event])
    closed = {"edition": "01/01", "on": "2026-11-20"}
    assert report("--on", "2026-11-22") == [row | {"state": "closed-late", "closed_by": closed}]
    assert report("--on", "2026-09-15") == [row | {"state": "due-soon"}]
    assert report("--on", "2023-12-31") == []


def test_looking_at_a_past_day_does_not_touch_what_was_closed_since():
    clock = make_clock()
    make_edition(clock.document.specific, on=date(2026, 9, 1), implements=[clock.event])
    make_settings(clock_months=1)
    call_command("evaluate_clocks", "--on", "2026-08-01", stdout=StringIO())
    clock.refresh_from_db()
    assert clock.due == DUE


def test_the_command_says_in_words_what_it_did():
    make_edition(on=BEFORE, legal_basis=[make_law()])
    for expected in ("would open 1", "opened 1", "opened 0, moved 0, withdrew 0, left 1"):
        out = StringIO()
        dry = ["--dry-run"] if expected.startswith("would") else []
        call_command("evaluate_clocks", "--on", "2026-11-22", *dry, stdout=out)
        assert expected in out.getvalue()
        assert "1 clocks: 1 overdue" in out.getvalue()
