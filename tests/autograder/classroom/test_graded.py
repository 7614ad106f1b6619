"""What comes back from the process that read a student's file is checked before it is written."""

import copy
from collections.abc import Callable
from typing import Any

import nbformat
import pytest

from autograder import assignments
from autograder.classroom.graded import Graded, from_plain
from autograder.judge.verdict import PartVerdict, Verdict

ASSIGNMENT = assignments.load("losses")
Plain = dict[str, Any]


def graded() -> Graded:
    verdicts = {
        exercise.name: Verdict(
            exercise.name,
            exercise.points - 1,
            exercise.points,
            "not quite",
            "a_mistake",
            (PartVerdict("value", exercise.points - 1, exercise.points, "not quite"),),
        )
        for exercise in ASSIGNMENT.exercises
    }
    text = nbformat.writes(nbformat.v4.new_notebook())
    return Graded(text, verdicts, 2**62 + 1, ["A note."], 1.5)


def test_what_was_graded_comes_back_as_it_was() -> None:
    assert from_plain(graded().as_plain(), ASSIGNMENT) == graded()


FORGED: dict[str, Callable[[Plain], object]] = {
    "more points than there are": lambda p: p["verdicts"][0].update(score=1000),
    "fewer than none": lambda p: p["verdicts"][0].update(score=-1),
    "no number": lambda p: p["verdicts"][0].update(score=float("nan")),
    "other points": lambda p: p["verdicts"][0].update(score=50, max_score=50),
    "another exercise": lambda p: p["verdicts"][0].update(exercise="none_of_ours"),
    "one exercise less": lambda p: p["verdicts"].pop(),
    "no text": lambda p: p["verdicts"][0].update(message=["not", "a", "text"]),
    "no verdicts": lambda p: p.pop("verdicts"),
    "verdicts of another form": lambda p: p.update(verdicts=[1, 2]),
    "notes of another form": lambda p: p.update(notes=[{}]),
    "a seed that is none": lambda p: p.update(seed="x"),
    "endless": lambda p: p.update(seconds=float("inf")),
}


@pytest.mark.parametrize("how", FORGED)
def test_what_is_of_another_form_is_refused(how: str) -> None:
    plain = copy.deepcopy(graded().as_plain())
    plain["verdicts"] = [dict(verdict) for verdict in plain["verdicts"]]
    FORGED[how](plain)
    with pytest.raises(ValueError):
        from_plain(plain, ASSIGNMENT)
