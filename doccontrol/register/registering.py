"""What declares itself when the site starts. Nothing is defined here."""

from __future__ import annotations

from doccontrol.register import coming  # noqa: F401
from doccontrol.register.implementing import answers, desk  # noqa: F401
from doccontrol.register.intake import inbox, jobs, pictures  # noqa: F401
