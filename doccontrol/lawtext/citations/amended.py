"""What an amending text touches, item by item: the provisions that its articles and items name."""

from __future__ import annotations

from collections import defaultdict

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.clauses import Clause
from doccontrol.lawtext.citations.pinpoints import completed, parts_named
from doccontrol.lawtext.citations.scopes import is_vague


class Provisions:
    """The provisions named for each amended text, by the place of its mention."""

    def __init__(self, masked: str) -> None:
        self.masked = masked
        # In order, each once.
        self._named: dict[int, dict[str, None]] = defaultdict(dict)

    def add(self, target: int, clause: Clause, *, after_verb: bool) -> bool:
        """Note those that the clause names, each with what holds it: none unless it opens with a
        verb of amending or, ``after_verb``, its list did. Returns whether there are any."""
        verb = wording.OPENING_VERB.match(self.masked, clause.body, clause.end)
        if verb is None and not after_verb:
            return False
        start = verb.end() if verb else clause.body
        parts = completed(parts_named(self.masked[start : clause.end]))
        self._named[target] |= dict.fromkeys(parts)
        return bool(parts)

    def scope_of(self, target: int, words: str) -> str:
        """``words``: what the sentence names that mentions the text."""
        named = self._named.get(target)
        if not named:
            return words
        return "; ".join(named if is_vague(words) else [words, *named])
