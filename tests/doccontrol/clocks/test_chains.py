from __future__ import annotations

from datetime import date

import pytest

from doccontrol.clocks.matching.chains import Chain, Happening, Hop, Web, belongs
from doccontrol.clocks.rules import TAKES_EFFECT
from doccontrol.lawtext.relation_kinds import RelationKind

MAIN, STAGE = date(2026, 7, 1), date(2027, 1, 1)
A, B, C, D, E = range(1, 6)
NUMBERS = {A: "1/2026", B: "2/2020", C: "3/2019", D: "4/2018", E: "0/2018"}


def main(acting: int = A) -> Happening:
    return Happening(1, acting, is_main=True, on=MAIN, main_on=MAIN)


def hop(acting: int, target: int, kind: str = RelationKind.REPLACES, on: date | None = None) -> Hop:
    return Hop(acting, target, str(kind), on)


def chains(hops: list[Hop], cited: set[int], event: Happening | None = None) -> dict[int, Chain]:
    reach = Web(hops, NUMBERS, cited).reach(event or main())
    return {text: reach.chain(text) for text in reach.cited}


def test_a_document_that_cites_the_law_itself_is_reached_at_once():
    assert chains([], {A}) == {A: Chain((A,), TAKES_EFFECT)}


def test_a_chain_names_what_the_acting_text_does_not_what_the_last_hop_does():
    found = chains([hop(A, B), hop(B, C, RelationKind.GUIDES), hop(C, D)], {D})
    assert found == {D: Chain((A, B, C, D), RelationKind.REPLACES)}


def test_two_texts_that_act_on_each_other_end():
    assert set(chains([hop(A, B), hop(B, A)], {A, B})) == {A, B}


def test_what_begins_on_another_day_is_not_reached_through_a_loop():
    hops = [hop(A, B), hop(B, A), hop(A, C, on=STAGE)]
    assert C not in chains(hops, {C})


def test_the_shortest_chain_wins_then_the_smaller_number():
    longer = [hop(A, B), hop(B, C), hop(A, C, RelationKind.AMENDS)]
    assert chains(longer, {C})[C].texts == (A, C)
    equal = [hop(A, B), hop(A, E), hop(B, D), hop(E, D)]
    assert chains(equal, {D})[D].texts == (A, E, D)


def test_of_two_relations_to_one_target_the_graver_names_the_clock():
    hops = [hop(A, B, RelationKind.GUIDES), hop(A, B, RelationKind.REPEALS)]
    assert chains(hops, {B})[B].kind == RelationKind.REPEALS


@pytest.mark.parametrize(
    ("is_main", "on", "is_application", "expected"),
    [
        # hops without a day / of the main day / of the stage's day
        (True, MAIN, False, [True, True, False]),
        (False, STAGE, False, [False, False, True]),
        (False, STAGE, True, [True, True, True]),
    ],
)
def test_a_stage_has_its_own_hops_and_an_application_also_those_of_the_main_event(
    is_main, on, is_application, expected
):
    event = Happening(1, A, is_main, on, MAIN, is_application)
    hops = [hop(A, B), hop(A, B, on=MAIN), hop(A, B, on=STAGE)]
    assert [belongs(each, event) for each in hops] == expected


def test_without_a_day_of_effect_a_hop_without_a_day_still_belongs_to_the_main_event():
    event = Happening(1, A, is_main=True, on=None, main_on=None)
    assert belongs(hop(A, B), event)
    assert not belongs(hop(A, B, on=STAGE), event)
