"""DOCX and XLSX: judged by content types and relationships, which is what Office itself goes by.

The name of a part says nothing: a macro project may be called picture.png.
"""

from __future__ import annotations

from lxml import etree

from doccontrol.office_files.addresses import is_followable, leads_away
from doccontrol.office_files.containers import COMPOUND
from doccontrol.office_files.fields import check_fields, check_formula
from doccontrol.office_files.refusing import first, refuse
from doccontrol.pdftext.word.packages import TYPES, Package, is_main_type

# Words of a content type, or of a relationship's type, that tell what must not be in a file.
FORBIDDEN = {
    "macros": (
        "vbaproject", "vbadata", "macroenabled", "macrosheet", "dialogsheet", "ms-office.vba",
        "attachedtoolbars", "keymapcustomizations",
    ),
    "embedded": (
        "activex", "oleobject", "relationships/package", "relationships/control", "webextension",
        "model3d",
    ),
    "script": ("ui/extensibility", "customui", "javascript", "ecmascript"),
    "outside": (
        "text/html", "xhtml", "message/rfc822", "text/rtf", "application/rtf", "afchunk",
        "attachedtemplate", "relationships/frame", "subdocument", "externallink", "connections",
        "querytable", "mailmergesource", "recipientdata",
    ),
}  # fmt: skip
FORBIDDEN_ELEMENTS = {
    "ddeLink": "exchange",
    "oleLink": "exchange",
    "OLEObject": "embedded",
    "oleObject": "embedded",
    "altChunk": "outside",
    "subDoc": "outside",
    "script": "script",
}
# Where old drawings (VML) name a picture by its address and not by a relationship.
_SOURCES = ("src", "althref")
_FORMULAS = ("f", "definedName", "formula", "formula1", "formula2")


def check_office_package(package: Package, extension: str) -> None:
    """Raises Wrong for what a DOCX or XLSX file may not hold."""
    if TYPES not in package.names:
        refuse("kind")
    main = package.related("", "officeDocument")
    stated = package.content_type(main[0]) if main else ""
    if len(main) != 1 or not is_main_type(stated, extension):
        refuse("macros" if "macroenabled" in stated.lower() else "kind", stated)
    for name in package.names:
        if name.endswith("/"):
            continue
        stated = package.content_type(name)
        _check_type(stated, name)
        if name.lower().endswith(".rels"):
            _check_relations(package, name)
        else:
            _check_part(package, name, stated)


def _check_type(stated: str, where: str) -> None:
    """Of a part or of a relationship. Types stated for endings that no part has do no harm."""
    for code, words in FORBIDDEN.items():
        if first(words, stated):
            refuse(code, where, stated)


def _check_relations(package: Package, name: str) -> None:
    for relation in package.tree(name).iter("{*}Relationship"):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        is_link = kind.endswith("/hyperlink")
        if relation.get("TargetMode", "").strip().lower() == "external":
            if is_link and is_followable(target):
                continue
            _check_type(kind, f"{name} → {target}")
            refuse("address" if is_link else "outside", name, target)
        _check_type(kind, name)
        if leads_away(target):
            refuse("outside", name, target)


def _check_part(package: Package, name: str, stated: str) -> None:
    if "xml" in stated or name.lower().endswith((".xml", ".vml", ".svg")):
        _check_elements(package.tree(name), name)
    elif package.part(name).startswith(COMPOUND):
        refuse("embedded", name)


def _check_elements(root: etree._Element, part: str) -> None:
    for node in root.iter(tag=etree.Element):
        name = etree.QName(node).localname
        if name in FORBIDDEN_ELEMENTS:
            refuse(FORBIDDEN_ELEMENTS[name], part, name)
        if name in _FORMULAS and node.text:
            check_formula(node.text, part)
        for key in _SOURCES:
            if leads_away(node.get(key, "")):
                refuse("outside", part, node.get(key))
    check_fields(root, part)
