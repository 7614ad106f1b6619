"""Finds in the folders the submissions to grade, and what a killed run left half done."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import remove, rmtree

from autograder import assignments
from autograder.classroom.nbgrader.run import OURS


def _place(converter: Any, folder: str) -> tuple[str, str]:
    """The (assignment, student) whose submission lies in a folder."""
    pattern = converter._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
    found = re.match(pattern, folder)
    return (found["assignment"], found["student"]) if found else ("", "")


def take_every_submission(converter: Any) -> None:
    """Of our assignments, grade each folder once: also where its notebook is named otherwise."""
    directory = converter.coursedir
    if directory.assignment_id not in assignments.names():
        return
    name = directory.assignment_id
    pattern = Path(converter._format_source(name, directory.student_id))
    folders = Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor)))
    if directory.notebook_id in ("*", name):
        converter.assignments = {
            str(folder): [str(folder / f"{name}.ipynb")] for folder in folders if folder.is_dir()
        }


def remove_unfinished(converter: Any) -> None:
    """Remove what a killed run left, so that nbgrader does not take it for graded."""
    directory = converter.coursedir
    known = _known_notebooks(directory)
    for folder, notebooks in converter.assignments.items():
        assignment, student = _place(converter, folder)
        target = Path(converter._format_dest(assignment, student))
        wanted = [target / Path(name).name for name in notebooks if Path(name).stem in known]
        unfinished = [path for path in wanted if not _is_finished(path)]
        if not target.exists() or not unfinished:
            continue
        converter.log.warning("Removing unfinished assignment: %s", target)
        if directory.notebook_id == "*":
            rmtree(str(target))
        else:
            for path in filter(Path.exists, unfinished):
                remove(str(path))


def _known_notebooks(directory: Any) -> set[str]:
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            assignment = gradebook.find_assignment(directory.assignment_id)
        except MissingEntry:
            return set()
        return {notebook.name for notebook in assignment.notebooks}


def _is_finished(path: Path) -> bool:
    try:
        metadata = json.loads(path.read_bytes())["metadata"]
        return not metadata.get(OURS, {}).get("unfinished", False)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False
