"""What a text does to each text that it mentions, through its sentences and enumerations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.acts import REFERS, Act, Role
from doccontrol.lawtext.citations.clauses import Clause, Level, clauses
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.pinpoints import PINPOINT, added_or_named
from doccontrol.lawtext.citations.quotes import QUOTED, without_quotes
from doccontrol.lawtext.citations.scopes import LONGEST, is_vague
from doccontrol.lawtext.citations.sentences import Sentence
from doccontrol.lawtext.relation_kinds import RelationKind

# In this many letters a consolidated text says that it is one.
_HEAD_OF_TEXT = 3_000


def roles_of(text: str, mentions: Sequence[Mention], *, paragraphs: bool) -> list[Role]:
    """The role of each mention, in their order.

    A consolidated text acts on nothing: what stands in it was done by those that it consolidates,
    which are named before the bases.
    """
    reader = _Reader(text, mentions)
    for clause in clauses(reader.masked, paragraphs=paragraphs):
        reader.read(clause)
    if wording.CONSOLIDATED.search(text, 0, _HEAD_OF_TEXT):
        whole = Role(RelationKind.CONSOLIDATES)
        return [whole if nth in reader.named else REFERS for nth in range(len(mentions))]
    return reader.roles


@dataclass(frozen=True, slots=True)
class _List:
    """An open enumeration: how deep it stands, the verb it waits to take over, whether it lists
    duties of others, and the text whose provisions its items amend."""

    level: float
    act: Act | None
    duty: bool
    amended: int | None


class _Reader:
    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self.masked = _masked(without_quotes(text), mentions)
        self.roles = [REFERS] * len(mentions)
        self.named: set[int] = set()
        self._nth, self._before_bases = 0, True
        self._lists: list[_List] = []  # outermost first

    def read(self, clause: Clause) -> None:
        first = self._nth
        while self._nth < len(self.mentions) and self.mentions[self._nth].start < clause.end:
            self._nth += 1
        if clause.level is not Level.NONE:
            self._close_lists(clause.level)
        self._before_bases &= clause.opening and not clause.basis
        if self._before_bases and first < self._nth:
            self.named.add(first)
        opens = clause.level is Level.ARTICLE or self._ends_in_colon(clause)
        amends = first == self._nth and self._add_provision(clause)
        if first == self._nth and not opens:
            return
        sentence = self._sentence(clause)
        sentence.read(first)
        for nth, role in sentence.roles.items():
            self.roles[nth] = role
        if opens:
            self._open_list(clause, sentence, amends)

    def _sentence(self, clause: Clause) -> Sentence:
        act, duty = (self._lists[-1].act, self._lists[-1].duty) if self._lists else (None, False)
        if clause.basis:
            act = Act(RelationKind.BASIS, clause.start)
        elif act is not None:
            act = Act(act.kind, clause.body, act.confidence, inherited=True)
        return Sentence(self.text, self.masked, self.mentions, clause, act=act, duty=duty)

    def _ends_in_colon(self, clause: Clause) -> bool:
        return self.masked[clause.start : clause.end].rstrip().endswith(":")

    def _close_lists(self, level: float) -> None:
        while self._lists and self._lists[-1].level >= level:
            self._lists.pop()

    def _add_provision(self, clause: Clause) -> bool:
        """Whether the clause names a provision of the text that its list amends; it is noted."""
        amended = self._lists[-1].amended if self._lists else None
        verb = wording.OPENING_VERB.match(self.masked, clause.body, clause.end)
        if amended is None or verb is None:
            return False
        near = min(clause.end, verb.end() + wording.NEAR)
        part = PINPOINT.search(self.masked, verb.end(), near)
        if part is None:
            return False
        role = self.roles[amended]
        if len(role.scope) > LONGEST:
            return True
        named = [] if is_vague(role.scope) else [role.scope]
        words = added_or_named(self.masked, part)
        self.roles[amended] = replace(role, scope="; ".join([*named, words]))
        return True

    def _open_list(self, clause: Clause, sentence: Sentence, amends: bool) -> None:
        """Items take over a verb that has found no object yet: "Bãi bỏ các văn bản sau:"."""
        level = float(clause.level)
        if clause.level is Level.NONE:
            level = (self._lists[-1].level if self._lists else 0) // 1 + 0.5
            self._close_lists(level)
        act = sentence.act
        waits = act is not None and not act.targets and not clause.basis
        duty = wording.DUTY.search(self.masked, clause.start, clause.end) is not None
        objects = act.targets if act is not None and act.kind is RelationKind.AMENDS else []
        amended = objects[0] if len(objects) == 1 else None
        if not objects and not amends and self._lists:
            amended = self._lists[-1].amended
        self._lists.append(_List(level, act if waits else None, duty, amended))


def _masked(plain: str, mentions: Sequence[Mention]) -> str:
    """The text with each mention outside quotations as marks, every letter in its place."""
    parts, past = [], 0
    for mention in mentions:
        if plain[mention.start] != QUOTED:
            length = mention.end - mention.start
            parts += [plain[past : mention.start], wording.MENTIONED * length]
            past = mention.end
    return "".join([*parts, plain[past:]])
