"""The command line: each command is a module beside this one.

A command imports what it needs once it is called: help, and what is wrong with an
argument, should not take longer than it takes to type it.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path

import typer

from autograder.commands.check import check
from autograder.commands.collect import collect
from autograder.commands.export import export
from autograder.commands.grade import grade
from autograder.commands.new import new
from autograder.commands.public import public
from autograder.commands.release import release
from autograder.commands.roster import roster
from autograder.commands.sample_class import sample_class
from autograder.commands.summary import summary
from autograder.course import shown
from autograder.errors import CourseError
from autograder.harmless.text import plain_line

DISK_TROUBLE = {
    errno.ENOSPC: "make room on its disk and run the command again",
    errno.EDQUOT: "make room in your quota and run the command again",
    errno.EROFS: "its disk is read-only",
    errno.EACCES: "check that you may write there",
    errno.EPERM: "check that you may write there",
}
"""What to do where the system refuses to write."""

app = typer.Typer(
    help="Release assignments, grade what comes back, and check a single notebook.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
COMMANDS = (
    *(release, public, roster, collect, grade, summary, export),
    *(check, sample_class, new),
)
for command in COMMANDS:
    app.command()(command)


def run() -> int | str | None:
    """Run the command line and return its exit status; a person's mistake is one line and 2."""
    # nbgrader, nbclient and Dask report on their own; what matters we say ourselves.
    logging.disable(logging.CRITICAL)
    try:
        app()
    except CourseError as error:
        print(f"autograder: {plain_line(str(error))}", file=sys.stderr)
        return 2
    except OSError as error:
        if error.errno not in DISK_TROUBLE or error.filename is None:
            raise
        place = plain_line(shown(Path(os.fsdecode(error.filename))))
        print(
            f"autograder: {place} cannot be written ({error.strerror}): "
            f"{DISK_TROUBLE[error.errno]}; what was saved before is still there",
            file=sys.stderr,
        )
        return 2
    except SystemExit as end:
        return end.code
    return 0
