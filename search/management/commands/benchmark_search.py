from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.base import IndexDocument, SearchUnavailable
from search.measuring.examples import WITHIN
from search.measuring.judged_questions import (
    JudgedQuestion,
    fingerprint_of,
    made_up_sections,
    read_corpus,
    read_questions,
)
from search.ranking.model import shipped
from tools.search import benchmarking
from tools.search.benchmarking import ENGINES, Benched
from tools.throwaway import NoThrowAwayDatabase

_PROGRESS_EVERY = 5_000
_CHANGED_SECTIONS = 50
Figures = dict[str, Any]


class Command(BaseCommand):
    help = (
        "Build an index of a corpus apart from the site's, ask it judged questions through the "
        "code that serves the site, and say how good, how fast and how large it is. The shipped "
        "ranking has learned from the public questions: asked the same again it looks better than "
        "it is (shipped_model_saw_these_questions); --cross-validated tells how good it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path, required=True, metavar="F")
        parser.add_argument("--queries", type=Path, required=True, metavar="F")
        parser.add_argument(
            "--field",
            default="query",
            help="which form of the questions is typed: query or query_nodiac (%(default)s)",
        )
        parser.add_argument("--engine", choices=sorted(ENGINES), default="embedded")
        parser.add_argument(
            "--run", type=Path, metavar="FILE", help="write the first 100 as a TREC run"
        )
        parser.add_argument(
            "--readers",
            type=int,
            default=20,
            metavar="N",
            help="ask with N readers at once too; 0 leaves it out (%(default)s)",
        )
        parser.add_argument(
            "--cross-validated",
            action="store_true",
            help="train anew, in five parts, each judged by what has not seen it (minutes; "
            "needs LightGBM)",
        )
        parser.add_argument(
            "--wagtail",
            type=int,
            default=0,
            metavar="N",
            help="compare with Wagtail's own database search, in a database of its own, on the "
            "first N questions: it may take most of a minute for each",
        )
        parser.add_argument(
            "--sections",
            type=int,
            metavar="N",
            help="instead of the corpus, N sections made up from its words; speed only",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on one line")

    def handle(self, *, corpus: Path, queries: Path, field: str, **options: Any) -> None:
        questions = _read(queries, lambda: read_questions(queries, field))
        if not questions:
            raise CommandError(f"{queries} has no questions.")
        figures: Figures = {
            "engine": options["engine"],
            "field": field,
            "questions": len(questions),
        }
        try:
            with ENGINES[options["engine"]]() as benched:
                figures |= self._measured(benched, corpus, questions, options)
                if not options["sections"]:
                    saw = shipped().note.get("questions_file") == fingerprint_of(queries)
                    figures["shipped_model_saw_these_questions"] = saw
                    if options["cross_validated"]:
                        figures["cross_validated"] = self._cross_validated(benched, queries, field)
            if options["wagtail"] and not options["sections"]:
                figures["wagtail"] = _wagtail(corpus, questions[: options["wagtail"]], figures)
        except SearchUnavailable as failure:
            raise CommandError(f"Search does not answer: {failure}") from failure
        if options["json"]:
            self.stdout.write(json.dumps(figures))
        else:
            self._write_lines(figures)

    def _measured(
        self, benched: Benched, corpus: Path, questions: list[JudgedQuestion], options: Figures
    ) -> Figures:
        sections = options["sections"]
        documents = made_up_sections(corpus, sections) if sections else read_corpus(corpus)
        figures: Figures = _read(
            corpus, lambda: benchmarking.build(benched, documents, self._report)
        )
        engine = benched.open()
        if not sections:
            results = benchmarking.found_by(engine, questions)
            if options["run"]:
                benchmarking.write_run(options["run"], results)
            figures |= benchmarking.quality(questions, results)
            if wagtail := options["wagtail"]:
                figures["of_those_asked_of_wagtail"] = benchmarking.quality(
                    questions[:wagtail], results
                )
            first = engine.first_stage(WITHIN)
            figures["first_stage"] = benchmarking.first_stage_quality(first, questions)
        texts = [question.text for question in questions]
        figures |= benchmarking.speed(benched, texts, options["readers"])
        changed = benchmarking.seconds_until_changed(engine, _changed(corpus))
        return figures | {"changed_after_seconds": round(changed, 3)}

    def _cross_validated(self, benched: Benched, queries: Path, field: str) -> Figures:
        from search.measuring.cross_validation import cross_validated
        from search.measuring.examples import examples

        first = benched.open().first_stage(WITHIN)
        questions = {
            form: read_questions(queries, form) for form in dict.fromkeys(("query", field))
        }
        try:
            figures: Figures = cross_validated(list(examples(first, questions)))[field]
        except ImportError as failure:
            raise CommandError("LightGBM is needed: requirements-dev.txt.") from failure
        return figures

    def _report(self, documents: int) -> None:
        if documents % _PROGRESS_EVERY == 0:
            self.stderr.write(f"{documents} indexed")

    def _write_lines(self, figures: Figures, indent: str = "") -> None:
        for name, value in figures.items():
            if isinstance(value, dict):
                self.stdout.write(f"{indent}{name}")
                self._write_lines(value, indent + "    ")
            else:
                self.stdout.write(f"{indent}{name:<34}  {value}")


def _read(path: Path, read: Any) -> Any:
    try:
        return read()
    except (OSError, KeyError, ValueError) as failure:
        raise CommandError(f"{path} cannot be read: {failure!r}") from failure


def _changed(corpus: Path) -> list[IndexDocument]:
    """One document that was not there, of many sections."""
    sections: Iterable[IndexDocument] = islice(made_up_sections(corpus, 200), _CHANGED_SECTIONS)
    return [
        replace(section, key=f"edition:new#{place}", group="edition:new", heading=f"moiđổi{place}")
        for place, section in enumerate(sections)
    ]


def _wagtail(corpus: Path, questions: list[JudgedQuestion], ours: Figures) -> Figures:
    from tools.search.wagtail_search import compared

    try:
        stock: Figures = compared(read_corpus(corpus), questions)
    except NoThrowAwayDatabase as failure:
        raise CommandError(str(failure)) from failure
    ours = ours | ours["of_those_asked_of_wagtail"]
    for theirs in stock.values():
        theirs["ours_to_theirs"] = {
            name: round(ours[name] / theirs[name], 5) if theirs[name] else None
            for name in ("R@10", "MRR@10", "p50_ms", "p95_ms", "build_seconds")
        }
    return stock
