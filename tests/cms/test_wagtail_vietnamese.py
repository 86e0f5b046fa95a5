"""The admin speaks Vietnamese: our catalogue for the strings of Wagtail and Django is whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import polib
import pytest
import wagtail.admin
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation

OURS = Path(settings.BASE_DIR) / "cms" / "locale_wagtail" / "vi" / "LC_MESSAGES"
WAGTAIL_ADMIN = Path(wagtail.admin.__file__).parent / "locale"
DOMAINS = ("django", "djangojs")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]\b|\{\w*\}|</?[a-z][^>]*>")

Key = tuple[str | None, str]


def catalogue(domain: str) -> polib.POFile:
    return polib.pofile(str(OURS / f"{domain}.po"))


def text(entry: polib.POEntry) -> str:
    """Vietnamese has one form for all numbers, so there is one text either way."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def keys(entries: Iterable[polib.POEntry]) -> set[Key]:
    return {(entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete}


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_keeps_every_placeholder_and_tag(domain: str) -> None:
    wrong = [
        (entry.msgid, text(entry))
        for entry in catalogue(domain)
        if sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        != sorted(PLACEHOLDER.findall(text(entry)))
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_keeps_the_space_at_its_ends(domain: str) -> None:
    # gettext joins such strings with the next one: "Status: " + value.
    wrong = [
        entry.msgid
        for entry in catalogue(domain)
        if (entry.msgid[0] == " ", entry.msgid[-1] == " ")
        != (text(entry)[:1] == " ", text(entry)[-1:] == " ")
    ]
    assert wrong == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_translation_is_empty_fuzzy_or_given_twice(domain: str) -> None:
    entries = catalogue(domain)
    assert [e.msgid for e in entries if not text(e).strip() or e.fuzzy or e.obsolete] == []
    assert len(keys(entries)) == len(entries)


@pytest.mark.parametrize("domain", DOMAINS)
def test_text_is_nfc_and_spelt_the_modern_way(domain: str) -> None:
    old_spelling = re.compile(r"xoá|khoá|huỷ|hoà\b|uỷ\b", re.IGNORECASE)
    for entry in catalogue(domain):
        assert unicodedata.is_normalized("NFC", text(entry)), entry.msgid
        assert not old_spelling.search(text(entry)), entry.msgid


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_file_says_what_the_source_says(domain: str) -> None:
    compiled = polib.mofile(str(OURS / f"{domain}.mo"))
    source = catalogue(domain)
    assert {(e.msgctxt, e.msgid, text(e)) for e in compiled} == {
        (e.msgctxt, e.msgid, text(e)) for e in source
    }
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"]
    assert source.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


@pytest.mark.parametrize("domain", DOMAINS)
def test_at_least_99_percent_of_the_admin_is_in_vietnamese(domain: str) -> None:
    english = keys(polib.pofile(str(WAGTAIL_ADMIN / f"en/LC_MESSAGES/{domain}.po")))
    theirs = polib.pofile(str(WAGTAIL_ADMIN / f"vi/LC_MESSAGES/{domain}.po"))
    translated = keys(catalogue(domain)) | keys(theirs.translated_entries())
    missing = sorted(msgid for _, msgid in english - translated)
    assert len(missing) <= len(english) // 100, missing


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Save draft", "Lưu bản dự thảo"),  # Wagtail leaves it in English
        ("Approve", "Phê duyệt"),  # Wagtail has "Phê chuẩn"
        ("Delete", "Xóa"),  # Wagtail has the old spelling
        (
            "Password reset unsuccessful",
            "Đặt lại mật khẩu không thành công",
        ),  # Django says the opposite
    ],
)
def test_our_words_win_over_those_of_wagtail_and_django(english: str, vietnamese: str) -> None:
    assert DjangoTranslation("vi").gettext(english) == vietnamese


def test_our_words_reach_the_scripts_of_the_admin() -> None:
    # As the admin's view does it: one package named, LOCALE_PATHS merged on top.
    scripts = DjangoTranslation("vi", domain="djangojs", localedirs=[str(WAGTAIL_ADMIN)])
    assert scripts.gettext("Add a comment") == "Thêm nhận xét"
    assert scripts.ngettext("%(num)s error", "%(num)s errors", 3) == "%(num)s lỗi"


def test_one_form_serves_every_number() -> None:
    admin = DjangoTranslation("vi")
    for count in (1, 2):
        assert admin.ngettext("%(num)d day", "%(num)d days", count) == "%(num)d ngày"
        assert admin.ngettext("1 page", "%(counter)s pages", count) == "%(counter)s trang"
