from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms.notes import clock_note, reading_note
        from doccontrol.documents.reading import staff_notes

        staff_notes.extend([clock_note, reading_note])
