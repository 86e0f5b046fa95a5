"""What declares itself when the site starts. Nothing is defined here."""

from __future__ import annotations

from doccontrol.clocks import change_effects, counting_effects, deciding, handlers  # noqa: F401
from doccontrol.clocks.announcing import desk as announcing  # noqa: F401
from doccontrol.clocks.giving import actions  # noqa: F401
from doccontrol.clocks.giving import desk as given  # noqa: F401
from doccontrol.clocks.pages import desk, draft_note, reopening_note  # noqa: F401
