"""Settings are read loudly, and the example file names every variable that is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.env import read_flag, read_list, read_number, read_secret, read_text

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("value", ["yes", "1", "", "TRUE!", "no"])
def test_a_flag_is_true_or_false_and_nothing_else(monkeypatch, value):
    monkeypatch.setenv("FLAG", value)

    with pytest.raises(ImproperlyConfigured, match="FLAG must be true or false"):
        read_flag("FLAG", default=False)


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), (" False ", False), ("TRUE", True)]
)
def test_a_flag_is_read_in_any_case(monkeypatch, value, expected):
    monkeypatch.setenv("FLAG", value)

    assert read_flag("FLAG", default=not expected) is expected


@pytest.mark.parametrize("value", ["ten", "1.5", "", "0"])
def test_a_number_is_whole_and_large_enough(monkeypatch, value):
    monkeypatch.setenv("COUNT", value)

    with pytest.raises(ImproperlyConfigured, match="COUNT"):
        read_number("COUNT", 5, least=1)


def test_a_missing_value_without_default_stops_the_start(monkeypatch):
    monkeypatch.delenv("NEEDED", raising=False)

    with pytest.raises(ImproperlyConfigured, match="NEEDED must be set"):
        read_text("NEEDED")


def test_a_secret_may_lie_in_a_file_but_not_in_an_unreadable_one(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("abc\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "secret"))
    assert read_secret("KEY") == "abc"

    monkeypatch.setenv("KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        read_secret("KEY")


def test_blanks_in_a_list_are_dropped(monkeypatch):
    monkeypatch.setenv("HOSTS", "a, ,b,")

    assert read_list("HOSTS") == ["a", "b"]


def test_the_example_names_every_variable_that_is_read():
    read = set()
    for path in (ROOT / "cms" / "settings").glob("*.py"):
        read |= set(re.findall(r'read_\w+\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8")))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert read <= named
