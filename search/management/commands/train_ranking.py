from __future__ import annotations

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError

from search.engines.embedded.engine import EmbeddedEngine
from search.measuring.cross_validation import ByForm, ablation, cross_validated, first_stage
from search.measuring.examples import WITHIN, examples
from search.measuring.judged_questions import fingerprint_of, in_forms, read_corpus
from search.measuring.training import Effort, Example, train
from search.ranking.features import NAMES
from search.ranking.model import MODEL_FILE

_SHOWN = ("R@1", "R@10", "R@100", "MRR@10")
# An ablation trains some dozens of models.
_QUICK = Effort(networks=1, forests=1, trees=150)


class Command(BaseCommand):
    help = (
        "Train the second stage of search from judged questions, say by cross-validation how good "
        "it is on questions it has not seen, and write the model file. The same corpus, questions "
        "and seed give the same file. Needs LightGBM (requirements-dev.txt); serving does not."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--corpus", type=Path, required=True, metavar="F")
        parser.add_argument("--queries", type=Path, required=True, metavar="F")
        parser.add_argument(
            "--field",
            action="append",
            help="a form in which the questions are typed; may be repeated (default: query and "
            "query_nodiac)",
        )
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument(
            "--seeds", type=int, default=2, metavar="N", help="cross-validate N times (%(default)s)"
        )
        parser.add_argument("--output", type=Path, default=MODEL_FILE, metavar="FILE")
        parser.add_argument(
            "--ablation",
            action="store_true",
            help="train no model; say what each group of features is worth (an hour)",
        )

    def handle(
        self, *, corpus: Path, queries: Path, field: list[str] | None, **options: Any
    ) -> None:
        forms = field or ["query", "query_nodiac"]
        try:
            learned = self._examples(corpus, queries, forms, options["seed"])
        except (OSError, KeyError, ValueError) as failure:
            raise CommandError(f"Cannot be read: {failure!r}") from failure
        if not any(example.right.any() for example in learned):
            raise CommandError("Nothing that was judged right was found: nothing to learn from.")
        seeds = range(options["seed"], options["seed"] + options["seeds"])
        try:
            if options["ablation"]:
                ablation(learned, seeds=seeds, effort=_QUICK, report=self._tell)
                return
            self._train(learned, corpus, queries, seeds, options)
        except ImportError as failure:
            raise CommandError(f"{failure}. See requirements-dev.txt.") from failure

    def _examples(self, corpus: Path, queries: Path, forms: list[str], seed: int) -> list[Example]:
        questions = in_forms(queries, forms)
        with tempfile.TemporaryDirectory(prefix="train-ranking-") as folder:
            engine = EmbeddedEngine(Path(folder))
            many = engine.rebuild(read_corpus(corpus))
            self.stderr.write(f"{many} documents indexed")
            return list(examples(engine.first_stage(WITHIN), questions, seed))

    def _train(
        self,
        learned: list[Example],
        corpus: Path,
        queries: Path,
        seeds: range,
        options: dict[str, Any],
    ) -> None:
        self._tell("first stage", before := first_stage(learned))
        note: dict[str, Any] = {
            "corpus": corpus.name,
            "questions_file": fingerprint_of(queries),
            "questions": len({example.question for example in learned}),
            "seed": options["seed"],
            "numpy": np.__version__,
            "first_stage": before,
        }
        if seeds:
            unseen = cross_validated(learned, seeds=seeds)
            self._tell("cross-validated", unseen)
            note |= {"cross_validated": unseen, "cross_validations": len(seeds)}
        model = train(learned, NAMES, seed=options["seed"], note=note)
        output: Path = options["output"]
        output.write_text(json.dumps(model.as_json()) + "\n", encoding="utf-8")
        self.stdout.write(f"{output}: {output.stat().st_size // 1000} kB")

    def _tell(self, what: str, by_form: ByForm) -> None:
        for form, measured in by_form.items():
            figures = "  ".join(f"{name} {measured[name]:.4f}" for name in _SHOWN)
            self.stdout.write(f"{what:<24} {form:<14} {figures}")
            self.stdout.flush()
