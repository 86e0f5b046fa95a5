"""Why several proposals are not made or answered together: each that stands in the way, by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from doccontrol.decisions.models import TwoPersonDecision
from doccontrol.errors import Refused

# A sentence names so many, and counts the others.
MOST_NAMED = 5

Obstacles = Sequence[tuple[TwoPersonDecision, Refused]]


class NothingChosen(Refused):
    def __init__(self) -> None:
        super().__init__(_("Tick at least one."))


class NotAllTogether(Refused):
    """Nothing was written. ``obstacles``: the rows that cannot be done, each with its refusal."""

    message: Any = ""

    def __init__(self, obstacles: Obstacles) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(f"{self.message} {_in_words(self.obstacles)}")


class NoneProposed(NotAllTogether):
    message = _("Nothing was proposed, because not all of these can be. Leave out and try again:")


class NoneAnswered(NotAllTogether):
    message = _(
        "Nothing was answered, because not all of these can be. "
        "Untick what cannot, then answer the others:"
    )


def _in_words(obstacles: Obstacles) -> str:
    named = [f"{decision} – {refusal}" for decision, refusal in obstacles[:MOST_NAMED]]
    if others := len(obstacles) - len(named):
        named.append(_now("and %(count)d more.") % {"count": others})
    return " ".join(named)
