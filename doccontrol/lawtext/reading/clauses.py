"""Of what a statement in a text speaks: of the text itself, of a part of it, or of another text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from doccontrol.lawtext.citations.quotes import quotations
from doccontrol.lawtext.reading.running_text import Flow, key, loose, plain

# Characters before a statement within which its sentence begins.
LONGEST_SENTENCE = 900

TYPES = (
    "hien phap", "bo luat", "luat", "phap lenh", "lenh", "nghi dinh", "nghi quyet lien tich",
    "nghi quyet", "quyet dinh", "thong tu lien tich", "thong tu", "chi thi", "quy che phoi hop",
    "quy che", "quy dinh", "dieu le", "huong dan", "ke hoach", "thong bao", "cong van", "van ban",
    "chuong trinh", "ket luan", "cong dien", "de an", "phuong an",
)  # fmt: skip
# What is issued with a text; "Quy định này" is not said of a decision.
ATTACHED = ("quy che", "quy che phoi hop", "quy dinh", "dieu le", "huong dan", "chuong trinh")
_SPELT = {key(name): name for name in TYPES}
_TYPE = "|".join(map(loose, TYPES))
OWN_TYPE = f"(?:{_TYPE})"
_ITSELF = re.compile(rf"(?<![a-z])(?P<type>{_TYPE})\s+(?:so\s+\S+\s+)?nay(?![a-z])")
_ANOTHER = re.compile(rf"(?<![a-z])(?:{_TYPE})\s[^.;]{{0,120}}?(?:\bso\s+\d|\d+/)")
_SENTENCE_START = re.compile(
    r"(?<![ .\n]tp)(?<![ .\n]ts)[.;]\s+|:\s*\n"
    r"|\n\s*(?:dieu\s+\d+\w{0,3}\s*[.:]|khoan\s+\d+\s*[.:]|\d+\s*[.)/]|[a-z]\s*\)|-)\s*"
)
_ARTICLE = re.compile(r"(?:^|(?<=\n))\s*dieu\s+\d+\w{0,3}\s*[.:\n]")
_PART = re.compile(
    r"(?<![a-z])(?:"
    r"(?:quy dinh|noi dung|che do|chinh sach|muc|truong hop|thu tuc|viec|danh muc|bieu mau)"
    r"[^.;]{0,80}?(?:tai|ve|theo)\s"
    r"|(?:khoan|dieu|diem|chuong|muc|phu luc|tiet|phan)\s+(?:\d|[ivx]+\b|[a-z]\b))"
)
# A part as the subject of a sentence stands at its beginning.
_OF_A_PART = re.compile(rf"\W*(?:(?:rieng|doi voi|cac|nhung|mot so|con)\s+)*{_PART.pattern}")
_EXCEPTED = re.compile(r"^\W*(?:tru|ngoai)(?![a-z])")
# What leads from the subject to its verb; anything else may speak of something else.
_TO_THE_VERB = re.compile(r"(?:^|\bva|,)\s*(?:se\s+|chinh thuc\s+|bat dau\s+)?(?:co|duoc)?\s*$")
# What may stand before a subject without taking it as an object: nothing, or a phrase that ends.
_BEFORE_A_SUBJECT = re.compile(
    r"(?:^|[,;:-]|\b(?:thi|va|rieng|nhu sau))\s*$"
    # A heading: a short line of its own that does not lead on.
    r"|(?:^|\n)(?![^\n]*\b(?:voi|cua|tai|theo|boi|trong|cho|ve|hoac|cac|ngay|khi)\s*\n)[^\n]{1,50}\n\s*$"
    r"|^(?:hieu luc|dieu khoan|to chuc|trach nhiem)[^.;]{0,90}\n\s*$"
    r"|^(?:(?:hieu luc|dieu khoan|to chuc|trach nhiem|thi hanh|thuc hien|chuyen tiep|va|,)\s*)+$"
)
_HEADING = re.compile(r"(?:hieu luc|dieu khoan|to chuc|trach nhiem)[^.;\n]{0,90}$")


@dataclass(frozen=True, slots=True)
class Clause:
    """What a statement speaks of. ``scope`` is the part as printed, "" for the whole text;
    ``of_annex``: of something issued with the text; ``start`` is where the sentence begins."""

    start: int
    scope: str = ""
    of_annex: bool = False


class Clauses:
    """The statements of one stretch of a text, whose type is ``own``, as ``plain`` gives it
    ("nghi dinh"), or "" if it is not known."""

    def __init__(self, flow: Flow, start: int, end: int, own: str) -> None:
        self.flow, self.start, self.end, self.own = flow, start, end, own
        self._quoted = list(quotations(flow.text))

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Where the pattern stands in the stretch, outside quotations."""
        for match in pattern.finditer(self.flow.plain, self.start, self.end):
            if not self.is_quoted(match.start()):
                yield match

    def is_quoted(self, at: int) -> bool:
        """An amending law quotes the effect clauses of the laws it amends."""
        before = bisect_right(self._quoted, at, key=lambda span: span[0]) - 1
        return before >= 0 and at < self._quoted[before][1]

    @cached_property
    def _articles(self) -> list[int]:
        return [match.start() for match in self.matches(_ARTICLE)]

    def of(self, at: int) -> Clause | None:
        """What the statement at this offset speaks of; None if not of this text.

        "Quyết định này thay thế Quyết định số 5/… có hiệu lực từ …" speaks of the other, "… và có
        hiệu lực từ …" of this one; "trái với Thông tư này hết hiệu lực" of neither; "trước ngày
        Thông tư này có hiệu lực" states nothing.
        """
        start = self.sentence_start(at)
        before = self.flow.plain[start:at]
        subjects = list(_ITSELF.finditer(before))
        if not subjects:
            return self._without_subject(start, before)
        subject = subjects[-1]
        clause = self._limited(start, before, subject)
        kind = _SPELT[key(subject["type"])]
        if clause is None or self._is_own(kind):
            return clause
        return Clause(start, of_annex=True) if kind in ATTACHED and not clause.scope else None

    def _limited(self, start: int, before: str, subject: re.Match[str]) -> Clause | None:
        """The whole text, or the part that a statement is limited to: one named before the
        subject, unless it is excepted there, or after it ("riêng quy định tại Điều 5 …")."""
        ahead, behind = before[: subject.start()], before[subject.end() :]
        alone = re.search(r"\brieng\b", behind)
        if alone and _PART.search(behind, alone.start()):
            return Clause(
                start, self._printed(start + subject.end() + alone.start(), start + len(before))
            )
        names_a_part = _OF_A_PART.match(ahead) and not _EXCEPTED.search(ahead)
        leads_on = _TO_THE_VERB.search(behind) or _PART.search(behind)
        if names_a_part and leads_on and not _ANOTHER.search(ahead + behind):
            return Clause(start, self._printed(start, start + len(before)))
        if _TO_THE_VERB.search(behind) and (
            _BEFORE_A_SUBJECT.search(ahead) or _EXCEPTED.search(ahead)
        ):
            return Clause(start)
        return None

    def speaks_of_itself(self, at: int) -> bool:
        """Whether the last text named before the offset, in its sentence, is this one."""
        before = self.flow.plain[self.sentence_start(at) : at]
        subjects = list(_ITSELF.finditer(before))
        return bool(
            subjects
            and self._is_own(_SPELT[key(subjects[-1]["type"])])
            and not _ANOTHER.search(before[subjects[-1].end() :])
        )

    def _is_own(self, kind: str) -> bool:
        """Said of this text: also "Thông tư này" in a joint circular, "văn bản này" in any."""
        return not self.own or kind in (self.own, "van ban") or self.own.startswith(f"{kind} ")

    def _without_subject(self, start: int, before: str) -> Clause | None:
        """As in "Quyết định có hiệu lực …", "Điều 5 có hiệu lực …", "Hiệu lực thi hành: …"."""
        said = re.sub(r"\bco\s*$", "", before).strip(" \n,:-")
        heading, _, below = said.rpartition("\n")
        if _HEADING.match(heading.strip()):
            said = below.strip()  # in a line of its own under "Hiệu lực thi hành"
        if said in ("", "thoi diem", "thoi gian", "thoi han") or (self.own and said == self.own):
            return Clause(start)
        if _OF_A_PART.match(said) and not _ANOTHER.search(said) and not _EXCEPTED.search(said):
            return Clause(start, self._printed(start, start + len(before)))
        return None

    def _printed(self, start: int, end: int) -> str:
        text = " ".join(self.flow.text[start:end].split())
        for verb in ("có", "được"):
            text = text.removesuffix(f" {verb}")
        return text.strip(" ,;:-")

    def sentence_start(self, at: int) -> int:
        first = max(self.start, at - LONGEST_SENTENCE)
        start = first
        for boundary in _SENTENCE_START.finditer(self.flow.plain, first, at):
            start = boundary.end()
        return start

    def article_around(self, at: int) -> tuple[int, int]:
        """The article that holds the offset; without articles, the sentences around it."""
        begins = at - LONGEST_SENTENCE
        ends = at + LONGEST_SENTENCE
        following = bisect_right(self._articles, at)
        if following:
            begins, ends = self._articles[following - 1], self.end
        if following < len(self._articles):
            ends = self._articles[following]
        return max(begins, self.start), min(ends, self.end)


def own_type(name: str | None) -> str:
    """A type's name as the statements of a text use it."""
    return plain(name) if name else ""
