"""``--json`` prints::

    {"workers": 2, "threads": 4, "connections": 4, "seconds": 8.0,
     "pages": [{"page": "home", "path": "/", "requests_per_second": 410.2,
                "bare_page": "home", "bare_requests_per_second": 318.0, "ratio": 1.29}, …]}

``seconds`` is how long each page was asked in all; ``path`` the first of several that are asked in
turn; ``ratio`` ours divided by the bare site's, measured in turn with it.
"""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError

from cms.demonstration.agency import PASSWORD
from tools.serving.asking import Tally, Target, WrongAnswer, ask_for
from tools.serving.sites import (
    THREADS,
    WORKERS,
    Site,
    SiteFailed,
    bare_site,
    log_in,
    our_site,
    read_page,
)

CONNECTIONS = 4
# For each address: both processes have drawn it before it is counted.
WARM_UP_SECONDS = 1.0
ROUND_SECONDS = 0.5
# As readers of the demonstration may ask.
QUESTIONS = (
    "giấy phép lao động",
    "khiếu nại",
    "hồ sơ tuyển dụng",
    "an toàn lao động",
    "trợ cấp",
    "biểu mẫu",
    "người có công",
    "đăng ký nội quy",
)
MOST_PROCEDURES = 8
LIST = "/quy-trinh/"
PUBLIC = (
    ("home", ("/",)),
    ("list", (LIST,)),
    ("procedure", ()),
    ("search", tuple(f"/tim-kiem/?q={quote(question)}" for question in QUESTIONS)),
)
SIGNED_IN = (
    ("desk", ("/ban-lam-viec/",)),
    ("board", ("/admin/clocks/",)),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A page of ours and the bare site's page that it is held against."""

    ours: Target
    bare: Target


class Command(BaseCommand):
    help = (
        "Measure pages of this site beside a bare Wagtail site, both under gunicorn in one run: "
        "requests a second of each and the ratio. The database in use is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--var-dir",
            type=Path,
            help="of a loaded demonstration; made in a temporary folder if absent",
        )
        parser.add_argument(
            "--rounds", type=int, default=16, help=f"of {ROUND_SECONDS} s each (default 16)"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *, var_dir: Path | None, rounds: int, json: bool, **options: Any) -> None:
        if rounds < 1:
            raise CommandError("--rounds must be 1 or more.")
        try:
            with ExitStack() as stack:
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="hieu-luc-")))
                (folder / "bare").mkdir()
                (folder / "var").mkdir(mode=0o700)
                ours = _serve(stack, our_site(var_dir or folder / "var", PASSWORD))
                bare = _serve(stack, bare_site(folder / "bare"))
                rows = [_measured(pair, rounds) for pair in _pairs(ours, bare)]
        except (SiteFailed, WrongAnswer) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_json(rows, rounds) if json else as_table(rows))


def _serve(stack: ExitStack, site: Site) -> tuple[int, str]:
    """(port, cookie of somebody signed in)."""
    _master, port = stack.enter_context(site.served())
    return port, log_in(site, port)


def _pairs(ours: tuple[int, str], bare: tuple[int, str]) -> list[Pair]:
    (port, cookie), (bare_port, bare_cookie) = ours, bare
    home = Target("home", bare_port, ("/",))
    admin = Target("admin home", bare_port, ("/admin/",), bare_cookie)
    public = [Pair(Target(name, port, paths or _procedures(port)), home) for name, paths in PUBLIC]
    return public + [Pair(Target(name, port, paths, cookie), admin) for name, paths in SIGNED_IN]


def _procedures(port: int) -> tuple[str, ...]:
    """Those that the list names first. Raises SiteFailed if it names none."""
    paths = dict.fromkeys(re.findall(rf'href="({LIST}[\w-]+/)"', read_page(port, LIST)))
    if not paths:
        raise SiteFailed(f"{LIST} lists no procedure: is this the demonstration?")
    return tuple(paths)[:MOST_PROCEDURES]


def _measured(pair: Pair, rounds: int) -> dict[str, Any]:
    """Short rounds in turn, so that whatever else the machine does meets both."""
    ours, bare = Tally(), Tally()
    for target in (pair.ours, pair.bare):
        ask_for(target, CONNECTIONS, WARM_UP_SECONDS * len(target.paths), Tally())
    for _ in range(rounds):
        ask_for(pair.ours, CONNECTIONS, ROUND_SECONDS, ours)
        ask_for(pair.bare, CONNECTIONS, ROUND_SECONDS, bare)
    return {
        "page": pair.ours.name,
        "path": pair.ours.paths[0],
        "requests_per_second": round(ours.rate, 1),
        "bare_page": pair.bare.name,
        "bare_requests_per_second": round(bare.rate, 1),
        "ratio": round(ours.rate / bare.rate, 2),
    }


def as_json(rows: list[dict[str, Any]], rounds: int) -> str:
    whole = {
        "workers": WORKERS,
        "threads": THREADS,
        "connections": CONNECTIONS,
        "seconds": rounds * ROUND_SECONDS,
        "pages": rows,
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def as_table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{'page':<12} {'ours':>8}   {'bare Wagtail':<12} {'':>8}  ratio"]
    lines += [
        f"{row['page']:<12} {row['requests_per_second']:>8.1f}   {row['bare_page']:<12} "
        f"{row['bare_requests_per_second']:>8.1f}  {row['ratio']:>5.2f}"
        for row in rows
    ]
    return "\n".join(lines)
