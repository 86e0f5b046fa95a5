"""How the model is made: networks and trees that learn which candidate was judged right.

Only ``manage.py train_ranking`` comes here, for it needs LightGBM, a development dependency. Each
question is there as asked and some times with words left out (``examples``), for there are few
questions and many ways to ask them. The same examples and seed give the same model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

import numpy as np

from search.measuring.trees import train_trees
from search.ranking.model import Array, Model, Network, Trees, standard


@dataclass(frozen=True)
class Example:
    """The candidates of a question as ``compare`` gives them, and which were judged right.

    ``form`` is the field it was read from, ``copy`` says that words were left out,
    ``relevant_count`` how many there are to be found, among the candidates or not.
    """

    question: int
    form: str
    copy: bool
    rows: Array
    right: Array
    relevant_count: int
    places: Array


@dataclass(frozen=True)
class Effort:
    """How much is trained: less for a quick look."""

    networks: int = 8
    forests: int = 2
    trees: int = 200
    epochs: int = 8


@dataclass(frozen=True)
class _Lists:
    """All examples in one array, as long as the longest; ``there`` is added to the scores."""

    rows: Array
    right: Array
    there: Array


_HIDDEN, _GROUPS_TOGETHER = 32, 16
_RATE, _DECAY, _LEFT_OUT = 3e-3, 1e-2, 0.4
_MOMENTUM, _SPREAD = 0.9, 0.999
_NOT_THERE, _NOTHING = -1e9, 1e-3


def train(
    examples: Sequence[Example],
    features: Sequence[str],
    *,
    seed: int = 0,
    effort: Effort | None = None,
    note: dict[str, Any] | None = None,
) -> Model:
    effort = effort or Effort()
    useful = [example for example in examples if example.right.any()]
    every = np.concatenate([example.rows for example in useful])
    mean, deviation = every.mean(axis=0), every.std(axis=0)
    # What is the same everywhere says nothing.
    deviation[deviation < _NOTHING] = 1
    lists = _padded(useful, mean, deviation)
    networks = [
        _train_network(lists, effort.epochs, np.random.default_rng((seed, number)))
        for number in range(effort.networks)
    ]
    network = Network.mean(networks)
    trees = train_trees(
        [example.rows for example in useful],
        [example.right for example in useful],
        trees=effort.trees,
        seeds=range(seed * effort.forests, (seed + 1) * effort.forests),
    )
    # Both parts have the same say: their scores spread alike over the candidates of a question.
    spread = fmean(
        float(network(standard(example.rows, mean, deviation)).std()) for example in useful
    )
    of_trees = fmean(float(trees(example.rows).std()) for example in useful)
    evened = Trees(
        trees.feature, trees.threshold, trees.kept, trees.values * np.float32(spread / of_trees)
    )
    return Model(tuple(features), mean, deviation, network, evened, note or {})


def _padded(examples: Sequence[Example], mean: Array, deviation: Array) -> _Lists:
    longest = max(len(example.rows) for example in examples)
    shape = (len(examples), longest)
    rows = np.zeros((*shape, examples[0].rows.shape[1]), np.float32)
    right, there = np.zeros(shape, np.float32), np.full(shape, _NOT_THERE, np.float32)
    for place, example in enumerate(examples):
        many = len(example.rows)
        rows[place, :many] = standard(example.rows, mean, deviation)
        right[place, :many] = example.right / example.right.sum()
        there[place, :many] = 0
    return _Lists(rows, right, there)


def _train_network(lists: _Lists, epochs: int, chance: np.random.Generator) -> Network:
    """By the loss of whole lists (softmax over the candidates of a question), features left out at
    random, with Adam and decay, the rate falling to nothing along a cosine."""
    wide = lists.rows.shape[2]
    weights = [
        chance.normal(0, wide**-0.5, (wide, _HIDDEN)),
        np.zeros(_HIDDEN),
        chance.normal(0, 0.1 * _HIDDEN**-0.5, _HIDDEN),
        np.zeros(wide),
    ]
    network = Network(*(weight.astype(np.float32) for weight in weights))
    moved, spread = ([np.zeros_like(part) for part in network.parts] for _ in range(2))
    batches = len(lists.rows) // _GROUPS_TOGETHER or 1
    steps = epochs * batches
    for step in range(steps):
        if step % batches == 0:
            shuffled = np.array_split(chance.permutation(len(lists.rows)), batches)
        batch = shuffled[step % batches]
        kept = chance.random((len(batch), 1, wide), np.float32) > _LEFT_OUT
        rows = lists.rows[batch] * kept / np.float32(1 - _LEFT_OUT)
        slopes = _slopes(network, rows, lists.right[batch], lists.there[batch])
        rate = _RATE * (1 + np.cos(np.pi * step / steps)) / 2
        for part, slope, first, second in zip(network.parts, slopes, moved, spread, strict=True):
            first += (1 - _MOMENTUM) * (slope - first)
            second += (1 - _SPREAD) * (slope * slope - second)
            forward = first / (1 - _MOMENTUM ** (step + 1))
            size = np.sqrt(second / (1 - _SPREAD ** (step + 1))) + 1e-8
            part -= np.float32(rate) * (forward / size + _DECAY * part)
    return network


def _slopes(network: Network, rows: Array, right: Array, there: Array) -> list[Array]:
    """The slope of the loss by each part of the network."""
    many, _, wide = rows.shape
    flat = rows.reshape(-1, wide)
    bent = np.tanh(flat @ network.hidden + network.hidden_bias)
    scores = (bent @ network.out + flat @ network.direct).reshape(there.shape) + there
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    wrong = ((chances / chances.sum(axis=1, keepdims=True) - right) / many).ravel()
    inner = wrong[:, None] * network.out * (1 - bent * bent)
    return [flat.T @ inner, inner.sum(axis=0), bent.T @ wrong, flat.T @ wrong]
