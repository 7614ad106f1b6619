"""The two oracles, reference solution and torch, agree whatever the seed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder import assignments
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch

SEEDS = st.integers(min_value=0, max_value=2**63 - 1)
MEASURED = ("forward_difference", "numerical_gradient")


def compute_all_answers(assignment: str, seed: int, torch: Torch, *only: str) -> None:
    """Raises a CourseError where the two oracles disagree."""
    whole = assignments.load(assignment)
    exercises = [exercise for exercise in whole.exercises if not only or exercise.name in only]
    unmistaken = tuple(replace(exercise, known=()) for exercise in exercises)
    Judge(replace(whole, exercises=unmistaken), seed, torch).prepare()


@pytest.mark.parametrize("name", assignments.names())
@settings(max_examples=2, deadline=None)  # test_checks.py asks six seeds of every answer
@given(seed=SEEDS)
def test_reference_and_torch_agree_on_every_case(name: str, seed: int, torch_oracle: Torch) -> None:
    compute_all_answers(name, seed, torch_oracle)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
def test_rounding_never_shows_in_a_measured_slope(seed: int, torch_oracle: Torch) -> None:
    compute_all_answers("optimization", seed, torch_oracle, *MEASURED)
