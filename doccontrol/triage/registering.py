"""What declares itself when the site starts. Nothing is defined here."""

from __future__ import annotations

from doccontrol.triage import answers  # noqa: F401
from doccontrol.triage.mistakes import deciding, pages  # noqa: F401
from doccontrol.triage.pages import desk  # noqa: F401
