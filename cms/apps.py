from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import checks, upkeep  # noqa: F401  (checks register themselves)
        from cms.exports import clean_exports
        from cms.frugal import give_back
        from cms.kept.version import after_migrate, before_migrate, gather
        from cms.log_in import record  # noqa: F401  (its receivers listen from here on)
        from cms.notes import clock_note, reading_note
        from cms.similar import find_similar
        from doccontrol.documents.reading.edition_page import staff_notes
        from doccontrol.jobs.working import look_regularly
        from doccontrol.triage.similar_documents import register_finder

        clean_exports()
        staff_notes.extend([clock_note, reading_note])
        register_finder(find_similar)
        look_regularly(seconds=upkeep.WORKER_SAYS_EVERY)(upkeep.say_worker_lives)
        look_regularly(seconds=60)(gather)
        look_regularly(seconds=5)(give_back)
        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="content_version")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="content_version")
