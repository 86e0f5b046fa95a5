"""One sentence of a law, read word by word: which mentioned text is acted on, and how.

A verb acts when the reading text is its subject: it opens the sentence or a title ("Bãi bỏ …"), or
follows "Nghị định này". A verb behind a mention describes the mentioned text ("Nghị định số 9 sửa
đổi Nghị định số 110"), and what follows "được sửa đổi bởi" acted elsewhere: those only refer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.acts import REFERS, Act, Role
from doccontrol.lawtext.citations.clauses import Clause
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.scopes import WHOLE, part_meant, tidy
from doccontrol.lawtext.relation_kinds import RelationKind

_GUIDING = frozenset({RelationKind.DETAILS, RelationKind.GUIDES})
_ENDING = frozenset({RelationKind.REPLACES, RelationKind.REPEALS})
_TAKES_THE_WHOLE = _ENDING | {RelationKind.SUSPENDS, RelationKind.PAUSES}
# How far from its verb, or from the beginning of its item, an object may stand.
_REACH, _REACH_IN_ITEM = 300, 160
_BESIDE = 8


class Sentence:
    """Reads one clause; ``act`` is the verb that an enumeration below it would take over."""

    def __init__(
        self,
        text: str,
        masked: str,
        mentions: Sequence[Mention],
        clause: Clause,
        *,
        act: Act | None,
        duty: bool,
    ) -> None:
        self.text, self.masked, self.mentions, self.clause = text, masked, mentions, clause
        self.act, self.duty = act, duty
        self.roles: dict[int, Role] = {}
        self.subjects: list[int] = []
        # A verb must begin here to act: the beginning, a stop, or "Nghị định này".
        self.anchor, self.after_this, self.this_seen = clause.body, False, False
        self.since: int | None = None  # the end of the last mention behind the anchor
        self.head_type = ""
        self.after_semicolon = False
        self.verb_end = -1
        # A verb describes the mention before it; it has had its first object.
        self.describing = self.described = False
        # What is mentioned acted itself, as a text of this type; a semicolon has come since.
        self.elsewhere, self.agent_type, self.agents_closed = False, "", False
        self.brackets: list[tuple[bool, bool]] = []  # the two states outside each open one
        self.excepted = False
        # Nothing acts until the next stop: a condition, somebody else's verb, all is said.
        self.dead = wording.CONDITION.match(masked, clause.body, clause.end) is not None

    def read(self, first: int) -> None:
        """Take the words in order; ``first`` is the place of the first mention in the clause."""
        nth = first
        tokens = list(wording.TOKEN.finditer(self.masked, self.clause.body, self.clause.end))
        for token, following in zip_longest(tokens, tokens[1:]):
            name = token.lastgroup or ""
            if name == "mention":
                nth = self._mentions_of(token, nth)
            elif name == "open":
                self.brackets.append((self.describing, self.elsewhere))
            elif name == "close":
                if self.brackets:
                    self.describing, self.elsewhere = self.brackets.pop()
            elif not self.brackets:
                self._word(name, token, following)

    def _mentions_of(self, token: re.Match[str], nth: int) -> int:
        """Read what ``token`` masks (two mentions may touch), past those that are quoted."""
        while nth < len(self.mentions) and self.mentions[nth].start < token.end():
            if self.mentions[nth].start >= token.start() and not self.brackets:
                self._mention(nth)
            nth += 1
        return nth

    def _word(self, name: str, token: re.Match[str], following: re.Match[str] | None) -> None:
        if name in wording.VERBS:
            kind = wording.VERBS[name]
            if not self._stands_beside(token.start()):
                self._verb(kind, token)
            elif self.act and self.act.end == self.verb_end:
                self._verb_too(self.act, kind, token)
            self.verb_end = token.end()
        elif name == "this":
            self.anchor, self.after_this, self.this_seen = token.end(), True, True
            self.since = None
        elif name == "passive":
            self._passive(token, following)
        else:
            {"ends": self._ends, "besides": self._besides, "stop": self._stop}[name](token)

    def _stands_beside(self, start: int) -> bool:
        """Whether only "," or "và" parts the verb at ``start`` from the verb before it."""
        near = self.verb_end > 0 and 0 <= start - self.verb_end < _BESIDE
        return near and wording.TOGETHER.fullmatch(self.masked, self.verb_end, start) is not None

    def _before(self, start: int, place: int) -> str:
        """What stands before ``place`` since ``start``, as much of it as can decide."""
        return self.masked[max(start, place - wording.NEAR) : place]

    # What each word does

    def _verb(self, kind: RelationKind, verb: re.Match[str]) -> None:
        confidence = self._acts(kind, verb.start())
        if confidence:
            self.act = Act(kind, verb.end(), confidence)
            self.describing = self.dead = False
        elif self.since is not None:
            self.describing, self.described = True, False
        elif self.act is None or not (self.act.inherited or self.act.kind is RelationKind.BASIS):
            self.dead = True  # somebody else's verb

    def _verb_too(self, act: Act, kind: RelationKind, verb: re.Match[str]) -> None:
        """Of "sửa đổi, thay thế, bãi bỏ một số điều" the mildest is true of all; else the first."""
        act.end = verb.end()
        if kind is RelationKind.AMENDS:
            act.kind = kind

    def _acts(self, kind: RelationKind, start: int) -> float:
        """How surely a verb at ``start`` is the reading text's own; 0 if it is not."""
        if self.elsewhere or (self.act and self.act.kind is RelationKind.BASIS):
            return 0
        if self.since is not None:
            return self._acts_too(kind, self._before(self.since, start))
        if start - self.anchor > _REACH:
            return 0
        before = self.masked[self.anchor : start]
        if self.after_this:
            return 0.98 if wording.AFTER_THIS.match(before) else 0
        if self.after_semicolon:
            follows_act = self.this_seen or (self.act is not None and not self.act.inherited)
            return 0.95 if follows_act and wording.AFTER_STOP.match(before) else 0
        begins = self.anchor == self.clause.body
        titled = begins and self.clause.opening and not self.clause.is_item
        if self.duty or (kind in _GUIDING and not titled):
            return 0
        return 0.95 if wording.AT_START.match(before) else 0

    def _acts_too(self, kind: RelationKind, between: str) -> float:
        """A further verb behind a mention: "thay thế A, bãi bỏ B" and "… và thay thế B"."""
        if self.describing:
            return 0
        acting = self.act is not None and not self.act.inherited
        if acting and wording.ONLY_AND.match(between):
            return 0.95
        same_sort = kind in _ENDING or (kind in _GUIDING and acting and self._kind() in _GUIDING)
        late = same_sort and (acting or self.this_seen) and wording.AND_LATE.search(between)
        return 0.85 if late else 0

    def _kind(self) -> RelationKind | None:
        return self.act.kind if self.act else None

    def _mention(self, nth: int) -> None:
        mention = self.mentions[nth]
        role = REFERS
        if self.elsewhere and self.agents_closed and not self._is_further_agent(mention):
            self.elsewhere = False
        if self.elsewhere:
            self.agent_type = mention.type
        elif self.dead and self.act is None:
            pass
        elif self.describing and not self._returns(mention):
            self.described = True
        else:
            self.describing = False
            if self.act is not None:
                role = self._object(self.act, nth)
            elif not self.subjects or self._is_another(mention):
                self.subjects.append(nth)
                self.head_type = mention.type
        self.roles[nth] = role
        self.since = mention.tail_end

    def _is_further_agent(self, mention: Mention) -> bool:
        """Among bases, "được sửa đổi bởi Luật số 1; Luật số 2" is one list in spite of its mark: a
        law that is itself a basis is named."""
        return mention.type == self.agent_type == "Luật" and not mention.name

    def _returns(self, mention: Mention) -> bool:
        """Behind "A sửa đổi A1" a text of A's type, linked by "và", goes on with the outer list;
        not among bases, each of which is closed by its semicolon."""
        if self._kind() is RelationKind.BASIS or not self.described:
            return False
        return mention.type == self.head_type and self._is_another(mention)

    def _is_another(self, mention: Mention) -> bool:
        start = self.since if self.since is not None else self.anchor
        return wording.ANOTHER.search(self._before(start, mention.whole_start)) is not None

    def _object(self, act: Act, nth: int) -> Role:
        mention = self.mentions[nth]
        if act.targets:
            if not self._is_another(mention):
                return REFERS
        elif not self._may_be_first(act, mention):
            return REFERS
        confidence = act.confidence * (0.95 if act.targets else 1.0)
        start = self.since if act.targets and self.since is not None else act.end
        act.targets.append(nth)
        self.head_type = mention.type
        return Role(act.kind, confidence, self._scope(act.kind, start, mention))

    def _may_be_first(self, act: Act, mention: Mention) -> bool:
        if mention.whole_start - act.end > (_REACH_IN_ITEM if act.inherited else _REACH):
            return False
        between = self.masked[act.end : mention.whole_start]
        if act.kind is RelationKind.BASIS:
            return wording.NO_BASIS.search(between) is None
        if act.kind in _GUIDING:
            guided = wording.OBJECT_OF_GUIDING.match(between) is not None
            return guided and wording.THEO.search(between) is None
        return not (wording.UNDER.search(between) or wording.AS_FOLLOWS.search(between))

    def _scope(self, kind: RelationKind, start: int, mention: Mention) -> str:
        if kind in _TAKES_THE_WHOLE:
            return part_meant(self.text, start, mention) or WHOLE
        if kind is RelationKind.AMENDS:
            return part_meant(self.text, start, mention)
        return mention.pinpoint.words if mention.pinpoint else ""

    def _passive(self, verb: re.Match[str], following: re.Match[str] | None) -> None:
        """By whom: in "được sửa đổi bởi B" B acted elsewhere; "bằng Thông tư này" is this text."""
        name = following.lastgroup if following else ""
        between = self.masked[verb.end() : following.start() if following else self.clause.end]
        by_agent = wording.AGENT_FOLLOWS.match(" " + between) is not None
        if name == "mention" and by_agent:
            self.elsewhere, self.agents_closed = True, False
            return
        kind = wording.kind_of_passive(verb[0])
        if kind is None or self.act is not None or self.dead:
            return
        if name == "this" and by_agent:
            self._settle(kind, 0.9)
        elif self._is_done_hereby(kind, verb, between):
            self._settle(kind, 0.8)

    def _is_done_hereby(self, kind: RelationKind, verb: re.Match[str], after: str) -> bool:
        """As in "bị bãi bỏ kể từ ngày …" and "được sửa đổi như sau", not "đã bị bãi bỏ"."""
        if wording.PAST.search(self._before(self.clause.start, verb.start())):
            return False
        done = wording.SETTLED if kind in _ENDING else wording.ANEW
        return done.match(after) is not None

    def _ends(self, verb: re.Match[str]) -> None:
        """After what ends ("Nghị định số 1 hết hiệu lực"), or before a list of texts."""
        if self.dead or wording.NOT_YET.search(self._before(self.clause.start, verb.start())):
            return
        if self.subjects:
            partly = wording.PARTLY.match(self.masked, verb.end(), self.clause.end) is not None
            self._settle(RelationKind.REPLACES, 0.9, partly=partly)
        elif self.act is None:
            self.act = Act(RelationKind.REPLACES, verb.end(), 0.9)

    def _settle(self, kind: RelationKind, confidence: float, *, partly: bool = False) -> None:
        """The subjects so far are acted on: texts of which only a part ends expire in part."""
        start = self.clause.body
        for nth in self.subjects:
            mention = self.mentions[nth]
            scope = part_meant(self.text, start, mention)
            if kind is not RelationKind.AMENDS:
                scope = scope or ("một phần" if partly else WHOLE)
            ends_in_part = kind is RelationKind.REPLACES and scope != WHOLE
            own_kind = RelationKind.EXPIRES_PARTLY if ends_in_part else kind
            self.roles[nth] = Role(own_kind, confidence, scope)
            start = mention.tail_end
        self.act, self.elsewhere, self.describing = None, False, False
        self.subjects, self.dead = [], True

    def _besides(self, word: re.Match[str]) -> None:
        """Of "…, trừ Điều 5": what is ended before it keeps a part; what follows only refers."""
        if self.excepted:
            return
        self.excepted = True
        far = min(self.clause.end, word.end() + _REACH)
        stop = wording.STOP.search(self.masked, word.end(), far)
        scope = tidy(self.text[word.start() : stop.start() if stop else far])
        for nth, role in self.roles.items():
            if role.kind in _ENDING and role.scope == WHOLE:
                self.roles[nth] = Role(role.kind, role.confidence, scope)
        self.act, self.dead = None, True

    def _stop(self, stop: re.Match[str]) -> None:
        self.agents_closed = self._kind() is RelationKind.BASIS
        self.elsewhere &= self.agents_closed
        self.describing = self.dead = self.excepted = False
        self.anchor, self.since, self.after_this = stop.end(), None, False
        self.after_semicolon = stop[0] == ";"
        if stop[0] == "." and self._kind() is not RelationKind.BASIS:
            self.this_seen, self.subjects, self.act = False, [], None
