"""Office files as programs make them, and each with one thing in it that must not be."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx
import openpyxl

from tests.doccontrol.pdftext.files import make_raw_pdf, with_parts

SCHEMAS = "http://schemas.openxmlformats.org"
RELATIONS = f"{SCHEMAS}/officeDocument/2006/relationships"
FORMATS = "application/vnd.openxmlformats-officedocument"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": f"{OFFICE}:office:1.0",
        "text": f"{OFFICE}:text:1.0",
        "table": f"{OFFICE}:table:1.0",
        "draw": f"{OFFICE}:drawing:1.0",
        "meta": f"{OFFICE}:meta:1.0",
        "script": f"{OFFICE}:script:1.0",
        "manifest": f"{OFFICE}:manifest:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "ooo": "http://openoffice.org/2004/office",
    }.items()
)


def word(body: str = "") -> bytes:
    """A document of python-docx with a link, a page number, a table and a picture of its own."""
    document = docx.Document()
    document.add_heading("Đơn đề nghị", level=1)
    document.add_table(rows=2, cols=2).cell(0, 0).text = "Họ và tên"
    document.part.relate_to(
        "https://dichvucong.gov.vn/", f"{RELATIONS}/hyperlink", is_external=True
    )
    document.part.relate_to("mailto:so@example.gov.vn", f"{RELATIONS}/hyperlink", is_external=True)
    written = io.BytesIO()
    document.save(written)
    content = zipfile.ZipFile(written).read("word/document.xml").decode()
    fields = '<w:p><w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "/></w:p>' + field(" TOC \\o ")
    fields += field(" IF ", field(" MERGEFIELD x "), ' = "a" "b" "c" ')
    return with_parts(
        written.getvalue(),
        {"word/document.xml": content.replace("<w:sectPr", f"{fields}{body}<w:sectPr").encode()},
    )


def field(*pieces: str) -> str:
    """A field of Word, its instruction in as many runs as ``pieces``; a piece may be a field."""
    runs = "".join(
        piece if piece.startswith("<w:p>") else f"<w:r><w:instrText>{piece}</w:instrText></w:r>"
        for piece in pieces
    ).replace("<w:p>", "").replace("</w:p>", "")  # fmt: skip
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{mark}"/></w:r>' for mark in ("begin", "separate", "end")
    )
    return f"<w:p>{begin}{runs}{separate}<w:r><w:t>x</w:t></w:r>{end}</w:p>"


def sheet() -> bytes:
    """A workbook of openpyxl with links, formulas and a list to choose from."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    page["A1"], page["A2"], page["A3"] = "Số lượng", 2, '=SUM(A2:A2)&" | "&TEXT(A2,"0")'
    page["B1"].hyperlink = "https://dichvucong.gov.vn/"
    choice = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"có,không"')
    page.add_data_validation(choice)
    choice.add("C1")
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def related(package: bytes, part: str, kind: str, target: str, *, external: bool = False) -> bytes:
    """``package`` with a further relationship of ``part``."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        old = archive.read(rels).decode() if rels in archive.namelist() else ""
    old = old or f'<Relationships xmlns="{SCHEMAS}/package/2006/relationships"></Relationships>'
    mode = ' TargetMode="External"' if external else ""
    kind = kind if "://" in kind else f"{RELATIONS}/{kind}"
    new = f'<Relationship Id="rX" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    return with_parts(package, {rels: old.replace("</Relationships>", new).encode()})


def typed(package: bytes, part: str, content_type: str, content: bytes = b"<x/>") -> bytes:
    """``package`` with a further part of the stated type."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        types = archive.read("[Content_Types].xml").decode()
    new = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    types = types.replace("</Types>", new)
    return with_parts(package, {"[Content_Types].xml": types.encode(), part: content})


def open_document(
    kind: str = "text", body: str = "", parts: Mapping[str, bytes] | None = None, head: str = ""
) -> bytes:
    """An ODT or ODS file as LibreOffice writes it, ``body`` within its text or its table."""
    media = f"application/vnd.oasis.opendocument.{kind}"
    inner = (
        f'<text:p>Đơn <text:a xlink:href="https://dichvucong.gov.vn/">ở đây</text:a></text:p>{body}'
        if kind == "text"
        else f'<table:table table:name="Trang 1">{body}</table:table>'
    )
    content = (
        f'<office:document-content {NAMESPACES} office:version="1.3">'
        f"<office:scripts>{head}</office:scripts><office:body><office:{kind}>{inner}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest {NAMESPACES}><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{media}"/></manifest:manifest>'
    )
    meta = (
        f'<office:document-meta {NAMESPACES}><meta:template xlink:href=""/></office:document-meta>'
    )
    every = {
        "content.xml": content.encode(),
        "meta.xml": meta.encode(),
        "META-INF/manifest.xml": manifest.encode(),
        "Pictures/a.png": b"\x89PNG",
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", media, zipfile.ZIP_STORED)
        for name, data in {**every, **(parts or {})}.items():
            package.writestr(name, data)
    return written.getvalue()


def pdf(catalog: bytes = b"", page: bytes = b"", *more: bytes) -> bytes:
    """A page without text; ``more`` are objects from number 4 on."""
    return make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s >>" % page,
            *more,
        ]
    )


def lying(package: bytes, part: str, stated: int) -> bytes:
    """``package`` whose directory claims another unpacked size of ``part``."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        name = archive.getinfo(part).filename.encode()
    data = bytearray(package)
    central = data.rindex(name) - 46
    data[central + 24 : central + 28] = stated.to_bytes(4, "little")
    return bytes(data)


def twice(package: bytes, part: str, content: bytes) -> bytes:
    """``package`` with a second entry of a name that it has."""
    written = io.BytesIO(package)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(part.upper(), content)
    return written.getvalue()
