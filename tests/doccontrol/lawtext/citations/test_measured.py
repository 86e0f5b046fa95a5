"""The reach of the finder on material that is not ours (skipped where it is absent)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doccontrol.lawtext.citations.measuring import measure_curated, measure_extracts

DOMAIN = Path(__file__).resolve().parents[4].parent / "shared" / "domain"

pytestmark = pytest.mark.skipif(
    not DOMAIN.exists(), reason=f"the legal extracts are not on this machine: {DOMAIN}"
)


@pytest.mark.parametrize("measure", [measure_extracts, measure_curated])
def test_95_of_100_relations_are_found_and_98_of_100_found_are_so(measure):
    score = measure(DOMAIN)
    assert score.expected >= 10
    assert score.right / score.expected >= 0.95
    assert score.right / score.found >= 0.98
