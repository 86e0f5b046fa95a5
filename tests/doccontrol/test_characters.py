"""Control characters: none in a row, none in a file that leaves."""

from __future__ import annotations

import pytest

from doccontrol.models import ChangeNote, LegalText
from doccontrol.typed.characters import (
    all_without_controls,
    same_length_without_controls,
    without_controls,
)
from tests.make import make_edition, make_procedure, make_text, make_unit


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("nội\x0bquy", "nội quy"),
        ("trang\x0cmới", "trang mới"),
        ("dòng\x85mới", "dòng mới"),
        ("a\x00b\x1fc\x7fd\x9fe\ufffef\uffff", "abcdef"),
        ("nửa \ud800 chữ", "nửa  chữ"),
        ("tab\tvà\r\nxuống dòng", "tab\tvà\r\nxuống dòng"),
        ("chữ thường", "chữ thường"),
        ("Que\u0302\u0301 o\u0300", "Quế ò"),
    ],
)
def test_controls_are_dropped_and_those_that_part_words_become_spaces(typed, kept):
    assert without_controls(typed) == kept
    assert len(same_length_without_controls(typed)) == len(typed)


def test_every_text_of_a_json_value_is_cleaned():
    assert all_without_controls({"a": ["x\x0by", 1, None, {"b": "\x01"}]}) == {
        "a": ["x y", 1, None, {"b": ""}]
    }


@pytest.mark.django_db
def test_a_row_is_cleaned_whoever_saves_it():
    unit = make_unit(name="Phòng\x0bLao động")
    text = make_text(subject="Quy định\x0cmới\x00")

    assert unit.name == "Phòng Lao động"
    assert LegalText.objects.get(pk=text.pk).subject == "Quy định mới"


@pytest.mark.django_db
def test_a_draft_is_cleaned_in_its_revision_and_so_in_its_edition():
    page = make_procedure(title="Nội quy\x0blao động", purpose="<p>a\x0bb</p>")
    page.changes = [ChangeNote(place="Mục\x0b1", description="Sửa")]
    revision = page.save_revision()

    assert revision.content["title"] == "Nội quy lao động"
    assert revision.content["changes"][0]["place"] == "Mục 1"
    edition = make_edition(page)
    assert edition.title == "Nội quy lao động"
    assert edition.content["sections"][0]["html"] == "<p>a b</p>"
