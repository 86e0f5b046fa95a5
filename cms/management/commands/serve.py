from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.family import Part, run_together
from cms.frugal import before_parting, load_what_all_read, share_little_heap
from doccontrol.typed.numbers import at_least_one


class Command(BaseCommand):
    help = (
        "Serve the site and do its background work, as one family of processes that share what "
        "they have loaded: gunicorn (set up by gunicorn.conf.py) and one worker (manage.py work). "
        "Runs until SIGTERM or Ctrl-C; if one of the two ends by itself, both end, exit status 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", metavar="ADDRESS:PORT")
        parser.add_argument(
            "--workers", type=at_least_one, default=2, help="web processes (default: 2)"
        )
        parser.add_argument("--threads", type=at_least_one, default=4, help="of each (default: 4)")
        parser.add_argument("--access-log", default="", metavar="FILE", help="a line per request")

    def handle(
        self, *, bind: str, workers: int, threads: int, access_log: str, **options: Any
    ) -> None:
        gunicorn = [
            *("gunicorn", "cms.wsgi", "--config", str(settings.BASE_DIR / "gunicorn.conf.py")),
            *("--bind", bind, "--workers", str(workers), "--threads", str(threads)),
            *("--log-level", "warning"),
            *(("--access-logfile", access_log) if access_log else ()),
        ]
        share_little_heap()
        load_what_all_read()
        before_parting()
        parts = [
            Part("The background work", _do_the_work),
            Part("The web site", lambda: _serve_pages(gunicorn)),
        ]
        if run_together(parts, complain=self.stderr.write):
            raise CommandError("The site was stopped because a part of it ended: see above.")


def _do_the_work() -> None:
    call_command("work")


def _serve_pages(arguments: list[str]) -> None:
    """Does not return: gunicorn ends its process itself."""
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = arguments
    WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()
