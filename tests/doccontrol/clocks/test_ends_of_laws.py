"""A text that ends by its own time limit, and the end of a suspension, start clocks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.matching.preview import acts_of, preview
from doccontrol.clocks.rules import SUSPENSION_ENDS, TAKES_EFFECT, TIME_LIMIT_ENDS
from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import Clock, LawEvent
from doccontrol.organisation.accounts.roles_admin import Role
from doccontrol.register.actions import (
    add_relation,
    correct_relation,
    correct_text,
    remove_relation,
)
from doccontrol.register.coming import laws_to_come
from doccontrol.register.deriving.law_events import derive_events
from doccontrol.register.rules import EventKind, TextStatus
from tests.doccontrol.clocks.make import BEFORE, make_law
from tests.doccontrol.clocks.webs import link
from tests.make import make_edition, make_person, make_relation

pytestmark = pytest.mark.django_db
LONG_AGO = date(2019, 1, 1)
TODAY = date(2026, 11, 22)
END, LATER = date(2026, 12, 1), date(2027, 2, 1)
DUE, DUE_LATER = date(2027, 3, 1), date(2027, 5, 3)  # 01/5/2027 is a Saturday
HOW = {"by": None, "reason": "Công báo"}


def correct(text, **changes):
    correct_text(text, changes=changes, **HOW)


def clocks(**which):
    rows = Clock.objects.filter(**which).order_by("effective", "pk")
    return [(clock.kind, clock.via, clock.effective, clock.due) for clock in rows]


def of_ends():
    return clocks(kind__in=[TIME_LIMIT_ENDS, SUSPENSION_ENDS])


def ends(text):
    rows = LawEvent.objects.current().filter(acting=text).exclude(kind=EventKind.EFFECT)
    return [(row.kind, row.on) for row in rows.order_by("on")]


@pytest.fixture
def cited():
    law = make_law("118/2025/NĐ-CP", effective=LONG_AGO)
    make_edition(on=BEFORE, legal_basis=[(law, "Điều 7")])
    evaluate(TODAY)
    return law


def test_the_end_day_added_moved_and_removed_carries_one_clock_with_it(cited):
    correct(cited, expires=END)
    evaluate(TODAY)
    assert of_ends() == [(TIME_LIMIT_ENDS, ["118/2025/NĐ-CP"], END, DUE)]
    first = Clock.objects.get(kind=TIME_LIMIT_ENDS)
    assert (first.clause, str(first.event)) == (
        "Điều 7",
        "118/2025/NĐ-CP (hết thời hạn do chính văn bản quy định), 01/12/2026",
    )
    assert evaluate(TODAY).changes == 0

    correct(cited, expires=LATER)
    evaluate(TODAY)
    assert of_ends() == [(TIME_LIMIT_ENDS, ["118/2025/NĐ-CP"], LATER, DUE_LATER)]
    assert Clock.objects.get(kind=TIME_LIMIT_ENDS).pk == first.pk

    correct(cited, expires=None)
    evaluate(TODAY)
    assert of_ends() == []

    correct(cited, expires=END)
    evaluate(TODAY)
    assert [day for _kind, _via, day, _due in of_ends()] == [END]
    assert derive_events() == 0


def test_what_another_text_has_ended_before_does_not_end_again(cited):
    correct(cited, expires=LATER)
    new = make_law("301/2026/NĐ-CP", effective=END)
    relation = add_relation(new, kind=RelationKind.REPLACES, target=cited, **HOW)
    evaluate(TODAY)
    assert ends(cited) == []
    assert [kind for kind, *_rest in clocks(effective__gt=TODAY)] == [RelationKind.REPLACES]

    correct(new, effective=date(2027, 3, 1))  # later than the time limit
    evaluate(TODAY)
    assert ends(cited) == [(EventKind.EXPIRY, LATER)]

    correct(new, effective=LATER)  # on the very day: one change, named by what replaces it
    assert ends(cited) == []
    remove_relation(relation, **HOW)
    assert ends(cited) == [(EventKind.EXPIRY, LATER)]


def test_what_an_ending_text_did_for_as_long_as_it_lived_ends_with_it(cited):
    guiding = make_law("05/2024/TT-BNV", effective=LONG_AGO, expires=END)
    make_relation(guiding, cited, RelationKind.GUIDES)
    dead = make_law("01/2010/NĐ-CP", effective=LONG_AGO)
    make_edition(on=BEFORE, legal_basis=[dead])
    make_relation(guiding, dead, RelationKind.REPEALS)
    evaluate(TODAY)

    assert of_ends() == [(TIME_LIMIT_ENDS, ["05/2024/TT-BNV", "118/2025/NĐ-CP"], END, DUE)]


def test_no_clock_without_an_edition_that_rests_on_it_on_the_day(cited):
    late = make_law("99/2020/NĐ-CP", effective=LONG_AGO, expires=date(2025, 1, 1))
    make_edition(on=date(2025, 2, 1), legal_basis=[late])
    letter = make_law("262/SLĐTBXH-VP", effective=LONG_AGO, expires=END, normative=False)
    make_edition(on=BEFORE, legal_basis=[letter])
    evaluate(TODAY)
    assert of_ends() == []


@pytest.fixture
def suspended(cited):
    decree = make_law("900/2026/NĐ-CP", effective=date(2026, 6, 1))
    relation = add_relation(decree, kind=RelationKind.SUSPENDS, target=cited, **HOW)
    evaluate(TODAY)
    return relation


def test_a_suspension_begun_ended_prolonged_and_made_open_again(suspended):
    begun = [RelationKind.SUSPENDS]
    assert [kind for kind, *_rest in clocks()] == [*begun]
    via = ["900/2026/NĐ-CP", "118/2025/NĐ-CP"]

    correct_relation(suspended, changes={"until": END}, **HOW)
    evaluate(TODAY)
    assert of_ends() == [(SUSPENSION_ENDS, via, END, DUE)]
    first = Clock.objects.get(kind=SUSPENSION_ENDS).pk

    correct_relation(suspended, changes={"until": LATER}, **HOW)
    evaluate(TODAY)
    assert of_ends() == [(SUSPENSION_ENDS, via, LATER, DUE_LATER)]
    assert Clock.objects.get(kind=SUSPENSION_ENDS).pk == first

    correct_relation(suspended, changes={"until": None}, **HOW)
    evaluate(TODAY)
    assert [kind for kind, *_rest in clocks()] == [*begun]
    assert derive_events() == 0


def test_another_text_prolongs_a_suspension_or_ends_what_was_suspended(suspended, cited):
    acting = suspended.acting
    correct_relation(suspended, changes={"until": END}, **HOW)
    assert ends(acting) == [(EventKind.RESUMPTION, END)]

    second = make_law("950/2026/NĐ-CP", effective=END)
    longer = add_relation(second, kind=RelationKind.SUSPENDS, target=cited, until=LATER, **HOW)
    assert (ends(acting), ends(second)) == ([], [(EventKind.RESUMPTION, LATER)])
    evaluate(TODAY)
    assert of_ends() == [(SUSPENSION_ENDS, ["950/2026/NĐ-CP", "118/2025/NĐ-CP"], LATER, DUE_LATER)]
    assert derive_events() == 0

    remove_relation(longer, **HOW)
    assert ends(acting) == [(EventKind.RESUMPTION, END)]
    correct(cited, expires=END)
    assert (ends(acting), ends(cited)) == ([], [(EventKind.EXPIRY, END)])


def test_only_the_suspended_provisions_need_the_same_provisions_to_go_on(suspended, cited):
    correct_relation(suspended, changes={"until": END, "scope": "Điều 5"}, **HOW)
    second = make_law("950/2026/NĐ-CP", effective=END)
    add_relation(second, kind=RelationKind.SUSPENDS, target=cited, scope="Điều 9", **HOW)
    assert ends(suspended.acting) == [(EventKind.RESUMPTION, END)]
    third = make_law("960/2026/NĐ-CP", effective=END)
    add_relation(third, kind=RelationKind.SUSPENDS, target=cited, scope="điều 5", **HOW)
    assert ends(suspended.acting) == []


def test_of_two_suspensions_that_end_on_one_day_the_first_counts(suspended, cited):
    correct_relation(suspended, changes={"until": END}, **HOW)
    second = make_law("950/2026/NĐ-CP", effective=date(2026, 7, 1))
    add_relation(second, kind=RelationKind.SUSPENDS, target=cited, until=END, **HOW)
    evaluate(TODAY)
    assert of_ends() == [(SUSPENSION_ENDS, ["900/2026/NĐ-CP", "118/2025/NĐ-CP"], END, DUE)]
    remove_relation(suspended, **HOW)
    evaluate(TODAY)
    assert of_ends() == [(SUSPENSION_ENDS, ["950/2026/NĐ-CP", "118/2025/NĐ-CP"], END, DUE)]
    assert derive_events() == 0


def test_a_suspension_prolonged_by_another_text_does_not_end_with_its_own(suspended, cited):
    correct_relation(suspended, changes={"until": END}, **HOW)
    second = make_law("950/2026/NĐ-CP", effective=END)
    add_relation(second, kind=RelationKind.SUSPENDS, target=cited, **HOW)
    correct(suspended.acting, expires=LATER)
    evaluate(TODAY)
    assert of_ends() == []


def test_a_document_linked_by_hand_answers_the_end_of_the_law_too():
    law = make_law("118/2025/NĐ-CP", effective=LONG_AGO)
    link(law, make_edition(on=BEFORE).document)
    correct(law, expires=END)
    evaluate(TODAY)
    assert of_ends() == [(TIME_LIMIT_ENDS, ["118/2025/NĐ-CP"], END, DUE)]
    correct(law, expires=None)
    evaluate(TODAY)
    assert of_ends() == []


@pytest.mark.parametrize(
    ("days", "limited", "paused"),
    [
        (-1, TextStatus.IN_FORCE, TextStatus.SUSPENDED),
        (0, TextStatus.EXPIRED, TextStatus.IN_FORCE),
        (1, TextStatus.EXPIRED, TextStatus.IN_FORCE),
    ],
)
def test_the_day_of_the_event_is_the_day_on_which_the_status_turns(
    suspended, cited, days, limited, paused
):
    correct_relation(suspended, changes={"until": END}, **HOW)
    by_itself = make_law("7/2024/TT-BNV", effective=LONG_AGO, expires=END)
    derive_events()
    for text, status, acting in (
        (by_itself, limited, by_itself),
        (cited, paused, suspended.acting),
    ):
        [(_kind, day)] = ends(acting)
        assert text.status(day + timedelta(days=days)) == status


def test_what_an_end_will_open_is_foreseen(cited):
    foreseen = preview(
        text=cited.pk, effective=LONG_AGO, expires=END, applied_from=[],
        relations=acts_of(cited.pk), hand_linked=[], on=TODAY,
    )  # fmt: skip
    assert [(one.kind, one.due) for one in foreseen.opened] == [(TIME_LIMIT_ENDS, DUE)]
    correct(cited, expires=END)
    assert len(evaluate(TODAY).opened) == 1


def test_what_a_registered_suspension_ends_is_no_news_to_the_preview(suspended):
    correct_relation(suspended, changes={"until": END}, **HOW)
    evaluate(TODAY)
    acting = suspended.acting
    again = preview(
        text=acting.pk, effective=acting.effective, applied_from=[],
        relations=acts_of(acting.pk), hand_linked=[], on=TODAY,
    )  # fmt: skip
    assert (again.opened, again.moved, again.withdrawn) == ([], [], [])


def test_a_register_of_before_comes_to_the_same_rows_by_the_daily_evaluation(suspended, cited):
    other = make_law("7/2024/TT-BNV", effective=LONG_AGO, expires=LATER)
    make_edition(on=BEFORE, legal_basis=[other])
    suspended.until = END
    suspended.save()  # past the actions, as rows of before stand
    assert ends(other) == []

    evaluate(TODAY)

    assert [(kind, day) for kind, _via, day, _due in of_ends()] == [
        (SUSPENSION_ENDS, END),
        (TIME_LIMIT_ENDS, LATER),
    ]
    assert evaluate(TODAY).changes == 0


def test_what_ends_soon_is_said_among_what_is_to_come(cited):
    make_law("8/2026/TT-BNV", effective=END)
    make_law("7/2024/TT-BNV", effective=LONG_AGO, expires=LATER)
    make_law("6/2024/TT-BNV", effective=LONG_AGO, expires=LATER, ended_on=END)
    lines = laws_to_come(make_person(Role.SECRETARY), TODAY)
    assert [(line.day, "hết hiệu lực theo thời hạn" in line.about) for line in lines] == [
        (END, False),
        (LATER, True),
    ]


def test_the_clock_of_a_text_that_ends_says_so_on_its_page(cited, client):
    correct(cited, expires=END)
    evaluate(TODAY)
    client.force_login(make_person(Role.SECRETARY))
    clock = Clock.objects.get(kind=TIME_LIMIT_ENDS)
    page = client.get(reverse("clocks:clock", args=[clock.pk])).content.decode()
    assert "hết thời hạn do chính văn bản quy định" in page
    assert TAKES_EFFECT not in page
