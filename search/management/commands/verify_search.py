from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engine import get_engine
from search.engines.base import Engine, IndexLocked, SearchUnavailable
from search.engines.fallback import each_engine
from search.engines.refused import SomeRefused
from search.keeping.verifying import Drift, find_drift, repair

_SHOWN = 10


class Command(BaseCommand):
    help = (
        "Compare the search index with the database: what is missing, superfluous or outdated. "
        "Exit status 1 if they differ and it was not repaired. A change of the last seconds that "
        "the worker has not come to yet is a difference, too."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="bring the index to what the database says"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(self, **options: Any) -> None:
        drifts = [
            (name, *self._verify(engine, mend=options["repair"]))
            for name, engine in each_engine(get_engine())
        ]
        if options["json"]:
            answer = [
                {"engine": name, "drift": bool(drift), "repaired": repaired, **asdict(drift)}
                for name, drift, repaired in drifts
            ]
            self.stdout.write(json.dumps({"engines": answer}, ensure_ascii=False))
        else:
            for name, drift, repaired in drifts:
                self._write_lines(name, drift, repaired)
        if any(drift and not repaired for _name, drift, repaired in drifts):
            raise CommandError(
                "The index differs from the database. Run: manage.py verify_search --repair"
            )

    def _verify(self, engine: Engine, *, mend: bool) -> tuple[Drift, bool]:
        try:
            drift = find_drift(engine)
            if drift and mend:
                repair(engine, drift)
        except IndexLocked as busy:
            raise CommandError(f"{busy} Run this again when it is done.") from busy
        except SearchUnavailable as failure:
            raise CommandError(f"Search does not answer: {failure}") from failure
        except SomeRefused as reason:
            raise CommandError(f"Not everything could be repaired: {reason}") from None
        return drift, bool(drift) and mend

    def _write_lines(self, name: str, drift: Drift, repaired: bool) -> None:
        if not drift:
            self.stdout.write(
                self.style.SUCCESS(f"{name}: {drift.compared} documents, as the database says.")
            )
            return
        self.stdout.write(f"{name}: {drift}{' (repaired)' if repaired else ''}")
        for kind in ("missing", "superfluous", "outdated"):
            keys = getattr(drift, kind)
            if keys:
                more = f" and {len(keys) - _SHOWN} more" if len(keys) > _SHOWN else ""
                self.stdout.write(f"  {kind}: {', '.join(keys[:_SHOWN])}{more}")
