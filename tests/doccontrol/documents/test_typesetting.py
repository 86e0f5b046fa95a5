"""The PDF of an edition as a file, read back with other people's PDF readers."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest

from doccontrol.documents.printing import typesetting
from doccontrol.documents.printing.typesetting import TypesettingFailed, typeset
from doccontrol.typesetting import setting
from tests.doccontrol.documents.frozen_content import (
    SHA256,
    make_procedure,
    pages,
    reversed_keys,
    tags,
)


def test_the_file_says_it_is_pdf_a_2b_and_pdf_ua_1_in_vietnamese() -> None:
    pdf = typeset(make_procedure(), content_sha256=SHA256)
    document = pypdfium2.PdfDocument(pdf)

    assert re.search(rb"<pdfaid:part>2</pdfaid:part>", pdf)
    assert re.search(rb"<pdfaid:conformance>B</pdfaid:conformance>", pdf)
    assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", pdf)
    assert b"/Lang(vi-VN)" in pdf
    assert b"/MarkInfo" in pdf
    assert document.is_tagged()
    assert document.get_metadata_dict()["Title"] == "Cấp giấy phép lao động"
    assert document.get_metadata_dict()["Author"] == "Sở Nội vụ"


def test_sections_are_headings_and_tables_have_header_cells() -> None:
    found = tags(typeset(make_procedure(), content_sha256=SHA256))

    # Revision table, contents, seven sections, legal basis, files; and part 5.1.
    assert (found["H1"], found["H2"]) == (11, 1)
    # Facts and approval on the cover, revisions, steps, files.
    assert (found["Table"], found["THead"], found["TH"]) == (5, 5, 5 + 3 + 4 + 5 + 5)


def test_all_letters_come_from_the_shipped_font() -> None:
    with pdfplumber.open(io.BytesIO(typeset(make_procedure(), content_sha256=SHA256))) as document:
        fonts = {letter["fontname"] for page in document.pages for letter in page.chars}

    assert fonts
    assert all(re.fullmatch(r"[A-Z]{6}\+LiberationSerif(-\w+)?", font) for font in fonts)


def test_the_same_content_gives_the_same_bytes_whatever_the_order_of_its_keys() -> None:
    content = make_procedure()
    first = typeset(content, content_sha256=SHA256)

    assert typeset(make_procedure(), content_sha256=SHA256) == first
    # PostgreSQL's jsonb gives keys back in an order of its own.
    assert typeset(reversed_keys(content), content_sha256=SHA256) == first
    assert b"D:20260630" in first
    assert f"D:{date.today():%Y}".encode() not in first.replace(b"D:20260630", b"")  # noqa: DTZ011


@pytest.mark.parametrize(
    "words",
    [
        r"#$*_<>@\ `x` = - + / // /* */ [ ] { } ~ ' \"q\" #panic(1) $x$ \u{41} <nhãn> @tham_chiếu",
        "ẫ ữ ợ Đ đ Ậ Ỗ Ử ỷ ỹ ẵ ằ ặ ễ ệ ị ĩ ụ ũ ỳ",
        "☐ ✓ ≤ ≥ → – “ngoặc” …",
    ],
)
def test_characters_stand_as_written_in_text_table_and_title(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    content = make_procedure(html=f"<p>{escaped}</p>")
    content["sections"][4]["parts"][0]["table"]["rows"][0]["content"] = words
    content["title"] = words
    text = "".join("".join(pages(content)).split())
    expected = "".join(words.split())

    assert text.count(expected) >= 3


def test_decomposed_vietnamese_is_composed_and_words_private_bullets_become_bullets() -> None:
    text = " ".join(pages(make_procedure(html="<p>\uf0b7 Vie\u0323\u0302t\x0b\ufeff Nam</p>")))

    assert "• Việt Nam" in text


def test_a_character_no_font_has_is_printed_as_its_code_point() -> None:
    assert "tốt [U+1F600] nhé" in " ".join(pages(make_procedure(html="<p>tốt 😀 nhé</p>")))


@pytest.mark.parametrize("html", ["<h4>Sâu</h4><h3>Nông</h3><h4>Sâu</h4>", "<h3>A</h3><hr/>"])
def test_headings_inside_the_text_never_skip_a_level(html: str) -> None:
    found = tags(typeset(make_procedure(html=html), content_sha256=SHA256))

    assert found["H2"] >= 1


@pytest.mark.parametrize(
    "broken",
    [
        {"approved_on": "30/06/2026"},
        {"issue_no": "một"},
        {"sections": ["một"]},
        {"agency": "Sở Nội vụ"},
    ],
)
def test_content_of_another_shape_is_a_named_failure(broken: dict[str, Any]) -> None:
    with pytest.raises(TypesettingFailed, match="not of schema 1"):
        typeset(make_procedure() | broken, content_sha256=SHA256)


def test_a_compile_error_is_a_named_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    with pytest.raises(TypesettingFailed, match="could not set the document"):
        typeset(make_procedure(), content_sha256=SHA256)
    (tmp_path / "edition.typ").write_text("#panic()")
    with pytest.raises(TypesettingFailed, match="panicked"):
        typeset(make_procedure(), content_sha256=SHA256)


def test_a_missing_font_is_a_failure_and_not_another_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "FONTS", tmp_path)
    with pytest.raises(TypesettingFailed, match="font"):
        typeset(make_procedure(), content_sha256=SHA256)
