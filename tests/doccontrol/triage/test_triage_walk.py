"""One confirmation, one way through the house: down the rooms, each entered once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from types import FrameType

import pytest

from doccontrol.organisation.accounts.roles import Role
from doccontrol.triage.actions import confirm
from tests.doccontrol.triage.statements import make_file
from tests.doccontrol.triage.test_triage_deciding import TODAY, amending, cites, statement
from tests.house import ROOT
from tests.make import make_person, make_settings, make_text

pytestmark = pytest.mark.django_db
# Who writes, or has it written; not what these ask and judge by.
WRITING = {"actions", "after_changes", "law_events", "acted_days", "evaluating"}
JUDGING = {"find_same", "stages_of", "align", "acted_days"}

Step = tuple[str, str, str]


def place_of(frame: FrameType | None) -> tuple[str, str]:
    """The room and the module of the nearest code of ours, this frame's or a caller's."""
    while frame is not None:
        parts = frame.f_code.co_filename.removeprefix(f"{ROOT}/").removesuffix(".py").split("/")
        if parts[0] == "doccontrol":
            return parts[1], parts[-1]
        frame = frame.f_back
    return "", ""


@contextmanager
def walked() -> Iterator[list[Step]]:
    """(room of the caller, room, function) of each public function of the writing modules."""
    steps: list[Step] = []

    def note(frame: FrameType, event: str, argument: object) -> None:
        name = frame.f_code.co_name
        if event == "call" and name.isidentifier() and name not in JUDGING and name[0] != "_":
            room, module = place_of(frame)
            is_ours = f"/{room}/" in frame.f_code.co_filename if room else False
            if is_ours and module in WRITING:
                steps.append((place_of(frame.f_back)[0], room, name))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield steps
    finally:
        sys.setprofile(before)


def test_a_confirmed_triage_goes_down_the_rooms_and_enters_each_once():
    make_settings(clock_months=3, roll_over=False)
    secretary, law = make_person(Role.SECRETARY), make_text()
    cites(law)
    file, said = make_file(), statement(amending(law))

    with walked() as steps:
        confirm(file, said, reason="Văn bản đến", by=secretary, on=TODAY)

    entered = [room for caller, room, _name in steps if caller == "triage" and room != "triage"]
    assert [room for room, _steps in groupby(entered)] == ["register", "decisions", "clocks"]
    assert not [step for step in steps if step[0] not in ("", "triage") and step[1] == "triage"]
    assert len({(room, name) for _caller, room, name in steps}) <= 12
    for once in ("register_text", "after_change", "derive_events", "propose", "evaluate"):
        assert [name for _caller, _room, name in steps].count(once) == 1, once
