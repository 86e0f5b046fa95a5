from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from doccontrol.pdftext.limits import Limits
from doccontrol.pdftext.word.docx import text_of


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes content under a name that says nothing of its kind."""

    def keep(content: bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content)
        return path

    return keep


@pytest.fixture
def read_word(kept: Callable[[bytes], Path]) -> Callable[[bytes], tuple[list[str], list[str]]]:
    """The lines of a DOCX and the codes of its notes."""

    def lines_and_notes(content: bytes) -> tuple[list[str], list[str]]:
        found = text_of(kept(content), Limits())
        lines = "\n".join(page.text for page in found.pages).split("\n")
        return lines, [said.code for said in found.notes]

    return lines_and_notes


@pytest.fixture
def word_lines(
    read_word: Callable[[bytes], tuple[list[str], list[str]]],
) -> Callable[[bytes], list[str]]:
    return lambda content: read_word(content)[0]
