"""Cases of losses with other functions in place of those that they may call.

A loss may call an earlier function, take one of its two results, or write its work
out. All of these must be judged alike, so the stand-ins here (`autograder.inside.families`)
are right, but on these inputs alone: weights are 0 or one size, the unit, with either
sign, and scores lie where a polynomial meets a hinge and a power a logarithm. What is
expected is then the same for everybody, and what an answer calls can stay unknown.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np

from autograder.assignments.cases import counted_case
from autograder.assignments.random_inputs import Array, labels
from autograder.inside.plan import Call, StandIns
from autograder.inside.wire import FamilyMember
from autograder.judge.conventions import protected
from autograder.judge.exercise import Judged, TestCase

LN2 = float(np.log(2))
"""The unit of scores: a class that is one unit behind another is half as probable."""
FAR = 1500.0
"""So many units behind, a class has a probability that rounds to 0."""
HIGH = 2048.0
"""So many units up, the exponential of a score overflows; so many down, it is 0."""

PENALTIES = {"l1_penalty": "penalty_of_sixth_powers", "l2_penalty": "penalty_of_fourth_powers"}
SCORES = {"softmax": "shares_by_distance", "cross_entropy": "distance_and_unit"}
EVERYTHING = frozenset({Judged.RESULT, Judged.ARGUMENTS})

Inputs = tuple[str, tuple[Array | float, ...]]
"""What is special about a case, and its arguments."""


def _in_place(
    name: str, replaced: StandIns, inputs: list[Inputs], *, counts: bool = False
) -> list[TestCase]:
    """Each case with each choice of the functions replaced: the others are the student's.

    Arguments:
        name: the function that is called.
        replaced: the functions that may be replaced.
        inputs: of its cases.
        counts: whether loops over the examples are forbidden to it.
    """
    cases = []
    for count in range(1, len(replaced) + 1):
        for chosen in combinations(replaced, count):
            for label, arguments in inputs:
                call = Call(name, arguments, stand_ins=chosen)
                cases.append(TestCase(label, (call,), EVERYTHING))
            cases.append(protected(cases[-len(inputs)]))
            if counts:
                cases.append(_counted(cases[-1 - len(inputs)].calls[0]))
    return cases


def _counted(few: Call) -> TestCase:
    """A case that counts what a loss of W, X, y and reg executes: then for all examples four times.

    Of equal examples the stand-ins are right, too.
    """
    W, X, y, reg = few.arguments
    more = replace(few, arguments=(W, np.tile(X, (4, 1)), np.tile(y, 4), reg))
    return counted_case((few,), (more,), 3 * len(X), "example")


def _signs(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Weights of −1, 0 and 1."""
    return rng.integers(-1, 2, shape).astype(float)


# elastic_net ------------------------------------------------------------------------


def draw_elastic_net_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """The elastic net of weights of one size, with penalties that are right for these."""
    unit = 0.5
    replaced = tuple((name, FamilyMember(family, (unit,))) for name, family in PENALTIES.items())
    inputs: list[Inputs] = []
    for label, shape, beta in (
        ("weights of one size", (4, 3), 3.0),
        ("weights of one size, a small beta", (3, 3), 0.1),
        ("weights of one size, beta of 0", (2, 5), 0.0),
        ("weights of one size, one class", (6, 1), 2.0),
    ):
        inputs.append((label, (unit * _signs(rng, shape), beta)))
    inputs.append(("weights that are all 0", (np.zeros((2, 3)), 0.5)))
    return _in_place("elastic_net", replaced, inputs)


# Scores -----------------------------------------------------------------------------


# In units of ln 2, the exponentials of each row must sum to twice the largest: one class
# is ahead of two others by a unit (1 + 1/2 + 1/2), or two are far ahead of one (1 + 1 + 0).


def _one_ahead(rng: np.random.Generator) -> Array:
    """(3, 3), in units: in each row another class is one unit ahead of both others."""
    return np.asarray(rng.permutation(np.eye(3)) - rng.integers(0, 2, (3, 1)))


def _one_behind(rng: np.random.Generator) -> Array:
    """(3, 3), in units: in each row another class is behind both others."""
    return -rng.permutation(np.eye(3))


def draw_cross_entropy_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cross-entropy with a softmax that is right for scores one unit apart, or very far."""
    replaced = (("softmax", FamilyMember(SCORES["softmax"], (LN2,))),)
    inputs: list[Inputs] = []
    for label, level, far in (
        ("scores one step apart", 2.0, False),
        ("very high and very low scores", HIGH, False),
        ("classes far behind", 2.0, True),
    ):
        rows = FAR * _one_behind(rng) if far else _one_ahead(rng)
        scores = LN2 * (rows + level * rng.choice([-1.0, 1.0], (3, 1)))
        inputs.append((label, (np.concatenate([scores, scores]), np.array([0, 1, 2, 1, 2, 0]))))
    return _in_place("cross_entropy", replaced, inputs)


def draw_softmax_loss_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """The softmax loss where other scores' functions, and another penalty, are right."""
    replaced = tuple((name, FamilyMember(family, (LN2,))) for name, family in SCORES.items())
    replaced += (("l2_penalty", FamilyMember(PENALTIES["l2_penalty"], (LN2,))),)
    inputs: list[Inputs] = []
    for label, count, level, far, reg in (
        ("scores one step apart", 7, 2.0, False, 0.1),
        ("scores one step apart, no regularization", 5, 2.0, False, 0.0),
        ("scores one step apart, strong regularization", 8, 2.0, False, 10.0),
        ("scores one step apart, one example", 1, 2.0, False, 0.2),
        ("very high and very low scores", 6, HIGH, False, 0.1),
        ("classes far behind", 6, 2.0, True, 0.1),
    ):
        rows = _one_behind(rng) if far else _one_ahead(rng)
        X = (FAR if far else 1.0) * _one_each(rng, count, 3)
        # The last weights are the same for all classes: they lift or lower a whole row.
        W = LN2 * np.concatenate([rows, rng.choice([-1.0, 1.0]) * np.ones((1, 3))])
        X = np.concatenate([X, level * rng.choice([-1.0, 0.25, 1.0], (count, 1))], axis=1)
        inputs.append((label, (W, X, labels(rng, count, 3), reg)))
    return _in_place("softmax_loss", replaced, inputs, counts=True)


def _one_each(rng: np.random.Generator, count: int, rows: int) -> Array:
    return np.eye(rows)[rng.integers(rows, size=count)]


def draw_svm_loss_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """The SVM loss where another hinge and another penalty are right."""
    replaced: StandIns = (
        ("hinge_loss", FamilyMember("cubic_hinge")),
        ("l2_penalty", FamilyMember(PENALTIES["l2_penalty"], (1.0,))),
    )
    inputs: list[Inputs] = []
    for label, count, classes, reg in (
        ("scores of whole numbers", 9, 4, 0.1),
        ("scores of whole numbers, no regularization", 6, 3, 0.0),
        ("scores of whole numbers, strong regularization", 7, 3, 10.0),
        ("scores of whole numbers, one example", 1, 5, 0.2),
    ):
        W = np.concatenate([_signs(rng, (4, classes)), np.ones((1, classes))])
        lifts = 0.25 * rng.integers(-8, 9, (count, 1))  # sums of quarters are exact
        X = np.concatenate([_one_each(rng, count, 4), lifts], axis=1)
        # No class may be ahead of the true one by more than 1.
        y = np.array([rng.choice(np.flatnonzero(row >= row.max() - 1)) for row in X @ W])
        inputs.append((label, (W, X, y, reg)))
    return _in_place("svm_loss", replaced, inputs, counts=True)
