"""Damaged files: some in every run of the suite, two thousand in the gate (``fuzzing``)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from contextlib import suppress

import pytest

from doccontrol.pdftext.kinds import kind_of
from doccontrol.pdftext.refusals import Unreadable
from tests.doccontrol.pdftext import fuzzing
from tests.doccontrol.pdftext.files import make_compound_file


def test_damaged_files_are_read_or_refused_and_leave_nothing_behind(tmp_path):
    result = fuzzing.fuzz(150, seed=7, keep=tmp_path)

    assert result.troubles == []
    assert sum(result.outcomes.values()) == 150
    # Both happen: the damage is neither harmless nor always fatal.
    assert result.outcomes["read"] > 30
    assert result.outcomes["broken"] > 10


def test_word_files_changed_in_their_structure_say_all_that_is_seen_and_nothing_else(tmp_path):
    result = fuzzing.fuzz(60, seed=7, keep=tmp_path, structure=True)

    assert result.troubles == []
    assert result.outcomes["read"] > 50


def test_the_fuzzer_sees_what_is_lost_and_what_is_shown_though_hidden(monkeypatch):
    monkeypatch.setattr(fuzzing, "FUNCTION", "tests.doccontrol.pdftext.in_child:read_otherwise")

    (lost, shown) = fuzzing.fuzz(1, seed=5, structure=True).troubles
    assert "lost without a word" in lost and "nobody sees" in shown


def test_a_damaged_old_office_file_has_a_kind_or_is_refused(tmp_path):
    sound = make_compound_file(["WordDocument", "1Table", "Data"])
    path = tmp_path / "file"

    for number in range(300):
        path.write_bytes(fuzzing.damaged_bytes(random.Random(number), sound))
        with suppress(Unreadable):
            kind_of(path)


@pytest.mark.parametrize("function", ["crash", "stumble", "sleep"])
def test_the_fuzzer_sees_what_it_looks_for(monkeypatch, function):
    monkeypatch.setattr(fuzzing, "FUNCTION", f"tests.doccontrol.pdftext.in_child:{function}")
    monkeypatch.setattr(fuzzing, "LIMITS", fuzzing.Limits(seconds=1))

    assert len(fuzzing.fuzz(1).troubles) == 1


def test_the_command_of_the_gate_needs_no_site():
    run = [sys.executable, "-m", fuzzing.__name__, "3"]
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    ended = subprocess.run(run, capture_output=True, text=True, env=environment, timeout=120)
    assert ended.returncode == 0, ended.stderr
    assert "3 damaged files" in ended.stdout
