"""The model file, its training, and that trees evaluated here say what LightGBM says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from search.measuring.cross_validation import cross_validated, first_stage
from search.measuring.evaluation import measures
from search.measuring.training import Effort, Example, train
from search.ranking.features import NAMES
from search.ranking.model import MODEL_FILE, ModelMismatch, read_model, shipped
from tests import needs

QUICK = Effort(networks=2, forests=1, trees=20, epochs=3)


def examples(many: int = 40, *, wide: int = len(NAMES)) -> list[Example]:
    """Questions whose answer is the candidate with most of feature 1."""
    chance = np.random.default_rng(5)
    made = []
    for number in range(many):
        rows = chance.normal(size=(12, wide)).astype(np.float32)
        right = np.zeros(12, np.float32)
        right[rows[:, 1].argmax()] = 1
        places = np.arange(12, dtype=np.float32)
        made.append(Example(number, "query", False, rows, right, 1, places))
    return made


def test_the_shipped_model_is_of_this_program_and_says_what_it_was_trained_on() -> None:
    note = shipped().note
    assert shipped().features == NAMES
    assert note["questions"] > 100
    for form, wanted in (("query", 0.92), ("query_nodiac", 0.915)):
        assert note["cross_validated"][form]["R@10"] >= wanted
        assert note["cross_validated"][form]["MRR@10"] > note["first_stage"][form]["MRR@10"]
    assert MODEL_FILE.stat().st_size < 1_000_000


@pytest.mark.parametrize("change", [{"format": 1}, {"features": list(NAMES[1:])}])
def test_a_file_of_another_version_is_refused_with_what_to_do(change: dict[str, Any]) -> None:
    written = json.loads(MODEL_FILE.read_text(encoding="utf-8"))
    with pytest.raises(ModelMismatch, match="train_ranking"):
        read_model(written | change)


@needs.lightgbm
def test_training_learns_what_is_right_and_is_the_same_each_time() -> None:
    learned = examples()
    model = train(learned, NAMES, effort=QUICK)
    seen = [
        (np.argsort(-model.score(each.rows)).astype(str).tolist(), {str(each.right.argmax())})
        for each in learned
    ]
    assert measures(seen)["MRR@10"] > 0.8
    again = train(examples(), NAMES, effort=QUICK)
    assert json.dumps(model.as_json()) == json.dumps(again.as_json())
    assert json.dumps(train(learned, NAMES, seed=1, effort=QUICK).as_json()) != json.dumps(
        model.as_json()
    )
    kept = read_model(json.loads(json.dumps(model.as_json())))
    for each in learned:
        np.testing.assert_allclose(kept.score(each.rows), model.score(each.rows), atol=1e-3)


@needs.lightgbm
def test_trees_say_here_what_lightgbm_says() -> None:
    import lightgbm

    from search.measuring import trees

    learned = examples(80, wide=6)
    rows = np.concatenate([each.rows for each in learned])
    right = np.concatenate([each.right for each in learned])
    data = lightgbm.Dataset(rows, right, group=[12] * 80, params={"verbose": -1, "max_bin": 63})
    theirs = lightgbm.train(trees._PARAMETERS | {"seed": 3}, data, 30)
    ours = trees.train_trees(
        [each.rows for each in learned], [each.right for each in learned], trees=30, seeds=[3]
    )
    np.testing.assert_allclose(ours(rows), theirs.predict(rows), atol=1e-4)


@needs.lightgbm
def test_nobody_is_judged_by_what_was_learned_and_what_was_not_found_counts_as_missed() -> None:
    noise = [
        replace(each, right=np.roll(each.right, each.question), relevant_count=2)
        for each in examples(60)
    ]
    told = cross_validated(noise, effort=QUICK)["query"]
    assert told["R@1"] < 0.2, "there is nothing to learn"
    assert told["R@100"] == 0.5, "one of two is no candidate"
    assert first_stage(noise)["query"]["R@100"] == 0.5
