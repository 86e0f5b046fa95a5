"""Word files changed in their structure, each still a package of sound XML: styles, lists, heads,
tracked changes, fields, wrappers. Of each it is known which of its words are seen.

A changed file must say every word that is seen and none that is not, or be refused.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from lxml import etree

from tests.doccontrol.pdftext.files import with_parts
from tests.doccontrol.pdftext.word_files import (
    W,
    level,
    lists,
    numbered,
    paragraph,
    run,
    with_chunk,
    with_part,
)

_WORD = re.compile(r"tu\d{3}x")
_BODY, _STYLES, _LISTS = "word/document.xml", "word/styles.xml", "word/numbering.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_WRAPPERS = ("ins", "moveTo", "smartTag", "hyperlink", "customXml", "dir", "unheardOf")
_NUMBERS = ("0", "-1", "1", "8", "9", "255", "2147483648", "99999999999999999999", "1e9", "", "x")
_MOST_CHANGES = 6
_UNSEEN = "unseen"


@dataclass
class Changed:
    """The trees of a package; what was taken out of sight bears a mark."""

    parts: dict[str, etree._Element]

    @property
    def body(self) -> etree._Element:
        return self.parts[_BODY]

    def runs(self) -> list[etree._Element]:
        return [found for found in self.body.iter(f"{{{W}}}r") if _words(found)]


def sound() -> bytes:
    """A decision with a head, lists, a table, changes, fields, boxes and a chunk, whose words are
    all different."""
    words = (f"tu{number:03}x" for number in range(1000))

    def text() -> str:
        return run(" ".join(next(words) for _ in range(3)))

    clauses = [numbered(next(words), depth) for depth in (0, 1, 1, 2, 2, 0, 1, 2, 0, 1)]
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{numbered(next(words), 1, 2)}</w:tc>' for _ in range(4))}</w:tr>"
        for _ in range(2)
    )
    box = f"<w:txbxContent>{paragraph(text())}</w:txbxContent>"
    body = (
        "".join(paragraph(text(), '<w:pStyle w:val="Heading1"/>') for _ in range(3))
        + "".join(clauses)
        + f"<w:tbl>{rows}</w:tbl>"
        + paragraph(f'<w:ins w:id="1">{text()}</w:ins>{text()}')
        + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _field(text()))
        + paragraph(f"<w:r><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></w:r>{text()}")
        + f"<w:sdt><w:sdtContent>{paragraph(text())}</w:sdtContent></w:sdt>"
    )
    chunk = f"<p>{next(words)}</p>".encode()
    package = with_chunk(body, "chunk.html", chunk)
    head = f'<w:hdr xmlns:w="{W}">{paragraph(run("Số: 27/2026/QĐ-UBND"))}</w:hdr>'
    package = with_part(package, "header", "ours-head.xml", head, identity="rHead")
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in (1, 2))
    pattern = [level(0, "Điều %1."), level(1, "%1.%2."), level(2, "%3)", "lowerLetter")]
    return with_parts(package, {_LISTS: lists(*pattern, numbers=numbers).encode()})


def _field(result: str) -> str:
    return (
        "<w:r><w:instrText>REF a</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def changed(random: Random, package: bytes) -> tuple[bytes, set[str], set[str]]:
    """The package after some changes, the words that are seen, and those that are not."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = (_BODY, _STYLES, _LISTS, _RELATIONS)
        state = Changed({name: etree.fromstring(archive.read(name)) for name in names})
    for _ in range(random.randint(1, _MOST_CHANGES)):
        random.choice(CHANGES)(random, state)
    stated, unseen = _words(state.body), set()
    for marked in list(state.body.iter(f"{{{W}}}*")):
        if marked.attrib.pop(_UNSEEN, None):
            unseen |= _words(marked)
    parts = {name: etree.tostring(root) for name, root in state.parts.items()}
    return with_parts(package, parts), stated - unseen, unseen


def _words(element: etree._Element) -> set[str]:
    texts = (text.text or "" for text in element.iter(f"{{{W}}}t", f"{{{W}}}delText"))
    return set(_WORD.findall(" ".join(texts)))


def _named(name: str, **attributes: str) -> etree._Element:
    return etree.Element(
        f"{{{W}}}{name}", {f"{{{W}}}{key}": text for key, text in attributes.items()}
    )


def _own(element: etree._Element, name: str) -> etree._Element:
    """The child of that name, made where there is none."""
    found = element.find(f"{{{W}}}{name}")
    if found is None:
        found = _named(name)
        element.insert(0, found)
    return found


def _wrap(random: Random, state: Changed) -> None:
    wrapped = random.choice(state.runs())
    _around(wrapped, _named(random.choice(_WRAPPERS), id="9"))


def _around(wrapped: etree._Element, wrapper: etree._Element) -> None:
    parent = wrapped.getparent()
    parent.replace(wrapped, wrapper)
    wrapper.append(wrapped)


def _take_out(random: Random, state: Changed) -> None:
    taken = random.choice(state.runs())
    taken.set(_UNSEEN, "1")
    for text in taken.iter(f"{{{W}}}t"):
        text.tag = f"{{{W}}}delText"
    _around(taken, _named(random.choice(["del", "moveFrom"]), id="8"))


def _hide(random: Random, state: Changed) -> None:
    hidden = random.choice(state.runs())
    # White letters are seen in a box, whose fill nobody knows; a box is no letter itself.
    in_box = next(hidden.iterancestors(f"{{{W}}}txbxContent"), None) is not None
    in_box |= next(hidden.iter(f"{{{W}}}txbxContent"), None) is not None
    properties = _own(hidden, "rPr")
    how = random.choice(["vanish", "color", "sz"])
    how = "vanish" if in_box else how
    for before in properties.findall(f"{{{W}}}{how}"):
        properties.remove(before)
    value = {"vanish": "1", "color": "FFFFFF", "sz": "2"}[how]
    properties.append(_named(how, val=value))
    hidden.set(_UNSEEN, "1")


def _renumber(random: Random, state: Changed) -> None:
    part = random.choice([state.body, state.parts[_LISTS], state.parts[_STYLES]])
    kinds = ("ilvl", "numId", "abstractNumId", "start", "lvlRestart", "basedOn", "pStyle",
             "outlineLvl", "numFmt", "lvlText", "startOverride")  # fmt: skip
    found = [one for kind in kinds for one in part.iter(f"{{{W}}}{kind}")]
    if found:
        random.choice(found).set(f"{{{W}}}val", random.choice(_NUMBERS))


def _lose_a_part_of_the_lists(random: Random, state: Changed) -> None:
    root = state.parts[random.choice([_LISTS, _STYLES])]
    # What hides nothing when it is gone.
    found = [one for one in root.iter() if one is not root and isinstance(one.tag, str)]
    if found:
        gone = random.choice(found)
        gone.getparent().remove(gone)


def _lead_styles_round(random: Random, state: Changed) -> None:
    styles = state.parts[_STYLES].findall(f"{{{W}}}style")
    for style in random.sample(styles, min(3, len(styles))):
        name = random.choice(styles).get(f"{{{W}}}styleId") or ""
        _own(style, "basedOn").set(f"{{{W}}}val", name)


def _lead_lists_round(random: Random, state: Changed) -> None:
    for pattern in state.parts[_LISTS].findall(f"{{{W}}}abstractNum"):
        pattern.append(_named("numStyleLink", val="Heading1"))
    style = random.choice(state.parts[_STYLES].findall(f"{{{W}}}style"))
    listed = _own(_own(style, "pPr"), "numPr")
    listed.append(_named("numId", val=random.choice(["1", "2", "77"])))


def _lose_a_relation(random: Random, state: Changed) -> None:
    relations = state.parts[_RELATIONS]
    kinds = ("styles", "numbering", "header", "theme", "settings", "fontTable")
    found = [one for one in relations if (one.get("Type") or "").endswith(kinds)]
    if found:
        relations.remove(random.choice(found))


def _end_a_paragraph_no_more(random: Random, state: Changed) -> None:
    chosen = random.choice(list(state.body.iter(f"{{{W}}}p")))
    mark = _own(_own(chosen, "pPr"), "rPr")
    mark.append(_named(random.choice(["del", "ins", "moveFrom"]), id="7"))


def _mark_a_field(random: Random, state: Changed) -> None:
    """One mark of a field alone: with its others it would be a field, whose code is not seen."""
    beside = random.choice(state.runs())
    around = next(beside.iterancestors(f"{{{W}}}p"))
    if next(around.iter(f"{{{W}}}fldChar"), None) is not None:
        return
    mark = _named("r")
    kind = random.choice(["begin", "separate", "end"])
    mark.append(_named("fldChar", fldCharType=kind))
    beside.addnext(mark)


def _move(random: Random, state: Changed) -> None:
    blocks = list(state.body.iter(f"{{{W}}}p", f"{{{W}}}tbl"))
    moved, place = random.choice(blocks), random.choice(blocks)
    if moved not in list(place.iterancestors()) and moved is not place:
        place.addnext(moved)


def _nest(random: Random, state: Changed) -> None:
    """A block within a table of its own, or a control."""
    block = random.choice(list(state.body.iter(f"{{{W}}}p")))
    if random.random() < 0.5:
        control, content = _named("sdt"), _named("sdtContent")
        _around(block, content)
        _around(content, control)
    else:
        cell, row, table = _named("tc"), _named("tr"), _named("tbl")
        for wrapper, inner in ((cell, block), (row, cell), (table, row)):
            _around(inner, wrapper)


def _begin_a_section(random: Random, state: Changed) -> None:
    chosen = random.choice(list(state.body.iter(f"{{{W}}}p")))
    section = _named("sectPr")
    head = _named("headerReference", type=random.choice(["first", "default", "even", "x"]))
    head.set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
        random.choice(["rHead", "rGone", "rChunk"]),
    )
    section.append(head)
    section.append(_named("titlePg"))
    _own(chosen, "pPr").append(section)


CHANGES: list[Callable[[Random, Changed], None]] = [
    _wrap, _wrap, _take_out, _hide, _renumber, _renumber, _lose_a_part_of_the_lists,
    _lead_styles_round, _lead_lists_round, _lose_a_relation, _end_a_paragraph_no_more,
    _mark_a_field, _move, _nest, _begin_a_section,
]  # fmt: skip
