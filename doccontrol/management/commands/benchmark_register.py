from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from doccontrol.clocks.evaluating import evaluate
from doccontrol.clocks.models import Clock
from doccontrol.documents.models.editions import Citation, Edition
from doccontrol.folding import fold
from doccontrol.organisation.models.people import Person
from doccontrol.register.models.texts import LegalRelation, LegalText
from doccontrol.register.pages.listings import LegalTextFilterSet, listed_texts, with_words
from doccontrol.register.rules import TextStatus
from tools.measuring import Times, peak_memory, seconds, times
from tools.synthetic.documents import answer_clocks
from tools.synthetic.filling import Size, count_anew, fill
from tools.synthetic.wording import MINISTRIES, PROVINCES, SUBJECTS
from tools.throwaway import NoThrowAwayDatabase, throw_away_database

ROWS_ON_A_PAGE = 20
Row = tuple[str, Times]


class Command(BaseCommand):
    help = (
        "Measure the register and the clocks at any size: in a database of its own, made for the "
        "measurement and dropped after it, filled with made-up texts, relations and documents. The "
        "agency's database is not touched. Times are in milliseconds unless they say seconds; "
        "nothing is cached that production does not cache."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--documents", type=int, default=10_000, metavar="N")
        parser.add_argument("--texts", type=int, default=100_000, metavar="N")
        parser.add_argument("--relations", type=int, default=300_000, metavar="N")
        parser.add_argument(
            "--dense", action="store_true", help="every relation is one that starts clocks"
        )
        parser.add_argument(
            "--rounds", type=int, default=30, metavar="N", help="how often each thing is measured"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same rows")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(
        self,
        *,
        documents: int,
        texts: int,
        relations: int,
        dense: bool,
        rounds: int,
        seed: int,
        json: bool,
        **options: Any,
    ) -> None:
        if settings.DEBUG:
            raise CommandError("With DEBUG every query is kept: no figure would be worth anything.")
        if min(documents, relations, rounds) < 1 or texts < 2:
            raise CommandError("At least one of each is needed, and two texts.")
        size, random = Size(documents, texts, relations, dense), Random(seed)  # noqa: S311
        try:
            with throw_away_database():
                report = measure(size, rounds, random, timezone.localdate())
        except NoThrowAwayDatabase as error:
            raise CommandError(str(error)) from error
        self.stdout.write(as_text(report) if json else as_table(report))


def measure(size: Size, rounds: int, random: Random, on: date) -> dict[str, Any]:
    filled = seconds(lambda: fill(size, until=on, random=random))
    evaluated = {
        "first_s": round(seconds(lambda: evaluate(on)), 2),
        "again_s": round(seconds(lambda: evaluate(on)), 2),
    }
    clocks = Clock.objects.count()
    answer_clocks(on, random)
    count_anew()
    evaluated["with_most_answered_s"] = round(seconds(lambda: evaluate(on)), 2)
    rows = [*one_text(rounds, random, on), *queries(rounds, random, on), *pages(rounds, random)]
    return {
        "database": f"{connection.vendor} {'.'.join(map(str, connection.get_database_version()))}",
        "dense": size.dense,
        "rows": {
            "texts": LegalText.objects.count(),
            "relations": LegalRelation.objects.count(),
            "documents": size.documents,
            "editions": Edition.objects.count(),
            "citations": Citation.objects.count(),
            "clocks": clocks,
        },
        "fill_s": round(filled, 1),
        "evaluate_all": evaluated,
        "ms": {name: timing.as_json() for name, timing in rows},
        "peak_memory_mib": peak_memory(),
    }


def one_text(rounds: int, random: Random, on: date) -> Iterator[Row]:
    """A text's day of effect is corrected, and what hangs on it evaluated."""

    def correct(text: int) -> None:
        LegalText.objects.filter(pk=text, effective__isnull=False).update(
            effective=F("effective") + timedelta(days=1)
        )

    def changed(texts: list[int]) -> Times:
        taken = []
        for text in texts:
            correct(text)
            taken.append(seconds(lambda text=text: evaluate(on, texts=[text])))  # type: ignore[misc]
        return Times.of(taken[1:])

    everything = LegalText.objects.order_by("pk").values_list("pk", flat=True)
    cited = Citation.objects.order_by().values_list("text", flat=True)
    most_clocks = Clock.objects.values("event__acting").annotate(clocks=Count("pk"))
    busiest = most_clocks.order_by("-clocks", "event__acting").values_list(
        "event__acting", flat=True
    )
    yield "one changed text", changed(random.choices(list(everything), k=rounds + 1))
    yield "one changed text that documents cite", changed(random.choices(list(cited), k=rounds + 1))
    yield "one changed text with the most clocks", changed([*busiest[: rounds + 1]])


def queries(rounds: int, random: Random, on: date) -> Iterator[Row]:
    """What a list asks the database: how many there are, and the first page."""

    def first_page(texts: QuerySet) -> None:
        texts.count()
        list(texts[:ROWS_ON_A_PAGE])

    def listing(_round: int) -> None:
        first_page(listed_texts(on))

    def search(words: str) -> None:
        first_page(with_words(listed_texts(on), words))  # type: ignore[arg-type]

    def filtered(status: str) -> None:
        chosen = LegalTextFilterSet(QueryDict(f"status={status}"), queryset=listed_texts(on))
        first_page(chosen.qs)

    yield "query: first page", times(listing, range(rounds + 1))
    for name, words in searches(rounds, random).items():
        yield f"query: {name}", times(search, words)
    for status in TextStatus:
        yield f"query: status {status}", times(filtered, [str(status)] * (rounds + 1))


def pages(rounds: int, random: Random) -> Iterator[Row]:
    """The same as a person gets it: the whole answer of the site, with its menu."""
    client = Client(SERVER_NAME="localhost", headers={"accept-language": "vi"})
    client.force_login(Person.objects.create(username="benchmark-reader", is_superuser=True))

    def get(url: str) -> None:
        answer = client.get(url, secure=True)
        if answer.status_code != 200:
            raise CommandError(f"{url} answered {answer.status_code}")

    index = reverse("legal_texts:index")
    keys = LegalText.objects.order_by("pk").values_list("pk", flat=True)
    sample = random.choices(list(keys), k=rounds + 1)
    popular = (
        LegalRelation.objects.filter(target__isnull=False)
        .values_list("target", flat=True)
        .annotate(named=Count("pk"))
        .order_by("-named", "target")[: rounds + 1]
    )
    yield "page: first page", times(get, [index] * (rounds + 1))
    for name, words in searches(rounds, random).items():
        urls = [f"{index}?{_query(q=phrase)}" for phrase in words]
        yield f"page: {name}", times(get, urls)
    for status in TextStatus:
        yield f"page: status {status}", times(get, [f"{index}?status={status}"] * (rounds + 1))
    for name, texts in (("timeline", sample), ("timeline, texts named most", list(popular))):
        yield f"page: {name}", times(get, [reverse("legal_texts:inspect", args=[t]) for t in texts])
    relations = reverse("legal_relations:index")
    yield "page: first page of relations", times(get, [relations] * (rounds + 1))


def searches(rounds: int, random: Random) -> dict[str, list[str]]:
    """What people type, each time something else."""

    def many(make: Callable[[], str]) -> list[str]:
        return [make() for _n in range(rounds + 1)]

    numbers = list(LegalText.objects.order_by("pk").values_list("number_raw", flat=True)[:5_000])
    issuers = [*MINISTRIES.values(), *(f"UBND {name}" for name in PROVINCES)]
    return {
        "search by number": many(lambda: random.choice(numbers)),
        "search by part of a number": many(lambda: random.choice(numbers).rpartition("/")[0]),
        "search by subject": many(lambda: random.choice(SUBJECTS)),
        "search by subject without marks": many(lambda: fold(random.choice(SUBJECTS))),
        "search by issuer": many(lambda: random.choice(issuers)),
        "search by issuer without marks": many(lambda: fold(random.choice(issuers))),
        "search for what is not there": many(lambda: f"khong co {random.randrange(10**6)}x"),
    }


def _query(**values: str) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return query.urlencode()


def as_text(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def as_table(report: dict[str, Any]) -> str:
    rows = ", ".join(f"{count:,} {name}" for name, count in report["rows"].items())
    lines = [
        f"{report['database']}{', dense' if report['dense'] else ''}: {rows}",
        f"{'':<44}{'p50':>9}{'p95':>9}{'most':>9}  ms",
    ]
    for name, timing in report["ms"].items():
        lines.append(f"{name:<44}{timing['p50']:>9}{timing['p95']:>9}{timing['most']:>9}")
    for name, taken in report["evaluate_all"].items():
        words = name.removesuffix("_s").replace("_", " ")
        lines.append(f"{'evaluate all clocks, ' + words:<44}{taken:>9} s")
    lines.append(f"{'peak memory':<44}{report['peak_memory_mib']:>9} MiB")
    return "\n".join(lines)
