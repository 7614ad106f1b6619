"""The hidden tests of `losses` accept what is right, reject what is wrong, and say why."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from autograder import checks
from autograder.exercise import Exercise, Mistake
from autograder.judge import Judge, Verdict
from autograder.probe import answer
from autograder.right_answers import styles
from autograder.torch_oracle import Torch
from solutions import losses as reference

Array = np.ndarray[Any, Any]
JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]

SEEDS = (0, 1, 20261)

ASSIGNMENT = checks.load("losses")
NAMES = tuple(ASSIGNMENT.by_name)
ALL_MISTAKES = [
    pytest.param(exercise.name, mistake, id=f"{exercise.name}-{mistake.name}")
    for exercise in ASSIGNMENT.exercises
    for mistake in exercise.mistakes
]
STYLES = {"reference": reference, **styles("losses")}
right_hinge: Callable[..., Any] = reference.hinge_loss
WITHOUT_LOOPS = ("svm_loss", "softmax_loss")


def scores_by_part(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


# The exercises ---------------------------------------------------------------------


def test_the_assignment_has_every_function_of_the_contract() -> None:
    assert set(NAMES) == {
        *("hinge_loss", "squared_hinge_loss", "softmax", "cross_entropy", "l1_penalty"),
        *("l2_penalty", "elastic_net", "svm_loss", "softmax_loss"),
    }


def test_modules_with_an_underscore_are_no_assignments() -> None:
    assert not any(name.startswith("_") for name in checks.names())


def test_the_notebook_says_the_points_of_every_part() -> None:
    text = (Path(__file__).parents[2] / "exercises/losses.md").read_text()
    said = re.findall(r"^\*Points: (.+)\.\*$", text, re.MULTILINE)
    assert said == [
        ", ".join(f"{part.name} {part.points:g}" for part in exercise.parts)
        for exercise in ASSIGNMENT.exercises
    ]


# Mistakes --------------------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "mistake"), ALL_MISTAKES)
def test_a_known_mistake_is_rejected_and_named(
    exercise: str, mistake: Mistake, judged: JudgedBy
) -> None:
    for seed in SEEDS:
        verdict = judged(exercise, mistake.function, seed=seed)
        assert not verdict.passed
        assert verdict.mistake == mistake.name
        assert mistake.sentence in verdict.message


@pytest.mark.parametrize("exercise", ASSIGNMENT.exercises, ids=NAMES)
def test_every_exercise_knows_four_mistakes_with_names_and_sentences_of_their_own(
    exercise: Exercise,
) -> None:
    assert len(exercise.mistakes) >= 4
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)


@pytest.mark.parametrize(("exercise", "mistake"), ALL_MISTAKES)
def test_a_sentence_holds_no_code(exercise: str, mistake: Mistake) -> None:
    assert not re.search(r"[\[\]{}()=@*_`]|np\.|\w\.\w", mistake.sentence)
    assert mistake.sentence.endswith((".", "?"))
    assert mistake.sentence[0].isupper() or mistake.sentence.startswith("beta")


@pytest.mark.parametrize("exercise", ASSIGNMENT.exercises, ids=NAMES)
def test_the_first_three_mistakes_stand_on_their_own(exercise: Exercise) -> None:
    """The sample class hands them in, so they may use nothing but NumPy."""
    for mistake in exercise.mistakes[:3]:
        assert isinstance(mistake.function, FunctionType)
        used = inspect.getclosurevars(mistake.function)
        assert set(used.globals) <= {"np"} and not used.nonlocals


# Right answers ---------------------------------------------------------------------


def test_there_are_at_least_three_styles_of_right_answers() -> None:
    assert len(STYLES) >= 3


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("exercise", NAMES)
def test_a_right_answer_in_another_style_gets_full_marks(
    style: str, exercise: str, judge_of: JudgeOf
) -> None:
    module = STYLES[style]
    for seed in (*SEEDS, 4, 6, 11):
        judge = judge_of("losses", seed)
        replies = answer(judge.plan(exercise), vars(module))
        verdict = judge.verdict(exercise, replies, inspect.getsource(module))
        assert verdict.passed, verdict.message
        assert verdict.message == "Right."
        assert verdict.mistake is None


def svm_loss_with_loops(W: Array, X: Array, y: Array, reg: float) -> tuple[float, Array]:
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(X.shape[0]):
        scores = X[i] @ W
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + 1
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    return loss / len(y) + reg * np.sum(W**2), dW / len(y) + 2 * reg * W


def softmax_loss_with_loops(W: Array, X: Array, y: Array, reg: float) -> tuple[float, Array]:
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y, strict=True):
        scores = x @ W
        shifted = scores - max(scores)
        total = sum(np.exp(shifted))
        loss += np.log(total) - shifted[label]
        for j in range(W.shape[1]):
            dW[:, j] += x * (np.exp(shifted[j]) / total - (j == label))
    return loss / len(y) + reg * np.sum(W**2), dW / len(y) + 2 * reg * W


@pytest.mark.parametrize("function", [svm_loss_with_loops, softmax_loss_with_loops])
def test_a_loop_over_the_examples_costs_exactly_its_own_part(
    function: Callable[..., Any], judged: JudgedBy
) -> None:
    exercise = function.__name__.removesuffix("_with_loops")
    source = inspect.getsource(function).replace(function.__name__, exercise)
    verdict = judged(exercise, function, source=source)
    assert scores_by_part(verdict) == {
        "loss": 2,
        "gradient": 3,
        "arguments left alone": 1,
        "no Python loop over the examples": 0,
    }
    assert "loops over the examples in Python (for " in verdict.message


def test_all_judged_calls_of_a_slow_right_answer_take_little_time(judge_of: JudgeOf) -> None:
    judge = judge_of("losses", 0)
    plans = {name: judge.plan(name) for name in NAMES}
    slow = vars(STYLES["loops"]) | {
        "svm_loss": svm_loss_with_loops,
        "softmax_loss": softmax_loss_with_loops,
    }
    times = []
    for _ in range(3):
        start = time.process_time()
        for plan in plans.values():
            answer(plan, slow)
        times.append(time.process_time() - start)
    assert min(times) < 0.15


# Parts -----------------------------------------------------------------------------


def spoiled(name: str) -> Callable[..., Any]:
    """The right answer, after which every array argument is changed."""
    right = getattr(reference, name)

    def answer_and_spoil(*arguments: Any, **keywords: Any) -> Any:
        result = right(*arguments, **keywords)
        arguments[0][...] = 0
        return result

    return answer_and_spoil


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_argument_costs_exactly_its_own_part(name: str, judged: JudgedBy) -> None:
    verdict = judged(name, spoiled(name))
    assert verdict.max_score - verdict.score == 1
    assert scores_by_part(verdict)["arguments left alone"] == 0
    assert verdict.message.startswith("arguments left alone: ")
    assert "Work on a copy" in verdict.message


@pytest.mark.parametrize("name", [name for name in NAMES if name in WITHOUT_LOOPS])
def test_a_right_loss_with_a_wrong_gradient_gets_the_points_of_the_loss(
    name: str, judged: JudgedBy
) -> None:
    right = getattr(reference, name)
    verdict = judged(name, lambda *arguments: (right(*arguments)[0], right(*arguments)[1] + 1))
    parts = scores_by_part(verdict)
    assert parts["loss"] == 2
    assert parts["gradient"] == 0


def test_a_wrong_value_with_a_right_gradient_gets_the_points_of_the_gradient(
    judged: JudgedBy,
) -> None:
    verdict = judged("l2_penalty", lambda W: (1.0 + (W * W).sum(), 2 * W))
    assert scores_by_part(verdict) == {"value": 0, "gradient": 1, "arguments left alone": 1}


# What messages say -----------------------------------------------------------------


def raises(scores: Array, y: Array, delta: float = 1.0) -> Array:
    raise ValueError("so it goes")


def prints(scores: Array, y: Array, delta: float = 1.0) -> None:
    print(right_hinge(scores, y, delta))


def not_written(scores: Array, y: Array, delta: float = 1.0) -> Array:
    raise NotImplementedError


def as_column(scores: Array, y: Array, delta: float = 1.0) -> Array:
    return np.asarray(right_hinge(scores, y, delta))[:, np.newaxis]


def rounded(scores: Array, y: Array, delta: float = 1.0) -> Array:
    return np.asarray(right_hinge(scores, y, delta)).astype(int)


def as_list(scores: Array, y: Array, delta: float = 1.0) -> list[float]:
    return list(map(float, right_hinge(scores, y, delta)))


def as_generator(scores: Array, y: Array, delta: float = 1.0) -> Any:
    return (float(loss) for loss in right_hinge(scores, y, delta))


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (raises, "raised ValueError (so it goes)"),
        (prints, "nothing (None); is the return statement missing?"),
        (not_written, "hinge_loss is not written yet."),
        (as_column, "an array of shape (3, 1); expected an array of shape (3,)"),
        (rounded, "int64 values; expected float64"),
        (as_list, "a list; expected an array of shape (3,)"),
        (as_generator, "cannot be compared"),
    ],
)
def test_an_answer_of_the_wrong_kind_gets_a_message_that_says_so(
    function: Callable[..., Any], said: str, judged: JudgedBy
) -> None:
    verdict = judged("hinge_loss", function)
    assert verdict.score == 0
    assert said in verdict.message


def test_one_value_where_two_are_due_is_said(judged: JudgedBy) -> None:
    verdict = judged("svm_loss", lambda W, X, y, reg: 1.0)
    assert verdict.score == 0
    assert "a number; expected a tuple of 2 values" in verdict.message


def test_a_message_names_the_call_and_the_first_difference(judged: JudgedBy) -> None:
    verdict = judged("hinge_loss", lambda s, y, delta=1.0: right_hinge(s, y, 1.0) + 1)
    first, *_ = verdict.message.splitlines()
    assert "hinge_loss(3×3 float64, 3 int64)" in first
    assert "returned 3.9 at index 0; expected 2.9 there" in first


def test_an_error_of_another_cause_is_not_taken_for_a_known_mistake(judged: JudgedBy) -> None:
    assert judged("hinge_loss", raises).mistake is None


# What the cases vary ----------------------------------------------------------------


def as_text(judge: Judge) -> list[str]:
    return [judge.plan(name) for name in NAMES]


def test_the_same_seed_judges_alike_and_another_draws_other_inputs(
    judge_of: JudgeOf, judged: JudgedBy, torch_oracle: Torch
) -> None:
    first, again = judge_of("losses", 7), Judge(ASSIGNMENT, 7, torch_oracle)
    assert as_text(first) == as_text(again)
    other = judge_of("losses", 8)
    assert all(one != two for one, two in zip(as_text(first), as_text(other), strict=True))
    wrong = ASSIGNMENT.by_name["softmax"].mistakes[0].function
    assert judged("softmax", wrong, seed=7) == judged("softmax", wrong, seed=7)


@pytest.mark.parametrize("exercise", ASSIGNMENT.exercises, ids=NAMES)
def test_the_cases_cover_what_the_contract_allows(exercise: Exercise) -> None:
    arguments = [case.calls[-1].arguments for case in exercise.draw(np.random.default_rng(3))]
    firsts = [one[0] for one in arguments]
    assert {array.dtype.name for array in firsts} == {"float32", "float64"}
    assert any(array.flags.f_contiguous and not array.flags.c_contiguous for array in firsts)
    assert any(not array.flags.writeable for array in firsts)
    assert any(1 in array.shape for array in firsts)
    if "y" in inspect.signature(getattr(reference, exercise.name)).parameters:
        dtypes = {one.dtype.name for many in arguments for one in many if is_labels(one)}
        assert len(dtypes) == 8


def is_labels(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iu"


@pytest.mark.parametrize(
    ("exercise", "body"),
    [
        ("hinge_loss", "scores[np.arange(len(y)) + 0 * y, y]"),
        ("cross_entropy", "scores.ravel()[np.arange(len(y)) * scores.shape[1] + y]"),
    ],
)
def test_arithmetic_that_only_some_label_dtypes_survive_is_rejected(
    exercise: str, body: str, judged: JudgedBy
) -> None:
    """A uint64 label and an int64 row number add up to a float, which is no index."""
    right = getattr(reference, exercise)
    namespace: dict[str, Any] = {"np": np, "right": right}
    lines = (
        "def student(scores, y, *rest, **more):",
        f"    {body}",
        "    return right(scores, y, *rest, **more)",
    )
    exec("\n".join(lines), namespace)
    verdict = judged(exercise, namespace["student"])
    assert not verdict.passed
    assert "uint64" in verdict.message
