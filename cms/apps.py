from __future__ import annotations

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        from cms import checks, similar, upkeep  # noqa: F401  (checks, finders register themselves)
        from cms.exports import clean_exports
        from cms.log_in import record  # noqa: F401  (its receivers listen from here on)
        from doccontrol.jobs.working import look_regularly

        clean_exports()
        look_regularly(seconds=upkeep.WORKER_SAYS_EVERY)(upkeep.say_worker_lives)
