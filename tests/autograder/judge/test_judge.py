"""The judge as a whole: what follows from what."""

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.errors import CourseError
from autograder.inside.plan import Call
from autograder.inside.probe import answer
from autograder.inside.wire import Kept
from autograder.judge.exercise import ARGUMENTS, Assignment, Exercise, Part, TestCase
from autograder.judge.judge import Judge
from autograder.judge.mistake import Mistake
from autograder.judge.torch_oracle import Torch
from autograder.judge.verdict import Verdict
from autograder.reading.statements import CELL_SEPARATOR
from tests.autograder.judge.asked_in_process import verdicts_in

Array = np.ndarray[Any, Any]

LOSSES = assignments.load("losses")


def _linked() -> Assignment:
    """`losses` as if svm_loss called hinge_loss."""
    exercises = tuple(
        replace(exercise, builds_on=("hinge_loss",), draw_stand_ins=None)
        if exercise.name == "svm_loss"
        else replace(exercise, builds_on=(), draw_stand_ins=None)
        for exercise in LOSSES.exercises
    )
    return Assignment("losses", LOSSES.reference, exercises)


def test_a_failure_names_the_failure_that_it_follows_from(torch_oracle: Torch) -> None:
    judge = Judge(_linked(), 1, torch_oracle)
    verdicts = {name: judge.verdict(name, None, "", f"No {name}.") for name in LOSSES.by_name}
    explained = judge.explained(verdicts, {}, "")
    cause = "svm_loss fails because hinge_loss does: mend that first."
    assert explained["svm_loss"].message.startswith(cause)
    assert explained["svm_loss"].score == verdicts["svm_loss"].score
    assert explained["softmax"] == verdicts["softmax"]


def test_what_known_mistakes_answer_waits_for_the_first_who_fails_that_exercise(
    torch_oracle: Torch,
) -> None:
    judge = Judge(LOSSES, 1, torch_oracle)
    judge.prepare()
    right = vars(LOSSES.reference)
    wrong = right | {"softmax": LOSSES.by_name["softmax"].mistakes[0].function}
    for namespace, made in ((right, set()), (wrong, {"softmax"})):
        for name in LOSSES.by_name:
            judge.verdict(name, answer(judge.plans[name], namespace), "")
        questions = judge.questions.items()
        assert {name for name, question in questions if "mistaken" in vars(question.own)} >= made
        assert "hinge_loss" not in {
            name for name, question in questions if "mistaken" in vars(question.own)
        }


def test_what_works_has_no_cause(torch_oracle: Torch) -> None:
    judge = Judge(_linked(), 1, torch_oracle)
    verdicts = {name: judge.verdict(name, None, "") for name in LOSSES.by_name}
    verdicts["svm_loss"] = replace(verdicts["svm_loss"], score=verdicts["svm_loss"].max_score)
    assert judge.explained(verdicts, {}, "")["svm_loss"] == verdicts["svm_loss"]


def test_where_two_oracles_disagree_the_course_takes_the_blame_in_one_line(
    torch_oracle: Torch,
) -> None:
    def wrong(torch: Torch, call: Call) -> Any:
        return call.arguments[0].sum(), call.arguments[0]

    exercise = replace(LOSSES.by_name["l1_penalty"], oracle=wrong)
    judge = Judge(Assignment("losses", LOSSES.reference, (exercise,)), 417, torch_oracle)
    with pytest.raises(CourseError) as caught:
        judge.verdict("l1_penalty", answer(judge.plans["l1_penalty"], vars(LOSSES.reference)), "")
    (line,) = str(caught.value).splitlines()
    assert line.startswith("the course is at fault here, not the student: for l1_penalty [")
    assert "with seed 417" in line


BROKEN_CELL = """%matplotlib inline

def l1_penalty(W):
    return np.abs(W).sum(, np.sign(W)"""


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (BROKEN_CELL, "Its cell has a SyntaxError in line 4: return np.abs(W).sum(, np.sign(W) ("),
        ("def l1_penalty(W)\n    pass", "in line 1: def l1_penalty(W) (expected ':')."),
        ("def l1_penalty(W):\nreturn 1", "Its cell has an IndentationError in line 2: return 1 ("),
        ("def l1(W):\n    pass", "Was it renamed, or did its cell fail?"),
        ("def l1_penalty(W):\n    return 1", "Was it renamed, or did its cell fail?"),
    ],
)
def test_a_cell_that_is_no_python_is_said_with_its_line(
    cell: str, said: str, torch_oracle: Torch
) -> None:
    judge = Judge(LOSSES, 1, torch_oracle)
    source = CELL_SEPARATOR.join(["import numpy as np", cell, "l1_penalty(np.ones((2, 2)))"])
    message = judge.verdict("l1_penalty", answer(judge.plans["l1_penalty"], {}), source).message
    assert message.startswith("Nothing named l1_penalty was found. ")
    assert said in message


# Functions of earlier notebooks ----------------------------------------------------------

OPTIMIZATION = assignments.load("optimization")


def _after_optimization() -> Assignment:
    """`losses` as if it came after `optimization`, and svm_loss called minibatches."""
    exercises = tuple(
        replace(exercise, builds_on=("minibatches",), draw_stand_ins=None)
        if exercise.name == "svm_loss"
        else exercise
        for exercise in LOSSES.exercises
    )
    return Assignment("losses", LOSSES.reference, exercises, after=(OPTIMIZATION,))


def _svm_loss_verdict(torch_oracle: Torch, **pasted: object) -> Verdict:
    judge = Judge(_after_optimization(), 1, torch_oracle)
    namespace = {"svm_loss": LOSSES.reference.l1_penalty, **pasted}
    return verdicts_in(judge, namespace, names=["svm_loss"])["svm_loss"]


def test_a_function_of_an_earlier_notebook_that_is_missing_is_named_as_the_cause(
    torch_oracle: Torch,
) -> None:
    message = _svm_loss_verdict(torch_oracle).message
    assert message.startswith("svm_loss fails because minibatches does")


def test_a_wrong_function_of_an_earlier_notebook_is_named_as_the_cause(
    torch_oracle: Torch,
) -> None:
    wrong = OPTIMIZATION.by_name["minibatches"].mistakes[0].function
    message = _svm_loss_verdict(torch_oracle, minibatches=wrong).message
    assert message.startswith("svm_loss fails because minibatches does")


def test_a_right_function_of_an_earlier_notebook_is_no_cause(torch_oracle: Torch) -> None:
    right = OPTIMIZATION.reference.minibatches
    assert "minibatches" not in _svm_loss_verdict(torch_oracle, minibatches=right).message


def test_only_a_failure_that_something_broken_may_explain_is_asked_apart(
    judge_of: Callable[[str, int], Judge],
) -> None:
    judge = judge_of("losses", 0)
    source = inspect.getsource(LOSSES.reference)
    right = {
        name: judge.verdict(name, answer(judge.plans[name], vars(LOSSES.reference)), source)
        for name in LOSSES.by_name
    }
    assert judge.unexplained(right) == []
    wrong = {
        name: replace(function, score=0.0, calls=frozenset({"l2_penalty"}))
        for name, function in right.items()
    }
    assert judge.unexplained(right | {"svm_loss": wrong["svm_loss"]}) == []
    broken = {name: wrong[name] for name in ("l2_penalty", "svm_loss")}
    assert judge.unexplained(right | broken) == ["svm_loss"]


def test_a_right_answer_needs_nothing_of_an_earlier_notebook(torch_oracle: Torch) -> None:
    judge = Judge(_after_optimization(), 1, torch_oracle)
    replies = answer(judge.plans["svm_loss"], {"svm_loss": LOSSES.reference.svm_loss})
    source = "def svm_loss(W, X, y, reg): ..."
    assert judge.verdict("svm_loss", replies, source).passed


def _negated(W: Array) -> tuple[float, Array]:
    value, gradient = LOSSES.reference.l2_penalty(W)
    return value, -gradient


def _of_a_gradient(rng: np.random.Generator) -> list[TestCase]:
    """l1_penalty of the gradient that l2_penalty left inside."""
    first = Call("l2_penalty", (rng.normal(size=(2, 3)),), keep="before", returns=0)
    return [TestCase("after l2_penalty", (first, Call("l1_penalty", (Kept("before", 1),))))]


def _torch_of_a_gradient(torch: Torch, first: Call, _: Call) -> tuple[float, Array]:
    gradient = 2 * first.arguments[0]
    return abs(gradient).sum(), np.sign(gradient)


def test_a_mistake_brings_the_function_that_it_comes_from(torch_oracle: Torch) -> None:
    left = {"l2_penalty": _negated}
    mistake = Mistake("negated", "Its sign is wrong.", LOSSES.reference.l1_penalty, left)
    exercise = Exercise(
        name="l1_penalty",
        parts=(Part("both", 1),),
        draw=_of_a_gradient,
        oracle=_torch_of_a_gradient,
        known=(mistake,),
        conventions=frozenset(),
    )
    judge = Judge(Assignment("losses", LOSSES.reference, (exercise,)), 1, torch_oracle)
    plan = judge.plans["l1_penalty"]
    assert judge.verdict("l1_penalty", answer(plan, vars(LOSSES.reference)), "").passed
    replies = answer(plan, vars(LOSSES.reference) | left)
    assert judge.verdict("l1_penalty", replies, "").mistake == "negated"


# Objects --------------------------------------------------------------------------------


class _Doubling:
    """Doubles an array, or each array in a dict."""

    def forward(self, x: Array) -> Array:
        return 2 * x

    def of_all(self, values: dict[str, Array]) -> Array:
        return 2 * sum(values.values(), np.zeros(3))

    def backward(self, dout: Array) -> Array:
        return 2 * dout


class _Halving(_Doubling):
    def backward(self, dout: Array) -> Array:
        return dout / 2


class _Spoiling(_Doubling):
    def of_all(self, values: dict[str, Array]) -> Array:
        out = super().of_all(values)
        values["sum"] = out
        return out


class _NoBackward(_Doubling):
    def backward(self, dout: Array) -> Array:
        raise NotImplementedError


class _NoForward:
    """A gate whose method has another name."""

    def forwards(self, x: Array) -> Array:
        return 2 * x


def _of_an_object(rng: np.random.Generator) -> list[TestCase]:
    make = Call("l1_penalty", keep="gate", returns=False)
    x, parts = rng.normal(size=3), (frozenset({"forward"}), frozenset({"gradient"}))
    last = Call("gate.forward", (x,)), Call("gate.backward", (x,))
    both = Call("gate.of_all", ({"x": x.astype("float32"), "y": x.astype("float32")},))
    return [
        TestCase("way out", (make, last[0]), results=parts[0]),
        TestCase("way back", (make, last[0], last[1]), results=parts[1]),
        TestCase("a dict", (make, both), results=parts[0]),
    ]


def _torch_of_an_object(torch: Torch, *calls: Call) -> Any:
    (argument,) = calls[-1].arguments
    return 2 * (sum(argument.values()) if isinstance(argument, dict) else argument)


def _verdict_on(judged_class: type, torch_oracle: Torch) -> Verdict:
    parts = Part("forward", 1), Part("gradient", 2), ARGUMENTS
    exercise = Exercise(
        name="l1_penalty",
        parts=parts,
        draw=_of_an_object,
        oracle=_torch_of_an_object,
        known=(),
        conventions=frozenset(),
    )
    # An object has no l1_penalty: the name is only that of a class that is judged.
    reference = ModuleType("reference")
    reference.__dict__["l1_penalty"] = _Doubling
    judge = Judge(Assignment("losses", reference, (exercise,)), 1, torch_oracle)
    replies = answer(judge.plans["l1_penalty"], {"l1_penalty": judged_class})
    return judge.verdict("l1_penalty", replies, "")


def test_an_object_is_judged_by_its_methods(torch_oracle: Torch) -> None:
    assert _verdict_on(_Doubling, torch_oracle).message == "Right."


def test_a_case_costs_the_parts_that_it_is_about_alone(torch_oracle: Torch) -> None:
    verdict = _verdict_on(_Halving, torch_oracle)
    assert [part.score for part in verdict.parts] == [1, 0, 1]


def test_a_message_says_all_calls_on_an_object(torch_oracle: Torch) -> None:
    message = _verdict_on(_Halving, torch_oracle).message
    array = r"np\.array\(\[-?[\d.]+, -?[\d.]+, -?[\d.]+\]\)"
    calls = rf"gate = l1_penalty\(\); gate\.forward\({array}\); gate\.backward\({array}\)"
    assert re.match(rf"gradient: {calls} \[way back\] returned ", message)


def test_a_method_that_is_not_written_is_said_and_the_other_counts(torch_oracle: Torch) -> None:
    verdict = _verdict_on(_NoBackward, torch_oracle)
    assert [part.score for part in verdict.parts] == [1, 0, 1]
    assert "; gate.backward(np.array([" in verdict.message
    assert verdict.message.endswith("])) [way back] is not written yet.")


def test_a_method_that_is_missing_is_said(torch_oracle: Torch) -> None:
    message = _verdict_on(_NoForward, torch_oracle).message
    assert message == "l1_penalty has no method named forward. Was it renamed?"


def test_a_changed_dict_is_a_changed_argument(torch_oracle: Torch) -> None:
    verdict = _verdict_on(_Spoiling, torch_oracle)
    assert [part.score for part in verdict.parts] == [1, 2, 0]
    called = "gate.of_all({'x': 3 float32, 'y': 3 float32})"
    assert f"{called} [a dict] changes its argument values." in verdict.message


def test_single_precision_is_found_in_a_dict(torch_oracle: Torch) -> None:
    *_, with_dict = _of_an_object(np.random.default_rng(0))
    assert with_dict.single_precision
    assert not replace(with_dict, calls=()).single_precision
