"""The parts of a Word file that its stories share: styles, notes, relationships, and what of the
file nobody has read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from posixpath import basename

from lxml import etree

from doccontrol.pdftext.notes import (
    DRAWING,
    FILES_INSIDE,
    PART_INSIDE,
    PICTURE,
    Note,
    note,
)
from doccontrol.pdftext.old_fonts import OldCode, code_of_font, is_written_in
from doccontrol.pdftext.word.chunks import ChunkKind, ChunkNotRead, kind_of_chunk, lines_of_chunk
from doccontrol.pdftext.word.names import children, descendant, name, number_in, value
from doccontrol.pdftext.word.packages import Package
from doccontrol.pdftext.word.styles import Styles

# A picture of a page, in the units of drawings (914,400 an inch): 12 by 16 cm.
_PAGE_WIDTH, _PAGE_HEIGHT = 4_320_000, 5_760_000
_MOST_DEPTH = 3

# Reads a Word file that lies in another: gives its lines, and what of it was not read.
ReadPackage = Callable[[Package, int], tuple[list[str], list[Note]]]


class Parts:
    """``main`` is the name of the part with the body, ``depth`` how many files it lies in."""

    def __init__(
        self, package: Package, main: str, read_package: ReadPackage, depth: int = 0
    ) -> None:
        self._package = package
        self._main = main
        self._read_package = read_package
        self._depth = depth
        self._trees: dict[str, list[etree._Element]] = {}
        self.styles = Styles(self.trees("styles"))
        self.root = package.tree(main)
        self._codes: dict[OldCode, bool] = {}
        self._unread_chunks: list[str] = []
        self._notes_within: list[Note] = []
        self._targets = package.targets(main)

    def trees(self, kind: str) -> list[etree._Element]:
        """The parts of a kind that belong to the main one; every story asks for some of them."""
        if kind not in self._trees:
            related = self._package.related(self._main, kind)
            self._trees[kind] = [self._package.tree(part) for part in related]
        return self._trees[kind]

    def tree_of(self, relation: str) -> etree._Element | None:
        part = self._targets.get(relation)
        return self._package.tree(part) if part else None

    def notes(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        for root in self.trees(kind):
            for found in children(root, kind.removesuffix("s")):
                yield value(found, "id"), found

    @property
    def has_coloured_paper(self) -> bool:
        paper = descendant(self.root, "background")
        return value(paper, "color").lower() not in {"", "auto", "ffffff"}

    def is_in_code(self, code: OldCode) -> bool:
        """Whether what the file sets in old fonts of this code is written in it. Its names can
        outlive a change of the letters."""
        if code not in self._codes:
            self._codes[code] = is_written_in(code, self._text_in(code))
        return self._codes[code]

    @property
    def old_codes(self) -> list[OldCode]:
        """Those by which letters were changed."""
        return [code for code, is_so in self._codes.items() if is_so]

    def _text_in(self, code: OldCode) -> str:
        found: list[str] = []
        for paragraph in self.root.iter("{*}p"):
            style = self.styles.of_paragraph(paragraph)
            for run in paragraph.iter("{*}r"):
                look = self.styles.look(descendant(run, "rPr"), style)
                if code_of_font(look.font) is code:
                    found += (text.text or "" for text in run.iter("{*}t"))
            found.append("\n")
        return "".join(found)

    def chunk(self, element: etree._Element) -> Iterator[str]:
        """The lines of a part in another format; one that cannot be read is remembered."""
        part = self._targets.get(value(element, "id"), "")
        if not part:
            self._unread_chunks.append(value(element, "id") or name(element))
            return
        content = self._package.part(part)
        kind = kind_of_chunk(content, self._package.content_type(part), part)
        if kind is ChunkKind.OTHER or (kind is ChunkKind.WORD and self._depth >= _MOST_DEPTH):
            self._unread_chunks.append(basename(part))
        elif kind is ChunkKind.WORD:
            lines, notes = self._read_package(self._package.within(part), self._depth + 1)
            self._notes_within += notes
            yield from lines
        else:
            try:
                yield from list(lines_of_chunk(content, kind))
            except ChunkNotRead:
                self._unread_chunks.append(basename(part))

    def unread(self) -> Iterator[Note]:
        """What of the file, and of the files in it, was not read; asked when all its stories
        are."""
        yield from self._notes_within
        if self._unread_chunks:
            yield note("part-inside", PART_INSIDE, self._unread_chunks)
        inside = [
            basename(part)
            for kind in ("oleObject", "package", "control")
            for part in self._package.related(self._main, kind)
        ]
        if inside:
            yield note("files-inside", FILES_INSIDE, inside)
        drawn = ("diagramData", "chart", "chartEx")
        if any(self._package.related(self._main, kind) for kind in drawn):
            yield note("drawing", DRAWING)
        if any(map(_is_as_large_as_a_page, self.root.iter("{*}extent"))):
            yield note("picture", PICTURE)


def _is_as_large_as_a_page(extent: etree._Element) -> bool:
    """Whether a drawing of such a size is a picture of a page."""
    drawing = extent.getparent()
    if drawing is None or next(drawing.iter("{*}blip"), None) is None:
        return False
    width, height = sorted(number_in(extent.get(side, ""), 0) for side in ("cx", "cy"))
    return width >= _PAGE_WIDTH and height >= _PAGE_HEIGHT
