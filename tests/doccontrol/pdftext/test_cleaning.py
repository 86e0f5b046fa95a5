"""Room between lines: the same whatever stands there, and in one pass however much of it."""

from __future__ import annotations

import random
import re

import pytest

from doccontrol.pdftext.cleaning import cleaned

# What ``cleaned`` says of the ends of lines, in one pattern: right, and quadratic.
AS_ONE_PATTERN = re.compile(r"\s*\n *")


@pytest.mark.parametrize("seed", range(200))
def test_lines_end_as_one_pattern_would_end_them(seed: int) -> None:
    chosen = random.Random(seed)
    text = "".join(chosen.choices(["a", "ă b", " ", "  ", "\t", "\n", "\n\n", "\t\n"], k=12))

    expected = AS_ONE_PATTERN.sub("\n", re.sub(r" {2,}", " ", text)).strip(" \n")
    assert cleaned(text) == expected


@pytest.mark.parametrize("room", ["\t", "\t ", "\n\t", "\n", " \t\n"])
def test_a_great_deal_of_room_is_read_in_one_pass(room: str) -> None:
    """By looking again from each place in it, this would take hours."""
    assert cleaned(f"a{room * 300_000}b").split() == ["a", "b"]
