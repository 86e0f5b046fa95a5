"""The states of a sentence between two words: where each word leads from each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from doccontrol.lawtext.citations.standing import Agents, Opening, Standing, Voice

Step = Callable[[Standing], Standing]
BEGINNING = Standing(0)
# Every named state at once, so that what a word leaves alone is seen too.
EVERYTHING = Standing(
    5,
    is_silent=True,
    opening=Opening.THIS_TEXT,
    since=9,
    voice=Voice.DESCRIBED,
    agents=Agents.LISTED,
    agent_type="Luật",
    has_exception=True,
    names_itself=True,
)


def full_stop(standing: Standing, *, among_bases: bool = False) -> Standing:
    return standing.behind_stop(".", 40, among_bases=among_bases)


def semicolon(standing: Standing, *, among_bases: bool = False) -> Standing:
    return standing.behind_stop(";", 40, among_bases=among_bases)


WORDS: list[tuple[str, Step, dict[str, object]]] = [
    (
        "Nghị định này",
        lambda at: at.behind_this_text(40),
        {"opening": Opening.THIS_TEXT, "anchor": 40, "since": None, "names_itself": True},
    ),
    ("own verb", Standing.behind_own_verb, {"voice": Voice.OWN, "is_silent": False}),
    ("verb of a mention", Standing.behind_describing_verb, {"voice": Voice.DESCRIBING}),
    ("verb of another", Standing.behind_foreign_verb, {"is_silent": True}),
    ("được sửa đổi bởi", Standing.before_agents, {"agents": Agents.LISTED}),
    (
        "agent",
        lambda at: at.behind_agent("Nghị định", 40),
        {"agent_type": "Nghị định", "since": 40},
    ),
    ("no agent any more", Standing.behind_agents, {"agents": Agents.NONE}),
    (
        "first object of what is described",
        lambda at: at.behind_mention(Voice.DESCRIBED, 40),
        {"voice": Voice.DESCRIBED, "since": 40},
    ),
    (
        "mention of the outer list",
        lambda at: at.behind_mention(Voice.OWN, 40),
        {"voice": Voice.OWN, "since": 40},
    ),
    (
        "hết hiệu lực",
        Standing.settled,
        {"agents": Agents.NONE, "voice": Voice.OWN, "is_silent": True},
    ),
    ("trừ", Standing.behind_exception, {"has_exception": True, "is_silent": True}),
]


@pytest.mark.parametrize("start", [BEGINNING, EVERYTHING], ids=["beginning", "everything"])
@pytest.mark.parametrize(("word", "step", "changes"), WORDS, ids=[row[0] for row in WORDS])
def test_a_word_changes_only_what_it_says(start, word, step, changes):
    assert step(start) == replace(start, **changes)


STOPS: list[tuple[str, Step, Opening, Agents, bool]] = [
    ("full stop", full_stop, Opening.FULL_STOP, Agents.NONE, False),
    ("semicolon", semicolon, Opening.SEMICOLON, Agents.NONE, True),
    (
        "full stop among bases",
        lambda at: full_stop(at, among_bases=True),
        Opening.FULL_STOP,
        Agents.AFTER_STOP,
        True,
    ),
    (
        "semicolon among bases",
        lambda at: semicolon(at, among_bases=True),
        Opening.SEMICOLON,
        Agents.AFTER_STOP,
        True,
    ),
]


@pytest.mark.parametrize(
    ("stop", "step", "opening", "agents", "names_itself"), STOPS, ids=[row[0] for row in STOPS]
)
def test_a_stop_begins_anew(stop, step, opening, agents, names_itself):
    assert step(EVERYTHING) == Standing(
        40, opening=opening, agents=agents, agent_type="Luật", names_itself=names_itself
    )


@pytest.mark.parametrize("stop", [full_stop, semicolon])
def test_a_stop_makes_no_agents_where_there_were_none(stop):
    assert stop(BEGINNING, among_bases=True).agents is Agents.NONE


def test_agents_go_on_over_the_second_semicolon_of_a_list_of_bases():
    once = semicolon(EVERYTHING, among_bases=True)
    assert semicolon(once, among_bases=True).agents is Agents.AFTER_STOP


def test_a_condition_is_silent_until_its_stop():
    assert not semicolon(Standing(0, is_silent=True)).is_silent
