"""LambdaMART trees, trained by LightGBM and kept as ``model.Trees``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from search.ranking.model import LEAVES, Array, Trees

# Slow and cautious, each tree from a third of the features: there are few questions.
_PARAMETERS: dict[str, Any] = {
    "objective": "lambdarank",
    "learning_rate": 0.06,
    "num_leaves": LEAVES,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "lambdarank_truncation_level": 5,
    "max_bin": 63,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
# No feature is above it; and JSON knows no infinity.
_NEVER = 1e30


def train_trees(
    lists: Sequence[Array], right: Sequence[Array], *, trees: int, seeds: Sequence[int]
) -> Trees:
    """So many trees from each seed, summed: where one guesses, several err less. Raises
    ImportError without LightGBM."""
    import lightgbm

    data = lightgbm.Dataset(
        np.concatenate(lists),
        np.concatenate(right).astype(int),
        group=[len(rows) for rows in lists],
        params={"verbose": -1, "max_bin": _PARAMETERS["max_bin"]},
    )
    roots: list[dict[str, Any]] = []
    for seed in seeds:
        trained = lightgbm.train(_PARAMETERS | {"seed": seed}, data, trees)
        roots += [tree["tree_structure"] for tree in trained.dump_model()["tree_info"]]
    return _packed(roots)


def _packed(roots: Sequence[dict[str, Any]]) -> Trees:
    """A tree with fewer nodes has some that are never above."""
    shape = (len(roots), LEAVES - 1)
    feature, threshold = np.zeros(shape, np.intp), np.full(shape, _NEVER, np.float32)
    kept = np.full(shape, 255, np.uint8)
    values = np.zeros((len(roots), LEAVES), np.float32)
    for tree, root in enumerate(roots):
        nodes, leaves = list[tuple[dict[str, Any], int, int]](), list[float]()
        _walk(root, nodes, leaves)
        values[tree, : len(leaves)] = leaves
        for place, (node, first, beyond) in enumerate(nodes):
            feature[tree, place] = node["split_feature"]
            threshold[tree, place] = node["threshold"]
            kept[tree, place] = 255 & ~((1 << beyond) - (1 << first))
    return Trees(feature, threshold, kept, values)


def _walk(
    node: dict[str, Any], nodes: list[tuple[dict[str, Any], int, int]], leaves: list[float]
) -> None:
    """Leaves from left to right, and each node with the leaves of its left side, from the first
    to before the last: those it excludes if its feature is above the threshold."""
    if "leaf_value" in node:
        leaves.append(node["leaf_value"])
        return
    first = len(leaves)
    _walk(node["left_child"], nodes, leaves)
    nodes.append((node, first, len(leaves)))
    _walk(node["right_child"], nodes, leaves)
