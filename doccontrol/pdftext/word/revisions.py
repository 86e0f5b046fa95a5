"""What a run or paragraph of a Word file is not: taken out, switched off, or an instruction."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from doccontrol.pdftext.word.names import children, descendant, is_on, number_in, value

# Alternatives that Word understands: of any other it shows what stands beside it for the others.
_UNDERSTOOD = {
    "w14", "w15", "w16", "w16cex", "w16cid", "w16se", "w16sdtdh", "wp14", "wps", "wpg", "wpc",
    "wpi", "wne", "cx", "a14", "am3d", "v", "o", "m", "v2", "aink", "cx1", "cx2", "cx4", "oel",
}  # fmt: skip
_EMPTY_BOX, _TICKED_BOX = "☐", "☒"


def is_joined_to_the_next(paragraph: etree._Element) -> bool:
    """Whether the end of the paragraph was taken out in a tracked change."""
    mark = descendant(paragraph, "pPr", "rPr")
    return mark is not None and next(children(mark, "del", "moveFrom"), None) is not None


def has_hidden_end(paragraph: etree._Element) -> bool:
    return is_on(descendant(paragraph, "pPr", "rPr", "vanish"))


def alternatives(element: etree._Element) -> Iterator[etree._Element]:
    """Of a part that is there for newer and for older programs the one that Word shows."""
    for choice in children(element, "Choice"):
        if set((choice.get("Requires") or "").split()) <= _UNDERSTOOD and len(choice):
            yield choice
            return
    yield from children(element, "Fallback")


def is_unseen_drawing(element: etree._Element) -> bool:
    """A drawing or old shape that is switched off."""
    tag = element.tag
    if not isinstance(tag, str):
        return False
    if tag.endswith(("}inline", "}anchor")):
        shown = next(element.iterchildren("{*}docPr"), None)
        return shown is not None and shown.get("hidden") in {"1", "true"}
    style = element.get("style") or ""
    return "visibility:hidden" in style.replace(" ", "").lower()


class Fields:
    """Which part of a field stands around a run: Word shows its result, not what asks for it."""

    def __init__(self) -> None:
        self._open: list[bool] = []  # whether the result has begun, outermost field first
        self._is_sound = True

    def begin(self, paragraph: etree._Element) -> None:
        """Of a field that has no end, or no result, nothing is left out: a damaged file is read as
        it is."""
        marks = [value(mark, "fldCharType") for mark in paragraph.iter("{*}fldChar")]
        self._is_sound = marks.count("begin") == marks.count("separate") == marks.count("end")
        self._open = [True] * self._open.count(True)

    def mark(self, element: etree._Element) -> str:
        """Take note of a field's mark; returns what a form field shows that has no runs."""
        match value(element, "fldCharType"):
            case "begin":
                self._open.append(False)
                return _shown_by_form_field(element)
            case "separate" if self._open:
                self._open[-1] = True
            case "end" if self._open:
                self._open.pop()
        return ""

    @property
    def is_shown(self) -> bool:
        return not self._is_sound or all(self._open)


def _shown_by_form_field(mark: etree._Element) -> str:
    data = descendant(mark, "ffData")
    if data is None:
        return ""
    box, choices = descendant(data, "checkBox"), descendant(data, "ddList")
    if box is not None:
        ticked = descendant(box, "checked")
        ticked = ticked if ticked is not None else descendant(box, "default")
        return _TICKED_BOX if is_on(ticked) else _EMPTY_BOX
    if choices is None:
        return ""
    entries = [value(entry) for entry in children(choices, "listEntry")]
    chosen = value(descendant(choices, "result")) or value(descendant(choices, "default"))
    place = number_in(chosen, 0)
    return entries[place] if place < len(entries) else ""
