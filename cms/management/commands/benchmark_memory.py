"""``--json`` prints::

{"total_mib": 287.4,
 "processes": [{"role": "serve", "pid": 4711, "pss_mib": 21.0},
               {"role": "serve, child", "pid": 4712, "pss_mib": 72.3}, …]}
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.demonstration.agency import PASSWORD
from tools.serving.asking import Tally, Target, WrongAnswer, ask_for
from tools.serving.memory import Process, tree
from tools.serving.sites import THREADS, WORKERS, Site, SiteFailed, log_in, our_site

# Until the worker has looked around and nothing is in hand any more.
SETTLING_SECONDS = 15.0
# What a morning asks for: every web process has served it before it is looked at.
READ = ("/", "/quy-trinh/", "/tim-kiem/?q=lao+dong")
DONE_SIGNED_IN = ("/ban-lam-viec/", "/admin/reports/master-list/", "/admin/clocks/")


class Command(BaseCommand):
    help = (
        "Measure the memory of the idle site: gunicorn and the worker as manage.py serve starts "
        "them, the proportional share (PSS) of each process, after pages were read. The database "
        "in use is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--var-dir",
            type=Path,
            help="of a loaded demonstration; made in a temporary folder if absent",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, var_dir: Path | None, json: bool, **options: Any) -> None:
        try:
            with TemporaryDirectory(prefix="hieu-luc-") as folder:
                processes = _measured(our_site(var_dir or Path(folder), PASSWORD))
        except (SiteFailed, WrongAnswer) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(processes) if json else as_table(processes))


def _measured(site: Site) -> list[Process]:
    with site.served_and_worked() as (parent, port):
        cookie = log_in(site, port)
        connections = WORKERS * THREADS
        ask_for(Target("read", port, READ), connections, 2.0, Tally())
        ask_for(Target("signed in", port, DONE_SIGNED_IN, cookie), connections, 2.0, Tally())
        time.sleep(SETTLING_SECONDS)
        return tree(parent, "serve")


def _total(processes: list[Process]) -> float:
    return round(sum(process.pss_mib for process in processes), 1)


def as_json(processes: list[Process]) -> str:
    listed = [process.as_json() for process in processes]
    return json.dumps({"total_mib": _total(processes), "processes": listed}, indent=2)


def as_table(processes: list[Process]) -> str:
    lines = [f"{process.role:<18} {process.pss_mib:>7.1f} MiB" for process in processes]
    return "\n".join([*lines, f"{'together':<18} {_total(processes):>7.1f} MiB"])
