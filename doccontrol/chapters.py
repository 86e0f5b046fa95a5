"""The chapters of the app, and how the site is put together from them.

A new chapter is a folder and one line here. What the site takes from a room lies in files of these
names, each of them optional: ``models`` (or a package) holds its tables; ``registering`` imports
what declares itself when the site starts (jobs, listeners, items of extension points); ``hooks``
registers its screens with Wagtail; ``urls`` are its public addresses. Hooks and listeners are
called in the order of the rooms.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

# Each may import the ground floor and the chapters before it: the order of the manual. What many
# chapters call stands low: messages to people ("notices") belong after "organisation", generated
# packages of evidence ("proof") after those, and the chapters above register what they put in.
CHAPTERS = (
    "organisation",
    "register",
    "documents",
    "clocks",
    "triage",
    "acknowledgements",
    "announcements",
)
# Rooms of the ground floor with tables or screens.
BELOW = ("jobs", "evidence", "decisions")
HERE = Path(__file__).parent


def files_named(name: str, rooms: tuple[str, ...] = (*BELOW, *CHAPTERS)) -> list[str]:
    """The modules of this name that the rooms have, in the order of the rooms."""
    return [
        f"doccontrol.{room}.{name}"
        for room in rooms
        if (HERE / room / f"{name}.py").exists() or (HERE / room / name / "__init__.py").exists()
    ]


def load(name: str) -> None:
    for module in files_named(name):
        import_module(module)
