"""What a file is, by its content; and what is refused before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from doccontrol import pdftext
from doccontrol.pdftext.extracting import extract
from doccontrol.pdftext.kinds import kind_of
from doccontrol.pdftext.limits import Limits, configured
from doccontrol.pdftext.pages import FileKind
from doccontrol.pdftext.refusals import CODES, Unreadable
from tests.doccontrol.pdftext.files import (
    make_blank_pages,
    make_compound_file,
    make_docx,
    make_locked_pdf,
    with_parts,
)

DOCX = make_docx(lambda document: document.add_paragraph("Kế hoạch"))
SMALL = Limits(megabytes=1, pages=3, unpacked_megabytes=2, pixels=100_000)


def picture(kind: str, *, pages: int = 1, side: int = 20) -> bytes:
    written = io.BytesIO()
    frames = [Image.new("L", (side, side), n) for n in range(pages)]
    more = {"save_all": True, "append_images": frames[1:]} if pages > 1 else {}
    frames[0].save(written, kind, **more)
    return written.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def spreadsheet() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def with_macros_declared() -> bytes:
    with zipfile.ZipFile(io.BytesIO(DOCX)) as package:
        types = package.read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    return with_parts(DOCX, {"[Content_Types].xml": types.replace(plain, macros)})


@pytest.mark.parametrize(
    "content, kind",
    [
        (make_blank_pages(1), FileKind.PDF),
        (b"junk of a mail program\r\n" + make_blank_pages(1), FileKind.PDF),
        (DOCX, FileKind.DOCX),
        (make_compound_file(["WordDocument", "1Table"]), FileKind.DOC),
        (picture("JPEG"), FileKind.IMAGE),
        (picture("PNG"), FileKind.IMAGE),
        (picture("TIFF", pages=3), FileKind.IMAGE),
    ],
)
@pytest.mark.parametrize("name", ["van-ban.pdf", "van-ban.docx", "van-ban.exe", "van-ban"])
def test_the_kind_is_that_of_the_content_whatever_the_name(tmp_path, content, kind, name):
    path = tmp_path / name
    path.write_bytes(content)

    assert kind_of(path) == kind


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "empty"),
        (bytes(5000), "empty"),
        (b" \r\n\r\n", "empty"),
        (b"MZ\x90\x00 a program", "unknown-kind"),
        (b"<html>", "unknown-kind"),
        (b"{\\rtf1 text}", "unknown-kind"),
        (b"plain text", "unknown-kind"),
        (zipped({"a.txt": b"a"}), "unknown-kind"),
        (spreadsheet(), "unknown-kind"),
        (make_compound_file(["Workbook"]), "unknown-kind"),
        (make_compound_file(["EncryptionInfo", "EncryptedPackage"]), "encrypted"),
        (make_compound_file(["WordDocument"], flags=0x01), "encrypted"),
        (make_compound_file(["WordDocument", "Macros"]), "macros"),
        (with_parts(DOCX, {"word/vbaProject.bin": b"x"}), "macros"),
        (with_macros_declared(), "macros"),
        (DOCX[: len(DOCX) // 2], "broken"),
        (DOCX[:200] + bytes(len(DOCX) - 200), "broken"),
        (zipped({"[Content_Types].xml": b"<not xml"}), "broken"),
        (make_compound_file(["WordDocument"])[:600], "broken"),
        (picture("PNG")[:30], "broken"),
        (make_blank_pages(1) + bytes(2**20), "too-large"),
        (zipped({"[Content_Types].xml": b"", "a": bytes(3 * 2**20)}), "unpacks-too-large"),
        (zipped({f"{n}": b"" for n in range(10_001)}), "unpacks-too-large"),
        (picture("PNG", side=400), "unpacks-too-large"),
        (picture("TIFF", pages=4), "too-many-pages"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path, content, code):
    path = tmp_path / "van-ban.pdf"
    path.write_bytes(content)

    with pytest.raises(Unreadable) as refused:
        kind_of(path, SMALL)

    assert refused.value.code == code


def test_every_reason_is_one_sentence_or_two_and_every_code_used_has_one():
    used = {
        code
        for path in Path(pdftext.__file__).parent.rglob("*.py")
        for code in re.findall(r'Unreadable\("([\w-]+)"\)', path.read_text("utf-8"))
    }

    assert used <= set(CODES)
    for code in CODES:
        assert re.fullmatch(r"[A-ZĐ].{20,200}\.", Unreadable(code).sentence), code


def test_an_unknown_limit_or_one_of_nothing_is_a_fault_of_the_settings(settings, monkeypatch):
    settings.READING_LIMITS = {"pages": 7}
    assert configured() == Limits(pages=7)
    monkeypatch.setenv(*Limits(pages=8).in_environment().popitem())
    assert configured() == Limits(pages=8)
    for wrong in ({"page": 7}, {"pages": 0}):
        with pytest.raises(ValueError):
            Limits.of(wrong)


def test_a_locked_pdf_is_told_from_a_broken_one(tmp_path):
    path = tmp_path / "van-ban.pdf"
    for content, code in [(make_locked_pdf(), "encrypted"), (b"%PDF-1.7 and no more", "broken")]:
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=code):
            extract(path)
