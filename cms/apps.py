from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms.exports import clean_exports
        from cms.notes import clock_note, reading_note
        from cms.similar import find_similar
        from doccontrol.alerts.similar import register_finder
        from doccontrol.documents.reading import staff_notes

        clean_exports()
        staff_notes.extend([clock_note, reading_note])
        register_finder(find_similar)
