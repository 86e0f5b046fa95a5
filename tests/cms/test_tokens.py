"""Colours that meet on a page stand out enough from one another (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "cms/static/cms/css"
TOKENS = (SHEETS / "tokens.css").read_text()

# text, grounds it is written on
TEXT = {
    "ink": ["paper", "paper-sunk", "footer"],
    "ink-muted": ["paper", "paper-sunk", "footer"],
    "link": ["paper", "paper-sunk", "footer"],
    "link-hover": ["paper", "paper-sunk", "footer", "accent-wash"],
    "link-visited": ["paper", "paper-sunk", "footer"],
    "on-accent": ["accent", "accent-hover"],
    "on-accent-muted": ["accent"],
    "accent-hover": ["on-accent"],
    "focus-ink": ["focus"],
    "ok": ["ok-wash"],
    "wait": ["wait-wash"],
    "warn": ["warn-wash"],
    "stop": ["stop-wash", "paper"],
    "on-stop": ["stop-solid"],
    "quiet": ["quiet-wash"],
    "mark-ink": ["mark"],
}
# border, ring or shape that carries meaning, grounds it lies on
INTERFACE = {
    "line-strong": ["paper", "paper-sunk", "footer"],
    "link": ["paper", "paper-sunk"],
    "stop": ["paper", "stop-wash"],
    "ok": ["ok-wash"],
    "wait": ["wait-wash"],
    "warn": ["warn-wash"],
    "on-accent-muted": ["accent"],
    "focus-ink": ["focus"],
}
# Every ground that can lie under the focus: the ink ring or the yellow one must stand out.
FOCUS_GROUNDS = ["paper", "paper-sunk", "footer", "accent", "accent-wash", "stop-wash", "warn-wash"]


def declarations(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


LIGHT_TEXT, DARK_TEXT = TOKENS.split("@media (prefers-color-scheme: dark)")
THEMES = {
    "light": declarations(LIGHT_TEXT),
    "dark": declarations(LIGHT_TEXT) | declarations(DARK_TEXT),
}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 for black to 1 for white."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs(table: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    return [
        (theme, front, ground)
        for theme in THEMES
        for front, grounds in table.items()
        for ground in grounds
    ]


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("theme", "text", "ground"), pairs(TEXT))
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@pytest.mark.parametrize(("theme", "edge", "ground"), pairs(INTERFACE))
def test_controls_and_shapes_stand_out_from_their_ground(
    theme: str, edge: str, ground: str
) -> None:
    assert contrast(THEMES[theme][edge], THEMES[theme][ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", FOCUS_GROUNDS)
def test_focus_is_seen_on_every_ground(theme: str, ground: str) -> None:
    colours = THEMES[theme]
    rings = (colours["focus"], colours["focus-ink"])
    assert max(contrast(ring, colours[ground]) for ring in rings) >= 3


def test_dark_theme_restates_every_colour() -> None:
    assert declarations(DARK_TEXT).keys() == declarations(LIGHT_TEXT).keys()


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"^\s*--([\w-]+):", TOKENS, re.MULTILINE))
    # The sheet of the administration stands beside Wagtail's.
    theirs = Path(str(finders.find("wagtailadmin/css/core.css"))).read_text()
    defined |= set(re.findall(r"--(w-[\w-]+):", theirs))
    used = {
        name
        for sheet in SHEETS.glob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", sheet.read_text())
    }
    assert used <= defined


def test_only_tokens_and_print_name_colours() -> None:
    for name in ("base.css", "components.css"):
        assert re.findall(r"#[0-9a-f]{3,8}\b", (SHEETS / name).read_text()) == []


def test_the_browser_bar_has_the_colour_of_the_header() -> None:
    base = (ROOT / "templates/base.html").read_text()
    assert f'name="theme-color" content="{THEMES["light"]["accent"]}"' in base


def test_lines_leave_room_for_stacked_vietnamese_marks() -> None:
    for value in re.findall(r"--leading[\w-]*: ([\d.]+);", TOKENS):
        assert float(value) >= 1.55


def test_the_style_sheets_stay_small() -> None:
    assert sum(len(sheet.read_text().splitlines()) for sheet in SHEETS.glob("*.css")) <= 600
