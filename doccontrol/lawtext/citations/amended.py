"""What an amending text touches, item by item: the provisions that its articles and items name."""

from __future__ import annotations

from collections import defaultdict

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.clauses import Clause
from doccontrol.lawtext.citations.pinpoints import completed, parts_named
from doccontrol.lawtext.citations.scopes import is_vague

# Words of an item before its first provision: "Thay thế cụm từ “…” bằng cụm từ “…” tại".
_SOME_OF = wording.words(r"(?:một số|các) (?:khoản|điểm|nội dung|quy định)")


class Provisions:
    """The provisions named for each amended text, by the place of its mention."""

    def __init__(self, masked: str) -> None:
        self.masked = masked
        self._named: dict[int, list[str]] = defaultdict(list)

    def named_in(self, clause: Clause, within: str, *, after_verb: bool) -> list[str]:
        """Those that the clause names, each with what holds it; none unless it opens with a verb of
        amending or, ``after_verb``, its list did."""
        verb = wording.OPENING_VERB.match(self.masked, clause.body, clause.end)
        if verb is None and not after_verb:
            return []
        start = verb.end() if verb else clause.body
        return completed(parts_named(self.masked[start : clause.end]), within)

    def add(self, target: int, parts: list[str], within: str) -> None:
        """``within``: the provision whose items these are; it is not touched as a whole."""
        named = self._named[target]
        if within and within in named and any(part.endswith(within) for part in parts):
            named.remove(within)
        named += [part for part in parts if part not in named]

    def scope_of(self, target: int, words: str) -> str:
        """``words``: what the sentence names that mentions the text."""
        named = self._named.get(target, [])
        if not named:
            return words
        return "; ".join(named if is_vague(words) else [words, *named])
