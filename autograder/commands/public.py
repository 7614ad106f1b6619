"""`autograder public`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.course import open_course, shown


def public(
    to: Annotated[
        Path | None,
        typer.Option(
            help="Folder to write: new, empty, or made by this before. [default: _build/public]",
            file_okay=False,
        ),
    ] = None,
) -> None:
    """Make the tree that students may see: notebooks and the book, no solutions, no history."""
    course = open_course()

    from autograder.notebooks.public import make_public

    target = to or course.root / "_build/public"
    released = make_public(course, target)
    print(f"{', '.join(released)}: {shown(target.resolve())}")
    if not (target / "book").is_dir():
        print("the book is not built ('make book' builds it), so it is not in there")
