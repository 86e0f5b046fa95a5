"""What the model learns from: judged questions, put to an engine as a reader would."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from search.engines.base import Filters, Query
from search.engines.two_stages import FirstStage, given_by
from search.measuring.judged_questions import JudgedQuestion
from search.measuring.training import Example
from search.queries.question import Question, read_question
from search.ranking.features import NAMES, Rows, compare
from search.ranking.order import WINDOW
from search.ranking.question_words import weigh
from search.ranking.words import PackedWords, unpack

# Beside each question as asked. More copies of so few questions teach nothing more.
COPIES, LEFT_OUT = 2, 0.15
# All days, for everybody.
WITHIN = Filters(on=None, public_only=False)


def examples(
    first: FirstStage,
    questions: Mapping[str, Sequence[JudgedQuestion]],
    seed: int = 0,
    progress: Callable[[], None] = lambda: None,
) -> Iterator[Example]:
    """``questions`` are the same ones in each form in which they are typed, in the same order."""
    for form, of_form in questions.items():
        chance = random.Random(f"{seed} {form}")  # noqa: S311
        for number, judged_question in enumerate(of_form):
            texts = [
                judged_question.text,
                *(_with_less(judged_question.text, chance) for _ in range(COPIES)),
            ]
            for nth, text in enumerate(texts):
                example = _example(first, read_question(text), judged_question, number, form)
                yield replace(example, copy=nth > 0)
            progress()


def _with_less(text: str, chance: random.Random) -> str:
    kept = [word for word in text.split() if chance.random() >= LEFT_OUT]
    return " ".join(kept) or text


def _example(
    first: FirstStage, question: Question, judged_question: JudgedQuestion, number: int, form: str
) -> Example:
    given = given_by(first, Query(question, WITHIN, limit=WINDOW))
    places = {candidate.key: place for place, candidate in enumerate(given.candidates[:WINDOW])}
    # As the second stage is given them, so that what it finds alike stands in the same order.
    window = sorted(given.candidates[:WINDOW], key=lambda document: document.key)
    return Example(
        question=number,
        form=form,
        copy=False,
        rows=_rows(first, question, [unpack(candidate.packed) for candidate in window]),
        right=np.array(
            [candidate.key in judged_question.right for candidate in window], np.float32
        ),
        relevant_count=len(judged_question.right),
        places=np.array([places[candidate.key] for candidate in window], np.float32),
    )


def _rows(first: FirstStage, question: Question, candidates: Sequence[PackedWords]) -> Rows:
    if not candidates:
        return np.zeros((0, len(NAMES)), np.float32)
    return compare(weigh(question.syllables, first.frequencies), candidates)
