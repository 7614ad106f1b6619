"""Practice leaves out large cases, and no mistake loses its name by that."""

from __future__ import annotations

import pytest

from autograder import assignments
from autograder.judge.judge import Judge
from autograder.judge.recognise import recognise
from autograder.practice import PUBLIC_SEED
from autograder.practice.selection import chosen_cases


@pytest.mark.parametrize(
    ("assignment", "exercise"),
    [("networks", "affine_backward"), ("convolution", "max_pool_backward")],
)
def test_what_is_left_out_is_large_and_no_mistake_needs_it_for_its_name(
    assignment: str, exercise: str
) -> None:
    judge = Judge(assignments.load(assignment), PUBLIC_SEED, None)
    own = judge.questions[exercise].own
    kept = chosen_cases(own)
    assert len(kept) < sum(not case.is_large for case in own.cases)
    fewer = own.only([own.cases[index] for index in kept])  # and asks the mistakes again
    for known in fewer.mistaken:
        found = recognise(fewer.cases, known.answers, fewer.mistaken)
        names = {explanation.mistake.name for explanation in found.values()}
        assert names == {known.mistake.name}
