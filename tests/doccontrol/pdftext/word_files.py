"""Word files by their XML: paragraphs, lists, heads of pages, parts of other formats."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from tests.doccontrol.pdftext.files import with_body, with_parts

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return paragraph(run(text), in_list(level, number))


def in_list(level: int, number: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(place: int, text: str, kind: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(
    *levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{"".join(levels)}'
        f"</w:abstractNum>{numbers}</w:numbering>"
    )


def with_part(
    package: bytes,
    kind: str,
    name: str,
    content: bytes | str,
    *,
    identity: str = "rOurs",
    content_type: str = "",
) -> bytes:
    """The package with a part that stands in a relationship to its main part."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    listed = f'<Relationship Id="{identity}" Type="{R}/{kind}" Target="{name}"/></Relationships>'
    override = f'<Override PartName="/word/{name}" ContentType="{content_type}"/></Types>'
    changed = {
        "word/_rels/document.xml.rels": relations.replace("</Relationships>", listed).encode(),
        f"word/{name}": content.encode() if isinstance(content, str) else content,
    }
    if content_type:
        changed["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    return with_parts(package, changed)


def with_lists(paragraphs: Sequence[str], numbering: str) -> bytes:
    # In place of the lists of the template.
    return with_parts(with_body("".join(paragraphs)), {"word/numbering.xml": numbering.encode()})


def with_styles(package: bytes, styles: str) -> bytes:
    part = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    return with_parts(package, {"word/styles.xml": part.encode()})


def with_head(body: str, head: str, *, kind: str = "first", section: str = "<w:titlePg/>") -> bytes:
    reference = f'<w:headerReference w:type="{kind}" r:id="rHead" xmlns:r="{R}"/>'
    package = with_body(f"{body}<w:sectPr>{reference}{section}</w:sectPr>")
    part = f'<w:hdr xmlns:w="{W}">{head}</w:hdr>'
    return with_part(package, "header", "ours-head.xml", part, identity="rHead")


def with_chunk(body: str, name: str, content: bytes, *, content_type: str = "") -> bytes:
    package = with_body(body + f'<w:altChunk r:id="rChunk" xmlns:r="{R}"/>')
    return with_part(
        package, "aFChunk", name, content, identity="rChunk", content_type=content_type
    )
