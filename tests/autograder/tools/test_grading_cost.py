"""The bench of grading finds, in a profile, each part that a submission's time is split into."""

from __future__ import annotations

import cProfile
import shutil
from pathlib import Path

import pytest

from autograder.classroom.executing import Options
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.course import open_course
from autograder.limited import process
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits
from autograder.tools.grading_cost import STAGES, _stages


def test_every_stage_takes_time_when_a_class_is_graded(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course_folder)
    course = open_course(course_folder / "profiled")
    release(course, "losses")
    handed_in = course.submitted / "ada/losses"
    handed_in.mkdir(parents=True)
    shutil.copy(course.source_notebook("losses"), handed_in)
    monkeypatch.setattr(process, "IS_FORKED", False)  # a profiler sees one process
    with cProfile.Profile() as profile:
        grade_class(
            course, Grader(course, "losses", None), Options(Limits(), workers=1), lambda *_: None
        )
    stages = _stages(profile)
    assert stages.keys() == STAGES.keys()
    assert min(stages.values()) > 0
