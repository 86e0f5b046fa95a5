"""Old Word files: by LibreOffice where there is one, kept for later where there is none."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from docx.document import Document

from doccontrol.pdftext.extracting import extract
from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.pages import FileKind, TextSource
from doccontrol.pdftext.refusals import Unreadable
from doccontrol.pdftext.word import legacy
from tests import needs
from tests.doccontrol.pdftext.files import (
    ISSUER,
    NATION,
    NUMBER,
    PLACE,
    make_compound_file,
    make_docx,
)


@pytest.fixture(scope="module")
def old_file(tmp_path_factory) -> Path:
    """A letter as an old Word file."""

    def fill(document: Document) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "\n".join([*ISSUER, NUMBER])
        table.cell(0, 1).text = "\n".join([*NATION, PLACE])
        document.add_paragraph("Kính gửi: Các phòng thuộc Sở")

    folder = tmp_path_factory.mktemp("doc")
    (folder / "letter.docx").write_bytes(make_docx(fill))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(folder)]
    subprocess.run([*convert, str(folder / "letter.docx")], check=True, capture_output=True)
    return folder / "letter.doc"


@needs.libreoffice
def test_an_old_word_file_is_read_with_its_columns_kept_apart(old_file):
    read = extract(old_file)

    assert read.kind == FileKind.DOC
    assert [page.source for page in read.pages] == [TextSource.OFFICE]
    assert read.pages[0].text.split("\n") == [
        *[*ISSUER, NUMBER, *NATION, PLACE],
        "Kính gửi: Các phòng thuộc Sở",
    ]


@needs.libreoffice
def test_nothing_is_left_behind_and_the_file_is_not_touched(old_file, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = old_file.read_bytes(), old_file.stat().st_mtime_ns

    extract(old_file)

    assert (old_file.read_bytes(), old_file.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == []


@needs.libreoffice
def test_a_broken_old_file_is_refused(tmp_path):
    path = tmp_path / "file.doc"
    path.write_bytes(make_compound_file(["WordDocument", "1Table"]))

    with pytest.raises(Unreadable) as refused:
        extract(path)

    assert refused.value.code in {"broken", "empty"}


@needs.libreoffice
def test_libreoffice_that_takes_too_long_is_stopped(old_file):
    with pytest.raises(Unreadable, match="too-slow"):
        extract(old_file, limits=Limits(seconds=0))


def test_without_libreoffice_the_file_is_left_for_later(tmp_path, monkeypatch):
    monkeypatch.setattr(legacy, "program", lambda: None)
    path = tmp_path / "file.doc"
    path.write_bytes(make_compound_file(["WordDocument", "1Table"]))

    with pytest.raises(Unreadable, match="needs-libreoffice"):
        extract(path)


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Writes a script that stands for LibreOffice."""

    def write(script: str) -> None:
        program = tmp_path / "office" / "soffice.bin"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr(legacy, "program", lambda: program)

    return write


ONLY_OUR_TEXT = """
for last; do :; done
case "$last" in *.txt) mkdir -p "${last%/*}/out" && : > "${last%/*}/out/file.docx";; esac
"""


@pytest.mark.parametrize(
    "script, code", [("exit 0", "needs-libreoffice"), (ONLY_OUR_TEXT, "broken")]
)
def test_a_libreoffice_without_writer_is_no_fault_of_the_file(tmp_path, office, script, code):
    office(script)
    path = tmp_path / "file.doc"
    path.write_bytes(make_compound_file(["WordDocument", "1Table"]))

    with pytest.raises(Unreadable, match=code):
        legacy.text_of(path, Limits())


def test_writer_is_asked_once_and_again_when_something_is_installed(tmp_path, office):
    count = tmp_path / "count"
    office(f"echo asked >> {count}")

    assert not any(legacy.available() for _ in range(3))
    assert count.read_text().split() == ["asked"]

    (tmp_path / "office" / "libswlo.so").touch()
    assert not legacy.available()
    assert count.read_text().split() == ["asked", "asked"]
