"""What tests of the nets and of their layers are made of: right functions, verdicts in parts."""

from __future__ import annotations

from typing import Any

import pytest

from autograder import assignments
from autograder.judge.mistake import Mistake
from autograder.judge.verdict import Verdict
from solutions import losses
from solutions import networks as reference

ASSIGNMENT = assignments.load("networks")
NETS = ("TwoLayerNet", "FullyConnectedNet")
FullyConnectedNet: Any = reference.FullyConnectedNet
softmax: Any = losses.softmax
affine_forward: Any = reference.affine_forward
affine_backward: Any = reference.affine_backward
relu_forward: Any = reference.relu_forward
relu_backward: Any = reference.relu_backward
every_net = pytest.mark.parametrize("name", NETS)


def lost(verdict: Verdict) -> set[str]:
    """The parts without points."""
    return {part.name for part in verdict.parts if part.score == 0}


def mistake(exercise: str, name: str) -> Mistake:
    return next(
        mistake for mistake in ASSIGNMENT.by_name[exercise].mistakes if mistake.name == name
    )
