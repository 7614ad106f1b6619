"""Reads a class's `late.toml`: due dates, extensions, and the penalty for being late.

    timezone = "Europe/Zurich"    # of dates without one; UTC if it is not named
    policy = "per day"            # "none", "per day", "zero" or "budget"
    percent_per_day = 10          # of the points there are, for each day begun
    grace_minutes = 15            # who is not later than that is not late
    budget_days = 5               # "budget": days that cost nothing, over all assignments

    [due]
    losses = 2026-11-30T12:00:00  # or a day: then its last moment counts
    optimization = 2026-12-14

    [extensions.ada]              # by the student's id, in days
    losses = 3

With "zero" who is late has no points. With "budget" each student may be late for some days,
the first in the order of the due dates; further days cost as with "per day".
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder import assignments
from autograder.course import Course, shown
from autograder.errors import CourseError

FILE = "late.toml"
POLICIES = ("none", "per day", "zero", "budget")
NUMBERS = {"percent_per_day": 100.0, "grace_minutes": 10_080.0, "budget_days": 1000.0}
"""What may be set, and the most that it may be."""
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class LatePolicy:
    """A class's rule for late submissions.

    Attributes:
        policy: one of `POLICIES`.
        percent_per_day: of the points there are, for each day begun.
        grace_minutes: who is not later than that is not late.
        budget_days: days that cost nothing, over all assignments.
        due: by assignment, when it is due, in UTC and without a zone, as the gradebook keeps it.
        extensions: by student and assignment.
    """

    policy: str = "none"
    percent_per_day: float = 0.0
    grace_minutes: float = 0.0
    budget_days: float = 0.0
    due: Mapping[str, datetime] = field(default_factory=dict)
    extensions: Mapping[tuple[str, str], timedelta] = field(default_factory=dict)

    def days(self, seconds_late: float) -> int:
        """Count how many days late that is: those begun since the due date, 0 within the grace."""
        if seconds_late <= self.grace_minutes * 60:
            return 0
        return math.ceil(seconds_late / SECONDS_A_DAY)

    def free_days(self, days: int, used: int) -> int:
        """Count how many of these days cost nothing to who has used some before."""
        if self.policy != "budget":
            return 0
        return min(days, max(0, int(self.budget_days) - used))

    def penalty(self, days: int, score: float, max_score: float) -> float:
        """Points that so many days cost, at most the score."""
        if days <= 0 or self.policy == "none":
            return 0.0
        if self.policy == "zero":
            return score
        return min(score, max_score * self.percent_per_day / 100 * days)


def late_policy(course: Course) -> LatePolicy | None:
    """A class's late policy; None where it has no `late.toml`.

    Raises:
        CourseError: the file cannot be understood; it says where.
    """
    path = course.home / FILE
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{shown(path)} cannot be read: {error}") from None
    try:
        return _policy(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, _Wrong) as error:
        raise CourseError(f"{shown(path)}: {error}") from None


class _Wrong(Exception):
    """Says what is wrong with a setting, as a sentence without its end."""


def _policy(read: Mapping[str, Any]) -> LatePolicy:
    known = {"timezone", "policy", "due", "extensions", *NUMBERS}
    for name in read.keys() - known:
        raise _Wrong(f"there is no setting '{name}': there is {', '.join(sorted(known))}")
    policy = read.get("policy", "none")
    if policy not in POLICIES:
        raise _Wrong(f"policy is one of {', '.join(POLICIES)}, and not {policy!r}")
    numbers = {name: _number(name, read[name]) for name in NUMBERS if name in read}
    if policy in ("per day", "budget") and "percent_per_day" not in numbers:
        raise _Wrong(f"with the policy '{policy}', percent_per_day says what a day costs")
    zone = _zone(read.get("timezone", "UTC"))
    due = {name: _moment(name, value, zone) for name, value in _table(read, "due").items()}
    extensions = {
        (student, name): _extension(student, name, value)
        for student, of in _table(read, "extensions").items()
        for name, value in _table({student: of}, student).items()
    }
    for name in {*due, *(name for _, name in extensions)}:
        if name not in assignments.names():
            raise _Wrong(f"unknown assignment '{name}': there is {', '.join(assignments.names())}")
    return LatePolicy(policy, due=due, extensions=extensions, **numbers)


def _table(read: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = read.get(name, {})
    if not isinstance(table, dict):
        raise _Wrong(f"{name} is a table of assignments, and not {table!r}")
    return table


def _number(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong(f"{name} is a number, and not {value!r}")
    if not 0 <= value <= NUMBERS[name]:
        raise _Wrong(f"{name} is from 0 to {NUMBERS[name]:g}, and not {value}")
    return float(value)


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise _Wrong(f"unknown timezone {name!r}: write it as Europe/Zurich") from None


def _moment(name: str, value: Any, zone: ZoneInfo) -> datetime:
    """Return when an assignment is due: a moment, or the end of a day."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=zone)
    elif isinstance(value, date):
        moment = datetime.combine(value + timedelta(days=1), time(), zone)
    else:
        raise _Wrong(f"due.{name} is a date without quotes, such as 2026-11-30T12:00:00")
    return moment.astimezone(UTC).replace(tzinfo=None)


def _extension(student: str, name: str, value: Any) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1000:
        raise _Wrong(f"extensions.{student}.{name} is a number of days, and not {value!r}")
    return timedelta(days=value)
