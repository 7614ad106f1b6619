"""The command `make mutants`: mutate the solutions, and report what goes unnoticed."""

from __future__ import annotations

import inspect
import os
from pathlib import Path
from typing import Annotated

import typer

from autograder import assignments
from autograder.classroom import tables
from autograder.course import open_course, shown
from autograder.errors import CourseError
from autograder.judge.torch_oracle import Torch
from autograder.tools.mutation.killing import Executioner
from autograder.tools.mutation.mutants import mutants
from autograder.tools.mutation.report import Results, results, write_report

REPORT = Path("_build/mutants.md")


def run_mutants(name: str, seed: int, torch: Torch, processes: int) -> Results:
    """Run every mutant of one assignment, with a progress bar."""
    assignment = assignments.load(name)
    made = mutants(inspect.getsource(assignment.reference))
    executioner = Executioner(assignment, seed, torch)
    outcomes = []
    with tables.progress(f"mutants of {name}") as tell:
        for outcome in executioner.outcomes(made, processes):
            outcomes.append(outcome)
            tell(len(outcomes), len(made))
    return results(name, outcomes)


def main(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Names of assignments; all of them without any.", metavar="[ASSIGNMENT]..."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Decides the inputs of the hidden tests.", min=0)] = 0,
    processes: Annotated[int, typer.Option(help="Mutants that run at once.", min=1)] = (
        os.cpu_count() or 1
    ),
) -> None:
    """Change the reference solutions, one small thing at a time, and run the hidden tests.

    Ends with status 1 if a mutant survives that is not listed as equivalent.
    """
    try:
        names = names or assignments.names()
        torch = Torch("cpu")
        found = []
        for name in names:
            found.append(run_mutants(name, seed, torch, processes))
            print(_line(found[-1]))
        target = open_course().root / REPORT
        write_report(target, found, seed)
    except CourseError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(2) from None
    print(f"the report: {shown(target)}")
    if not all(of_assignment.good for of_assignment in found):
        raise typer.Exit(1)


def _line(found: Results) -> str:
    count = sum(row.mutants for row in found.counts)
    said = f"{found.assignment}: {count} mutants, {len(found.equivalents)} equivalent"
    if found.survivors:
        said += f", {len(found.survivors)} survive"
    if found.outdated:
        said += f", {len(found.outdated)} listed as equivalent are none"
    return said


if __name__ == "__main__":
    typer.run(main)
