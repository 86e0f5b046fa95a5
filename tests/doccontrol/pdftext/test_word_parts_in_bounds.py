"""Parts of a Word file that a program made carelessly, or somebody to do harm: each is read in
bounded work, or said not to be read."""

from __future__ import annotations

import pytest

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.word import chunks
from doccontrol.pdftext.word.docx import text_of
from doccontrol.pdftext.word.packages import Package, opened
from doccontrol.pdftext.word.parts import Parts
from tests.doccontrol.pdftext.files import with_body
from tests.doccontrol.pdftext.word_files import (
    R,
    level,
    lists,
    paragraph,
    run,
    with_chunk,
    with_head,
    with_lists,
)


@pytest.mark.parametrize("name", ["undefined", "idna", "no-such-page"])
def test_a_page_that_names_a_code_of_no_text_is_read_by_its_bytes(word_lines, name):
    page = f'<html><meta charset="{name}"><body><p>Điều 1..</p></body></html>'.encode()

    assert word_lines(with_chunk("", "chunk.html", page)) == ["Điều 1.."]


def test_a_page_in_a_mail_without_one_is_its_plain_text(word_lines):
    mail = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"

    assert word_lines(with_chunk("", "chunk.mht", mail + "Điều 1".encode())) == ["Điều 1"]


NESTED_MAIL = b"MIME-Version: 1.0\r\n" + b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (nth, nth)
    for nth in range(1_200)
)


@pytest.mark.parametrize(
    "name, content",
    [
        ("chunk.html", b"<div>" * 220 + b"trong"),
        ("chunk.html", b"<div>" * 5_000 + b"trong"),
        ("chunk.mht", NESTED_MAIL),
    ],
)
def test_a_part_too_deeply_nested_to_be_read_is_said(read_word, name, content):
    assert read_word(with_chunk(paragraph(run("a")), name, content)) == (["a"], ["part-inside"])


def test_items_are_counted_once_each(monkeypatch):
    """Each item counted from the first one again took a minute for eight thousand."""
    counted = []
    monkeypatch.setattr(chunks, "_integer", lambda *stated: counted.append(0) or 1)
    page = b"<ol>" + b"<li>a</li>" * 50 + b"</ol>"

    assert len(list(chunks.lines_of_chunk(page, chunks.ChunkKind.HTML))) == 50
    assert len(counted) < 3 * 50


def test_files_inside_a_file_unpack_out_of_its_own_room(tmp_path):
    inner = with_body(paragraph(run("trong " * 40_000)))
    body = f'<w:altChunk r:id="rChunk" xmlns:r="{R}"/>' * 5
    path = tmp_path / "file"
    path.write_bytes(with_chunk(body, "chunk.docx", inner))

    assert text_of(path, Limits(unpacked_megabytes=8))
    with pytest.raises(Unreadable, match="unpacks-too-large"):
        text_of(path, Limits(unpacked_megabytes=3))


def test_many_parts_ask_for_the_relationships_once(tmp_path):
    """Each asked for all of them again: a report of two thousand parts was refused as a bomb."""
    body = f'<w:altChunk r:id="rChunk" xmlns:r="{R}"/>' * 200
    path = tmp_path / "file"
    path.write_bytes(with_chunk(body, "chunk.txt", b"a" * 99, content_type="text/plain"))

    class Counting(Package):
        asked = 0

        def targets(self, name):
            Counting.asked += 1
            return super().targets(name)

    with opened(path, Limits()) as package:
        parts = Parts(Counting(package._archive, Limits()), "word/document.xml", None)
        assert sum(len(list(parts.chunk(found))) for found in parts.root.iter("{*}altChunk")) == 201
    assert Counting.asked == 1


def test_what_a_file_says_once_is_unpacked_once_however_many_heads_it_has(tmp_path, monkeypatch):
    body = with_head(paragraph(run("a")), paragraph(run("Trang đầu")))
    unpacked: list[str] = []
    part = Package.part
    monkeypatch.setattr(
        Package, "part", lambda self, name: unpacked.append(name) or part(self, name)
    )
    path = tmp_path / "file"
    path.write_bytes(body)

    text_of(path, Limits())
    assert "word/numbering.xml" in unpacked and "word/_rels/document.xml.rels" in unpacked
    assert len(unpacked) == len(set(unpacked))


def test_a_level_of_thousands_of_figures_is_none(word_lines):
    level_of = f'<w:numPr><w:ilvl w:val="{"9" * 5_000}"/><w:numId w:val="1"/></w:numPr>'
    size = f'<w:sz w:val="{"9" * 5_000}"/>'

    assert word_lines(
        with_lists([paragraph(run("a", size), level_of)], lists(level(0, "Điều %1.")))
    ) == ["Điều 1. a"]
