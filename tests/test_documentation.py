"""What the documentation names exists: folders, files, what is defined in them, and the words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest

from tests.house import ROOT

DOCUMENTS = ("docs/ARCHITECTURE.md", "CONTRIBUTING.md")
ROOMS = "cms|doccontrol|search|tools|tests|templates|docs|fixtures|bin"
PLACE = re.compile(rf"`((?:{ROOMS})(?:/[\w./-]+)?)(?::(\w+))?`")
WORD = re.compile(r"^\| ([a-z ]+) \| ([^|]+) \|$", re.MULTILINE)


def places(document: str) -> list[tuple[str, str]]:
    return PLACE.findall((ROOT / document).read_text())


def defined_in(path: Path) -> set[str]:
    names = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_named_is_there(document: str) -> None:
    named = places(document)
    missing = [
        f"{place}:{name}" if name else place
        for place, name in named
        if not (ROOT / place).exists() or (name and name not in defined_in(ROOT / place))
    ]
    assert len(named) > 5
    assert not missing, f"{document} names what is not there: {missing}"


def glossary() -> list[tuple[str, str]]:
    words = (ROOT / "docs/ARCHITECTURE.md").read_text().partition("\n## Words\n")[2]
    return WORD.findall(words)


def identifiers() -> set[str]:
    """Every name of a module, class or function of the product, in small letters, words joined."""
    found = set()
    for package in ("cms", "doccontrol", "search"):
        for path in (ROOT / package).rglob("*.py"):
            found |= {path.stem, path.parent.name}
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    found.add(node.name)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    found.add(node.target.id)
                elif isinstance(node, ast.Assign):
                    found |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return {name.replace("_", "").lower() for name in found}


def test_each_word_of_the_glossary_is_used_in_the_code_and_on_the_screen() -> None:
    catalogue = polib.pofile(str(ROOT / "cms/locale/vi/LC_MESSAGES/django.po"))
    shown = " ".join([one.msgstr for one in catalogue]).lower()
    known = identifiers()
    rows = glossary()
    unused = [code for code, _word in rows if not _is_in(code, known)]
    unseen = [word for _code, word in rows if word.lower() not in shown]
    assert len(rows) > 20
    assert (unused, unseen) == ([], [])


def _is_in(code: str, known: set[str]) -> bool:
    joined = code.replace(" ", "")
    return any(joined in name for name in known)
