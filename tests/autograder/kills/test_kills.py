"""Whatever moment a command is killed at, the next run makes good what is missing."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.notebooks.files import write_beside
from tests.autograder.kills.killed_class import KilledClass

KILLS = {"release": 1, "collect": 1, "grade": 2, "export": 1}

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.fixture(scope="module")
def course_folder(new_course: Callable[[str], Path]) -> Path:
    """A course of its own: it is looked through whole, and other tests' classes are endless."""
    return new_course("kills")


def test_a_class_that_was_killed_again_and_again_ends_as_one_that_never_was(
    course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "course"
    shutil.copytree(course_folder, folder)
    monkeypatch.chdir(folder)
    assert KilledClass(folder).differences(KILLS, np.random.default_rng(1)) == []


def test_what_a_killed_writer_left_is_removed_and_what_another_writes_is_not(
    tmp_path: Path,
) -> None:
    gone = multiprocessing.Process()
    gone.start()
    gone.join()
    left = tmp_path / f".scores.csv.{gone.pid}.part"
    others = tmp_path / f".scores.csv.{os.getppid()}.part"
    for part in (left, others):
        part.write_text("half of it")
    write_beside(tmp_path / "scores.csv", b"all")
    assert {path.name for path in tmp_path.iterdir()} == {"scores.csv", others.name}
    assert (tmp_path / "scores.csv").stat().st_mode & 0o777 == 0o644
