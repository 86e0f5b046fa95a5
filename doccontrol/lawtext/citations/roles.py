"""What a text does to each text that it mentions, through its sentences and enumerations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.acts import REFERS, Act, Role
from doccontrol.lawtext.citations.amended import Provisions
from doccontrol.lawtext.citations.clauses import Clause, Level, clauses
from doccontrol.lawtext.citations.days import SENTENCE_REACH, day_of_act
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.quotes import QUOTED, without_quotes
from doccontrol.lawtext.citations.sentences import Sentence
from doccontrol.lawtext.relation_kinds import RelationKind

# In this many letters a consolidated text says that it is one.
_HEAD_OF_TEXT = 3_000
_NUMBER = re.compile(r"[ ]*(?:Điều[ ]{1,3}(\d{1,4}[a-zđ]?)|(\d{1,3}))")


def roles_of(
    text: str, mentions: Sequence[Mention], *, paragraphs: bool, consolidated: bool = False
) -> list[Role]:
    """The role of each mention, in their order. ``consolidated``: its number says that it is a
    consolidated text, which may say so itself only at its end.

    A consolidated text acts on nothing: what stands in it was done by those that it consolidates,
    which are named before the bases.
    """
    reader = _Reader(text, mentions)
    for clause in clauses(reader.masked, paragraphs=paragraphs):
        reader.read(clause)
    roles = reader.settled_roles()
    says_so = wording.CONSOLIDATED.search(text, 0, _HEAD_OF_TEXT) is not None
    if not (says_so or consolidated):
        return roles
    return [
        _in_a_consolidated(nth in reader.named, role, says_so) for nth, role in enumerate(roles)
    ]


def _in_a_consolidated(is_named: bool, role: Role, says_so: bool) -> Role:
    if is_named:
        return Role(RelationKind.CONSOLIDATES)
    keeps_basis = role.kind is RelationKind.BASIS and not says_so
    return role if keeps_basis else REFERS


@dataclass(frozen=True, slots=True)
class _List:
    """An open enumeration: how deep it stands, the verb it waits to take over, whether it lists
    duties of others, the text whose provisions its items amend, and whether its first words amend
    already. Below an item that names a provision ("Sửa đổi Điều 5 như sau:") none is noted."""

    level: float
    act: Act | None
    duty: bool
    amended: int | None
    amends: bool = False


class _Reader:
    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self.masked = _masked(without_quotes(text), mentions)
        self.roles = [REFERS] * len(mentions)
        self.named: set[int] = set()
        self.provisions = Provisions(self.masked)
        self._nth, self._before_bases = 0, True
        self._lists: list[_List] = []  # outermost first
        # Of a text that amends one other, as its title says, each article may name a provision.
        self._titled: int | None = None
        self._article = self._clause = ""

    def settled_roles(self) -> list[Role]:
        return [
            replace(role, scope=self.provisions.scope_of(nth, role.scope))
            for nth, role in enumerate(self.roles)
        ]

    def read(self, clause: Clause) -> None:
        first = self._nth
        while self._nth < len(self.mentions) and self.mentions[self._nth].start < clause.end:
            self._nth += 1
        if clause.level is not Level.NONE:
            self._close_lists(clause.level)
        self._note_place(clause)
        self._before_bases &= clause.opening and not clause.basis
        if self._before_bases:
            self.named.update(self._consolidated(clause, first))
        opens = clause.level is Level.ARTICLE or self._ends_in_colon(clause)
        if first == self._nth and not opens:
            self._add_provisions(clause)
            return
        sentence = self._sentence(clause)
        sentence.read(first)
        for nth, role in sentence.roles.items():
            self.roles[nth] = self._placed(role, nth, clause)
        acts = any(role.kind is not RelationKind.REFERS for role in sentence.roles.values())
        is_noted = not acts and self._add_provisions(clause)
        self._note_title(clause, sentence)
        if opens or is_noted:
            self._open_list(clause, sentence, is_noted=is_noted)

    def _placed(self, role: Role, nth: int, clause: Clause) -> Role:
        """With the place in the reading text, and the day that the sentence or its list states."""
        if role.kind in (RelationKind.REFERS, RelationKind.BASIS):
            return role
        mention = self.mentions[nth]
        start, end = self._segment(clause, mention)
        day = day_of_act(self.masked, start, mention.tail_end, end)
        if day is None and start > clause.body:
            day = day_of_act(self.masked, clause.body, start, start)
        if day is None and self._lists and self._lists[-1].act is not None:
            day = self._lists[-1].act.day
        return replace(role, day=day, article=self._article, clause=self._clause)

    def _segment(self, clause: Clause, mention: Mention) -> tuple[int, int]:
        """Between the stops around the mention, or as far as a sentence is looked through."""
        start = clause.body
        near = max(clause.body, mention.start - SENTENCE_REACH)
        for stop in wording.STOP.finditer(self.masked, near, mention.start):
            start = stop.end()
        far = min(clause.end, mention.tail_end + SENTENCE_REACH)
        following = wording.STOP.search(self.masked, mention.tail_end, far)
        return start, following.start() if following else far

    def _note_place(self, clause: Clause) -> None:
        number = _NUMBER.match(self.masked, clause.start, clause.end)
        if clause.level is Level.ARTICLE:
            self._article, self._clause = (number[1] or "") if number else "", ""
        elif clause.level is Level.CLAUSE:
            self._clause = (number[2] or "") if number else ""

    def _note_title(self, clause: Clause, sentence: Sentence) -> None:
        act = sentence.act
        is_title = clause.opening and not clause.basis and not clause.is_item
        if is_title and act is not None and act.kind is RelationKind.AMENDS and act.targets:
            self._titled = act.targets[0] if len(act.targets) == 1 else None

    def _consolidated(self, clause: Clause, first: int) -> list[int]:
        """The text that the clause opens with, or says to be attached or consolidated."""
        for nth in range(first, self._nth):
            mention = self.mentions[nth]
            is_itself = mention.number is not None and mention.number.type_abbreviation == "VBHN"
            before = self.masked[clause.body : mention.start]
            has_force = wording.SAID_TO_HAVE_FORCE.match(self.masked, mention.end, clause.end)
            behind_title = has_force and wording.BEHIND_A_TITLE.match(before)
            if not is_itself and (behind_title or wording.BEFORE_CONSOLIDATED.match(before)):
                return [nth]
        return []

    def _sentence(self, clause: Clause) -> Sentence:
        act, duty = (self._lists[-1].act, self._lists[-1].duty) if self._lists else (None, False)
        if clause.basis:
            act = Act(RelationKind.BASIS, clause.start)
        elif act is not None:
            act = replace(act, end=clause.body, inherited=True, targets=[])
        return Sentence(self.text, self.masked, self.mentions, clause, act=act, duty=duty)

    def _ends_in_colon(self, clause: Clause) -> bool:
        return self.masked[clause.start : clause.end].rstrip().endswith(":")

    def _close_lists(self, level: float) -> None:
        while self._lists and self._lists[-1].level >= level:
            self._lists.pop()

    def _add_provisions(self, clause: Clause) -> bool:
        """Whether the clause names provisions of the text that its list amends; they are noted."""
        above = self._lists[-1] if self._lists else None
        amended = above.amended if above else self._titled
        if amended is None or clause.opening:
            return False
        return self.provisions.add(amended, clause, after_verb=above is not None and above.amends)

    def _open_list(self, clause: Clause, sentence: Sentence, *, is_noted: bool) -> None:
        """Items take over a verb that has found no object yet: "Bãi bỏ các văn bản sau:"."""
        level = float(clause.level)
        if clause.level is Level.NONE:
            level = (self._lists[-1].level if self._lists else 0) // 1 + 0.5
            self._close_lists(level)
        act = sentence.act
        waits = act is not None and not act.targets and not clause.basis
        objects = act.targets if act is not None and act.kind is RelationKind.AMENDS else []
        amended = objects[0] if len(objects) == 1 else None
        verb = wording.OPENING_VERB.match(self.masked, clause.body, clause.end)
        if not objects:
            above = self._lists[-1] if self._lists else None
            goes_on = not is_noted and (verb or above is not None)
            amended = (above.amended if above else self._titled) if goes_on else None
        self._lists.append(
            _List(
                level,
                self._waiting(act, clause) if act is not None and waits else None,
                self._is_duty(clause),
                amended,
                amends=verb is not None and amended is not None and not objects,
            )
        )

    def _waiting(self, act: Act, clause: Clause) -> Act:
        day = day_of_act(self.masked, clause.body, min(act.end, clause.end), clause.end)
        return replace(act, day=day or act.day)

    def _is_duty(self, clause: Clause) -> bool:
        """Of an article that is headed "Hiệu lực và trách nhiệm thi hành" the items may act."""
        of_duty = wording.DUTY.search(self.masked, clause.start, clause.end) is not None
        closes = wording.CLOSING_ARTICLE.search(self.masked, clause.start, clause.end) is not None
        return of_duty and not (clause.level is Level.ARTICLE and closes)


def _masked(plain: str, mentions: Sequence[Mention]) -> str:
    """The text with each mention outside quotations as marks, every letter in its place."""
    parts, past = [], 0
    for mention in mentions:
        if plain[mention.start] != QUOTED:
            length = mention.end - mention.start
            parts += [plain[past : mention.start], wording.MENTIONED * length]
            past = mention.end
    return "".join([*parts, plain[past:]])
