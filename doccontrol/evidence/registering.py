"""What declares itself when the site starts. Nothing is defined here."""

from __future__ import annotations

from doccontrol.evidence import desk, jobs  # noqa: F401
