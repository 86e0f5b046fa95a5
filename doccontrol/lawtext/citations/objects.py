"""Verbs and what stands beside them: whether they are one, act, and on what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from doccontrol.lawtext.citations import wording
from doccontrol.lawtext.citations.acts import Act, Role
from doccontrol.lawtext.citations.mentions import Mention
from doccontrol.lawtext.citations.scopes import WHOLE
from doccontrol.lawtext.relation_kinds import ENDINGS, IMPLEMENTING, INTERRUPTIONS, RelationKind

# How far from its verb, or from the beginning of its item, an object may stand.
_REACH, _REACH_IN_ITEM = 300, 160
_BESIDE = 8


def stands_beside(masked: str, verb_end: int, start: int) -> bool:
    """Whether only "," or "và" parts the verb at ``start`` from the one that ends before it."""
    near = verb_end > 0 and 0 <= start - verb_end < _BESIDE
    return near and wording.TOGETHER.fullmatch(masked, verb_end, start) is not None


def is_done_hereby(kind: RelationKind, after: str) -> bool:
    """Of "bị bãi bỏ kể từ ngày …" and "được sửa đổi như sau", by what stands behind the verb."""
    done = wording.SETTLED if kind in ENDINGS | INTERRUPTIONS else wording.ANEW
    return done.match(after) is not None


def may_be_first(act: Act, mention: Mention, masked: str) -> bool:
    """Whether ``mention`` is the first object of the verb, as what stands between them says."""
    between = masked[act.end : mention.whole_start]
    # Quoted words are what is exchanged, however many they are.
    length = len(between) - between.count(wording.QUOTED)
    if length > (_REACH_IN_ITEM if act.inherited else _REACH):
        return False
    if act.kind is RelationKind.BASIS:
        return wording.NO_BASIS.search(between) is None
    if act.kind in IMPLEMENTING:
        guided = wording.OBJECT_OF_GUIDING.match(between) is not None
        return guided and wording.THEO.search(between) is None
    return not (wording.UNDER.search(between) or wording.AS_FOLLOWS.search(between))


def names_a_time(masked: str, subjects: Iterable[Mention]) -> bool:
    """Whether "Nghị định số 1 hết hiệu lực" only names a time: "trước ngày …"."""
    starts = (mention.whole_start for mention in subjects)
    return any(wording.NAMES_A_TIME.search(masked[max(0, at - 20) : at]) for at in starts)


def excepted(
    mentions: Sequence[Mention], roles: Mapping[int, Role], start: int, end: int
) -> list[int]:
    """Of the texts that end wholly those that an exception between two places names; all, if it
    names none."""
    first = bisect_left(mentions, start, key=lambda mention: mention.start)
    last = bisect_left(mentions, end, key=lambda mention: mention.start)
    named = mentions[first:last]
    ended = [nth for nth, role in roles.items() if role.kind in ENDINGS and role.scope == WHOLE]
    kept = [nth for nth in ended if any(map(mentions[nth].names_the_same_as, named))]
    return kept or ended


def settled(kind: RelationKind, confidence: float, part: str) -> Role:
    """The role of a subject of which a verb behind it says what is done; what ends in part expires
    in part."""
    scope = part if kind is RelationKind.AMENDS else part or WHOLE
    ends_in_part = kind is RelationKind.REPLACES and scope != WHOLE
    return Role(RelationKind.EXPIRES_PARTLY if ends_in_part else kind, confidence, scope)
