"""Where nothing is found to judge, the student reads why: the cell's error, or a close name."""

from collections.abc import Callable

import nbformat
import pytest

from autograder.classroom.one_notebook import grade
from autograder.judge.judge import Judge
from autograder.sandbox.limits import Limits

JudgeOf = Callable[[str, int], Judge]


def said(judge: Judge, exercise: str, *sources: str) -> str:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    test = f'hidden_tests("{judge.assignment.name}", "{exercise}")'
    notebook = nbformat.v4.new_notebook(cells=[*cells, nbformat.v4.new_code_cell(test)])
    return grade(notebook, judge, Limits(cell_seconds=20)).verdicts[exercise].message


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (
            ["from scipy.special import logsumexp\ndef softmax(scores):\n    return scores"],
            "Nothing named softmax was found. Its cell failed in line 1: No module named 'scipy'. "
            "Only NumPy and matplotlib are installed here.",
        ),
        (
            ["x = 1\nprint(y)\ndef softmax(scores):\n    return scores"],
            "Nothing named softmax was found. Its cell failed in line 2: NameError (name 'y' is "
            "not defined).",
        ),
        (
            ["def sofmax(scores):\n    return scores"],
            "Nothing named softmax was found. There is sofmax: did you mean softmax?",
        ),
        (
            ["def softmax(scores):\n  x = 1\n    return x"],
            "Nothing named softmax was found. Its cell has an IndentationError in line 3: "
            "return x (unexpected indent).",
        ),
        (["x = 1"], "Nothing named softmax was found. Was it renamed, or did its cell fail?"),
    ],
)
def test_a_function_that_is_not_found_is_explained(
    sources: list[str], expected: str, judge_of: JudgeOf
) -> None:
    assert said(judge_of("losses", 0), "softmax", *sources) == expected


@pytest.mark.parametrize(
    ("assignment", "code", "missing", "close"),
    [
        ("networks", "class TwoLayerNet:\n    def _init_(self): pass", "__init__", "_init_"),
        ("backprop", "class AddGate:\n    def foward(self, x): pass", "forward", "foward"),
    ],
)
def test_a_method_with_a_close_name_is_named(
    assignment: str, code: str, missing: str, close: str, judge_of: JudgeOf
) -> None:
    exercise = code.split()[1].rstrip(":")
    assert said(judge_of(assignment, 0), exercise, code) == (
        f"{exercise} has no method named {missing}. There is {close}: did you mean {missing}?"
    )
