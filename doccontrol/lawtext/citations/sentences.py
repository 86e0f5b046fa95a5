"""One sentence of a law, read word by word: which mentioned text is acted on, and how.

A verb acts when the reading text is its subject: it opens the sentence or a title ("Bãi bỏ …"), or
follows "Nghị định này". A verb behind a mention describes the mentioned text ("Nghị định số 9 sửa
đổi Nghị định số 110"), and what follows "được sửa đổi bởi" acted elsewhere: those only refer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from doccontrol.lawtext.citations import objects, wording
from doccontrol.lawtext.citations.acts import REFERS, Act, Role
from doccontrol.lawtext.citations.clauses import Clause
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.scopes import WHOLE, part_meant, scope_of, tidy
from doccontrol.lawtext.citations.standing import Agents, Opening, Standing, Voice
from doccontrol.lawtext.relation_kinds import ENDINGS, IMPLEMENTING, RelationKind

# How far from its verb, or from the beginning of what it opens, a word may stand.
_REACH = 300


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
        self.head_type = ""
        self.verb_end = -1
        self.described: int | None = None  # what the mention before it does something to
        self.tail_end = clause.body  # of the mention before
        self.open_brackets = 0  # what stands in brackets is not read
        self.standing = Standing(
            clause.body,
            is_silent=wording.CONDITION.match(masked, clause.body, clause.end) is not None,
        )

    def read(self, first: int) -> None:
        """Take the words in order; ``first`` is the place of the first mention in the clause."""
        nth = first
        tokens = list(wording.TOKEN.finditer(self.masked, self.clause.body, self.clause.end))
        for token, following in zip_longest(tokens, tokens[1:]):
            name = token.lastgroup or ""
            if name == "mention":
                nth = self._mentions_of(token, nth)
            elif name == "open":
                self.open_brackets += 1
            elif name == "close":
                self.open_brackets = max(0, self.open_brackets - 1)
            elif not self.open_brackets:
                self._word(name, token, following)

    def _mentions_of(self, token: re.Match[str], nth: int) -> int:
        """Read what ``token`` masks (two mentions may touch), past those that are quoted."""
        while nth < len(self.mentions) and self.mentions[nth].start < token.end():
            if self.mentions[nth].start >= token.start() and not self.open_brackets:
                self._mention(nth)
            nth += 1
        return nth

    def _word(self, name: str, token: re.Match[str], following: re.Match[str] | None) -> None:
        if name in wording.VERBS:
            kind = wording.VERBS[name]
            if not objects.stands_beside(self.masked, self.verb_end, token.start()):
                self._verb(kind, token)
            elif self.act and self.act.end == self.verb_end:
                self._verb_too(self.act, kind, token)
            self.verb_end = token.end()
        elif name == "this":
            self.standing = self.standing.behind_this_text(token.end())
        elif name == "passive":
            self._passive(token, following)
        else:
            getattr(self, f"_{name}")(token)

    def _before(self, start: int, place: int) -> str:
        """What stands before ``place`` since ``start``, as much of it as can decide."""
        return self.masked[max(start, place - wording.NEAR) : place]

    def _verb(self, kind: RelationKind, verb: re.Match[str]) -> None:
        confidence = self._acts(kind, verb.start())
        if confidence:
            self.act = Act(kind, verb.end(), confidence)
            self.standing = self.standing.behind_own_verb()
        elif self.standing.since is not None:
            self.standing = self.standing.behind_describing_verb()
        elif kind in IMPLEMENTING and self._title_goes_on():
            self.act, self.standing = None, self.standing.behind_foreign_verb()
        elif self.act is None or not (self.act.inherited or self.act.kind is RelationKind.BASIS):
            self.standing = self.standing.behind_foreign_verb()

    def _title_goes_on(self) -> bool:
        """Whether the semicolon before may stand in the title of the text before it: "hướng dẫn
        Nghị định số 9 quy định về phân cấp; quy định chi tiết …"."""
        after_stop = self.standing.opening is Opening.SEMICOLON and self.tail_end > self.clause.body
        return after_stop and wording.TITLE.match(self.masked, self.tail_end) is not None

    def _verb_too(self, act: Act, kind: RelationKind, verb: re.Match[str]) -> None:
        """Of "sửa đổi, thay thế, bãi bỏ một số điều" the mildest is true of all; else the first."""
        act.end = verb.end()
        if kind is RelationKind.AMENDS:
            act.kind = kind

    def _acts(self, kind: RelationKind, start: int) -> float:
        """How surely a verb at ``start`` is the reading text's own; 0 if it is not."""
        now = self.standing
        if now.agents is not Agents.NONE or self._kind() is RelationKind.BASIS:
            return 0
        if now.since is not None:
            return self._acts_too(kind, self._before(now.since, start))
        if start - now.anchor > _REACH:
            return 0
        before = self.masked[now.anchor : start]
        if now.opening is Opening.THIS_TEXT:
            return 0.98 if wording.AFTER_THIS.match(before) else 0
        if now.opening is Opening.SEMICOLON:
            if kind in IMPLEMENTING and self._title_goes_on():
                return 0
            follows_act = now.names_itself or self._has_own_act()
            return 0.95 if follows_act and wording.AFTER_STOP.match(before) else 0
        is_title = now.opening is Opening.CLAUSE and self.clause.opening and not self.clause.is_item
        if self.duty or (kind in IMPLEMENTING and not is_title):
            return 0
        enacts = self.clause.opening and wording.ENACTED.match(before)
        return 0.95 if wording.AT_START.match(before) or enacts else 0

    def _acts_too(self, kind: RelationKind, between: str) -> float:
        """A further verb behind a mention: "thay thế A, bãi bỏ B" and "… và thay thế B"."""
        if self.standing.voice is not Voice.OWN:
            return 0
        acting = self._has_own_act()
        if acting and wording.ONLY_AND.match(between):
            return 0.95
        same_sort = kind in ENDINGS or (
            kind in IMPLEMENTING and acting and self._kind() in IMPLEMENTING
        )
        late = (
            same_sort
            and (acting or self.standing.names_itself)
            and wording.AND_LATE.search(between)
        )
        return 0.85 if late else 0

    def _kind(self) -> RelationKind | None:
        return self.act.kind if self.act else None

    def _has_own_act(self) -> bool:
        """Whether a verb of this very clause acts, not one that its enumeration hands down."""
        return self.act is not None and not self.act.inherited

    def _mention(self, nth: int) -> None:
        mention = self.mentions[nth]
        if self.standing.agents is Agents.AFTER_STOP and not self._is_further_agent(mention):
            self.standing = self.standing.behind_agents()
        now, voice, self.roles[nth] = self.standing, self.standing.voice, REFERS
        self.tail_end = mention.tail_end
        if now.agents is not Agents.NONE:
            self.standing = now.behind_agent(mention.type, mention.tail_end)
            return
        if not (now.is_silent and self.act is None):
            voice = self._voice_at(mention)
            if voice is Voice.OWN:
                self.roles[nth] = self._object_or_subject(nth)
            self.described = nth if voice is Voice.DESCRIBED else None
        self.standing = now.behind_mention(voice, mention.tail_end)

    def _voice_at(self, mention: Mention) -> Voice:
        is_told_of = self.standing.voice is not Voice.OWN and not self._returns(mention)
        return Voice.DESCRIBED if is_told_of else Voice.OWN

    def _object_or_subject(self, nth: int) -> Role:
        mention = self.mentions[nth]
        if self.act is not None:
            return self._object(self.act, nth)
        if not self.subjects or self._is_another(mention):
            self.subjects.append(nth)
            self.head_type = mention.type
        return REFERS

    def _is_further_agent(self, mention: Mention) -> bool:
        """Among bases, "được sửa đổi bởi Luật số 1; Luật số 2" is one list: a basis is named."""
        return mention.type == self.standing.agent_type == "Luật" and not mention.name

    def _returns(self, mention: Mention) -> bool:
        """Whether the outer list goes on: "A sửa đổi một số điều của các nghị định về phí và B"; or
        behind a text that it names itself. Items and bases end with the title of their text."""
        if self.standing.voice is Voice.DESCRIBING:
            since = self.standing.since or self.standing.anchor
            return wording.OF_SOME_TEXTS.search(self.masked, since, mention.whole_start) is not None
        if self.described is None or (self.act is not None and self.act.inherited):
            return False
        told = self.mentions[self.described]
        listed = [*self.subjects, *(self.act.targets if self.act else ())]
        is_listed = any(self.mentions[nth].names_the_same_as(told) for nth in listed)
        return is_listed and mention.type == self.head_type and self._is_another(mention)

    def _is_another(self, mention: Mention) -> bool:
        now = self.standing
        start = now.since if now.since is not None else now.anchor
        return wording.ANOTHER.search(self._before(start, mention.whole_start)) is not None

    def _object(self, act: Act, nth: int) -> Role:
        mention = self.mentions[nth]
        if act.targets:
            if not self._is_another(mention):
                return REFERS
        elif not objects.may_be_first(act, mention, self.masked):
            return REFERS
        confidence = act.confidence * (0.95 if act.targets else 1.0)
        since = self.standing.since
        is_further = bool(act.targets) and since is not None
        start = (since or self.standing.anchor) if act.targets else act.end
        act.targets.append(nth)
        self.head_type = mention.type
        scope = scope_of(act.kind, self.text, start, mention, is_further=is_further)
        ends_in_part = act.is_end and scope != WHOLE
        return Role(RelationKind.EXPIRES_PARTLY if ends_in_part else act.kind, confidence, scope)

    def _passive(self, verb: re.Match[str], following: re.Match[str] | None) -> None:
        """By whom: in "được sửa đổi bởi B" B acted elsewhere; "bằng Thông tư này" is this text."""
        name = following.lastgroup if following else ""
        before = self._before(self.clause.start, verb.start())
        between = self.masked[verb.end() : following.start() if following else self.clause.end]
        by_agent = wording.AGENT_FOLLOWS.match(" " + between) is not None
        if name == "mention" and by_agent:
            self.standing = self.standing.before_agents()
            return
        kind = wording.kind_of_passive(verb[0])
        told_of = self.act is not None or self.standing.is_silent or wording.IF_IT_IS.search(before)
        if kind is None or told_of:
            return
        if name == "this" and by_agent:
            self._settle(kind, 0.9)
        elif not wording.PAST.search(before) and objects.is_done_hereby(kind, between):
            self._settle(kind, 0.8)

    def _ends(self, verb: re.Match[str]) -> None:
        """After what ends ("Nghị định số 1 hết hiệu lực"), or before a list of texts."""
        before = self._before(self.clause.start, verb.start())
        of_a_time = objects.names_a_time(self.masked, [self.mentions[nth] for nth in self.subjects])
        if self.standing.is_silent or of_a_time or wording.NOT_YET.search(before):
            return
        if self.subjects:
            partly = wording.PARTLY.match(self.masked, verb.end(), self.clause.end) is not None
            self._settle(RelationKind.REPLACES, 0.9, partly=partly)
        elif self.act is None:
            self.act = Act(RelationKind.REPLACES, verb.end(), 0.9, is_end=True)

    def _lasts(self, words: re.Match[str]) -> None:
        if self.subjects and not self.standing.is_silent and not self.standing.names_itself:
            self._settle(RelationKind.REPLACES, 0.8)

    def _settle(self, kind: RelationKind, confidence: float, *, partly: bool = False) -> None:
        """The subjects so far are acted on: texts of which only a part ends expire in part."""
        start = self.clause.body
        for place, nth in enumerate(self.subjects):
            mention = self.mentions[nth]
            part = part_meant(self.text, start, mention, is_further=place > 0)
            self.roles[nth] = objects.settled(
                kind, confidence, part or ("một phần" if partly else "")
            )
            start = mention.tail_end
        self.act, self.subjects = None, []
        self.standing = self.standing.settled()

    def _besides(self, word: re.Match[str]) -> None:
        """Of "…, trừ Điều 5": what is ended before it keeps a part; what follows only refers."""
        if self.standing.has_exception:
            return
        far = min(self.clause.end, word.end() + _REACH)
        stop = wording.STOP.search(self.masked, word.end(), far)
        end = stop.start() if stop else far
        scope = tidy(self.text[word.start() : end])
        for nth in objects.excepted(self.mentions, self.roles, word.end(), end):
            self.roles[nth] = replace(self.roles[nth], scope=scope)
        self.act = None
        self.standing = self.standing.behind_exception()

    def _stop(self, stop: re.Match[str]) -> None:
        among_bases = self._kind() is RelationKind.BASIS
        self.standing = self.standing.behind_stop(stop[0], stop.end(), among_bases=among_bases)
        if stop[0] == "." and not among_bases:
            self.subjects, self.act = [], None
