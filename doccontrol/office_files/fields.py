"""Instructions inside a document that are carried out: Word's fields and the formulas of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from doccontrol.office_files.addresses import is_followable
from doccontrol.office_files.refusing import refuse

# Fields that read files, databases or other programs, or run something when pressed.
FORBIDDEN_FIELDS = {
    "CONTROL", "DATABASE", "DDE", "DDEAUTO", "EMBED", "HTMLCONTROL", "IMPORT", "INCLUDE",
    "INCLUDEPICTURE", "INCLUDETEXT", "LINK", "MACROBUTTON", "PRINT", "RD",
}  # fmt: skip
_FIELD_NAME = re.compile(r"\s*([A-Za-z]+|=)")
# A name that may still go on: no blank has ended it.
_UNFINISHED_NAME = re.compile(r"\s*[^\s=]*")
_FIRST_ARGUMENT = re.compile(r'\s*[A-Za-z]+\s+(?:"([^"]*)"|([^\s\\"]\S*))')
# A formula that asks another program (server|topic!item), a web address or a library.
_ASKING_FORMULA = re.compile(
    r"\||\b(?:WEBSERVICE|CALL|REGISTER|REGISTER\.ID|EXEC|RTD|DDE|SQL\.REQUEST|IMAGE)\s*\("
    r"|'?file:",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')


def check_fields(root: etree._Element, part: str) -> None:
    """Raises Wrong for a field of ``root`` that may not be; a name split over runs is one name."""
    for instruction, is_built in instructions(root):
        named = _FIELD_NAME.match(instruction)
        name = named[1].upper() if named else ""
        if name in FORBIDDEN_FIELDS:
            refuse("exchange", part, instruction.strip())
        if is_built or (instruction.strip() and not name):
            # Its name is made by another field: nobody can tell what it will be.
            refuse("exchange", part, instruction.strip() or "{ }")
        if name == "HYPERLINK":
            _check_link(instruction, part)


def _check_link(instruction: str, part: str) -> None:
    argument = _FIRST_ARGUMENT.match(instruction)
    address = (argument[1] or argument[2] or "") if argument else ""
    if not is_followable(address):
        refuse("address", part, address)


def instructions(root: etree._Element) -> Iterator[tuple[str, bool]]:
    """(text, whether another field makes its name) of each field, in the order they end."""
    open_fields: list[list[object]] = []
    for node in root.iter("{*}fldSimple", "{*}fldChar", "{*}instrText", "{*}delInstrText"):
        kind = etree.QName(node).localname
        if kind == "fldSimple":
            yield _attribute(node, "instr"), False
        elif kind == "fldChar":
            yield from _at_mark(open_fields, _attribute(node, "fldCharType"))
        elif open_fields:
            open_fields[-1][0] = f"{open_fields[-1][0]}{node.text or ''}"
        else:
            yield node.text or "", False
    for text, built in open_fields:
        yield str(text), bool(built)


def _at_mark(open_fields: list[list[object]], mark: str) -> Iterator[tuple[str, bool]]:
    if mark == "begin":
        if open_fields and _UNFINISHED_NAME.fullmatch(str(open_fields[-1][0])):
            open_fields[-1][1] = True
        open_fields.append(["", False])
    elif mark == "end" and open_fields:
        text, built = open_fields.pop()
        yield str(text), bool(built)


def check_formula(formula: str, part: str) -> None:
    """Raises Wrong for a formula that asks something outside the workbook."""
    if _ASKING_FORMULA.search(_QUOTED.sub('""', formula)):
        refuse("exchange", part, formula)


def _attribute(node: etree._Element, name: str) -> str:
    """By its local name: strict and transitional files differ in the namespace."""
    for key, value in node.attrib.items():
        if etree.QName(key).localname == name:
            return str(value)
    return ""
