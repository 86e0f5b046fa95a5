"""Names of issuers as files spell them: compared loosely, joint issuers told apart. No queries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from doccontrol.folding import fold

LONGEST_NAME = 120

_JOINER = re.compile(r"\s*[,;]\s+(?:và\s+)?|\s+và\s+")
# What no name of a body holds: a date, a number, a bracket, the verbs of a text's subject.
_SENTENCE = re.compile(r"\d|[()]|quy định|về việc|hướng dẫn|ban hành|sửa đổi", re.IGNORECASE)

_FIRST_WORDS = frozenset(
    {"Bộ", "Ban", "Hội", "Ủy", "Uỷ", "Tòa", "Toà", "Viện", "Ngân", "Thanh", "Tổng", "Trung",
     "Đoàn", "Liên", "Văn", "Sở", "Chính", "Quốc", "Kiểm"}
)  # fmt: skip


def name_key(name: str) -> str:
    """What two spellings of one body's name share: "Toà án", "Tòa án"; "Bộ công thương.".

    Not folded away are words: "Ngân hàng Nhà nước" stays apart from "Ngân hàng Nhà nước Việt Nam".
    """
    return " ".join(re.sub(r"[^\w]+", " ", fold(name)).split())


def looks_like_a_name(text: str) -> bool:
    """Whether the text can name a body, rather than being a piece of a sentence."""
    return len(text) <= LONGEST_NAME and not _SENTENCE.search(text)


class IssuerNames:
    """The known names, longest first, so that "Bộ Văn hóa, Thể thao và Du lịch" is one body."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known: dict[str, str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        self._known.setdefault(name_key(name), name)

    def known(self, name: str) -> str | None:
        return self._known.get(name_key(name))

    def split(self, text: str) -> list[str]:
        """The bodies named in ``text``, in its order, each in its known spelling.

        "Bộ A, Bộ B và Bộ C" are three, if A, B and C, or the pieces between commas and "và", are
        known or look like bodies; a text in which nothing is known is one body.
        """
        whole = " ".join(text.split()).strip(" .;,")
        if not whole:
            return []
        if name := self.known(whole):
            return [name]
        names: list[str] = []
        rest = whole
        while rest:
            name, rest = self._first(rest)
            if name not in names:
                names.append(name)
            rest = _JOINER.sub("", rest, count=1)
        return names

    def _first(self, text: str) -> tuple[str, str]:
        """The first body and what follows it: the longest known name, else the shortest piece.

        Either ends only where another body's name follows: "Ủy ban Dân tộc và Miền núi" is one,
        although "Ủy ban Dân tộc" is known.
        """
        ends = [
            end
            for match in _JOINER.finditer(text)
            if (end := match.start()) and self._begins_with_body(text[match.end() :])
        ] + [len(text)]
        for end in reversed(ends):
            if name := self.known(text[:end]):
                return name, text[end:]
        return text[: ends[0]].strip(" .;,"), text[ends[0] :]

    def _begins_with_body(self, text: str) -> bool:
        """Whether a known name stands at the start, or the word that starts a body's name."""
        if text.split()[0] in _FIRST_WORDS:
            return True
        ends = [match.start() for match in _JOINER.finditer(text)] + [len(text)]
        return any(self.known(text[:end]) for end in ends)
