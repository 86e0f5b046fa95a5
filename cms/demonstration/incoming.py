"""Files that wait in the demonstration's incoming tray: a text PDF, a DOCX and a scan.

They are illustrations written for it and say so on every page: no such text was issued.
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import typst
from django.core.files.base import ContentFile
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from PIL import Image

from doccontrol.models import IncomingFile, Person
from doccontrol.register.intake.actions import keep
from doccontrol.typesetting import FONTS

SCANNED_AT = 200 / 72  # 200 dots per inch
TILT = 0.4  # degrees: nobody lays paper straight


def load_incoming(folder: Path) -> None:
    clerk = Person.objects.get(username="thuky")
    decree = _typeset(folder / "nghi-dinh-901-2026.typ")
    letter = _scanned(_typeset(folder / "cong-van-512.typ"))
    for name, content in (
        ("nghi-dinh-901-2026.pdf", decree),
        ("thong-tu-902-2026.docx", _circular((folder / "thong-tu-902-2026.txt").read_text())),
        ("cong-van-512-skhcn.pdf", letter),
    ):
        file = ContentFile(content, name=name)
        keep(file, name=name, way=IncomingFile.Way.UPLOAD, by=clerk)


def _typeset(path: Path) -> bytes:
    pdf = typst.compile(str(path), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert isinstance(pdf, bytes)  # noqa: S101  # one document, for which the types say list too
    return pdf


def _scanned(pdf: bytes) -> bytes:
    """The same pages as a scanner gives them: grey pictures, slightly askew, no text."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheets = [
            page.render(scale=SCANNED_AT).to_pil().convert("L").rotate(TILT, fillcolor=255)
            for page in document
        ]
    finally:
        document.close()
    out = io.BytesIO()
    first, *rest = [_faded(sheet) for sheet in sheets]
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=200)
    return out.getvalue()


def _faded(sheet: Image.Image) -> Image.Image:
    return sheet.point(lambda grey: 40 + grey * 5 // 6)


def _circular(text: str) -> bytes:
    """A DOCX with the letterhead as a table without lines, as offices write it."""
    head, body, foot = (part.strip().split("\n") for part in text.split("\n---\n"))
    document = Document()
    for rows in (head, None, foot):
        if rows is None:
            for line in body:
                paragraph = document.add_paragraph()
                centred = line.isupper() or line.startswith("^")
                run = paragraph.add_run(line.removeprefix("^"))
                run.bold = centred or line.startswith("Điều ")
                if centred:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        cells = document.add_table(rows=1, cols=2).rows[0].cells
        for cell, lines in zip(cells, "\n".join(rows).split("\n|\n"), strict=True):
            cell.text = lines
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
