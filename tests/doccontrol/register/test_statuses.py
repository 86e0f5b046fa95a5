from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from doccontrol.lawtext.relation_kinds import VIETNAMESE_CODES, RelationKind, is_whole
from doccontrol.register.rules import STARTS_A_CLOCK, Effect, TextStatus, status_on

CURATED = Path("/work/shared/domain/vbqppl_fixtures.json")

BEGINS, ENDS = date(2021, 1, 1), date(2026, 7, 1)
MIDDLE = date(2024, 1, 1)
NOT_YET, IN_FORCE, PARTLY = TextStatus.NOT_YET, TextStatus.IN_FORCE, TextStatus.PARTLY
EXPIRED, SUSPENDED, UNKNOWN = TextStatus.EXPIRED, TextStatus.SUSPENDED, TextStatus.UNKNOWN


def effect(kind: RelationKind, on: str | None, *, whole: bool = False, until: str | None = None):
    return Effect(
        kind=kind,
        on=date.fromisoformat(on) if on else None,
        whole=whole,
        until=date.fromisoformat(until) if until else None,
    )


def status(on: date | str, *incoming: Effect, **named):
    day = on if isinstance(on, date) else date.fromisoformat(on)
    values = {"effective": BEGINS, "expires": None, "incoming": incoming, "on": day} | named
    return status_on(**values)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-12-31", NOT_YET),
        ("2021-01-01", IN_FORCE),
        ("2021-01-02", IN_FORCE),
        ("2026-06-30", IN_FORCE),
        ("2026-07-01", EXPIRED),  # the day named is the first without force
        ("2026-07-02", EXPIRED),
    ],
)
def test_a_text_is_in_force_from_its_effect_date_until_the_day_it_expires(on, expected):
    assert status(on, expires=ENDS) == expected


@pytest.mark.parametrize("kind", [RelationKind.REPLACES, RelationKind.REPEALS])
@pytest.mark.parametrize(
    ("whole", "on", "expected"),
    [
        (True, "2026-06-30", IN_FORCE),
        (True, "2026-07-01", EXPIRED),
        (True, "2026-07-02", EXPIRED),
        (False, "2026-06-30", IN_FORCE),
        (False, "2026-07-01", PARTLY),
        (False, "2026-07-02", PARTLY),
    ],
)
def test_a_replacement_or_repeal_ends_the_text_or_a_part_from_its_own_day(
    kind, whole, on, expected
):
    assert status(on, effect(kind, "2026-07-01", whole=whole)) == expected


@pytest.mark.parametrize("kind", [RelationKind.AMENDS, RelationKind.EXPIRES_PARTLY])
@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    ("on", "expected"),
    [("2023-12-31", IN_FORCE), ("2024-01-01", PARTLY), ("2024-01-02", PARTLY)],
)
def test_an_amendment_or_partial_end_never_ends_the_whole(kind, whole, on, expected):
    assert status(on, effect(kind, "2024-01-01", whole=whole)) == expected


@pytest.mark.parametrize("kind", [RelationKind.SUSPENDS, RelationKind.PAUSES])
@pytest.mark.parametrize(
    ("whole", "until", "on", "expected"),
    [
        (True, "2024-06-01", "2023-12-31", IN_FORCE),
        (True, "2024-06-01", "2024-01-01", SUSPENDED),
        (True, "2024-06-01", "2024-05-31", SUSPENDED),
        (True, "2024-06-01", "2024-06-01", IN_FORCE),
        (True, None, "2030-01-01", SUSPENDED),
        (False, "2024-06-01", "2024-05-31", PARTLY),
        (False, "2024-06-01", "2024-06-01", IN_FORCE),
    ],
)
def test_a_suspended_text_is_in_force_again_on_the_day_of_resumption(
    kind, whole, until, on, expected
):
    assert status(on, effect(kind, "2024-01-01", whole=whole, until=until)) == expected


def test_expiry_outranks_suspension_and_suspension_outranks_a_partial_end():
    amended = effect(RelationKind.AMENDS, "2022-01-01")
    paused = effect(RelationKind.PAUSES, "2023-01-01", whole=True)
    repealed = effect(RelationKind.REPEALS, "2024-01-01", whole=True)
    assert status("2022-06-01", repealed, paused, amended) == PARTLY
    assert status("2023-06-01", repealed, paused, amended) == SUSPENDED
    assert status("2024-06-01", repealed, paused, amended) == EXPIRED


def test_a_suspension_or_amendment_before_the_effect_date_leaves_it_not_yet_in_force():
    paused = effect(RelationKind.PAUSES, "2020-06-01", whole=True)
    amended = effect(RelationKind.AMENDS, "2020-06-01")
    assert status("2020-12-31", paused, amended) == NOT_YET
    assert status("2021-01-01", amended) == PARTLY


def test_a_text_ended_before_it_began_never_was_in_force():
    repealed = effect(RelationKind.REPEALS, "2020-06-01", whole=True)
    assert status("2020-12-31", repealed) == EXPIRED
    assert status("2021-01-01", repealed) == EXPIRED


@pytest.mark.parametrize(
    ("incoming", "expires", "expected"),
    [
        ([], None, UNKNOWN),
        ([effect(RelationKind.AMENDS, "2022-01-01")], None, UNKNOWN),
        ([effect(RelationKind.PAUSES, "2022-01-01", whole=True)], None, UNKNOWN),
        ([effect(RelationKind.REPEALS, "2022-01-01", whole=False)], None, UNKNOWN),
        ([effect(RelationKind.REPEALS, "2024-01-02", whole=True)], None, UNKNOWN),
        ([effect(RelationKind.REPEALS, "2024-01-01", whole=True)], None, EXPIRED),
        ([], date(2024, 1, 2), UNKNOWN),
        ([], date(2024, 1, 1), EXPIRED),
    ],
)
def test_without_an_effect_date_only_an_end_that_has_come_is_known(incoming, expires, expected):
    assert status(MIDDLE, *incoming, effective=None, expires=expires) == expected


@pytest.mark.parametrize("kind", RelationKind)
@pytest.mark.parametrize("whole", [True, False])
def test_a_relation_without_a_date_changes_nothing(kind, whole):
    assert status("2090-01-01", effect(kind, None, whole=whole)) == IN_FORCE


@pytest.mark.parametrize(
    "kind",
    sorted(
        set(RelationKind)
        - {RelationKind.AMENDS, RelationKind.EXPIRES_PARTLY}
        - {RelationKind.REPLACES, RelationKind.REPEALS}
        - {RelationKind.SUSPENDS, RelationKind.PAUSES}
    ),
)
def test_a_text_that_is_only_cited_or_explained_stays_in_force(kind):
    assert status(MIDDLE, effect(kind, "2022-01-01", whole=True)) == IN_FORCE


@pytest.mark.parametrize("override", TextStatus)
def test_what_a_person_decided_wins(override):
    repealed = effect(RelationKind.REPEALS, "2022-01-01", whole=True)
    assert status(MIDDLE, repealed, override=override) == override


@pytest.mark.parametrize(
    ("kind", "scope", "whole"),
    [
        (RelationKind.REPLACES, "toàn bộ", True),
        (RelationKind.REPLACES, " Toàn  bộ. ", True),
        (RelationKind.REPLACES, "TOÀN BỘ VĂN BẢN", True),
        (RelationKind.REPEALS, "bãi bỏ toàn bộ", True),
        (RelationKind.REPEALS, "", True),
        (RelationKind.REPEALS, "  ", True),
        (RelationKind.SUSPENDS, "toàn bộ", True),
        (RelationKind.PAUSES, "", True),
        (RelationKind.REPLACES, "một phần", False),
        (RelationKind.REPLACES, "nội dung tương ứng", False),
        (RelationKind.REPLACES, "trừ các chế độ tại khoản 3 (đến 31/12/2021)", False),
        (RelationKind.REPLACES, "toàn bộ, trừ Điều 4", False),
        (RelationKind.REPEALS, "toàn bộ Chương II", False),
        (RelationKind.REPEALS, "Điều 4", False),
        (RelationKind.REPEALS, "khoản 9 Điều 1", False),
        (RelationKind.REPEALS, "words nobody foresaw", False),
        (RelationKind.PAUSES, "Điều 7", False),
        (RelationKind.AMENDS, "toàn bộ", False),
        (RelationKind.EXPIRES_PARTLY, "", False),
        (RelationKind.BASIS, "", False),
        (RelationKind.CONSOLIDATES, "toàn bộ", False),
    ],
)
def test_a_text_is_taken_whole_only_when_the_scope_says_so_or_names_no_part(kind, scope, whole):
    assert is_whole(kind, scope) is whole


def test_what_changes_no_norm_starts_no_clock():
    silent = {"basis", "corrects", "refers", "consolidates", "interprets", "announces", "related"}
    assert {kind.value for kind in set(RelationKind) - STARTS_A_CLOCK} == silent


def test_every_kind_has_one_vietnamese_code():
    assert sorted(VIETNAMESE_CODES.values()) == sorted(RelationKind)


@pytest.mark.skipif(not CURATED.exists(), reason="the shared domain files are not on this machine")
def test_the_curated_relations_are_all_understood():
    texts = json.loads(CURATED.read_text(encoding="utf-8"))
    whole = {
        (text["number"], relation["target"])
        for text in texts
        for relation in text["relations"]
        if is_whole(VIETNAMESE_CODES[relation["kind"]], relation["scope"])
    }
    assert ("161/2026/NĐ-CP", "73/2024/NĐ-CP") in whole
    assert ("219/2025/NĐ-CP", "152/2020/NĐ-CP") not in whole
    assert ("75/2021/NĐ-CP", "58/2019/NĐ-CP") not in whole
    assert len(whole) == 33
