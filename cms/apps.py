from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms.notes import reading_note
        from doccontrol.documents.reading import staff_notes

        staff_notes.append(reading_note)
