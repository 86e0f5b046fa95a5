from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import checks, similar, upkeep  # noqa: F401  (checks, finders register themselves)
        from cms.exports import clean_exports
        from cms.frugal import give_back
        from cms.kept.version import after_migrate, before_migrate, gather
        from cms.log_in import record  # noqa: F401  (its receivers listen from here on)
        from doccontrol.jobs.working import look_regularly

        clean_exports()
        look_regularly(seconds=upkeep.WORKER_SAYS_EVERY)(upkeep.say_worker_lives)
        look_regularly(seconds=60)(gather)
        look_regularly(seconds=5)(give_back)
        pre_migrate.connect(before_migrate, sender=self, dispatch_uid="content_version")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="content_version")
