"""Counts what a class understood of an assignment, and what it did not."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autograder.classroom.findings import Finding, cause_elsewhere, findings, is_unwritten
from autograder.classroom.look_alikes import LookAlike
from autograder.classroom.outcomes import Outcome
from autograder.judge.exercise import Assignment, Exercise

MOST_BINS = 20
UNUSED = re.compile(r"not graded|is not known")
"""What the status of a graded submission says of what was left out of it."""


@dataclass(frozen=True)
class Bin:
    """Counts the students with a score from `low` to below `high`; the last bin has its end too."""

    low: float
    high: float
    students: int


@dataclass(frozen=True)
class Mistake:
    """Something that students got wrong alike.

    Attributes:
        exercise: its name.
        sentence: what is wrong.
        is_known: whether it is a known mistake.
        students: who made it.
        example: the call that shows it, as one of them was told; it names nobody.
    """

    exercise: str
    sentence: str
    is_known: bool
    students: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class PartRate:
    """Counts the students who got a part of an exercise right."""

    name: str
    points: float
    right: int


@dataclass(frozen=True)
class ExerciseRate:
    """Counts a class's outcomes of an exercise; the four numbers add up to the class.

    Attributes:
        right: have all its points.
        partly: have some.
        wrong: wrote it, and have none.
        unwritten: wrote nothing, or their notebook could not be graded.
        follows: of those without all points, who fail because another exercise does.
    """

    name: str
    points: float
    right: int
    partly: int
    wrong: int
    unwritten: int
    follows: int
    parts: tuple[PartRate, ...]


@dataclass(frozen=True)
class Stop:
    """Names the students who wrote nothing from an exercise on."""

    exercise: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Need:
    """Something that a person has to look at."""

    student: str
    why: str


@dataclass(frozen=True)
class Summary:
    """A class's results in one assignment; `quartiles` are the scores that part it in four."""

    assignment: str
    max_score: float
    outcomes: Sequence[Outcome]
    mean: float
    quartiles: tuple[float, float, float]
    bins: tuple[Bin, ...]
    exercises: tuple[ExerciseRate, ...]
    mistakes: tuple[Mistake, ...]
    stops: tuple[Stop, ...]
    needs: tuple[Need, ...]
    look_alikes: tuple[LookAlike, ...] = field(default=())

    @property
    def size(self) -> int:
        """Count how many handed in."""
        return len(self.outcomes)


def summarise(
    assignment: Assignment,
    outcomes: Sequence[Outcome],
    look_alikes: Sequence[LookAlike] = (),
    set_aside: Mapping[str, int] | None = None,
) -> Summary:
    """Count how a class did.

    Arguments:
        assignment: what it was about.
        outcomes: of everybody who handed in; at least one.
        look_alikes: submissions that resemble each other.
        set_aside: how many notebooks of each student were collected and do not count.
    """
    scores = sorted(outcome.score for outcome in outcomes)
    return Summary(
        assignment=assignment.name,
        max_score=assignment.points,
        outcomes=outcomes,
        mean=statistics.fmean(scores),
        quartiles=quartiles(scores),
        bins=bins(scores, assignment.points),
        exercises=tuple(_rate(exercise, outcomes) for exercise in assignment.exercises),
        mistakes=mistakes(assignment, outcomes),
        stops=stops(assignment, outcomes),
        needs=needs(outcomes, set_aside or {}),
        look_alikes=tuple(look_alikes),
    )


def quartiles(scores: Sequence[float]) -> tuple[float, float, float]:
    """The three scores that part a class in four, the ends included as data."""
    if len(scores) < 2:
        return scores[0], scores[0], scores[0]
    first, middle, last = statistics.quantiles(scores, n=4, method="inclusive")
    return first, middle, last


def bins(scores: Sequence[float], max_score: float) -> tuple[Bin, ...]:
    """Scores in at most 20 bins of whole points; what is above the most counts in the last."""
    width = max(1, math.ceil(max_score / MOST_BINS))
    count = max(1, math.ceil(max_score / width))
    students = Counter(min(int(score // width), count - 1) for score in scores)
    return tuple(
        Bin(index * width, min((index + 1) * width, max_score), students[index])
        for index in range(count)
    )


def mistakes(assignment: Assignment, outcomes: Sequence[Outcome]) -> tuple[Mistake, ...]:
    """Return what students got wrong, the most frequent first."""
    made: dict[Finding, list[str]] = defaultdict(list)
    examples: dict[Finding, Counter[str]] = defaultdict(Counter)
    for outcome in outcomes:
        if not outcome.was_graded:
            continue
        for name, verdict in outcome.verdicts.items():
            for finding, example in findings(assignment.by_name[name], verdict).items():
                made[finding].append(outcome.student)
                examples[finding][example] += 1
    order = {exercise.name: index for index, exercise in enumerate(assignment.exercises)}
    found = [
        Mistake(
            finding.exercise,
            finding.sentence,
            finding.is_known,
            tuple(students),
            # What several were told alike is nobody's own; of equals, the shortest.
            min(examples[finding], key=lambda text: (-examples[finding][text], len(text), text)),
        )
        for finding, students in made.items()
    ]
    found.sort(
        key=lambda finding: (-len(finding.students), order[finding.exercise], finding.sentence)
    )
    return tuple(found)


def stops(assignment: Assignment, outcomes: Sequence[Outcome]) -> tuple[Stop, ...]:
    """Return where students stopped: by exercise, who wrote nothing from it on."""
    stopped: dict[str, list[str]] = defaultdict(list)
    for outcome in outcomes:
        first = None
        for exercise in reversed(assignment.exercises) if outcome.was_graded else ():
            if not _is_unwritten(exercise, outcome):
                break
            first = exercise.name
        if first:
            stopped[first].append(outcome.student)
    return tuple(
        Stop(exercise.name, tuple(stopped[exercise.name]))
        for exercise in assignment.exercises
        if exercise.name in stopped
    )


def needs(outcomes: Sequence[Outcome], set_aside: Mapping[str, int]) -> tuple[Need, ...]:
    """Return what a person has to look at, by student; arguments as for `summarise`."""
    found = []
    for outcome in outcomes:
        if not outcome.was_graded:
            found.append(Need(outcome.student, outcome.record.status))
        elif outcome.trouble:
            found.append(Need(outcome.student, f"the autograded notebook: {outcome.trouble}"))
        elif not outcome.verdicts:
            found.append(Need(outcome.student, "the autograded notebook is missing or damaged"))
        elif UNUSED.search(outcome.record.status):
            found.append(Need(outcome.student, outcome.record.status))
        aside = set_aside.get(outcome.student, 0)
        if aside:
            verb = "notebook is" if aside == 1 else "notebooks are"
            found.append(Need(outcome.student, f"{aside} other {verb} set aside and not graded"))
        if outcome.standing.waiting:
            found.append(Need(outcome.student, outcome.standing.waiting))
        if outcome.standing.seconds_late > 0:
            taken = f", {outcome.standing.penalty:g} points off" if outcome.standing.penalty else ""
            late = lateness(outcome.standing.seconds_late)
            found.append(Need(outcome.student, f"{late} late{taken}"))
    return tuple(found)


def lateness(seconds: float) -> str:
    """Tell how late that is, in the largest unit that fits."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} seconds"


def _rate(exercise: Exercise, outcomes: Sequence[Outcome]) -> ExerciseRate:
    states = Counter(_state(exercise, outcome) for outcome in outcomes)
    verdicts = [
        outcome.verdicts[exercise.name] for outcome in outcomes if exercise.name in outcome.verdicts
    ]
    right = Counter(
        part.name for verdict in verdicts for part in verdict.parts if part.score >= part.max_score
    )
    return ExerciseRate(
        name=exercise.name,
        points=exercise.points,
        right=states["right"],
        partly=states["partly"],
        wrong=states["wrong"],
        unwritten=states["unwritten"],
        follows=sum(bool(cause_elsewhere(verdict)) for verdict in verdicts),
        parts=tuple(PartRate(part.name, part.points, right[part.name]) for part in exercise.parts),
    )


def _state(exercise: Exercise, outcome: Outcome) -> str:
    if _is_unwritten(exercise, outcome):
        return "unwritten"
    score = outcome.verdicts[exercise.name].score
    if score >= exercise.points:
        return "right"
    return "partly" if score > 0 else "wrong"


def _is_unwritten(exercise: Exercise, outcome: Outcome) -> bool:
    verdict = outcome.verdicts.get(exercise.name)
    return verdict is None or not outcome.was_graded or is_unwritten(exercise, verdict)
