"""Prints what the commands show: progress, the class's table, one notebook's messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from autograder.classroom.changes import changes
from autograder.harmless.text import plain_text

if TYPE_CHECKING:
    from autograder.classroom.graded import Graded
    from autograder.classroom.record import Record
    from autograder.classroom.standings import Standing

MISTAKES_SHOWN = 6
NAMED = 6
"""So many students are named; of more it says how many they are."""


def _harmless(text: str) -> str:
    """Return a student's text without what the terminal would obey, and without markup of ours."""
    return escape(plain_text(text, most=20_000))


@contextmanager
def progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; what it yields is told (done, of how many)."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(title, total=None)

        def tell(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total)

        yield tell


def print_class(assignment: str, records: list[Record], of: Mapping[str, Standing]) -> None:
    """The teacher's table: student, score, exercises failed, seconds, status.

    Arguments:
        assignment: its name.
        records: how grading went.
        of: what the gradebook says, by student: points given by hand and penalties are in it.
    """
    table = Table(title=f"{assignment}: {len(records)} submissions", box=box.SIMPLE)
    table.add_column("student")
    table.add_column("score", justify="right")
    table.add_column("exercises failed")
    table.add_column("seconds", justify="right")
    table.add_column("status")
    for record in records:
        table.add_row(
            _harmless(record.student),
            f"{_score(record, of):g} / {record.max_score:g}",
            _shortened(record.failed),
            f"{record.seconds:.1f}",
            _harmless(_status(record, of.get(record.student))),
        )
    out = console()
    out.print(table)
    for line in seeds(records):
        out.print(_harmless(line), highlight=False, soft_wrap=True)


def seeds(records: list[Record]) -> list[str]:
    """Say who was graded with which seed, and why with another one: a line for each seed.

    With `--seed` any of them repeats what it decided.
    """
    of: dict[str, list[Record]] = {}
    for record in records:
        of.setdefault(record.seed, []).append(record)
    return [
        f"seed {seed}: {_who(graded, all_of_them=len(of) == 1)}"
        for seed, graded in sorted(of.items(), key=lambda item: -len(item[1]))
    ]


def _who(records: list[Record], *, all_of_them: bool) -> str:
    """Students by the reason for which they were graded; of many, how many they are."""
    by_reason: dict[str, list[str]] = {}
    for record in records:
        by_reason.setdefault(record.why, []).append(record.student)
    said = []
    for why, students in by_reason.items():
        whole = all_of_them and len(by_reason) == 1
        many = "everybody" if whole else f"{len(students)} students"
        names = ", ".join(students) if len(students) <= NAMED and not whole else many
        said.append(f"{names} ({why})" if why else names)
    return "; ".join(said)


def _status(record: Record, standing: Standing | None) -> str:
    """Say in one line how grading went, why it was done again, and what a person should look at."""
    notes = [record.why]
    if standing is not None:
        notes += [f"{standing.penalty:g} points off: late" if standing.penalty else ""]
        notes += [standing.waiting]
    return " ".join([record.status, *(f"({note})" for note in notes if note)])


def _score(record: Record, of: Mapping[str, Standing]) -> float:
    known = of[record.student].score if record.student in of else None
    return record.score if known is None else known


def _shortened(failed: list[str]) -> str:
    if len(failed) > MISTAKES_SHOWN:
        return f"{', '.join(failed[:MISTAKES_SHOWN])} and {len(failed) - MISTAKES_SHOWN} more"
    return ", ".join(failed) or "none"


def print_notebook(assignment: str, graded: Graded) -> None:
    """One notebook's table: each exercise with its points and what to say about it."""
    said = {name: verdict.message for name, verdict in graded.verdicts.items()}
    out = console()
    out.print(_notebook_table(assignment, graded, said))
    for note in graded.notes:
        out.print(f"note: {_harmless(note)}")
    out.print(f"seed: {graded.seed}", highlight=False)


def print_changes(assignment: str, before: Graded, after: Graded) -> None:
    """One notebook's total, and in a table the exercises that came out otherwise than before."""
    out = console()
    said = changes(before.verdicts, after.verdicts)
    if said:
        out.print(_notebook_table(assignment, after, said))
    else:
        out.print(f"{_total(assignment, after)}, as before", highlight=False)
    for note in after.notes:
        if note not in before.notes:
            out.print(f"note: {_harmless(note)}")


def _notebook_table(assignment: str, graded: Graded, said: dict[str, str]) -> Table:
    table = Table(title=_total(assignment, graded), box=box.SIMPLE)
    table.add_column("exercise")
    table.add_column("score", justify="right")
    table.add_column("what the tests say")
    for name, message in said.items():
        verdict = graded.verdicts[name]
        table.add_row(name, f"{verdict.score:g} / {verdict.max_score:g}", _harmless(message))
    return table


def _total(assignment: str, graded: Graded) -> str:
    return f"{assignment}: {graded.score:g} of {graded.max_score:g} points"


def console() -> Console:
    """Standard output; wide where it is no terminal, so that no line is cut."""
    console = Console()
    return console if console.is_terminal else Console(width=160)


def as_json(assignment: str, graded: Graded) -> dict[str, Any]:
    """One notebook's result as plain data."""
    return {
        "assignment": assignment,
        "score": graded.score,
        "max_score": graded.max_score,
        # As text: readers of JSON round numbers of 63 bits.
        "seed": str(graded.seed),
        "exercises": {
            name: {
                "score": verdict.score,
                "max_score": verdict.max_score,
                "passed": verdict.passed,
                "message": verdict.message,
                "mistake": verdict.mistake,
            }
            for name, verdict in graded.verdicts.items()
        },
    }
