"""The summary in the terminal: numbers, exercises, and the mistakes most often made."""

from __future__ import annotations

from rich import box
from rich.markup import escape
from rich.table import Table

from autograder.classroom.summary import Summary
from autograder.classroom.tables import console
from autograder.harmless.text import plain_line

MOST_SHOWN = 10
BAR = 20


def print_summary(summary: Summary) -> None:
    """Print how a class did."""
    out = console()
    first, middle, last = summary.quartiles
    out.print(
        f"{summary.assignment}: {summary.size} submissions, {summary.max_score:g} points; "
        f"median {middle:g}, half of them from {first:g} to {last:g}, mean {summary.mean:.1f}",
        highlight=False,
    )
    out.print(_exercises(summary))
    if summary.mistakes:
        out.print(_mistakes(summary))
    counts = (
        (len(summary.needs), "for a person to look at"),
        (len(summary.look_alikes), "look-alikes"),
        (sum(len(stop.students) for stop in summary.stops), "stopped before the end"),
    )
    out.print(", ".join(f"{count} {what}" for count, what in counts), highlight=False)


def _exercises(summary: Summary) -> Table:
    table = Table(box=box.SIMPLE)
    for name in ("exercise", "all points", ""):
        table.add_column(name)
    for name in ("right", "partly", "wrong", "not written"):
        table.add_column(name, justify="right")
    for rate in summary.exercises:
        share = rate.right / summary.size
        states = (rate.right, rate.partly, rate.wrong, rate.unwritten)
        table.add_row(
            rate.name, f"{share:.0%}", "█" * round(BAR * share), *(str(count) for count in states)
        )
    return table


def _mistakes(summary: Summary) -> Table:
    more = len(summary.mistakes) - MOST_SHOWN
    table = Table(box=box.SIMPLE, caption=f"and {more} more on the page" if more > 0 else None)
    for name in ("how many", "exercise", "mistake"):
        table.add_column(name)
    for mistake in summary.mistakes[:MOST_SHOWN]:
        count = f"{len(mistake.students)} of {summary.size}"
        table.add_row(count, mistake.exercise, escape(plain_line(mistake.sentence)))
    return table
