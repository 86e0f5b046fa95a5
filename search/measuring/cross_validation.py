"""How good a model is on questions that it has not seen, and what each group of features is worth.

All forms and copies of a question are in the same part, so nobody learns from what it is judged by.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np

from search.measuring.evaluation import measures
from search.measuring.training import Effort, Example, train
from search.ranking.features import GROUPS, NAMES
from search.ranking.model import Array

PARTS = 5

Measures = dict[str, float]
ByForm = dict[str, Measures]


def cross_validated(
    examples: Sequence[Example],
    *,
    seeds: Sequence[int] = (0,),
    effort: Effort | None = None,
    without: Collection[str] = (),
    progress: Callable[[], None] = lambda: None,
) -> ByForm:
    """Means over ``seeds``, each of which parts the questions and begins the training otherwise.
    ``without`` are features to do without. Raises ImportError without LightGBM."""
    kept = [place for place, name in enumerate(NAMES) if name not in without]
    slim = [replace(example, rows=example.rows[:, kept]) for example in examples]
    names = [NAMES[place] for place in kept]
    runs: list[ByForm] = []
    for seed in seeds:
        scores: list[tuple[Example, Array]] = []
        for part in _parts(slim, seed):
            seen = [example for example in slim if example.question not in part]
            model = train(seen, names, seed=seed, effort=effort)
            originals = (
                example for example in slim if example.question in part and not example.copy
            )
            scores += [(example, model.score(example.rows)) for example in originals]
            progress()
        runs.append(_by_form(scores))
    return {
        form: {name: round(fmean(run[form][name] for run in runs), 4) for name in figures}
        for form, figures in runs[0].items()
    }


def first_stage(examples: Sequence[Example]) -> ByForm:
    """The candidates as the engine gave them."""
    originals = [example for example in examples if not example.copy]
    return _by_form([(example, -example.places) for example in originals])


def ablation(
    examples: Sequence[Example],
    *,
    seeds: Sequence[int] = (0,),
    effort: Effort | None = None,
    report: Callable[[str, ByForm], None],
) -> None:
    """Tells how good it is with all features, and without each group of them."""
    report("all", cross_validated(examples, seeds=seeds, effort=effort))
    for group, names in GROUPS.items():
        report(group, cross_validated(examples, seeds=seeds, effort=effort, without=names))


def _parts(examples: Sequence[Example], seed: int) -> list[frozenset[int]]:
    numbers = sorted({example.question for example in examples})
    shuffled = np.random.default_rng(seed).permutation(numbers)
    return [frozenset(shuffled[part::PARTS].tolist()) for part in range(PARTS)]


def _by_form(scores: Sequence[tuple[Example, Array]]) -> ByForm:
    forms = dict.fromkeys(example.form for example, _scores in scores)
    return {
        form: measures(_run(example, given) for example, given in scores if example.form == form)
        for form in forms
    }


def _run(example: Example, scores: Array) -> tuple[list[str], set[str]]:
    """Places as keys. What was judged right and is no candidate has none, but is missed."""
    ranked = [str(place) for place in np.argsort(-scores, kind="stable")]
    right = {str(place) for place in np.flatnonzero(example.right)}
    missed = {f"missed {nth}" for nth in range(example.relevant_count - len(right))}
    return ranked, right | missed
