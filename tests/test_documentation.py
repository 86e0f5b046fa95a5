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


def spelt_out(name: str) -> str:
    """ "TwoPersonDecision" and "two_person_decision" as words in small letters."""
    return " ".join(part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name))


def identifiers() -> set[str]:
    """Every name of a module, class, function or field of the product, as words."""
    names = set()
    for package in ("cms", "doccontrol", "search"):
        for path in (ROOT / package).rglob("*.py"):
            names |= {path.stem, path.parent.name}
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    names.add(node.name)
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    names.add(node.target.id)
                elif isinstance(node, ast.Assign):
                    names |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return {spelt_out(name) for name in names}


def translations() -> list[tuple[str, str]]:
    """What the site says in English, with the Vietnamese of the same sentence."""
    catalogue = polib.pofile(str(ROOT / "cms/locale/vi/LC_MESSAGES/django.po"))
    return [
        (
            f"{entry.msgid} {entry.msgid_plural}".lower(),
            " ".join([entry.msgstr, *entry.msgstr_plural.values()]).lower(),
        )
        for entry in catalogue
    ]


def test_each_word_of_the_glossary_is_a_word_of_the_code() -> None:
    names = identifiers()
    rows = glossary()
    unused = [code for code, _word in rows if not any(has_word(code, name) for name in names)]
    assert len(rows) > 25
    assert unused == []


def test_each_word_of_the_glossary_is_translated_so_on_the_screen() -> None:
    """One sentence says the one in English and the other in Vietnamese."""
    sentences = translations()
    unseen = [
        (code, word)
        for code, word in glossary()
        if not any(
            has_word(code, english) and word in vietnamese for english, vietnamese in sentences
        )
    ]
    assert unseen == []


@pytest.mark.parametrize(
    ("code", "name", "is_there"),
    [
        ("form", "form set", True),
        ("form", "forms", True),
        ("form", "platform", False),
        ("expires", "does not expire", True),
        ("in force", "in force from", True),
        ("in force", "force in", False),
    ],
)
def test_a_word_is_looked_for_as_a_whole(code: str, name: str, is_there: bool) -> None:
    assert has_word(code, name) is is_there


def has_word(code: str, text: str) -> bool:
    """In the singular or the plural, as a verb with or without its s."""
    return re.search(rf"\b{re.escape(code.removesuffix('s'))}(?:s|ed)?\b", text) is not None
