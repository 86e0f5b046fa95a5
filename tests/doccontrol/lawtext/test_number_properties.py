"""What holds of every number, on numbers that a seeded generator makes up and misspells."""

from __future__ import annotations

import random
import unicodedata

import pytest

from doccontrol.lawtext.numbers import find_numbers, normalise, parse_number

ISSUERS = ("CP", "TTg", "BLĐTBXH", "BTC", "UBND", "HĐND", "BVHTTDL", "NHNN", "BGD&ĐT", "VPCP")
TYPES = ("NĐ", "QĐ", "TT", "NQ", "CT", "TTLT", "VBHN", "KH", "TB")
DASHES = ("-", "–", "—", "\u2011", " - ", "- ", " -", "--")
SLASHES = ("/", " / ", "／", "//", "/ ")
TURNS = 400


def made_up(chosen: random.Random) -> str:
    """A number as it should be printed."""
    ordinal = str(chosen.randint(1, 9_999)).zfill(2)
    if chosen.random() < 0.1:
        ordinal += f".{chosen.randint(1, 99)}"
    if chosen.random() < 0.15:
        return f"{ordinal}/{chosen.randint(1946, 2099)}/QH{chosen.randint(9, 16)}"
    kind = chosen.choice(TYPES)
    issuers = chosen.sample(ISSUERS, 2) if kind == "TTLT" else [chosen.choice(ISSUERS)]
    symbol = "-".join([kind, *issuers])
    return (
        f"{ordinal}/{chosen.randint(1946, 2099)}/{symbol}"
        if chosen.random() < 0.7
        else (f"{ordinal}/{symbol}")
    )


def misspelt(number: str, chosen: random.Random) -> str:
    """The same number as people, scans and files write it."""
    written = number.lstrip("0") if chosen.random() < 0.3 else number
    written = "".join(
        chosen.choice(DASHES)
        if letter == "-"
        else chosen.choice(SLASHES)
        if letter == "/"
        else letter
        for letter in written
    )
    if chosen.random() < 0.3:
        written = written.swapcase() if written.isascii() else written.lower()
    if chosen.random() < 0.5:
        written = unicodedata.normalize("NFD", written)
    return (
        chosen.choice(("", "Số: ", "số ", " ", "- ")) + written + chosen.choice(("", ".", ";", " "))
    )


@pytest.fixture
def chosen() -> random.Random:
    return random.Random(20_261_122)


def test_normalising_is_idempotent_and_survives_every_misspelling(chosen):
    for _turn in range(TURNS):
        number = made_up(chosen)
        key = normalise(number)
        assert normalise(key) == key
        assert unicodedata.is_normalized("NFC", key)
        written = misspelt(number, chosen)
        assert normalise(written) == key, written


def test_the_parts_put_together_again_are_the_number(chosen):
    for _turn in range(TURNS):
        parsed = parse_number(made_up(chosen))
        year = f"/{parsed.year}" if parsed.year else ""
        assert f"{parsed.ordinal}{year}/{parsed.symbol}" == parsed.normalised
        assert parse_number(parsed.normalised).sort_key == parsed.sort_key
        assert parse_number(parsed.normalised).loose_key == parsed.loose_key


def test_each_number_of_a_sentence_is_found_where_it_stands(chosen):
    for _turn in range(TURNS):
        numbers = [made_up(chosen) for _n in range(chosen.randint(1, 6))]
        sentence = "Theo " + "".join(
            f"{chosen.choice(('Nghị định số', 'Quyết định', 'văn bản số'))} {number}"
            f"{chosen.choice((', ', ' và ', '; ', ' ngày 01/7/2021, ', ' (', ').'))} "
            for number in numbers
        )
        found = list(find_numbers(sentence))
        assert [sentence[one.start : one.end] for one in found] == numbers
        assert [one.number.normalised for one in found] == [normalise(n) for n in numbers]


@pytest.mark.parametrize("broken_at", ["/", "-"])
def test_a_line_may_break_beside_any_separator(chosen, broken_at):
    for _turn in range(TURNS):
        number = made_up(chosen)
        for broken in (f"{broken_at}\n", f"\n{broken_at}"):
            (found,) = find_numbers(f"số {number.replace(broken_at, broken)} của")
            assert found.number.normalised == normalise(number), number
