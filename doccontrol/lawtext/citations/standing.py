"""Where the reading of a sentence stands between two words: three named states and what of the
sentence they need. No text is read here; ``sentences`` says which word came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto


class Opening(Enum):
    """What the next verb would have to follow to be the reading text's own."""

    CLAUSE = auto()  # the beginning: a title or an item may open with its verb
    FULL_STOP = auto()
    SEMICOLON = auto()
    THIS_TEXT = auto()  # "Nghị định này", its subject


class Voice(Enum):
    """Of whom the verbs tell."""

    OWN = auto()  # of the reading text, or of nobody yet
    DESCRIBING = auto()  # of the mention before: "Nghị định số 9 sửa đổi …"
    DESCRIBED = auto()  # of it, and its first object has come


class Agents(Enum):
    """Whether the mentions that follow acted themselves: "được sửa đổi bởi …"."""

    NONE = auto()
    LISTED = auto()
    AFTER_STOP = auto()  # among bases: only a further law goes on with the list behind a semicolon


@dataclass(frozen=True, slots=True)
class Standing:
    """``anchor`` and ``since`` are places in the text: where ``opening`` ends, and where the last
    mention behind it ends (None before the first). ``agent_type`` is the type of the last agent.

    ``is_silent``: nothing is acted on until the next stop, unless a verb of the reading text comes:
    a condition, somebody else's verb, or all has been said. ``has_exception``: "trừ" has come.
    ``names_itself``: "Nghị định này" has come in this sentence.
    """

    anchor: int
    is_silent: bool = False
    opening: Opening = Opening.CLAUSE
    since: int | None = None
    voice: Voice = Voice.OWN
    agents: Agents = Agents.NONE
    agent_type: str = ""
    has_exception: bool = False
    names_itself: bool = False

    def behind_this_text(self, end: int) -> Standing:
        """After "Nghị định này", which ends at ``end``."""
        return replace(self, opening=Opening.THIS_TEXT, anchor=end, since=None, names_itself=True)

    def behind_own_verb(self) -> Standing:
        return replace(self, voice=Voice.OWN, is_silent=False)

    def behind_describing_verb(self) -> Standing:
        return replace(self, voice=Voice.DESCRIBING)

    def behind_foreign_verb(self) -> Standing:
        """After a verb that is neither the reading text's nor that of a mention."""
        return replace(self, is_silent=True)

    def before_agents(self) -> Standing:
        """After "được sửa đổi bởi"."""
        return replace(self, agents=Agents.LISTED)

    def behind_agent(self, kind: str, end: int) -> Standing:
        """After a mention that acted itself, a text of the type ``kind``."""
        return replace(self, agent_type=kind, since=end)

    def behind_agents(self) -> Standing:
        """The mention that comes is no agent any more."""
        return replace(self, agents=Agents.NONE)

    def behind_mention(self, voice: Voice, end: int) -> Standing:
        return replace(self, voice=voice, since=end)

    def settled(self) -> Standing:
        """After a verb that said what becomes of all subjects: "… hết hiệu lực"."""
        return replace(self, agents=Agents.NONE, voice=Voice.OWN, is_silent=True)

    def behind_exception(self) -> Standing:
        """After "trừ": what follows keeps its force and only refers."""
        return replace(self, has_exception=True, is_silent=True)

    def behind_stop(self, mark: str, end: int, *, among_bases: bool) -> Standing:
        """After ";" or ".", ending at ``end``. Among bases a semicolon parts laws of one list, and
        a full stop ends none."""
        is_listing = among_bases and self.agents is not Agents.NONE
        return Standing(
            anchor=end,
            opening=Opening.SEMICOLON if mark == ";" else Opening.FULL_STOP,
            agents=Agents.AFTER_STOP if is_listing else Agents.NONE,
            agent_type=self.agent_type,
            names_itself=self.names_itself and (mark == ";" or among_bases),
        )
