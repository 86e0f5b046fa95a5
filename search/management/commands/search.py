from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict, replace
from html import unescape
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.html import strip_tags

from doccontrol.typed.days import day_argument
from doccontrol.typed.numbers import at_least_one
from search.engine import get_engine
from search.engines.base import (
    Facet,
    Hit,
    IndexBroken,
    IndexMissing,
    Order,
    Query,
    Results,
    SearchUnavailable,
    State,
)
from search.page.address import KINDS, Address
from search.page.understanding import Understood, understand

ALL_KINDS = sorted(frozenset().union(*KINDS.values()))
SHOWN = ("kind", "number", "title", "heading", "edition", "unit", "url", "score")
# Options that choose values of a facet, each of which may be repeated.
CHOICES = {
    Facet.STATE: "only what stands so on the day",
    Facet.UNIT: "only documents of the unit with this code",
    Facet.FIELD: "only documents of this field of work",
    Facet.TYPE: "only laws of this type, such as “Nghị định”",
}


class Command(BaseCommand):
    help = "Search editions in force and texts of the register, as the results page does."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "query", help="as typed on the results page: words, “phrases”, -words, numbers, filters"
        )
        parser.add_argument(
            "--public", action="store_true", help="only what everybody may read, as on the portal"
        )
        parser.add_argument(
            "--on",
            type=day_argument,
            metavar="YYYY-MM-DD",
            help="only what was in force on this day, laws too (default: today, and any law)",
        )
        parser.add_argument(
            "--past", action="store_true", help="also past editions and those to come"
        )
        parser.add_argument(
            "--kind", action="append", choices=ALL_KINDS, help="only this kind; may be repeated"
        )
        for facet, what in CHOICES.items():
            values = sorted(State) if facet is Facet.STATE else None
            parser.add_argument(
                f"--{facet}", action="append", default=[], choices=values, help=what
            )
        parser.add_argument(
            "--newest", action="store_true", help="by the day of effect, the latest first"
        )
        parser.add_argument(
            "--facets", action="store_true", help="say how many there are of each kind, unit, …"
        )
        parser.add_argument(
            "--limit", type=at_least_one, default=20, help="most hits (default: %(default)s)"
        )
        parser.add_argument(
            "--explain", action="store_true", help="say why each hit stands where it stands"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(self, *, query: str, limit: int, **options: Any) -> None:
        understood = _understood(query, options)
        for note in understood.typed.notes:
            self.stderr.write(note.sentence)
        request = Query(
            understood.typed.question,
            understood.within,
            limit=limit,
            facets=options["facets"],
            explain=options["explain"],
            order=Order.NEWEST if options["newest"] else Order.RELEVANCE,
        )
        try:
            results = get_engine().search(request) if understood.is_askable else Results()
        except (IndexMissing, IndexBroken) as failure:
            raise CommandError(f"{failure} Run: manage.py rebuild_search") from failure
        except SearchUnavailable as failure:
            raise CommandError(f"Search does not answer: {failure}") from failure
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(query, results), ensure_ascii=False))
        else:
            self._write_lines(results)

    def _write_lines(self, results: Results) -> None:
        remark = " (nothing has all the words; these have some)" if results.relaxed else ""
        best = "the best " if results.best_of else ""
        self.stdout.write(f"{best}{results.total} found{remark}")
        for facet, values in results.counts.items():
            counted = ", ".join(f"{value} {count}" for value, count in values.items())
            self.stdout.write(f"  {facet}: {counted}")
        for hit in results.hits:
            about = " · ".join(part for part in (hit.number, hit.edition, hit.unit) if part)
            heading = f" › {hit.heading}" if hit.heading else ""
            self.stdout.write(f"\n{hit.title}{heading}\n  {about}")
            if hit.url:
                self.stdout.write(f"  {hit.url}")
            self.stdout.write(f"  {unescape(strip_tags(hit.snippet_html))}")
            for reason in hit.why:
                self.stdout.write(f"    {reason}")


def _understood(query: str, options: dict[str, Any]) -> Understood:
    """As the results page understands it; kinds are chosen one by one, not by tabs."""
    chosen = [(facet, value) for facet in CHOICES for value in options[facet.value]]
    address = Address(query, on=options["on"], past=options["past"], chosen=tuple(chosen))
    understood = understand(address, public_only=options["public"], today=timezone.localdate())
    if not options["kind"]:
        return understood
    return replace(understood, within=replace(understood.within, kinds=frozenset(options["kind"])))


def _as_json(query: str, results: Results) -> dict[str, Any]:
    """``snippet`` is HTML: escaped, with <mark> around the words."""
    return {
        "query": query,
        "total": results.total,
        "relaxed": results.relaxed,
        "best_of": results.best_of,
        "counts": {facet.value: dict(values) for facet, values in results.counts.items()},
        "hits": [_hit(hit) for hit in results.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    fields = asdict(hit)
    shown = {name: fields[name] for name in SHOWN} | {"snippet": hit.snippet_html}
    return shown | ({"why": list(hit.why)} if hit.why else {})
