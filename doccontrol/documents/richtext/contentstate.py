"""What the rich text editor posts, read with suspicion: whatever comes, something that can be
stored and opened again comes of it, and each thing that had to give way is said.

The format is Draft.js's: blocks of text, ranges in them, and a map of what the ranges link to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.whitelist import check_url

from doccontrol.documents.richtext.typed_words import LONGEST_WORD, has_long_word
from doccontrol.typed.characters import same_length_without_controls

# The editor itself goes to the fifth level; what is typeset narrows with each.
DEEPEST_LIST = 7
_PAGE_ID = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """The names of what the converter of one field can write."""

    blocks: Collection[str]
    styles: Collection[str]
    entities: Collection[str]


@dataclass(slots=True)
class Reading:
    state: dict[str, Any]
    problems: list[str] = field(default_factory=list)

    def say(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


def read(posted: str, allowed: Allowed) -> Reading:
    """The state that was posted, cut down to what is ``allowed``; as plain text if it cannot be
    read at all."""
    if not posted.strip():
        return Reading({})
    try:
        state = json.loads(posted)
    except (ValueError, RecursionError):
        return unreadable(posted)
    if state is None:
        return Reading({})
    if not isinstance(state, dict) or not isinstance(state.get("blocks", []), list):
        return unreadable(posted)
    return _checked(state, allowed)


def unreadable(posted: str) -> Reading:
    """Nothing typed is lost in silence: it is shown again, as what it is."""
    lines = same_length_without_controls(posted).splitlines()
    reading = Reading({"blocks": [_block(line) for line in lines], "entityMap": {}})
    reading.say(_("The formatting of this text could not be read. It is shown as it came."))
    return reading


def _block(text: str, kind: str = "unstyled", depth: int = 0) -> dict[str, Any]:
    ranges: dict[str, list[Any]] = {"inlineStyleRanges": [], "entityRanges": []}
    return {"text": text, "type": kind, "depth": depth, **ranges}


def _checked(state: dict[str, Any], allowed: Allowed) -> Reading:
    reading = Reading({"blocks": [], "entityMap": {}})
    entities = state.get("entityMap") or {}
    if isinstance(entities, dict):
        for key, entity in entities.items():
            kept = _entity(entity, allowed)
            if kept is not None:
                reading.state["entityMap"][key] = kept
    for block in state.get("blocks", []):
        if not isinstance(block, dict) or not isinstance(block.get("text", ""), str):
            reading.say(_("A part of this text could not be read and was left out."))
            continue
        kept_block = _checked_block(block, allowed, reading)
        if kept_block is not None:
            reading.state["blocks"].append(kept_block)
    return reading


def _known(name: Any, names: Collection[str]) -> bool:
    return isinstance(name, str) and name in names


def _entity(entity: Any, allowed: Allowed) -> dict[str, Any] | None:
    """None for what the field does not take, or a link that leads nowhere."""
    if not isinstance(entity, dict) or not _known(entity.get("type"), allowed.entities):
        return None
    data = entity.get("data")
    data = data if isinstance(data, dict) else {}
    if entity["type"] == "LINK":
        link = _link(data)
        if link is None:
            return None
        data = link
    return {"type": entity["type"], "mutability": "MUTABLE", "data": data}


def _link(data: dict[str, Any]) -> dict[str, Any] | None:
    page, url = data.get("id"), data.get("url")
    if page is not None:
        is_id = isinstance(page, int | str) and _PAGE_ID.fullmatch(str(page))
        return {"id": int(page)} if is_id else None
    if not isinstance(url, str) or not url.strip():
        return None
    clean = same_length_without_controls(url)
    return {"url": clean} if check_url(clean) else None


def _checked_block(
    block: dict[str, Any], allowed: Allowed, reading: Reading
) -> dict[str, Any] | None:
    text = same_length_without_controls(block.get("text", ""))
    if has_long_word(text):
        reading.say(
            _("A word of more than %(count)d letters cannot be printed. Divide it.")
            % {"count": LONGEST_WORD}
        )
    kind = block.get("type", "unstyled")
    if not _known(kind, allowed.blocks):
        kind = "unstyled"
        reading.say(_("A part of a kind that this text does not take was made a paragraph."))
    kept = _block(text, kind, _depth(block.get("depth", 0), reading))
    if isinstance(block.get("key"), str) and block["key"].isalnum():
        kept["key"] = block["key"][:20]
    kept["inlineStyleRanges"] = _styles(block, len(text), allowed, reading)
    kept["entityRanges"] = _links(block, len(text), reading)
    # A rule across the page is such a block; what it stood for may have been left out.
    return None if kind == "atomic" and not kept["entityRanges"] else kept


def _depth(depth: Any, reading: Reading) -> int:
    if isinstance(depth, int) and 0 <= depth <= DEEPEST_LIST:
        return depth
    reading.say(
        _("A list inside lists goes deeper than %(count)d levels and cannot be printed.")
        % {"count": DEEPEST_LIST + 1}
    )
    return DEEPEST_LIST if isinstance(depth, int) and depth > 0 else 0


def _styles(
    block: dict[str, Any], length: int, allowed: Allowed, reading: Reading
) -> list[dict[str, Any]]:
    kept = []
    for style_range, start, end in _ranges(block.get("inlineStyleRanges"), length):
        if _known(style_range.get("style"), allowed.styles):
            kept.append({"offset": start, "length": end - start, "style": style_range["style"]})
        else:
            reading.say(_("A format that this text does not take was left out; its words stay."))
    return kept


def _links(block: dict[str, Any], length: int, reading: Reading) -> list[dict[str, Any]]:
    """Ranges in order that do not overlap, which is all that can be written."""
    kept: list[dict[str, Any]] = []
    reached = 0
    ranges = sorted(_ranges(block.get("entityRanges"), length), key=lambda link: link[1:])
    for link_range, start, end in ranges:
        known = str(link_range.get("key")) in reading.state["entityMap"]
        if known and start >= reached:
            kept.append({"offset": start, "length": end - start, "key": str(link_range["key"])})
            reached = end
        else:
            reading.say(
                _("A link that leads nowhere was left out; its words stay. Set the link again.")
            )
    return kept


def _ranges(ranges: Any, length: int) -> list[tuple[dict[str, Any], int, int]]:
    """Each range with its beginning and end inside the text; empty ones are none."""
    spans = []
    for text_range in ranges if isinstance(ranges, list) else []:
        if not isinstance(text_range, dict):
            continue
        start, size = text_range.get("offset"), text_range.get("length")
        if isinstance(start, int) and isinstance(size, int):
            end = min(start + size, length)
            if 0 <= start < end:
                spans.append((text_range, start, end))
    return spans
