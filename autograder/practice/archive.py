"""Writes what practice needs beside a released notebook: a small module and one archive.

The archive holds the judge's own modules under another name, so that an installed
autograder is not in its way, and a record of each exercise.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

from autograder import assignments
from autograder.judge.exercise import Assignment
from autograder.judge.judge import Judge
from autograder.practice import PUBLIC_SEED
from autograder.practice.records import record_of
from autograder.practice.said import RECORDS
from autograder.tools.imports import import_closure

PACKAGE = "practice_judge"
IMPORT = re.compile(r"^(\s*(?:from|import) )autograder\b", re.MULTILINE)
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of all files: the same content gives the same bytes."""
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODULE, ARCHIVE = "practice.py", "practice.zip"


def write_practice(assignment: Assignment, folder: Path, made: Path) -> None:
    """Write practice.py and practice.zip into a folder.

    Arguments:
        assignment: whose exercises can be practised.
        folder: where the notebook lies.
        made: a folder that keeps archives: known mistakes take seconds to answer, and what
            decides their answers seldom changes.
    """
    kept = made / f"{assignment.name}-{_digest(assignment)}.zip"
    if not kept.exists():
        made.mkdir(parents=True, exist_ok=True)
        for old in made.glob(f"{assignment.name}-*.zip"):
            old.unlink()
        part = kept.with_suffix(".part")
        part.write_bytes(_archive(assignment.name))
        part.replace(kept)
    shutil.copyfile(kept, folder / ARCHIVE)
    shutil.copyfile(HERE / MODULE, folder / MODULE)


def _digest(assignment: Assignment) -> str:
    """A digest of all that decides an archive's content."""
    package = HERE.parent / "assignments" / assignment.name
    paths = import_closure(ROOT, {Path(__file__), *package.rglob("*.py")})
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _archive(name: str) -> bytes:
    assignment = assignments.load(name)
    judge = Judge(assignment, PUBLIC_SEED, None)
    records = [record_of(judge.questions[exercise.name].own) for exercise in assignment.exercises]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, text in sorted(_modules().items()):
            archive.writestr(zipfile.ZipInfo(path, LONG_AGO), text, zipfile.ZIP_DEFLATED)
        entry = zipfile.ZipInfo(RECORDS, LONG_AGO)
        archive.writestr(entry, json.dumps(records, sort_keys=True), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _modules() -> dict[str, str]:
    """The judge's modules by their path in the archive, and their text."""
    return {
        f"{PACKAGE}/{path.relative_to(HERE.parent).as_posix()}": IMPORT.sub(
            rf"\1{PACKAGE}", path.read_text()
        )
        for path in import_closure(ROOT, {HERE / "said.py"})
    }
