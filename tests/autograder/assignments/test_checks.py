"""The hidden tests of every assignment accept what is right, and name what is wrong."""

from __future__ import annotations

import ast
import copy
import inspect
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.assignments.right_answers import styles
from autograder.inside.probe import answer
from autograder.judge.conventions import LABEL_DTYPES, draw_cases
from autograder.judge.exercise import Array, Assignment, Exercise, Judged, arrays_in
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.judge.verdict import Verdict

JudgeOf = Callable[[str, int], Judge]
JudgedBy = Callable[..., Verdict]

SEEDS = (0, 1, 20261)
MORE_SEEDS = (4, 6, 11)
CPU_SECONDS = 0.18
"""All judged calls of one assignment together, for a right answer with Python loops, on a
machine on which the yardstick takes YARDSTICK_SECONDS."""
YARDSTICK_SECONDS = 0.05
ROUNDS = 38_000

NEEDS_NEIGHBOURS = {"image_gradients", "orientation_histogram"}
"""Exercises whose contract wants two entries along each axis."""

OF_FIXED_LENGTHS = {"sigmoid_neuron"}
"""Exercises whose contract says how long every array is."""

ASSIGNMENTS = tuple(map(assignments.load, assignments.names()))
EXERCISES = [
    pytest.param(assignment, exercise, id=f"{assignment.name}-{exercise.name}")
    for assignment in ASSIGNMENTS
    for exercise in assignment.exercises
]


def styles_of(assignment: Assignment) -> dict[str, ModuleType]:
    return {"reference": assignment.reference, **styles(assignment.name)}


ANSWERS = [
    pytest.param(
        assignment.name, exercise.name, module, id=f"{assignment.name}-{exercise.name}-{style}"
    )
    for assignment in ASSIGNMENTS
    for style, module in styles_of(assignment).items()
    for exercise in assignment.exercises
    if hasattr(module, exercise.name)
]
every_assignment = pytest.mark.parametrize(
    "assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name
)
every_exercise = pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)


# The exercises ---------------------------------------------------------------------


def test_assignments_are_the_packages_and_not_what_they_share() -> None:
    assert "cases" not in assignments.names()
    assert [assignment.name for assignment in ASSIGNMENTS] == assignments.names()


def test_no_two_exercises_share_a_name_but_those_of_the_contract() -> None:
    names = Counter(
        exercise.name for assignment in ASSIGNMENTS for exercise in assignment.exercises
    )
    assert {name for name, count in names.items() if count > 1} <= {"relu_backward"}


@every_assignment
def test_the_notebook_says_the_points_of_every_part(assignment: Assignment) -> None:
    text = (Path(__file__).parents[3] / f"exercises/{assignment.name}.md").read_text()
    said = re.findall(r"^\*Points: (.+)\.\*$", text, re.MULTILINE)
    assert said == [
        ", ".join(f"{part.name} {part.points:g}" for part in exercise.parts)
        for exercise in assignment.exercises
    ]


@every_exercise
def test_an_exercise_builds_on_earlier_ones(assignment: Assignment, exercise: Exercise) -> None:
    names = list(assignment.by_name)
    before = {before_it.name for _, before_it in assignment.earlier(exercise)}
    assert set(exercise.builds_on) <= {*names[: names.index(exercise.name)], *before}


# Mistakes --------------------------------------------------------------------------


@every_exercise
def test_every_known_mistake_is_rejected_and_named(
    assignment: Assignment, exercise: Exercise, judge_of: JudgeOf
) -> None:
    for seed in SEEDS:
        own = judge_of(assignment.name, seed).questions[exercise.name].own
        # The judge has its replies to these cases, and nobody asks again.
        asked = [i for i, case in enumerate(own.cases) if not (case.is_large or case.rounds)]
        prepared = own.fewer(asked)
        for mistaken in prepared.mistaken:
            parts, named, _ = prepared._judge_results(list(mistaken.answers.replies.values()))
            assert named == mistaken.mistake.name
            messages = " ".join(part.message for part in parts.values() if part.score == 0)
            assert mistaken.mistake.sentence in messages, named


@every_exercise
def test_a_known_mistake_is_named_in_the_verdict_on_all_cases(
    assignment: Assignment, exercise: Exercise, judged: JudgedBy
) -> None:
    for mistake in exercise.mistakes[:2]:
        verdict = judged(exercise.name, mistake.function, also=mistake.also, of=assignment.name)
        assert not verdict.passed
        assert verdict.mistake == mistake.name
        assert mistake.sentence in verdict.message


@every_exercise
def test_every_exercise_knows_four_mistakes_with_names_of_their_own(
    assignment: Assignment, exercise: Exercise
) -> None:
    assert len(exercise.mistakes) >= 4
    assert len({mistake.name for mistake in exercise.mistakes}) == len(exercise.mistakes)


@every_exercise
def test_a_sentence_holds_no_code(assignment: Assignment, exercise: Exercise) -> None:
    for mistake in exercise.mistakes:
        sentence = mistake.sentence
        assert not re.search(r"[\[\]{}()=@*_`]|np\.|\w\.\w", sentence), mistake.name
        assert sentence.endswith((".", "?")), mistake.name
        assert sentence[0].isupper() or sentence.startswith("beta"), mistake.name


@every_exercise
def test_what_is_said_of_some_parts_is_true_whatever_the_others_are(
    assignment: Assignment, exercise: Exercise, judge_of: JudgeOf
) -> None:
    known = judge_of(assignment.name, 0).questions[exercise.name].own.mistaken
    parts = {part for mistaken in known for part in mistaken.answers.wrong_parts}
    of_others = "(though|not belong to|not in) the (loss|gradient|value)"
    for mistaken in known:
        if set(mistaken.answers.wrong_parts) < parts:  # so it may stand beside another one
            assert not re.search(of_others, mistaken.mistake.sentence), mistaken.mistake.name
        if len(mistaken.answers.wrong_parts) == 1 < len(parts):
            assert not mistaken.mistake.sentence.startswith("Both"), mistaken.mistake.name


@every_exercise
def test_the_first_three_mistakes_stand_on_their_own(
    assignment: Assignment, exercise: Exercise
) -> None:
    """The sample class hands them in, so they may use nothing but what a notebook has."""
    for mistake in exercise.mistakes[:3]:
        functions = [mistake.function]
        if inspect.isclass(mistake.function):
            assert mistake.function.__bases__ == (object,)
            functions = [value for value in vars(mistake.function).values() if callable(value)]
        for function in functions:
            assert isinstance(function, FunctionType)
            used = inspect.getclosurevars(function)
            assert set(used.globals) <= {"np", *exercise.builds_on} and not used.nonlocals


# Right answers ---------------------------------------------------------------------


@every_assignment
def test_there_are_at_least_three_styles_of_right_answers(assignment: Assignment) -> None:
    assert len(styles_of(assignment)) >= 3


@every_exercise
def test_every_exercise_has_a_right_answer_with_loops(
    assignment: Assignment, exercise: Exercise
) -> None:
    assert exercise.name in vars(styles(assignment.name)["loops"])


def without_imports(module: ModuleType) -> str:
    """A module's source as a notebook has it, where earlier answers are pasted and not imported."""
    tree = ast.parse(inspect.getsource(module))
    tree.body = [node for node in tree.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    return ast.unparse(tree)


@pytest.mark.parametrize(("assignment", "exercise", "module"), ANSWERS)
def test_a_right_answer_in_another_style_gets_full_marks(
    assignment: str, exercise: str, module: ModuleType, judge_of: JudgeOf
) -> None:
    for seed in (*SEEDS, *MORE_SEEDS):
        judge = judge_of(assignment, seed)
        replies = answer(judge.plans[exercise], vars(module))
        verdict = judge.verdict(exercise, replies, without_imports(module))
        assert verdict.passed, verdict.message
        assert verdict.message == "Right."
        assert verdict.mistake is None


def yardstick() -> float:
    """Processor time of work like that of the calls: Python loops and small arrays."""
    start = time.process_time()
    row = np.arange(8.0)
    total = 0.0
    for n in range(ROUNDS):
        total += float((row * n).sum()) * 0.5
    return time.process_time() - start


@every_assignment
def test_all_judged_calls_of_a_right_answer_with_loops_take_little_time(
    assignment: Assignment, judge_of: JudgeOf
) -> None:
    judge = judge_of(assignment.name, 0)
    plans = [judge.plans[name] for name in assignment.by_name]
    slow = vars(styles(assignment.name)["loops"])
    times, yardsticks = [], []
    for _ in range(8):  # the quickest of some: a busy machine slows some down
        start = time.process_time()
        for plan in plans:
            answer(plan, slow)
        times.append(time.process_time() - start)
        yardsticks.append(yardstick())
    # A ratio: on a slow or busy machine both take longer.
    assert min(times) / min(yardsticks) < CPU_SECONDS / YARDSTICK_SECONDS


# Parts -----------------------------------------------------------------------------


def has_arrays(exercise: Exercise) -> bool:
    return any(case.arrays for case in draw_cases(exercise, np.random.default_rng(3)))


def spoiled(assignment: Assignment, name: str) -> Callable[..., Any]:
    """The right answer, after which the first array among the arguments is changed."""
    right = getattr(assignment.reference, name)
    if not inspect.isclass(right):
        return spoiling(right)
    methods = {
        name: spoiling(method)
        for name, method in vars(right).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    return type(right.__name__, (right,), methods)


def spoiling(right: Callable[..., Any]) -> Callable[..., Any]:
    def answer_and_spoil(*arguments: Any, **keywords: Any) -> Any:
        # What an object keeps for its next call stays right: it gets a copy.
        plain = (np.ndarray, dict, tuple, list)
        copies = [
            copy.deepcopy(argument) if isinstance(argument, plain) else argument
            for argument in arguments
        ]
        result = right(*copies, **keywords)
        result = list(result) if inspect.isgenerator(result) else result
        first = next(iter(arrays_in(arguments)), None)  # what runs here is counted, too
        if first is not None:
            first[...] += 1
        return result

    return answer_and_spoil


@every_exercise
def test_a_changed_argument_costs_exactly_its_own_part(
    assignment: Assignment, exercise: Exercise, judged: JudgedBy
) -> None:
    if not has_arrays(exercise):
        assert not any(part.judged is Judged.ARGUMENTS for part in exercise.parts)
        return
    verdict = judged(exercise.name, spoiled(assignment, exercise.name), of=assignment.name)
    (part,) = (part for part in exercise.parts if part.judged is Judged.ARGUMENTS)
    assert {judged.name for judged in verdict.parts if judged.score < judged.max_score} == {
        part.name
    }
    assert verdict.message.startswith(f"{part.name}: ")
    _, advice = part.changed.split("{}")
    assert verdict.message.endswith(advice)


@every_exercise
def test_an_exercise_that_is_not_written_says_so(
    assignment: Assignment, exercise: Exercise, judged: JudgedBy
) -> None:
    def not_written(*arguments: Any, **keywords: Any) -> Any:
        raise NotImplementedError

    verdict = judged(exercise.name, not_written, of=assignment.name)
    assert verdict.score == 0
    assert verdict.message == f"{exercise.name} is not written yet."


# What the cases vary ----------------------------------------------------------------


def as_text(judge: Judge) -> list[str]:
    return [judge.plans[name] for name in judge.assignment.by_name]


@every_assignment
def test_the_same_seed_judges_alike_and_another_draws_other_inputs(
    assignment: Assignment, judge_of: JudgeOf, torch_oracle: Torch
) -> None:
    first, again = judge_of(assignment.name, 0), Judge(assignment, 0, torch_oracle)
    assert as_text(first) == as_text(again)
    other = judge_of(assignment.name, 1)
    assert all(one != two for one, two in zip(as_text(first), as_text(other), strict=True))


SHOWN_BY: dict[str, Callable[[Array], bool]] = {
    "float32 inputs": lambda array: array.dtype == "float32",
    "inputs in column order": lambda array: (
        array.flags.f_contiguous and not array.flags.c_contiguous
    ),
    "inputs with gaps in memory": lambda array: not (array.flags.forc),
    "read-only inputs": lambda array: not array.flags.writeable,
}
"""What an array must show in one of the cases of each convention."""


def shown(exercise: Exercise) -> set[str]:
    """The conventions of which an exercise has a case, and the dtypes of its labels."""
    cases = draw_cases(exercise, np.random.default_rng(3))
    pairs = [(case.label, array) for case in cases for array in case.arrays]
    found = {label for label, array in pairs if label in SHOWN_BY and SHOWN_BY[label](array)}
    return found | {array.dtype.name for _, array in pairs if array.dtype.kind in "iu"}


def test_every_exercise_has_the_cases_of_the_conventions_or_is_an_exception_by_contract() -> None:
    missing = {}
    for assignment in ASSIGNMENTS:
        for name, exercise in assignment.by_name.items():
            parameters = inspect.signature(getattr(assignment.reference, name)).parameters
            of_labels = LABEL_DTYPES if "y" in parameters else ()
            missing[name] = {*SHOWN_BY, *of_labels} - shown(exercise)
    one_axis = {"inputs in column order"}  # which is the only order there is
    assert {name: labels for name, labels in missing.items() if labels} == {
        "forward_difference": {"float32 inputs", "read-only inputs"},
        "numerical_gradient": {"float32 inputs", "read-only inputs"},
        "sigmoid_neuron": one_axis,
        "relu_jacobian": one_axis,
        "output_size": set(SHOWN_BY),
    }


@pytest.mark.parametrize("name", ["forward_difference", "numerical_gradient"])
def test_x_that_may_be_changed_on_the_way_is_float64_and_writable(name: str) -> None:
    exercise = assignments.load("optimization").by_name[name]
    for case in draw_cases(exercise, np.random.default_rng(3)):
        assert all(array.flags.writeable and array.dtype == np.float64 for array in case.arrays)


def test_every_exercise_has_a_case_with_an_axis_as_short_as_its_contract_allows() -> None:
    for assignment in ASSIGNMENTS:
        for name, exercise in assignment.by_name.items():
            arrays = [
                array
                for case in draw_cases(exercise, np.random.default_rng(3))
                for array in case.arrays
            ]
            shortest = 2 if name in NEEDS_NEIGHBOURS else 1
            if arrays and name not in OF_FIXED_LENGTHS:
                assert any(shortest in array.shape for array in arrays), name
