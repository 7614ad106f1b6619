"""Adds an exercise to an assignment: a stub in each place where the course looks for it.

All is computed before anything is written, and the list of exercises is written last: the
assignment can be loaded at every moment.
"""

from __future__ import annotations

import ast
import keyword
import re
import subprocess
import symtable
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder import assignments
from autograder.course import shown
from autograder.errors import CourseError

STUBS = Path(__file__).with_name("stubs")


@dataclass(frozen=True)
class Stub:
    """A file of a new exercise.

    Attributes:
        path: where it lies.
        is_new: whether the file is made; otherwise something is added to it.
        content: the whole file, as it will be.
    """

    path: Path
    is_new: bool
    content: str


def new_exercise(root: Path, assignment: str, exercise: str) -> list[Stub]:
    """Write the stubs of a new exercise, the last one of its assignment.

    Arguments:
        root: the folder of the course.
        assignment: the name of an assignment.
        exercise: the name of the function that students will write.

    Returns:
        What was written, in that order.

    Raises:
        CourseError: there is no such assignment, the exercise cannot have that name, or
            a file does not have the form that it needs. Then nothing is written.
    """
    assignments.check_name(assignment)
    _check_name(exercise)
    package = root / "autograder/assignments" / assignment
    if not package.is_dir():
        raise CourseError(f"{shown(package)} is missing: exercises are added to a whole checkout")
    stubs = [
        _made(package / f"mistakes/{exercise}.py", "mistakes.py.j2", exercise),
        _made(package / f"checks/{exercise}.py", "checks.py.j2", exercise),
        _with_function(root / f"solutions/{assignment}.py", "solution.py.j2", exercise),
        _with_function(package / "right_answers/loops.py", "right_answer.py.j2", exercise),
        _with_section(root / f"exercises/{assignment}.md", exercise),
        _listed(package / "checks/__init__.py", assignment, exercise),
    ]
    _write({stub.path: stub.content for stub in stubs})
    return stubs


def _check_name(exercise: str) -> None:
    is_name = exercise.isidentifier() and exercise.isascii() and not exercise.startswith("_")
    if not is_name or keyword.iskeyword(exercise):
        raise CourseError(
            f"'{exercise}' cannot be the name of a function that students write: "
            f"take one such as 'hinge_loss'"
        )
    for name in assignments.names():
        if exercise in assignments.load(name).by_name:
            raise CourseError(f"there is an exercise '{exercise}' already, in '{name}'")


def _rendered(template: str, exercise: str, **more: object) -> str:
    loader = FileSystemLoader(STUBS)
    environment = Environment(
        loader=loader, undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    return environment.get_template(template).render(exercise=exercise, **more)


def _made(path: Path, template: str, exercise: str) -> Stub:
    if path.exists():
        raise CourseError(f"{shown(path)} is there already: take another name, or remove it")
    return Stub(path, True, _rendered(template, exercise))


def _with_function(path: Path, template: str, exercise: str) -> Stub:
    """A module with one more function, its last."""
    source = _read(path)
    if exercise in symtable.symtable(source, str(path), "exec").get_identifiers():
        raise CourseError(f"{shown(path)} uses the name {exercise} already: take another one")
    return Stub(path, False, f"{source.rstrip()}\n\n\n{_rendered(template, exercise)}")


def _with_section(path: Path, exercise: str) -> Stub:
    """An assignment's text with one more section, after that of the last exercise."""
    text = _read(path)
    numbers = [int(number) for number in re.findall(r"^## (\d+) ", text, re.MULTILINE)]
    *_, last = (0, *(found.end() for found in re.finditer(r"^:visible_tests:", text, re.MULTILINE)))
    heading = re.compile(r"^## ", re.MULTILINE).search(text, last)
    end = heading.start() if heading else len(text)
    title = exercise.replace("_", " ").capitalize()
    section = _rendered("text.md.j2", exercise, number=max(numbers, default=0) + 1, title=title)
    return Stub(path, False, f"{text[:end].rstrip()}\n\n{section}{text[end:]}".rstrip() + "\n")


def _listed(path: Path, assignment: str, exercise: str) -> Stub:
    """The module that lists an assignment's exercises, with one more at the end."""
    source = _read(path).encode()  # ast counts bytes
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    nodes = list(ast.walk(ast.parse(source)))
    lists = [
        node.value
        for node in nodes
        if isinstance(node, ast.keyword)
        and node.arg == "exercises"
        and isinstance(node.value, ast.Tuple)
    ]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    own = [node for node in imports if str(node.module).startswith("autograder.")]
    if len(lists) != 1 or not own:
        raise CourseError(f"{shown(path)} holds no list 'exercises=(...)' to add {exercise} to")
    end = starts[(lists[0].end_lineno or 0) - 1] + (lists[0].end_col_offset or 0) - 1
    start = starts[own[0].lineno - 1]
    package = f"autograder.assignments.{assignment}.checks"
    parts = (
        source[:start],
        f"from {package} import {exercise}\n".encode(),
        source[start:end].rstrip().rstrip(b","),
        f", {exercise}.EXERCISE,".encode(),
        source[end:],
    )
    content = b"".join(parts).decode()
    for command in (["check", "--quiet", "--select=I", "--fix-only"], ["format", "--quiet"]):
        content = _by_ruff(content, path, command)
    return Stub(path, False, content)


def _by_ruff(content: str, path: Path, command: list[str]) -> str:
    """A module's source as ruff would have it: imports sorted, lines broken."""
    ruff = [sys.executable, "-m", "ruff", *command, f"--stdin-filename={path}", "-"]
    done = subprocess.run(ruff, input=content, capture_output=True, text=True, cwd=path.parent)
    if done.returncode:
        raise CourseError(f"{shown(path)} cannot be formatted: {done.stderr.strip()[-200:]}")
    return done.stdout


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{shown(path)} cannot be read: {error.strerror}") from None


def _write(contents: Mapping[Path, str]) -> None:
    """Write all files beside their places, then move them there."""
    parts = {path: path.with_name(f"{path.name}.part") for path in contents}
    try:
        for path, part in parts.items():
            part.write_text(contents[path], encoding="utf-8")
        for path, part in parts.items():
            part.replace(path)
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written: {error.strerror}; the exercise was not added"
        ) from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
