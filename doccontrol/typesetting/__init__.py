"""Setting of documents as PDF: the fonts that come with the house, and Typst (``setting``)."""

from __future__ import annotations

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# Has every Vietnamese letter.
SERIF = FONTS / "LiberationSerif-Regular.ttf"
