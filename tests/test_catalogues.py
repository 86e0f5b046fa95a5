"""Vietnamese and English are whole: every string of ours can be read in both."""

from __future__ import annotations

import re
import unicodedata

import polib
import pytest
from django.utils.translation.trans_real import DjangoTranslation

from tests.collect_messages import Message, collect, from_python, from_template
from tests.write_catalogues import (
    ACCEPTED,
    LOCALE,
    PLURALS,
    SHARED,
    catalogue_path,
    entries,
    key,
    texts,
    write,
)

LANGUAGES = sorted(PLURALS)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}|</?[a-z][^>]*>")
VIETNAMESE = re.compile(r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]", re.IGNORECASE)
# What a person types, in quotes; citations, numbers and symbols of laws; the product's name.
NAMES = re.compile(r"“[^”]*”|\bĐiều(?= \d)|\S*\d\S*|\bQĐ-TTg\b|\bHiệu Lực\b")
OLD_SPELLING = re.compile(r"xoá|khoá|huỷ|hoà\b|uỷ\b", re.IGNORECASE)


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(catalogue_path(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_string_of_the_source_and_no_other(language: str) -> None:
    listed, wanted = entries(catalogue_path(language)).keys(), collect().keys() - ACCEPTED
    assert (sorted(wanted - listed), sorted(listed - wanted)) == ([], []), "run bin/messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_left_untranslated_or_in_doubt(language: str) -> None:
    wrong = [e.msgid for e in catalogue(language) if e.fuzzy or not all(map(str.strip, texts(e)))]
    assert wrong == []


def test_the_english_catalogue_says_what_the_source_says() -> None:
    for entry in catalogue("en"):
        assert texts(entry) == [entry.msgid] + [entry.msgid_plural] * bool(entry.msgid_plural)


def test_strings_of_the_source_are_english() -> None:
    found = {part: files for message, files in collect().items() for part in message}
    assert {
        part: files
        for part, files in found.items()
        if VIETNAMESE.search(unicodedata.normalize("NFC", NAMES.sub("", part)))
    } == {}


def test_a_translation_keeps_every_placeholder_and_tag() -> None:
    wrong = [
        (entry.msgid, text)
        for entry in catalogue("vi")
        for text in texts(entry)
        if text
        and sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        != sorted(PLACEHOLDER.findall(text))
    ]
    assert wrong == []


def test_a_translation_keeps_the_space_at_its_ends() -> None:
    def ends(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    pairs = [(e.msgid, text) for e in catalogue("vi") for text in texts(e) if text]
    assert [pair for pair in pairs if ends(pair[0]) != ends(pair[1])] == []


def test_a_string_shared_with_wagtail_is_said_alike_in_both_catalogues() -> None:
    ours, shared = (entries(catalogue_path("vi", folder)) for folder in (LOCALE, SHARED))
    both = {m: (texts(ours[m]), texts(shared[m])) for m in ours.keys() & shared.keys()}
    assert {m: said for m, said in both.items() if said[0] != said[1]} == {}


def test_vietnamese_is_nfc_and_spelt_the_modern_way() -> None:
    for entry in catalogue("vi"):
        for text in texts(entry):
            assert unicodedata.is_normalized("NFC", text), entry.msgid
            assert not OLD_SPELLING.search(text), entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_file_says_what_the_source_says(language: str) -> None:
    source = catalogue(language)
    compiled = polib.mofile(str(catalogue_path(language).with_suffix(".mo")))
    said = {(key(e), *texts(e)) for e in source if all(texts(e))}
    assert {(key(e), *texts(e)) for e in compiled} == said
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"]
    assert source.metadata["Plural-Forms"] == PLURALS[language]


def test_words_left_to_django_are_in_its_vietnamese_catalogue() -> None:
    vietnamese = DjangoTranslation("vi")
    assert [m.text for m in ACCEPTED if vietnamese.gettext(m.text) == m.text] == []


@pytest.mark.parametrize(
    "source, message",
    [
        ("from django.utils.translation import gettext as _\n_('a')", ("", "a", "")),
        ("from django.utils.translation import gettext_lazy as _\n_('a' 'b')", ("", "ab", "")),
        ("from django.utils.translation import pgettext\npgettext('c', 'a')", ("c", "a", "")),
        ("from django.utils.translation import ngettext as n\nn('a', 'as', 2)", ("", "a", "as")),
        ("from django.utils import translation\ntranslation.gettext('a')", ("", "a", "")),
    ],
)
def test_a_string_in_python_is_found(source: str, message: tuple[str, str, str]) -> None:
    assert from_python(source) == [Message(*message)]


@pytest.mark.parametrize("text", ["f'{day} days'", "'%d days' % days", "'{}'.format(days)"])
def test_a_string_put_together_before_it_is_looked_up_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="days"):
        from_python(f"from django.utils.translation import gettext as _\n_({text})")


@pytest.mark.parametrize("source", ["_ = str\n_('a')", "gettext = str", "title.gettext", "_(a)"])
def test_what_is_no_string_to_translate_is_not_found(source: str) -> None:
    assert from_python(source) == []


@pytest.mark.parametrize(
    "source, message",
    [
        ('{% load i18n %}<h1>{% translate "It\'s a" %}</h1>', ("", "It's a", "")),
        ("{% translate 'a' context 'c' %}", ("c", "a", "")),
        ("{% translate 'a' as title %}", ("", "a", "")),
        ("{{ _('a') }}", ("", "a", "")),
        ("{% include 'x.html' with title=_('a') only %}", ("", "a", "")),
        (
            "{% blocktranslate trimmed %}\n  a\n  {{ day }}\n{% endblocktranslate %}",
            ("", "a %(day)s", ""),
        ),
        (
            "{% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows"
            "{% endblocktranslate %}",
            ("", "%(n)s row", "%(n)s rows"),
        ),
        (
            "{% blocktranslate context 'c' %}a \"b\" 5%{% endblocktranslate %}",
            ("c", 'a "b" 5%%', ""),
        ),
    ],
)
def test_a_string_in_a_template_is_found(source: str, message: tuple[str, str, str]) -> None:
    assert from_template(source) == [Message(*message)]


def test_writing_adds_the_new_keeps_the_translated_and_drops_the_unused(tmp_path) -> None:
    old, kept, rows = (
        Message("", "Old"),
        Message("c", "Kept"),
        Message("", "%(n)s row", "%(n)s rows"),
    )
    write("vi", {old: {"a.py"}, kept: {"a.py"}}, tmp_path)
    by_hand = polib.pofile(str(catalogue_path("vi", tmp_path)))
    by_hand.find("Kept", msgctxt="c").msgstr = "Giữ"
    by_hand.save()

    write("vi", {kept: {"b.py"}, rows: {"a.py"}}, tmp_path)
    source = catalogue_path("vi", tmp_path)
    assert {key(e): texts(e) for e in polib.pofile(str(source))} == {kept: ["Giữ"], rows: [""]}
    assert [e.msgstr for e in polib.mofile(str(source.with_suffix(".mo")))] == ["Giữ"]

    before = source.read_bytes()
    write("vi", {kept: {"b.py"}, rows: {"a.py"}}, tmp_path)
    assert source.read_bytes() == before
