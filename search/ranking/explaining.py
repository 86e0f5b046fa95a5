"""Why a hit stands where it stands: in words for whoever keeps the documents, then in features.

What a feature does for a candidate is how much its score would change if it had the mean of all
candidates there instead of its own value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.queries.question import Question
from search.ranking.features import GROUPS, NAMES, Rows
from search.ranking.matching import BODY, HEADING, TITLE, match
from search.ranking.model import Model, shipped
from search.ranking.order import Ranking, Win, judge
from search.ranking.question_words import Frequencies
from search.ranking.words import PackedWords, codes_of

_MOST_FEATURES, _MOST_GROUPS = 5, 3
# A group that moves a hit by less is not worth a word.
_LEAST = 0.05
_DEFINES = 0.5

_WINS = {
    Win.PINPOINT: gettext_lazy("It is the article that was asked for."),
    Win.NUMBER: gettext_lazy("It bears the number that was asked for."),
    Win.TITLE: gettext_lazy("Its title is exactly what was asked for."),
}
_FIELDS = (
    (TITLE, gettext_lazy("In number and title: %(words)s.")),
    (HEADING, gettext_lazy("In the heading: %(words)s.")),
    (BODY, gettext_lazy("In the text: %(words)s.")),
)
_GROUP_NAMES = {
    "coverage": gettext_lazy("how many of the words it has"),
    "precision": gettext_lazy("how little else stands in title and heading"),
    "fit": gettext_lazy("how well title and heading fit the question"),
    "weighed": gettext_lazy("how often the words stand in it"),
    "definitions": gettext_lazy("that a line of it says what this is"),
    "rarest words": gettext_lazy("whether the rarest words are there"),
    "headings": gettext_lazy("whether such a heading answers such a question"),
    "law as a whole": gettext_lazy("the rest of the same document"),
    "question and lengths": gettext_lazy("how long it is"),
}


def explain(
    question: Question,
    candidates: Sequence[PackedWords],
    in_force: Sequence[bool],
    frequencies: Frequencies,
    model: Model | None = None,
) -> list[tuple[str, ...]]:
    """Sentences for each candidate, in the order given."""
    if not candidates:
        return []
    model = model or shipped()
    judgement = judge(question, candidates, in_force, frequencies, model)
    moved = np.stack([_moved(rows, model) for rows in judgement.rows])
    has_words = [match(wording, candidates).words > 0 for wording in judgement.wordings]
    return [
        tuple(_sentences(question, judgement, place, has_words, moved))
        for place in range(len(candidates))
    ]


def _sentences(
    question: Question,
    ranking: Ranking,
    place: int,
    matches: Sequence[npt.NDArray[np.bool_]],
    moved: Rows,
) -> Iterator[str]:
    wording = int(ranking.wording[place])
    if win := ranking.wins[place]:
        yield str(_WINS[win])
    if not ranking.in_force[place]:
        yield _("It is not in force on the day, so it stands behind what is.")
    if wording:
        text = " ".join(question.wordings[wording])
        yield _("It was compared as if “%(words)s” had been typed.") % {"words": text}
    written = _written(question.wordings[wording], ranking.wordings[wording].codes)
    there = matches[wording][place]
    for field, sentence in _FIELDS:
        if words := [word for nth, word in enumerate(written) if there[field, nth]]:
            yield str(sentence) % {"words": ", ".join(words)}
    if missing := [word for nth, word in enumerate(written) if not there[:, nth].any()]:
        yield _("Nowhere in it: %(words)s.") % {"words": ", ".join(missing)}
    row = ranking.rows[wording][place]
    if row[NAMES.index("definition_fit")] > _DEFINES:
        yield _("One of its lines says what this is or consists of.")
    yield from _weighed(row, moved[wording][place])


def _weighed(row: Rows, moved: Rows) -> Iterator[str]:
    groups = {
        str(name): float(moved[len(NAMES) + nth]) for nth, name in enumerate(_GROUP_NAMES.values())
    }
    if named := _greatest(groups, _MOST_GROUPS):
        yield _("What moved it most beside the other candidates: %(reasons)s.") % {
            "reasons": "; ".join(f"{name} ({groups[name]:+.2f})" for name in named)
        }
    features = dict(zip(NAMES, moved.tolist(), strict=False))
    named = _greatest(features, _MOST_FEATURES)
    values = dict(zip(NAMES, row.tolist(), strict=True))
    if named:
        yield _("Features: %(features)s.") % {
            "features": ", ".join(
                f"{name} {values[name]:.2f} ({features[name]:+.2f})" for name in named
            )
        }


def _greatest(moves: dict[str, float], most: int) -> list[str]:
    felt = [name for name, move in moves.items() if abs(move) >= _LEAST]
    return sorted(felt, key=lambda name: -abs(moves[name]))[:most]


def _moved(rows: Rows, model: Model) -> Rows:
    """By candidate: what each feature does, then what each group of ``_GROUP_NAMES`` does."""
    scores, mean = model.score(rows), rows.mean(axis=0)
    together: list[Iterable[int]] = [[nth] for nth in range(len(NAMES))]
    together += [[NAMES.index(name) for name in GROUPS[group]] for group in _GROUP_NAMES]
    moved = np.zeros((len(rows), len(together)), np.float32)
    for column, places in enumerate(together):
        without = rows.copy()
        without[:, list(places)] = mean[list(places)]
        moved[:, column] = scores - model.score(without)
    return moved


def _written(wording: Sequence[str], codes: npt.NDArray[np.uint32]) -> list[str]:
    """The words of ``codes`` as they were typed."""
    typed = dict(zip(codes_of(wording).tolist(), wording, strict=True))
    return [typed[code] for code in codes.tolist()]
