"""How a run of a Word file is shown: by what stands on it, its styles and the file's defaults."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from doccontrol.pdftext.word.names import children, descendant, is_on, name, number_in, value

_WHITE = {"ffffff", "white"}
_NO_FILL = {"", "auto", *_WHITE}
_NO_LINE = {"", "nil", "none"}
_SMALLEST_SIZE = 4  # in half points: nobody reads smaller letters
_MOST_ANCESTORS = 20
_LOOKED_AT = {"rStyle", "vanish", "caps", "sz", "color", "shd", "highlight", "rFonts"}

# Properties of runs by their names.
Stated = dict[str, etree._Element]
_NOTHING: Stated = {}


@dataclass(frozen=True, slots=True)
class Look:
    """What decides how letters are shown, of a run or of a number before a paragraph."""

    is_hidden: bool  # with all that lies in it
    is_without_ink: bool  # letters only: in white, or too small
    is_in_capitals: bool
    font: str

    @property
    def is_seen(self) -> bool:
        return not self.is_hidden and not self.is_without_ink


@dataclass(frozen=True, slots=True)
class TableLook:
    """Whether a style of tables, or one that it rests on, rules them, and fills cells, all or
    some."""

    is_ruled: bool
    is_shaded: bool


class Styles:
    """The styles of one file; asked for paragraphs and runs."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: Stated = {}
        self._of_runs: dict[str, Stated] = {}
        self._numbered: dict[str, tuple[str, int | None, str]] = {}
        self._looks: dict[tuple[str, bool], Look] = {}
        self._shaded: dict[str, bool] = {}
        self._of_tables: dict[str, TableLook] = {}
        self._by_default = ""
        for root in roots:
            self._default |= _stated(descendant(root, "docDefaults", "rPrDefault", "rPr"))
            for style in children(root, "style"):
                identity = value(style, "styleId")
                self._styles.setdefault(identity, style)
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}:
                    self._by_default = identity

    def of_paragraph(self, paragraph: etree._Element) -> str:
        """The name of its style: "" where it has none and the file has no default one."""
        return value(descendant(paragraph, "pPr", "pStyle")) or self._by_default

    def lineage(self, identity: str) -> list[etree._Element]:
        """The style and those it rests on, itself first."""
        found: list[etree._Element] = []
        while identity in self._styles and len(found) < _MOST_ANCESTORS:
            style = self._styles[identity]
            found.append(style)
            identity = value(descendant(style, "basedOn"))
        return found

    def numbering(self, paragraph: etree._Element, style: str) -> tuple[str, int | None, str]:
        """(number of the list, level, style that says so) of a paragraph of this style that Word
        numbers; "" for one of no list, None for a level that is not stated."""
        list_id, level = _numbering_in(paragraph)
        if list_id:
            return list_id, level, ""
        by_style, level_by_style, stated_by = self._numbering_of(style)
        return by_style, level_by_style if level is None else level, stated_by

    def _numbering_of(self, identity: str) -> tuple[str, int | None, str]:
        if identity not in self._numbered:
            level: int | None = None
            self._numbered[identity] = "", None, ""
            for style in self.lineage(identity):
                list_id, by_style = _numbering_in(style)
                level = by_style if level is None else level
                if list_id:
                    self._numbered[identity] = list_id, level, value(style, "styleId")
                    break
        return self._numbered[identity]

    def look(
        self, properties: etree._Element | None, paragraph_style: str, *, is_on_shade: bool = False
    ) -> Look:
        """``properties`` are the run's own; ``is_on_shade``: what it stands on is not white."""
        own = _stated(properties)
        by_style = self._by_style(value(own["rStyle"])) if "rStyle" in own else _NOTHING
        if not own.keys() & _LOOKED_AT and not by_style:
            return self._plain_look(paragraph_style, is_on_shade)
        return _look(own, by_style, self._by_style(paragraph_style), self._default, is_on_shade)

    def _plain_look(self, paragraph_style: str, is_on_shade: bool) -> Look:
        """Of a run that is as its paragraph is."""
        key = paragraph_style, is_on_shade
        if key not in self._looks:
            by_paragraph = self._by_style(paragraph_style)
            self._looks[key] = _look(_NOTHING, _NOTHING, by_paragraph, self._default, is_on_shade)
        return self._looks[key]

    def _by_style(self, identity: str) -> Stated:
        if identity not in self._of_runs:
            nearest: Stated = {}
            for style in reversed(self.lineage(identity)):
                nearest = nearest | _stated(descendant(style, "rPr"))
            self._of_runs[identity] = nearest
        return self._of_runs[identity]

    def is_shaded(self, paragraph: etree._Element, style: str) -> bool:
        own = descendant(paragraph, "pPr", "shd")
        return has_fill(own) if own is not None else self._is_style_shaded(style)

    def _is_style_shaded(self, identity: str) -> bool:
        if identity not in self._shaded:
            shades = (descendant(style, "pPr", "shd") for style in self.lineage(identity))
            stated = next((shade for shade in shades if shade is not None), None)
            self._shaded[identity] = has_fill(stated)
        return self._shaded[identity]

    def of_table(self, identity: str) -> TableLook:
        if identity not in self._of_tables:
            styles = self.lineage(identity)
            borders = (descendant(style, "tblPr", "tblBorders") for style in styles)
            shades = (shade for style in styles for shade in style.iter("{*}shd"))
            self._of_tables[identity] = TableLook(
                is_ruled=any(map(has_lines, borders)), is_shaded=any(map(has_fill, shades))
            )
        return self._of_tables[identity]


def has_fill(shade: etree._Element | None) -> bool:
    """Whether a shade is anything but white."""
    if shade is None:
        return False
    return value(shade, "fill").lower() not in _NO_FILL or value(shade) not in {"", "clear", "nil"}


def has_lines(borders: etree._Element | None) -> bool:
    return borders is not None and any(value(line) not in _NO_LINE for line in borders)


def _numbering_in(element: etree._Element) -> tuple[str, int | None]:
    stated = descendant(element, "pPr", "numPr")
    if stated is None:
        return "", None
    return value(descendant(stated, "numId")), number_in(value(descendant(stated, "ilvl")), None)


def _stated(properties: etree._Element | None) -> Stated:
    return {} if properties is None else {name(stated): stated for stated in properties}


def _look(
    own: Stated, by_style: Stated, by_paragraph: Stated, default: Stated, is_on_shade: bool
) -> Look:
    levels = own, by_style, by_paragraph, default
    ordered = default | by_paragraph | by_style | own
    return Look(
        _is_on("vanish", *levels),
        _is_without_ink(ordered, is_on_shade),
        _is_on("caps", *levels),
        _font(levels),
    )


def _is_on(
    switch: str, own: Stated, by_style: Stated, by_paragraph: Stated, default: Stated
) -> bool:
    """Of a property that styles switch: the run's own word holds; two styles that both switch it
    on leave it off."""
    if switch in own:
        return is_on(own[switch])
    if is_on(default.get(switch)):
        return True
    return is_on(by_style.get(switch)) != is_on(by_paragraph.get(switch))


def _is_without_ink(ordered: Stated, is_on_shade: bool) -> bool:
    """Letters too small for anybody, or of the colour of what they stand on."""
    size = number_in(value(ordered.get("sz")), None)
    if size is not None and size <= _SMALLEST_SIZE:
        return True
    color = value(ordered.get("color")).lower()
    shade = ordered.get("shd")
    if has_fill(shade):
        return bool(color) and color == value(shade, "fill").lower()
    marked = value(ordered.get("highlight")).lower()
    if marked and marked not in {"none", "white"}:
        return False
    return color in _WHITE and not is_on_shade


def _font(levels: Iterable[Stated]) -> str:
    for stated in levels:
        fonts = stated.get("rFonts")
        if font := value(fonts, "hAnsi") or value(fonts, "ascii"):
            return font
    return ""
