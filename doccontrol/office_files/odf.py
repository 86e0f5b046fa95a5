"""ODT and ODS: one XML vocabulary, in which what acts and what fetches has a name."""

from __future__ import annotations

from lxml import etree

from doccontrol.office_files.addresses import is_followable, is_inside, leads_away
from doccontrol.office_files.containers import COMPOUND
from doccontrol.office_files.fields import check_formula
from doccontrol.office_files.refusing import refuse
from doccontrol.pdftext.word.packages import Package

KINDS = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
MANIFEST = "META-INF/manifest.xml"
# Where LibreOffice keeps Basic, dialogues and scripts in Python, JavaScript or BeanShell.
_MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
FORBIDDEN_ELEMENTS = {
    "encryption-data": "encrypted",
    "event-listener": "macros",
    "execute-macro": "macros",
    "library-embedded": "macros",
    "library-linked": "macros",
    "module": "macros",
    "dde-connection-decl": "exchange",
    "dde-connection": "exchange",
    "dde-source": "exchange",
    "dde-link": "exchange",
    "section-source": "outside",
    "table-source": "outside",
    "cell-range-source": "outside",
    "plugin": "embedded",
    "applet": "embedded",
    "floating-frame": "embedded",
    "object-ole": "embedded",
    "connection-resource": "outside",
}
_FORMULAS = {"formula", "condition", "expression"}
_LINKS = {"a"}
# LibreOffice notes the way to the template on the author's own disk, and asks before it looks.
_TEMPLATE = "template"


def check_open_document(package: Package, extension: str) -> None:
    """Raises Wrong for what an ODT or ODS file may not hold."""
    names = package.names
    is_open_document = names[:1] == ["mimetype"] and {"content.xml", MANIFEST} <= set(names)
    if not is_open_document or package.part("mimetype").decode("latin-1") != KINDS[extension]:
        refuse("kind")
    # Before any part is read as XML: of a locked file the manifest alone can be read.
    _check_elements(package.tree(MANIFEST), MANIFEST)
    for name in names:
        if name.lower().startswith(_MACRO_FOLDERS):
            refuse("macros", name)
        if name.endswith("/"):
            continue
        if name.lower().endswith((".xml", ".rdf", ".svg")):
            _check_elements(package.tree(name), name)
        elif package.part(name).startswith(COMPOUND):
            refuse("embedded", name)


def _check_elements(root: etree._Element, part: str) -> None:
    for node in root.iter(tag=etree.Element):
        name = etree.QName(node).localname
        if name in FORBIDDEN_ELEMENTS:
            refuse(FORBIDDEN_ELEMENTS[name], part, name)
        if name == "script" and (len(node) or (node.text or "").strip()):
            refuse("macros", part, name)
        for key, value in node.attrib.items():
            _check_attribute(name, etree.QName(key).localname, str(value), part)


def _check_attribute(element: str, name: str, value: str, part: str) -> None:
    if name in _FORMULAS:
        check_formula(value.removeprefix("of:").removeprefix("oooc:"), part)
    if name != "href":
        return
    if element in _LINKS:
        if not (is_followable(value) or is_inside(value)):
            refuse("address", part, value)
    elif element == _TEMPLATE:
        if leads_away(value):
            refuse("outside", part, value)
    elif not is_inside(value):
        refuse("outside", part, value)
