"""The hidden tests of `optimization`: partial credit, messages, and what rng shows."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.judge.judge import Judge
from autograder.judge.mistake import Mistake
from autograder.judge.verdict import Verdict
from solutions import optimization as reference
from tests.autograder.judge.asked_in_process import verdicts_in

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]
Batches = Iterator[tuple[Array, Array]]

ASSIGNMENT = assignments.load("optimization")


def parts(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


def mistake(exercise: str, name: str) -> Mistake:
    return next(
        mistake for mistake in ASSIGNMENT.by_name[exercise].mistakes if mistake.name == name
    )


def test_the_assignment_has_every_function_of_the_contract() -> None:
    assert set(ASSIGNMENT.by_name) >= {
        *("forward_difference", "numerical_gradient", "relative_error", "gradient_descent"),
        *("minibatches", "sgd", "momentum_step", "adam_step"),
    }


# Measured gradients ------------------------------------------------------------------


def almost_restored(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    gradient = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        gradient[index] = (above - f(x)) / (2 * h)
        x[index] += h
    return gradient


def almost_restored_in_one_step(f: Callable[[Array], float], x: Array, h: float = 1e-4) -> Array:
    gradient = np.zeros(x.shape)
    base = f(x)
    for index in np.ndindex(x.shape):
        x[index] += h
        gradient[index] = (f(x) - base) / h
        x[index] -= h
    return gradient


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("exercise", "function"),
    [
        ("forward_difference", almost_restored_in_one_step),
        ("numerical_gradient", almost_restored),
    ],
)
def test_x_that_is_nearly_as_before_costs_its_own_part_alone_whatever_the_seed(
    exercise: str, function: Callable[..., Any], seed: int, judged: JudgedBy
) -> None:
    verdict = judged(exercise, function, seed=seed)
    assert parts(verdict) == {"gradient": 3, "x as it was before": 0}
    assert "leaves its argument x, which is not exactly what it was before" in verdict.message
    assert verdict.message.endswith("put the saved one back.")


def test_a_message_names_the_function_that_was_measured(judged: JudgedBy) -> None:
    one_sided = mistake("numerical_gradient", "one_sided")
    message = judged("numerical_gradient", one_sided.function).message
    quadratic = "(lambda x: (np.array([1.0]) * (x - np.array([0.0])) ** 2).sum())"
    assert f"numerical_gradient({quadratic}, np.array([3.0]))" in message
    assert "expected 6 there" in message


# Batches -----------------------------------------------------------------------------


def with_list_indices(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    order = rng.permutation(len(X)).tolist()
    while order:
        yield X[order[:batch_size]], y[order[:batch_size]]
        del order[:batch_size]


def drawing_before(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    order = rng.permutation(len(X))  # drawn when called, and not when first asked for a batch
    starts = range(0, len(X), batch_size)
    return ((X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in starts)


@pytest.mark.parametrize("function", [with_list_indices, drawing_before])
def test_any_kind_of_iterator_will_do(function: Callable[..., Any], judged: JudgedBy) -> None:
    assert judged("minibatches", function).passed


@pytest.mark.parametrize("seed", range(5))
def test_an_order_from_numpys_own_generator_is_not_taken_for_another_mistake(
    seed: int, judged: JudgedBy
) -> None:
    def from_numpy(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
        order = np.random.permutation(len(X))
        for start in range(0, len(X), batch_size):
            chosen = order[start : start + batch_size]
            yield X[chosen], y[chosen]

    verdict = judged("minibatches", from_numpy, seed=seed)
    assert (verdict.score, verdict.mistake) == (0, None)


def test_only_a_second_epoch_shows_that_something_else_was_drawn(judged: JudgedBy) -> None:
    verdict = judged("minibatches", mistake("minibatches", "also_drawn_afterwards").function)
    assert not verdict.passed
    assert "the second epoch from one rng" in verdict.message


# Training ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["loss_after_update", "loss_per_epoch", "losses_as_array"])
def test_right_weights_with_wrong_losses_get_the_points_of_the_weights(
    name: str, judged: JudgedBy
) -> None:
    verdict = judged("sgd", mistake("sgd", name).function)
    assert parts(verdict) == {"weights": 3, "losses": 0, "arguments left alone": 1}


def test_a_training_that_draws_its_batches_itself_is_right(judged: JudgedBy) -> None:
    def own_batches(
        loss_and_grad: Any,
        W: Array,
        X: Array,
        y: Array,
        rate: float,
        size: int,
        epochs: int,
        rng: Any,
    ) -> tuple[Array, list[float]]:
        losses = []
        for _ in range(epochs):
            order = rng.permutation(len(X))
            for start in range(0, len(X), size):
                rows = order[start : start + size]
                loss, dW = loss_and_grad(W, X[rows], y[rows])
                losses.append(loss)
                W = W - rate * dW
        return W, losses

    assert judged("sgd", own_batches).passed


# Steps -------------------------------------------------------------------------------


def test_right_velocity_with_wrong_weights_gets_the_points_of_the_velocity(
    judged: JudgedBy,
) -> None:
    verdict = judged("momentum_step", mistake("momentum_step", "nesterov").function)
    assert parts(verdict) == {"weights": 0, "velocity": 1, "arguments left alone": 1}


def test_right_moments_with_wrong_weights_get_the_points_of_the_moments(judged: JudgedBy) -> None:
    verdict = judged("adam_step", mistake("adam_step", "no_correction").function)
    assert parts(verdict) == {
        "weights": 0,
        "first moment": 1,
        "second moment": 1,
        "arguments left alone": 1,
    }


def test_a_velocity_that_is_changed_in_place_costs_its_own_part_alone(judged: JudgedBy) -> None:
    def in_place(
        w: Array, dw: Array, velocity: Array, learning_rate: float, rho: float = 0.9
    ) -> tuple[Array, Array]:
        velocity *= rho
        velocity += dw
        return w - learning_rate * velocity, velocity

    verdict = judged("momentum_step", in_place)
    assert parts(verdict) == {"weights": 2, "velocity": 1, "arguments left alone": 0}
    assert "changes its argument velocity. Work on a copy." in verdict.message


def test_a_step_that_remembers_the_last_call_is_rejected(judged: JudgedBy) -> None:
    right: Callable[..., Any] = reference.momentum_step
    remembered: dict[tuple[int, ...], Array] = {}

    def with_state(w: Array, dw: Array, velocity: Array, *rest: float, **more: float) -> Any:
        new_w, new = right(w, dw, remembered.get(w.shape, velocity), *rest, **more)
        remembered[w.shape] = new
        return new_w, new

    assert not judged("momentum_step", with_state).passed


# A training on batches that do not work -------------------------------------------------


def explained(judge: Judge, **functions: Callable[..., Any]) -> Verdict:
    """The verdict on sgd in a notebook with these functions, and the reference's others."""
    names: dict[str, Any] = {}
    for name in ("minibatches", "sgd"):
        source = inspect.getsource(functions.get(name, getattr(reference, name)))
        tree = ast.parse(textwrap.dedent(source))
        definition = tree.body[0]
        assert isinstance(definition, ast.FunctionDef)
        definition.name, definition.returns = name, None
        for argument in definition.args.args:
            argument.annotation = None
        names["np"] = np
        exec(ast.unparse(tree), names)
    namespace = vars(reference) | names
    return verdicts_in(judge, namespace)["sgd"]


def not_written(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Batches:
    raise NotImplementedError


WITHOUT_SHORT_BATCH = mistake("minibatches", "short_batch_dropped").function


@pytest.mark.parametrize("batches", [WITHOUT_SHORT_BATCH, not_written])
def test_a_right_training_on_broken_batches_gets_its_points(
    batches: Callable[..., Any], judge_of: JudgeOf
) -> None:
    verdict = explained(judge_of("optimization", 0), minibatches=batches)
    assert verdict.passed
    assert verdict.message.splitlines() == [
        "sgd calls minibatches, which does not work yet: it was judged with another function in "
        "its place.",
        "Right.",
    ]


@pytest.mark.parametrize("name", ["loss_after_update", "batches_drawn_once"])
def test_a_mistake_is_named_on_broken_batches_too(name: str, judge_of: JudgeOf) -> None:
    wrong = mistake("sgd", name)
    verdict = explained(
        judge_of("optimization", 0), minibatches=WITHOUT_SHORT_BATCH, sgd=wrong.function
    )
    assert not verdict.passed
    assert verdict.mistake == name
    assert wrong.sentence in verdict.message


def test_on_working_batches_the_own_ones_decide(judge_of: JudgeOf) -> None:
    verdict = explained(judge_of("optimization", 0))
    assert (verdict.passed, verdict.message) == (True, "Right.")


def unwritten(
    loss_and_grad: Any, W: Array, X: Array, y: Array, rate: float, size: int, epochs: int, rng: Any
) -> tuple[Array, list[float]]:
    raise NotImplementedError


def test_nobody_blames_the_batches_for_a_training_that_is_not_written(judge_of: JudgeOf) -> None:
    verdict = explained(judge_of("optimization", 0), minibatches=not_written, sgd=unwritten)
    assert verdict.message == "sgd is not written yet."
