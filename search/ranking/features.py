"""What is known of each candidate beside a question, as one row of numbers.

All are shares and comparisons, none a score of the engine: so two engines with the same
candidates give the same order. ``NAMES`` are the columns; a model is made for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from search.ranking.headings import heading_columns
from search.ranking.matching import BODY, HEADING, TITLE, Matches, match
from search.ranking.question_words import Floats, QuestionWords
from search.ranking.words import PackedWords

_FIELDS = {"title": [TITLE], "heading": [HEADING], "body": [BODY]}
_TOGETHER = {"names": [TITLE, HEADING], "inside": [HEADING, BODY], "any": [0, 1, 2]}
# The weights of the engines' one text, and BM25 over it.
_TIMES = np.array([3.0, 4.0, 1.0])
_SATURATION, _LENGTH_SHARE, _USUAL_LENGTH = 0.6, 0.9, 260.0
_TOP, _GROUP_TOP = 10, 10
_RANKED = ("weighed", "pairs_any", "names_fit", "words_inside")

_NOT_COMPARED = ("question_", "weighed_to_first", "group_share", "place_")

Columns = dict[str, Floats]
Rows = npt.NDArray[np.float32]


def compare(question: QuestionWords, candidates: Sequence[PackedWords]) -> Rows:
    """One row for each candidate, one column for each of ``NAMES``. At least one candidate."""
    columns = _columns(question, candidates)
    return np.stack(list(columns.values()), axis=1).astype(np.float32)


def _columns(question: QuestionWords, candidates: Sequence[PackedWords]) -> Columns:
    columns: Columns = {}
    for of_group in _groups(question, candidates).values():
        columns |= of_group
    return columns


def _groups(question: QuestionWords, candidates: Sequence[PackedWords]) -> dict[str, Columns]:
    """The columns by what they look at; the last compare a candidate with the others."""
    matches = match(question, candidates)
    coverage, precision = _coverage(question, matches), _precision(matches)
    fit = _fit(coverage | precision)
    weighed = _weighed(question, matches)
    groups = {
        "coverage": coverage,
        "precision": precision,
        "fit": fit,
        "weighed": weighed,
        "definitions": _definitions(question, matches, len(candidates)),
        "rarest words": _rarest(question, matches),
        "headings": heading_columns(question, matches.headings, candidates),
        "law as a whole": _group(weighed | fit, candidates),
        "question and lengths": _question(question, matches),
    }
    return groups | {"beside the best": _beside_the_best(groups)}


def _beside_the_best(groups: dict[str, Columns]) -> Columns:
    columns = {name: column for group in groups.values() for name, column in group.items()}
    comparable = [name for name in columns if not name.startswith(_NOT_COMPARED)]
    table = np.stack([columns[name] for name in comparable], axis=1)
    behind = table - np.sort(table, axis=0)[-_TOP:].mean(axis=0)
    return {f"{name}_to_best": behind[:, nth] for nth, name in enumerate(comparable)} | {
        f"{name}_rank": _rank(columns[name]) for name in _RANKED
    }


def _coverage(question: QuestionWords, matches: Matches) -> Columns:
    """How much of the question stands in each field, and in some fields together."""
    columns: Columns = {}
    for name, fields in (_FIELDS | _TOGETHER).items():
        words, pairs = (counts[:, fields].any(axis=1) for counts in (matches.words, matches.pairs))
        columns[f"words_{name}"] = words @ question.weights / _sum(question.weights)
        columns[f"pairs_{name}"] = pairs @ question.pair_weights / _sum(question.pair_weights)
    return columns


def _precision(matches: Matches) -> Columns:
    """How much of each field is asked for."""
    columns: Columns = {}
    words, pairs = matches.words.sum(axis=2), matches.pairs.sum(axis=2)
    for name, (field,) in _FIELDS.items():
        length = matches.lengths[:, field]
        columns[f"{name}_share"] = words[:, field] / np.maximum(length, 1)
        columns[f"{name}_pair_share"] = pairs[:, field] / np.maximum(length - 1, 1)
    return columns


def _fit(columns: Columns) -> Columns:
    """Both at once: the question in the name and the name in the question."""
    heading, heading_pairs = columns["heading_share"], columns["heading_pair_share"]
    return {
        "heading_fit": columns["words_heading"] * heading,
        "heading_pair_fit": columns["pairs_heading"] * heading_pairs,
        "title_fit": columns["words_title"] * columns["title_share"],
        "title_pair_fit": columns["pairs_title"] * columns["title_pair_share"],
        "names_fit": columns["words_names"] * heading,
        "names_pair_fit": columns["pairs_names"] * heading_pairs,
        "any_pair_fit": columns["pairs_any"] * heading,
    }


def _weighed(question: QuestionWords, matches: Matches) -> Columns:
    """BM25, of the body alone and of the one weighted text."""
    body_length = matches.lengths[:, BODY] / _USUAL_LENGTH
    body_words = _bm25(matches.words[:, BODY], question.weights, body_length)
    body_pairs = _bm25(matches.pairs[:, BODY], question.pair_weights, body_length)
    length = matches.lengths @ _TIMES / (_USUAL_LENGTH + 70)
    words_times = np.einsum("cfw,f->cw", matches.words, _TIMES)
    pairs_times = np.einsum("cfp,f->cp", matches.pairs, _TIMES)
    all_of_it = _bm25(words_times, question.weights, length)
    all_of_it = all_of_it + _bm25(pairs_times, question.pair_weights, length)
    words_sum, pairs_sum = _sum(question.weights), _sum(question.pair_weights)
    return {
        "body_words": body_words / words_sum,
        "body_pairs": body_pairs / pairs_sum,
        "weighed": all_of_it / (words_sum + pairs_sum),
        "weighed_to_first": all_of_it / _sum(all_of_it.max(keepdims=True)),
    }


def _bm25(counts: npt.NDArray[Any], weights: Floats, length: Floats) -> Floats:
    slow = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length)
    score: Floats = (counts / (counts + slow[:, None])) @ weights
    return score


def _definitions(question: QuestionWords, matches: Matches, many: int) -> Columns:
    """The best of a candidate's definition heads."""
    words = (matches.head_words > 0) @ question.weights / _sum(question.weights)
    pairs = (matches.head_pairs > 0) @ question.pair_weights / _sum(question.pair_weights)
    share = matches.head_words.sum(axis=1) / np.maximum(matches.head_lengths, 1)

    def best(values: Floats) -> Floats:
        highest = np.zeros(many)
        np.maximum.at(highest, matches.owners, values)
        return highest

    weight = float(question.asking.wants_definition)
    fit, pair_fit = best(words * share), best(pairs * share)
    return {
        "definition_words": best(words * (share > 0.7)),
        "definition_share": best(share),
        "definition_fit": fit,
        "definition_pair_fit": pair_fit,
        "definitions": np.log1p(np.bincount(matches.owners, minlength=many)),
        "wanted_definition_fit": fit * weight,
        "wanted_definition_pair_fit": pair_fit * weight,
    }


def _rarest(question: QuestionWords, matches: Matches) -> Columns:
    """Whether the words that say most are there at all."""
    anywhere: npt.NDArray[np.bool_] = matches.words.sum(axis=1) > 0
    rarest = np.argsort(-question.weights, kind="stable")
    columns: Columns = {}
    for place in range(3):
        there = anywhere[:, rarest[place]] if place < len(rarest) else np.ones(len(anywhere))
        columns[f"rare_{place + 1}"] = there.astype(np.float64)
    heaviest_missing = (~anywhere * question.weights).max(axis=1)
    columns["missing"] = heaviest_missing / _sum(question.weights.max(keepdims=True))
    return columns


def _group(columns: Columns, candidates: Sequence[PackedWords]) -> Columns:
    """The document that a candidate is a part of, as evidence, and its place among the parts."""
    weighed, names = columns["weighed"], columns["names_fit"]
    numbers = np.fromiter((candidate.group for candidate in candidates), np.int64, len(candidates))
    _, group, sizes = np.unique(numbers, return_inverse=True, return_counts=True)
    best = np.zeros(len(sizes))
    np.maximum.at(best, group, weighed)
    top = np.argsort(-weighed, kind="stable")[:_GROUP_TOP]
    in_top = np.bincount(group[top], minlength=len(sizes)) / _GROUP_TOP
    same = group[:, None] == group
    return {
        "group_best": best[group] / _sum(weighed.max(keepdims=True)),
        "group_share": sizes[group] / len(candidates),
        "group_top": in_top[group],
        "place_in_group": (same & (weighed > weighed[:, None])).sum(axis=1).astype(np.float64),
        "place_by_name": (same & (names > names[:, None])).sum(axis=1).astype(np.float64),
    }


def _question(question: QuestionWords, matches: Matches) -> Columns:
    many = len(matches.lengths)
    of_question = {
        "question_length": float(len(question.syllables)),
        "question_asking": question.asking_share,
        "question_rarity": float(question.weights.mean()) if len(question.weights) else 0.0,
        "question_marks": float(question.has_marks),
        "question_definition": float(question.asking.wants_definition),
    }
    return {name: np.full(many, value) for name, value in of_question.items()} | {
        "body_length": np.log1p(matches.lengths[:, BODY]),
        "heading_length": matches.lengths[:, HEADING].astype(np.float64),
        "title_length": matches.lengths[:, TITLE].astype(np.float64),
    }


def _sum(weights: Floats) -> float:
    """The sum, safe to divide by."""
    return max(float(weights.sum()), 1e-9)


def _rank(values: Floats) -> Floats:
    places = np.empty(len(values))
    places[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return np.log1p(places)


def _empty() -> dict[str, Columns]:
    """As for a question and a candidate without words."""
    none = np.zeros(0, np.uint32)
    return _groups(QuestionWords.empty(), [PackedWords(0, 0, none, none, none, none, none)])


# The names of all features as ``compare`` gives them, by group; a comparison goes with what it
# compares.
_EMPTY = _empty()
NAMES = tuple(name for columns in _EMPTY.values() for name in columns)
GROUPS = {
    group: tuple(
        name
        for name in NAMES
        if name in columns or name.removesuffix("_to_best").removesuffix("_rank") in columns
    )
    for group, columns in _EMPTY.items()
}
