"""What declares itself when the site starts. Nothing is defined here."""

from __future__ import annotations

from doccontrol.documents import coming, resting_on_texts  # noqa: F401
from doccontrol.documents.doors import floor, permissions  # noqa: F401
from doccontrol.documents.drafting import revisions  # noqa: F401
from doccontrol.documents.ending import actions, note  # noqa: F401
from doccontrol.documents.issuing import proof, signed_by  # noqa: F401
from doccontrol.documents.judging import desk  # noqa: F401
from doccontrol.documents.judging.screen import course_note, receipt  # noqa: F401
from doccontrol.documents.printing import pdf  # noqa: F401
from doccontrol.documents.reading import views  # noqa: F401
