"""Makes the tree that students may see: what they get, and nothing that grades it."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder import assignments
from autograder.course import Course, shown
from autograder.errors import CourseError
from autograder.inside.removal import remove_folder

MARK = ".made-by-autograder-public"
"""A file that says whose a folder is: such a folder may be made anew."""
LICENCES = ("LICENSE", "LICENSE-TEXT")
SECRET = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS")
"""What stands around solutions and hidden tests in an instructor's notebook."""
README = """# {title}

{book}The folder of an assignment has its notebook, its data, and a file that says
what it needs:

    cd {first}
    pip install -r requirements.txt
    jupyter lab {first}.ipynb

| assignment | points |
| --- | --- |
{rows}
"""


def make_public(course: Course, target: Path) -> list[str]:
    """Write what students may see: released notebooks with their data, the built book, licences.

    It is made of what was released and built, and never of a source: no solution, no hidden
    test, no history. A folder made by it before is made anew; what is hidden in it, such as
    `.git`, stays.

    Arguments:
        course: with at least one assignment released.
        target: a folder that is new, empty, or was made by this before.

    Returns:
        The names of the assignments in it.

    Raises:
        CourseError: nothing is released, the folder holds other things, or a released notebook
            holds what students must not see.
    """
    released = [
        name for name in assignments.names() if (course.release / name / f"{name}.ipynb").is_file()
    ]
    if not released:
        raise CourseError("no assignment is released yet: run 'autograder release' first")
    for name in released:
        _check(course.release / name / f"{name}.ipynb")
    _clear(target)
    for name in released:
        shutil.copytree(course.release / name, target / name)
        shutil.copy(course.release / f"{name}.zip", target)
    book = course.root / "_build/html"
    has_book = (book / ".complete").is_file()
    if has_book:
        shutil.copytree(book, target / "book", ignore=shutil.ignore_patterns(".*"))
    for licence in LICENCES:
        if (course.root / licence).is_file():
            shutil.copy(course.root / licence, target)
    (target / "README.md").write_text(_readme(released, has_book))
    return released


def _check(notebook: Path) -> None:
    """Make sure that a notebook was released, and is no instructor's."""
    text = notebook.read_text()
    found = [words for words in SECRET if words in text]
    if found:
        raise CourseError(
            f"{shown(notebook)} holds '{found[0]}': it is an instructor's notebook. "
            f"Run 'autograder release {notebook.stem}' again"
        )


def _clear(target: Path) -> None:
    """Make a folder empty, but for hidden files, if it is ours to empty."""
    target.mkdir(parents=True, exist_ok=True)
    known = [path for path in target.iterdir() if path.name != ".git"]
    if known and not (target / MARK).is_file():
        raise CourseError(f"{shown(target)} holds other things: name a folder that is new or empty")
    (target / MARK).touch()
    for path in known:
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            remove_folder(path)
        else:
            path.unlink()


def _readme(released: list[str], has_book: bool) -> str:
    rows = [f"| [{name}]({name}.zip) | {assignments.load(name).points:g} |" for name in released]
    return README.format(
        title="Neural networks, built by hand",
        book="Open `book/index.html` to read.\n" if has_book else "",
        first=released[0],
        rows="\n".join(rows),
    )
