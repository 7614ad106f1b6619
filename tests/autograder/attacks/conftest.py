"""What an attack is run against: the real sandbox, the real judge, small limits."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterator
from functools import partial

import nbformat
import pytest
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.graded import Graded
from autograder.classroom.one_notebook import grade
from autograder.judge.judge import Judge
from autograder.sandbox import child, packages
from autograder.sandbox.limits import Limits
from autograder.sandbox.process import Sandbox
from autograder.sandbox.walls import Quotas

SEED = 7_215_437_008_664_273_911
SOLVED, UNSOLVED = "hinge_loss", "softmax"
SOLUTION = "import numpy as np\n" + inspect.getsource(
    vars(assignments.load("losses").reference)[SOLVED]
)
SMALL = Quotas(memory_bytes=512 * 2**20, file_bytes=8 * 2**20, cpu_seconds=60)

MUCH_TOO_LATE = 180
"""Seconds. What is stopped by its limits (2 s a cell, 1 s of grace, 30 s in all) is over
long before, also on a busy machine; what is not stopped is not over then."""

Attack = Callable[..., Graded]


@pytest.fixture(scope="session")
def judge(judge_of: Callable[[str, int], Judge]) -> Judge:
    """The judge of `losses`, with a seed that is nowhere else."""
    return judge_of("losses", SEED)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One sandbox for all attacks, so that each would meet what another left."""
    with Sandbox(quotas=SMALL) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(child, "GRACE_SECONDS", 1)
        yield made


@pytest.fixture(scope="session")
def sandbox_alone() -> Iterator[Sandbox]:
    """The same without bubblewrap: the child's own confinement is all there is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packages, "find_bubblewrap", lambda: None)
        patch.setattr("os.geteuid", lambda: 1000)
        made = Sandbox(quotas=SMALL)
    with made:
        yield made


@pytest.fixture(scope="module", params=["bubblewrap", "alone"])
def either_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each of the two."""
    name = "sandbox" if request.param == "bubblewrap" else "sandbox_alone"
    made: Sandbox = request.getfixturevalue(name)
    return made


@pytest.fixture(scope="session")
def solution() -> str:
    """A right answer to one of the two exercises of every notebook here."""
    return SOLUTION


@pytest.fixture
def attack(sandbox: Sandbox, judge: Judge) -> Iterator[Attack]:
    """Grades a notebook that attacks; afterwards an honest one gets all its points."""
    run = partial(_graded, sandbox, judge)
    start = time.monotonic()
    yield run
    assert time.monotonic() - start < MUCH_TOO_LATE
    honest = run(SOLUTION)
    assert honest.verdicts[SOLVED].passed, honest.verdicts[SOLVED].message
    assert honest.notes == []


def _graded(sandbox: Sandbox, judge: Judge, *cells: str, after: str = "") -> Graded:
    """A notebook of these cells, the tests of a solved and an unsolved exercise, and one more."""
    tests = [_test_cell(name) for name in (SOLVED, UNSOLVED)]
    before = [nbformat.v4.new_code_cell(cell) for cell in cells]
    last = nbformat.v4.new_code_cell(after)
    notebook = nbformat.v4.new_notebook(cells=[*before, *tests, last])
    return grade(notebook, judge, Limits(cell_seconds=2, submission_seconds=30), sandbox=sandbox)


def _test_cell(name: str) -> NotebookNode:
    metadata = {"nbgrader": {"grade_id": f"test_{name}", "grade": True, "locked": True}}
    return nbformat.v4.new_code_cell(f'hidden_tests("losses", "{name}")', metadata=metadata)
