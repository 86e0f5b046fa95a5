"""Small files to hand in, written for the tests."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import typst
from docx import Document
from PIL import Image

from doccontrol.models import IncomingFile
from doccontrol.register.intake import keeping
from doccontrol.register.intake.actions import Kept, keep
from doccontrol.typesetting import FONTS

LETTERHEAD = ["CHÍNH PHỦ", "Số: 905/2026/NĐ-CP", "Hà Nội, ngày 12 tháng 10 năm 2026", "NGHỊ ĐỊNH"]
BODY = [
    "Quy định về sổ theo dõi thiết bị mẫu",
    "Điều 1. Phạm vi điều chỉnh",
    "Nghị định này quy định việc lập và lưu sổ theo dõi thiết bị mẫu tại cơ quan hành chính.",
    "Điều 2. Hiệu lực thi hành",
    "Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 12 năm 2026.",
]


def pdf(*pages: Sequence[str]) -> bytes:
    """A page for each list of lines, with a text layer."""
    written = "\n#pagebreak()\n".join(
        "\n\n".join(line.replace("@", "\\@") for line in lines)
        for lines in pages or [LETTERHEAD + BODY]
    )
    source = f'#set text(font: "Liberation Serif", size: 14pt)\n{written}'
    made = typst.compile(source.encode(), font_paths=[str(FONTS)], ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


def pictures(document: bytes, *, dots_per_inch: int = 150) -> list[Image.Image]:
    opened = pypdfium2.PdfDocument(document)
    try:
        return [page.render(scale=dots_per_inch / 72).to_pil().convert("L") for page in opened]
    finally:
        opened.close()


def scan(*pages: Sequence[str]) -> bytes:
    """The same as a scanner gives it: pictures without text."""
    first, *rest = pictures(pdf(*pages))
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=150)
    return out.getvalue()


def with_a_picture_at_the_end() -> bytes:
    """Pages of text, and a scanned one after them."""
    document = pypdfium2.PdfDocument(pdf())
    document.import_pages(pypdfium2.PdfDocument(scan(BODY)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    pictures(pdf())[0].save(out, "PNG")
    return out.getvalue()


def docx() -> bytes:
    document = Document()
    for line in LETTERHEAD + BODY:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def doc() -> bytes:
    """The old format, which only LibreOffice writes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "file.docx").write_bytes(docx())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ["--headless", "--convert-to", "doc", "--outdir", name, str(folder / "file.docx")]
        subprocess.run(["soffice", profile, *convert], check=True, capture_output=True)
        return (folder / "file.doc").read_bytes()


def hand_in(content: bytes, name: str = "nghi-dinh.pdf", **options: object) -> Kept:
    return keep(
        io.BytesIO(content), name=name, **{"way": IncomingFile.Way.UPLOAD, "by": None} | options
    )


def kept_bytes(row: IncomingFile) -> bytes:
    return keeping.path_of(row.sha256).read_bytes()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
