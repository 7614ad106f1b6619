"""Shows in the terminal, as tables, what collecting would do."""

from __future__ import annotations

from rich import box
from rich.markup import escape
from rich.table import Table

from autograder.classroom.collecting.collect import Collecting, Plan
from autograder.classroom.tables import console
from autograder.course import shown
from autograder.harmless.text import plain_line


def print_plan(plan: Plan, collecting: Collecting) -> None:
    """Print what is done for each student, and what nobody can be matched with."""
    out = console()
    table = Table(box=box.SIMPLE)
    for name in ("student", "from", "handed in", "", "also handed in"):
        table.add_column(name)
    for step in plan.steps:
        newest = step.newest
        table.add_row(
            _plain(newest.student),
            _plain(newest.found.name),
            f"{newest.time:%Y-%m-%d %H:%M %Z}" if newest.time else "not known",
            step.action,
            _plain(", ".join(other.found.name for other in step.others)),
        )
    if plan.steps:
        out.print(table)
    for found in plan.unmatched:
        out.print(f"nobody on the roster: {_plain(found.name)} in {_plain(found.archive)}")
    for student, why in plan.unreadable:
        out.print(f"cannot be taken, of {_plain(student)}: {_plain(why)}")
    for found in plan.passed_over:
        out.print(f"has another name, passed over: {_plain(found.name)}")
    twice = [step for step in plan.steps if step.others]
    missing = sorted(collecting.roster.ids - {step.newest.student for step in plan.steps})
    out.print(
        f"{len(plan.steps)} students, {len(twice)} of them more than once, "
        f"{len(plan.unmatched)} notebooks of nobody on the roster, "
        f"{len(missing)} on the roster without one",
        highlight=False,
    )
    if missing:
        more = f" and {len(missing) - 20} more" if len(missing) > 20 else ""
        out.print(f"without one: {_plain(', '.join(missing[:20]))}{more}", highlight=False)
    if twice:
        out.print(f"what does not count is kept in {_plain(shown(collecting.aside))}")


def _plain(text: str) -> str:
    return escape(plain_line(text, 300))
