from __future__ import annotations

from datetime import date

import pytest

from doccontrol.lawtext.relation_kinds import RelationKind
from doccontrol.models import AppliedFrom, LawEvent
from doccontrol.register.deriving.law_events import derive_events, relations_of
from tests.make import make_relation, make_text

MAIN = date(2021, 9, 15)
EARLIER, LATER, LATEST = date(2021, 7, 1), date(2022, 1, 1), date(2022, 6, 1)
pytestmark = pytest.mark.django_db


def events(text):
    rows = LawEvent.objects.filter(acting=text).order_by("-is_main", "pk")
    return [(row.is_main, row.on, row.is_current) for row in rows]


def apply_from(text, day, provisions="Điều 6"):
    return AppliedFrom.objects.create(text=text, applies_on=day, provisions=provisions)


@pytest.mark.parametrize("effective", [MAIN, None])
def test_a_normative_text_has_one_main_event_on_its_own_day(effective):
    text = make_text(effective=effective)

    assert derive_events() == 1
    assert events(text) == [(True, effective, True)]
    assert derive_events() == 0


def test_a_text_that_is_no_norm_has_none_and_loses_the_one_it_had():
    letter, text = make_text("262/SLĐTBXH-VP", normative=False), make_text(effective=MAIN)
    derive_events()
    text.type = letter.type
    text.save()

    assert derive_events() == 1
    assert events(letter) == []
    assert events(text) == [(True, MAIN, False)]


@pytest.mark.parametrize(
    ("applies_on", "stages"),
    [(EARLIER, []), (MAIN, []), (date(2021, 9, 16), [date(2021, 9, 16)]), (LATER, [LATER])],
)
def test_only_a_day_of_application_after_the_day_of_effect_is_a_stage(applies_on, stages):
    text = make_text(effective=MAIN)
    apply_from(text, applies_on)
    derive_events()

    assert [on for is_main, on, _current in events(text) if not is_main] == stages


@pytest.mark.parametrize(
    ("on", "kind", "stages"),
    [
        (None, RelationKind.AMENDS, []),
        (MAIN, RelationKind.AMENDS, []),
        (EARLIER, RelationKind.AMENDS, [EARLIER]),
        (LATER, RelationKind.AMENDS, [LATER]),
        (LATER, RelationKind.BASIS, []),
        (LATER, RelationKind.CONSOLIDATES, []),
    ],
)
def test_a_relation_with_a_day_of_its_own_is_a_stage_if_its_kind_starts_clocks(on, kind, stages):
    text = make_text(effective=MAIN)
    make_relation(text, "45/2019/QH14", kind, on=on)
    derive_events()

    assert [on for is_main, on, _current in events(text) if not is_main] == stages


def test_without_a_day_of_effect_a_relation_day_is_still_a_stage():
    text = make_text(effective=None)
    apply_from(text, LATER)
    make_relation(text, "45/2019/QH14", on=LATEST)
    derive_events()

    assert events(text) == [(True, None, True), (False, LATEST, True)]


def test_things_of_one_day_are_one_event_that_names_them_all():
    text = make_text(effective=MAIN)
    apply_from(text, LATER)
    make_relation(text, "45/2019/QH14", on=LATER, scope="Điều 73")
    derive_events()

    stage = LawEvent.objects.get(acting=text, is_main=False)
    assert stage.provisions == "45/2019/QH14 Điều 73; Điều 6"


def test_a_corrected_day_moves_the_row_that_clocks_point_at():
    text = make_text(effective=MAIN)
    stage = apply_from(text, LATER)
    derive_events()
    before = LawEvent.objects.get(acting=text, is_main=False)

    stage.applies_on = LATEST
    stage.save()
    assert derive_events([text]) == 1

    assert events(text) == [(True, MAIN, True), (False, LATEST, True)]
    assert LawEvent.objects.get(acting=text, is_main=False).pk == before.pk


def test_a_vanished_stage_stays_but_is_no_longer_current_and_can_come_back():
    text = make_text(effective=MAIN)
    stage = apply_from(text, LATER)
    derive_events()
    stage.delete()

    assert derive_events() == 1
    assert events(text) == [(True, MAIN, True), (False, LATER, False)]

    apply_from(text, LATER)
    assert derive_events() == 1
    assert events(text) == [(True, MAIN, True), (False, LATER, True)]


def test_two_gone_and_one_come_are_no_correction():
    text = make_text(effective=MAIN)
    first, second = apply_from(text, LATER), apply_from(text, LATEST)
    derive_events()
    first.delete()
    second.applies_on = date(2023, 1, 1)
    second.save()
    derive_events()

    assert events(text)[1:] == [
        (False, LATER, False),
        (False, LATEST, False),
        (False, date(2023, 1, 1), True),
    ]


def test_the_relations_of_an_event():
    text = make_text(effective=MAIN)
    apply_from(text, LATER)
    undated = make_relation(text, "01/2019/NĐ-CP")
    same_day = make_relation(text, "02/2019/NĐ-CP", on=MAIN)
    late = make_relation(text, "03/2019/NĐ-CP", on=LATEST)
    basis = make_relation(text, "04/2019/NĐ-CP", RelationKind.BASIS)
    derive_events()
    main, applied, stage = LawEvent.objects.filter(acting=text).order_by("-is_main", "on")
    relations = [undated, same_day, late, basis]

    assert relations_of(main, relations) == [undated, same_day]
    assert relations_of(applied, relations) == [undated, same_day]
    assert relations_of(stage, relations) == [late]
    assert relations_of(stage, relations, applied_on={LATEST}) == [undated, same_day, late]


def test_deriving_everything_takes_the_same_number_of_queries_for_more_texts(
    django_assert_max_num_queries,
):
    for number in range(40):
        make_relation(make_text(f"{number + 1}/2022/NĐ-CP", effective=MAIN), "x/1", on=LATER)

    with django_assert_max_num_queries(12):
        assert derive_events() == 80
