from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from html import unescape
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.html import strip_tags

from search.engine import get_engine
from search.engines.base import Hit, IndexBroken, IndexMissing, Query, Results, SearchUnavailable
from search.results import KINDS

ALL_KINDS = sorted(frozenset().union(*KINDS.values()))
SHOWN = ("kind", "number", "title", "heading", "edition", "unit", "url", "score")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


class Command(BaseCommand):
    help = "Search editions in force and texts of the register, as the results page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", help="words, a number or a code; quotes keep words together")
        parser.add_argument(
            "--public", action="store_true", help="only what everybody may read, as on the portal"
        )
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="editions in force on this day (default: today)",
        )
        parser.add_argument(
            "--kind", action="append", choices=ALL_KINDS, help="only this kind; may be repeated"
        )
        parser.add_argument(
            "--limit", type=_at_least_one, default=20, help="most hits (default: %(default)s)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(
        self,
        *,
        query: str,
        public: bool,
        on: date | None,
        kind: list[str] | None,
        limit: int,
        **options: Any,
    ) -> None:
        asked = Query(
            text=query,
            on=on or timezone.localdate(),
            public_only=public,
            kinds=frozenset(kind or ()),
            limit=limit,
        )
        try:
            results = get_engine().search(asked)
        except (IndexMissing, IndexBroken) as failure:
            raise CommandError(f"{failure} Run: manage.py rebuild_search") from failure
        except SearchUnavailable as failure:
            raise CommandError(f"Search does not answer: {failure}") from failure
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(query, results), ensure_ascii=False))
        else:
            self._write_lines(results)

    def _write_lines(self, results: Results) -> None:
        some = " (nothing has all the words; these have some)" if results.relaxed else ""
        self.stdout.write(f"{results.total} found{some}")
        for hit in results.hits:
            about = " · ".join(part for part in (hit.number, hit.edition, hit.unit) if part)
            heading = f" › {hit.heading}" if hit.heading else ""
            self.stdout.write(f"\n{hit.title}{heading}\n  {about}")
            if hit.url:
                self.stdout.write(f"  {hit.url}")
            self.stdout.write(f"  {unescape(strip_tags(hit.snippet_html))}")


def _as_json(query: str, results: Results) -> dict[str, Any]:
    """``snippet`` is HTML: escaped, with <mark> around the words."""
    return {
        "query": query,
        "total": results.total,
        "relaxed": results.relaxed,
        "hits": [_hit(hit) for hit in results.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    fields = asdict(hit)
    return {name: fields[name] for name in SHOWN} | {"snippet": hit.snippet_html}
