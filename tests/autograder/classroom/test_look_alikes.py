"""Copies are found, whatever was renamed or moved; right answers of one's own are not."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from itertools import combinations
from types import ModuleType

import pytest

from autograder import assignments
from autograder.assignments.right_answers import styles
from autograder.classroom.look_alikes import (
    LEAST_SHARE,
    LookAlike,
    common_code,
    fingerprints,
    look_alikes,
    tokens,
)
from autograder.judge.exercise import Assignment
from tests.autograder.classroom.made_class import OWN

SECOND = """
def totals(orders, prices):
    by_day = {}
    for order in orders:
        day, item, count = order["day"], order["item"], order["count"]
        by_day.setdefault(day, 0.0)
        by_day[day] += count * prices.get(item, 0.0)
    best = max(by_day, key=by_day.get) if by_day else None
    return {day: round(total, 2) for day, total in sorted(by_day.items())}, best
"""
NO_PYTHON = ["", "(", "'''", "%matplotlib\n!ls", "x = \x00", "  a\n b\n"]


def similar(sources: Mapping[str, Mapping[str, str]], known: Iterable[str] = ()) -> list[LookAlike]:
    """Look-alikes among students' cells, as source."""
    prints = {
        student: {name: fingerprints(source) for name, source in cells.items()}
        for student, cells in sources.items()
    }
    return look_alikes(prints, known)


def answers(assignment: Assignment, module: ModuleType) -> dict[str, str]:
    return {
        exercise.name: inspect.getsource(getattr(module, exercise.name))
        for exercise in assignment.exercises
    }


@pytest.mark.parametrize("name", assignments.names())
def test_right_answers_in_several_styles_do_not_look_alike(name: str) -> None:
    assignment = assignments.load(name)
    modules = {"reference": assignment.reference, **styles(name)}
    sources = {style: answers(assignment, module) for style, module in modules.items()}
    assert similar(sources) == []
    prints = {style: fingerprints("\n".join(cells.values())) for style, cells in sources.items()}
    for one, other in combinations(prints.values(), 2):
        assert len(one & other) < LEAST_SHARE / 2 * min(len(one), len(other))


@pytest.mark.parametrize("name", assignments.names())
def test_two_who_hand_in_what_anybody_may_write_do_not_look_alike(name: str) -> None:
    assignment = assignments.load(name)
    known = list(common_code(assignment))
    for module in (assignment.reference, *styles(name).values()):
        alike = {"ada": answers(assignment, module), "bob": answers(assignment, module)}
        assert similar(alike, known) == []


def test_renaming_moving_and_commenting_hide_nothing() -> None:
    changed = OWN.replace("found", "cells").replace("values", "xs").replace("):\n", "):  # !\n")
    first, second = changed.split("def smoothed")
    copy = {"a": "def smoothed" + second, "b": '"""Mine."""\n' + first}
    (pair,) = similar({"ada": {"x": OWN, "own": SECOND}, "bob": copy})
    assert pair.students == ("ada", "bob")
    assert pair.share > 0.75
    assert pair.cells == ("x",)


def test_what_many_have_in_common_is_no_sign() -> None:
    class_ = {f"s{number}": {"x": OWN} for number in range(8)}
    assert similar(class_) == []
    assert len(similar(dict(list(class_.items())[:3]))) == 3


@pytest.mark.parametrize("source", NO_PYTHON)
def test_code_that_is_no_python_is_read_as_far_as_it_goes(source: str) -> None:
    assert list(tokens("x = 1\n" + source))[:3] == ["name", "=", "1"]
    assert similar({"ada": {"x": source}, "bob": {"x": source}}) == []


def test_a_line_that_is_slow_to_read_is_left_out() -> None:
    slow = "'" + "\\'" * 5000
    assert list(tokens(f"x = 1\n{slow}\ny = 2\n")) == ["name", "=", "1", "name", "=", "2"]
