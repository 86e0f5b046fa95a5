"""Brings ``cms/locale`` to the strings of the source; ``bin/messages`` runs it.

New strings wait in the Vietnamese catalogue with an empty translation, strings no longer used
go, translations stay. The English catalogue says of every string what the source says.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polib

from tests.collect_messages import ROOT, Found, Message, collect

LOCALE = ROOT / "cms" / "locale"
# Our Vietnamese for strings of Wagtail and Django. Where the two share a string, ours is served
# in the whole admin, so both must say the same.
SHARED = ROOT / "cms" / "locale_wagtail"
PLURALS = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
NAMES = {"vi": "Vietnamese", "en": "English"}
# Words of ours that Django's own catalogue says as well as we could.
ACCEPTED = frozenset({Message("", "English"), Message("", "Vietnamese")})


def catalogue_path(language: str, locale: Path = LOCALE) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def texts(entry: polib.POEntry) -> list[str]:
    """The translation, or one for each number."""
    if not entry.msgid_plural:
        return [entry.msgstr]
    return [text for _number, text in sorted(entry.msgstr_plural.items())]


def entries(path: Path) -> dict[Message, polib.POEntry]:
    """Nothing if there is no such file."""
    return {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}


def write(language: str, found: Found, locale: Path = LOCALE) -> polib.POFile:
    """Write the catalogue of ``language``, source and compiled; a second run changes no byte."""
    path = catalogue_path(language, locale)
    shared = entries(catalogue_path(language, SHARED))
    known = shared | {k: entry for k, entry in entries(path).items() if all(texts(entry))}
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Project-Id-Version": "Hiệu Lực",
        "Language-Team": NAMES[language],
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for message in sorted(found.keys() - ACCEPTED, key=lambda m: (m.text.casefold(), *m)):
        catalogue.append(_entry(language, message, found[message], known.get(message)))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return catalogue


def _entry(
    language: str, message: Message, files: Collection[str], known: polib.POEntry | None
) -> polib.POEntry:
    if language == "en":
        said = [message.text] + ([message.plural] if message.plural else [])
    else:
        said = texts(known) if known is not None else [""]
    entry = polib.POEntry(
        msgctxt=message.context or None,
        msgid=message.text,
        msgid_plural=message.plural,
        # Without line numbers: a string that only moved in its file is no change.
        occurrences=[(name, "") for name in sorted(files)],
        flags=["python-format"] if "%(" in message.text + message.plural else [],
        tcomment=known.tcomment if known is not None else "",
    )
    if message.plural:
        entry.msgstr_plural = dict(enumerate(said))
    else:
        entry.msgstr = said[0]
    return entry


def main() -> None:
    found = collect()
    for language in PLURALS:
        catalogue = write(language, found)
        missing = [entry for entry in catalogue if not all(texts(entry))]
        print(f"{language}: {len(catalogue)} strings, {len(missing)} without translation")  # noqa: T201


if __name__ == "__main__":
    main()
