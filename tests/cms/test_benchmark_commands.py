"""The measuring commands say at once what they cannot do."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("rounds", [0, -1])
def test_no_rounds_are_no_measurement(rounds):
    with pytest.raises(CommandError, match="must be 1 or more"):
        call_command("benchmark_pages", rounds=rounds)


@pytest.mark.parametrize("option", ["--clocks", "--drafts", "--rounds"])
def test_a_desk_without_work_is_no_measurement(option):
    with pytest.raises(CommandError, match="not a number from 1 up"):
        call_command("benchmark_desk", option, "0")


@pytest.mark.parametrize("command", ["benchmark_pages", "benchmark_memory"])
@pytest.mark.parametrize("name", ["missing", "file", "of_something_else"])
def test_a_folder_without_the_demonstration_is_named_and_left_alone(command, name, tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "of_something_else").mkdir()
    (tmp_path / "of_something_else" / "letter.txt").write_text("x")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CommandError, match=f"{name} is no folder with a loaded demonstration"):
        call_command(command, var_dir=tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before
