"""Courses at random: one in every run, the others where each address and door is tried as well."""

from __future__ import annotations

import pytest


def seeds(number: int) -> list[object]:
    """For ``parametrize``: 0 and, among the sweeps, those up to ``number``."""
    return [0, *(pytest.param(seed, marks=pytest.mark.sweep) for seed in range(1, number))]
