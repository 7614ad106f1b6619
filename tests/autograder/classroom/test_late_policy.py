"""What `late.toml` says, and what is wrong with one, in one line."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.classroom.late import policy as late
from autograder.classroom.late.policy import LatePolicy, late_policy
from autograder.course import Course, open_course
from autograder.errors import CourseError


@pytest.fixture
def course(course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.chdir(course_folder)
    return open_course(tmp_path)


def written(course: Course, text: str) -> LatePolicy | None:
    (course.home / "late.toml").write_text(text)
    return late_policy(course)


def test_the_example_of_the_documentation_is_understood(course: Course) -> None:
    lines = (late.__doc__ or "").splitlines()
    example = "\n".join(line[4:] for line in lines if line.startswith("    "))
    assert written(course, example) == LatePolicy(
        policy="per day",
        percent_per_day=10,
        grace_minutes=15,
        budget_days=5,
        due={
            "losses": datetime(2026, 11, 30, 11, 0),
            "optimization": datetime(2026, 12, 14, 23, 0),
        },
        extensions={("ada", "losses"): timedelta(days=3)},
    )


def test_a_class_without_the_file_has_no_policy(course: Course) -> None:
    assert late_policy(course) is None


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("policy = ", "Invalid value"),
        ('policy = "harsh"', "policy is one of none, per day, zero, budget"),
        ('policy = "per day"', "percent_per_day says what a day costs"),
        ("policies = 1", "there is no setting 'policies'"),
        ("percent_per_day = 101", "from 0 to 100"),
        ('grace_minutes = "15"', "grace_minutes is a number"),
        ('timezone = "Zurich"', "unknown timezone 'Zurich'"),
        ("timezone = 3", "unknown timezone 3"),
        ("due = 3", "due is a table of assignments"),
        ('[due]\nlosses = "tomorrow"', "due.losses is a date without quotes"),
        ("[due]\nlossess = 2026-11-30", "unknown assignment 'lossess'"),
        ("[extensions]\nada = 3", "ada is a table of assignments"),
        ("[extensions.ada]\nlosses = -1", "extensions.ada.losses is a number of days"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_the_files_name(
    course: Course, text: str, telling: str
) -> None:
    with pytest.raises(CourseError, match=re.escape(telling)) as caught:
        written(course, text)
    assert "late.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("seconds", "days"),
    [(0, 0), (900, 0), (901, 1), (86_400, 1), (86_401, 2), (3 * 86_400, 3)],
)
def test_days_are_those_begun_and_none_within_the_grace(seconds: float, days: int) -> None:
    assert LatePolicy("per day", 10, grace_minutes=15).days(seconds) == days


def test_each_policy_costs_what_it_says() -> None:
    assert LatePolicy("none").penalty(3, 20, 39) == 0
    assert LatePolicy("zero").penalty(1, 20, 39) == 20
    assert LatePolicy("per day", 10).penalty(2, 20, 39) == pytest.approx(7.8)
    assert LatePolicy("per day", 10).penalty(9, 20, 39) == 20


@given(st.lists(st.integers(0, 10), max_size=8), st.integers(0, 12))
def test_a_budget_gives_exactly_its_days_and_the_first_ones(days: list[int], most: int) -> None:
    policy = LatePolicy("budget", 10, budget_days=most)
    used, free = 0, []
    for late_days in days:
        free.append(policy.free_days(late_days, used))
        used += late_days
    assert sum(free) == min(most, sum(days))
    paid = [late_days - given for late_days, given in zip(days, free, strict=True)]
    first = next((at for at, penalty in enumerate(paid) if penalty), len(days))
    assert free[first + 1 :] == [0] * len(free[first + 1 :])
