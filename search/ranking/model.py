"""The learned order of candidates: small networks and trees, kept in one file, run with numpy.

Trained by ``manage.py train_ranking`` from the public questions only; how, and what each part is
worth, stands in ``docs/search.md``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from search.ranking.features import NAMES

Array = npt.NDArray[np.float32]

MODEL_FILE = Path(__file__).with_name("model.json")
FORMAT = 2
# Beyond these a value says no more than that it is unusual.
_FURTHEST = 5.0
_DIGITS = 5
# A tree has so many leaves at most: they are the bits of one byte.
LEAVES = 8
_FIRST_LEAF = np.array([(byte & -byte).bit_length() - 1 for byte in range(256)], np.intp)


@dataclass(frozen=True)
class Network:
    """One hidden layer beside a direct sum. The mean of some networks is a wider one."""

    hidden: Array
    hidden_bias: Array
    out: Array
    direct: Array

    @property
    def parts(self) -> tuple[Array, ...]:
        return self.hidden, self.hidden_bias, self.out, self.direct

    def __call__(self, standard: Array) -> Array:
        bent: Array = np.tanh(standard @ self.hidden + self.hidden_bias) @ self.out
        return bent + standard @ self.direct

    @classmethod
    def mean(cls, networks: Sequence[Self]) -> Self:
        many = len(networks)
        return cls(
            np.concatenate([network.hidden for network in networks], axis=1),
            np.concatenate([network.hidden_bias for network in networks]),
            np.concatenate([network.out / np.float32(many) for network in networks]),
            np.mean([network.direct for network in networks], axis=0),
        )


@dataclass(frozen=True)
class Trees:
    """All trees at once (Lucchese et al., QuickScorer, SIGIR 2015). Node n of tree t asks whether
    ``feature[t, n]`` is above ``threshold[t, n]``; if so, only the leaves in ``kept[t, n]`` remain,
    a bit for each. Of all that remain the first is the leaf that the tree ends in."""

    feature: npt.NDArray[np.intp]
    threshold: Array
    kept: npt.NDArray[np.uint8]
    values: Array

    def __call__(self, rows: Array) -> Array:
        # One node of all trees after the other: so each step runs over whole rows of memory.
        columns = np.ascontiguousarray(rows.T)
        gone = np.zeros((len(self.values), len(rows)), np.uint8)
        for node in range(self.feature.shape[1]):
            above = columns[self.feature[:, node]] > self.threshold[:, node, None]
            gone |= above * ~self.kept[:, node, None]
        tree = np.arange(len(self.values))[:, None]
        total: Array = self.values[tree, _FIRST_LEAF[~gone]].sum(axis=0)
        return total


@dataclass(frozen=True)
class Model:
    """The sum of its networks, over features brought to mean 0 and deviation 1, and its trees.
    ``note`` says what it was trained on and how good it was."""

    features: tuple[str, ...]
    mean: Array
    deviation: Array
    network: Network
    trees: Trees
    note: dict[str, Any]

    def score(self, rows: Array) -> Array:
        """Higher is better; comparable within one question only."""
        return self.network(standard(rows, self.mean, self.deviation)) + self.trees(rows)

    def as_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "note": self.note,
            "features": list(self.features),
            "mean": _plain(self.mean),
            "deviation": _plain(self.deviation),
            "network": _parts(self.network),
            "trees": _parts(self.trees),
        }


class ModelMismatch(Exception):
    """The file is of another version of the program."""


def standard(rows: Array, mean: Array, deviation: Array) -> Array:
    brought: Array = (rows - mean) / deviation
    return np.clip(brought, -_FURTHEST, _FURTHEST)


def read_model(written: dict[str, Any], names: Sequence[str] = NAMES) -> Model:
    """Raises ModelMismatch if it was trained for other features than ``names``."""
    if written.get("format") != FORMAT or tuple(written["features"]) != tuple(names):
        raise ModelMismatch("Trained for other features. Run: manage.py train_ranking")
    trees = written["trees"]
    return Model(
        features=tuple(names),
        mean=_array(written["mean"]),
        deviation=_array(written["deviation"]),
        network=Network(**{name: _array(part) for name, part in written["network"].items()}),
        trees=Trees(
            feature=np.array(trees["feature"], np.intp),
            threshold=_array(trees["threshold"]),
            kept=np.array(trees["kept"], np.uint8),
            values=_array(trees["values"]),
        ),
        note=written["note"],
    )


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that serves the site."""
    return read_model(json.loads(MODEL_FILE.read_text(encoding="utf-8")))


def _parts(whole: Network | Trees) -> dict[str, Any]:
    return {part.name: _plain(getattr(whole, part.name)) for part in fields(whole)}


def _array(values: Any) -> Array:
    return np.array(values, np.float32)


def _plain(values: npt.NDArray[Any]) -> Any:
    if values.dtype == np.float32:
        return np.round(values.astype(np.float64), _DIGITS).tolist()
    return values.tolist()
