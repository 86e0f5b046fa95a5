"""Sets a model by a Typst template, as a PDF for the archive.

The file is PDF/A-2b for the archive and PDF/UA-1 (tagged, with a language and real headings) for
readers who hear it. The same model gives the same bytes on every machine: the fonts come with
this package, the system's are not looked at, and no clock is asked.
"""

from __future__ import annotations

import json
import logging
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from doccontrol.typed.characters import without_controls
from doccontrol.typesetting import FONTS

logger = logging.getLogger(__name__)

STANDARDS: list[Literal["a-2b", "ua-1"]] = ["a-2b", "ua-1"]

# What Word's Symbol and Wingdings fonts leave behind when a list is pasted: code points for
# private use, which no other font can show.
_WORD_SYMBOLS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0A8: "☐", 0xF0FE: "☒"}
# Besides controls: carriage returns, byte order marks, variation selectors. Nothing to print, and
# PDF/UA or the JSON reader would refuse them.
_UNPRINTABLE = re.compile("[\r\ufe00-\ufe0f\ufeff]")
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class TypesettingFailed(Exception):
    """The model could not be set; the message says why in one plain sentence."""


def set_model(template: Path, model: Mapping[str, Any]) -> bytes:
    """Return the PDF that ``template`` makes of ``model``, which it reads as the JSON input
    ``model``; it may import its neighbours only.

    A character that none of the shipped fonts has (an emoji, say) is printed as its code point,
    ``[U+1F600]``. Raises ``TypesettingFailed``.
    """
    import typst  # 6 MB, of which only a process that sets a document has a use

    text = json.dumps(_cleaned(dict(model)), ensure_ascii=False)
    try:
        try:
            return _compiled(template, text)
        except typst.TypstError as error:
            missing = _characters_without_glyph(error.diagnostic)
            if not missing:
                raise
            return _compiled(template, _with_code_points(text, missing))
    except RuntimeError as error:  # TypstError is one; a missing template is a bare one
        raise TypesettingFailed(f"Typst could not set the document: {error}") from error


def _compiled(template: Path, model: str) -> bytes:
    import typst

    pdf, warnings = typst.compile_with_warnings(
        template,
        root=template.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"model": model},
        pdf_standards=[*STANDARDS],
    )
    for warning in warnings:
        # Without its font the text would silently come out in another, with other line breaks.
        if "unknown font family" in warning.message:
            raise TypesettingFailed(f"A font of the installation is missing: {warning.message}")
        logger.warning("typst: %s", warning.message)
    return pdf


def _cleaned(value: Any) -> Any:
    """Return JSON `value` with its strings composed (NFC), Word's symbols real, no unprintables."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value.translate(_WORD_SYMBOLS))
        return _UNPRINTABLE.sub("", without_controls(composed))
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value


def _characters_without_glyph(diagnostic: str) -> set[str]:
    clusters = _NO_GLYPH.findall(diagnostic)
    plain = (_RUST_ESCAPE.sub(lambda m: chr(int(m[1], 16)), cluster) for cluster in clusters)
    return {character for cluster in plain for character in cluster if ord(character) > 0x7F}


def _with_code_points(text: str, characters: set[str]) -> str:
    return text.translate({ord(c): f"[U+{ord(c):04X}]" for c in characters})
