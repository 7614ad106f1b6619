"""`autograder check`: one notebook, for one person who waits."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from autograder import assignments
from autograder.classroom.grading_work import GradingWork, allowed, graded_from, of_notebook
from autograder.commands.options import CellSeconds, Seed, SubmissionSeconds
from autograder.course import Course, open_course, shown
from autograder.errors import CourseError
from autograder.harmless.text import plain_line
from autograder.limited import Limited
from autograder.notebooks.files import plain_notebook, read_bytes
from autograder.notebooks.recognise import recognise_assignment
from autograder.notebooks.saves import saves
from autograder.sandbox.limits import Limits
from autograder.sandbox.walls import find_walls

if TYPE_CHECKING:
    from autograder.classroom.graded import Graded
    from autograder.classroom.grader import Grader


def check(
    notebook: Annotated[Path, typer.Argument(help="The notebook file to grade.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object instead of a table.")
    ] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="Check again whenever it is saved, and show what changed, until Ctrl-C."
        ),
    ] = False,
    assignment: Annotated[
        str | None,
        typer.Option(help="The assignment it is of. [default: what the notebook says]"),
    ] = None,
    oracles: Annotated[
        bool,
        typer.Option("--oracles", help="Ask torch too whether the reference solution is right."),
    ] = False,
    device: Annotated[
        str, typer.Option(help="With --oracles, where torch computes: cpu, cuda, or auto.")
    ] = "auto",
    seed: Seed = None,
    cell_seconds: CellSeconds = Limits.cell_seconds,
    submission_seconds: SubmissionSeconds = Limits.submission_seconds,
) -> None:
    """Grade one notebook and say what is right and what is not; no gradebook is touched.

    Exits with 0 whatever the score, and with 2 if the notebook could not be graded.
    """
    course = open_course()
    plain = plain_notebook(read_bytes(notebook), shown(notebook))
    name = assignment or _assignment_of(plain, notebook)
    assignments.check_name(name)
    limits = Limits(cell_seconds, submission_seconds)
    checker = _Checker(course, name, device if oracles else None, seed, limits)
    with checker.process:
        graded = checker.graded(plain)
        checker.show(graded, as_json)
        if watch:
            print(plain_line(f"watching {shown(notebook)}; Ctrl-C ends it"), file=sys.stderr)
            _watch(checker, notebook, plain, graded, as_json)


def _assignment_of(plain: Mapping[str, Any], path: Path) -> str:
    name = recognise_assignment(plain)
    if name is None:
        raise CourseError(
            f"{shown(path)} does not say which assignment it is of: "
            f"add --assignment with one of {', '.join(assignments.names())}"
        )
    return name


class _Checker:
    """Grades one notebook as often as it changes: sandbox and answers are made once."""

    def __init__(
        self, course: Course, assignment: str, device: str | None, seed: int | None, limits: Limits
    ) -> None:
        self.assignment = assignment
        self._arguments = (course, assignment, device, seed)
        self._limits = limits
        self._files = course.source_notebook(assignment).parent
        self._asks_torch = device is not None
        # The sandbox takes longest to start: all else is imported and computed meanwhile.
        self.process = Limited(self._work, 1, allowed(limits))

    def _work(self) -> GradingWork:
        return GradingWork(lambda: self.grader, self._files, self._limits)

    @cached_property
    def grader(self) -> Grader:
        """Knows the answers."""
        from autograder.classroom.grader import Grader

        return Grader(*self._arguments)

    def graded(self, plain: Mapping[str, Any]) -> Graded:
        """Grade the notebook as it is now.

        Raises:
            CourseError: it is not of this assignment, or it cannot be read.
        """
        self.grader.judge.prepare(followed_up=self._asks_torch)
        graded = graded_from(self.process.answer(of_notebook(plain)), self.grader)
        if graded.trouble:
            raise CourseError(graded.trouble)
        return graded

    def show(self, graded: Graded, as_json: bool, before: Graded | None = None) -> None:
        """Print how the notebook came out; what was graded before is not said again."""
        from autograder.classroom import tables

        if as_json:
            print(json.dumps(tables.as_json(self.assignment, graded)))
        elif before:
            tables.print_changes(self.assignment, before, graded)
        else:
            tables.print_notebook(self.assignment, graded)
            print(f"sandbox: {find_walls()}")
        sys.stdout.flush()


def _watch(
    checker: _Checker, path: Path, plain: dict[str, Any], graded: Graded, as_json: bool
) -> None:
    """Check a notebook again each time it is saved; what is wrong with a file does not end it."""
    for saved in saves(path, plain):
        try:
            if isinstance(saved, CourseError):
                raise saved
            before, graded = graded, checker.graded(saved)
        except CourseError as error:
            print(plain_line(f"autograder: {error}"), file=sys.stderr)
        else:
            checker.show(graded, as_json, before)
