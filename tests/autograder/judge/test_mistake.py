"""A mistake is a function and its docstring: what a module of them holds, and what not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from autograder.errors import CourseError
from autograder.judge.mistake import known_mistakes, mistakes_of

WRONG = '''
from math import sqrt
from textwrap import dedent as made_elsewhere

from autograder.judge.mistake import brings, made

_HALF = 0.5


def _forward(x):
    return x


@brings(forward=_forward)
def second(x):
    """The second one
    goes on."""
    return _HALF * x


class FirstOf2:
    """A class."""


other = made("FamilyMember.", lambda x: 1, forward=_forward)
family = (made("Unnamed.", sqrt),)
'''


def module(source: str, folder: Path) -> ModuleType:
    path = folder / "wrong.py"
    path.write_text(source)
    made = ModuleType("wrong")
    made.__file__ = str(path)
    exec(compile(source, str(path), "exec"), vars(made))
    return made


def test_what_a_module_defines_under_public_names_is_a_mistake_in_its_order(
    tmp_path: Path,
) -> None:
    found = mistakes_of(module(WRONG, tmp_path))
    assert [(entry.name, entry.sentence, [*entry.also]) for entry in found] == [
        ("second", "The second one goes on.", ["forward"]),
        ("first_of_2", "A class.", []),
        ("other", "FamilyMember.", ["forward"]),
        ("", "Unnamed.", []),
    ]


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("def half(x):\n    return x", "the mistake half in wrong has no docstring"),
        ("STEP = 3", "STEP in wrong is no mistake: begin the name with an underscore"),
    ],
)
def test_what_is_no_mistake_is_named(source: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=complaint):
        mistakes_of(module(source, tmp_path))


def test_an_exercise_without_a_module_of_mistakes_says_where_it_belongs() -> None:
    with pytest.raises(CourseError, match=r"losses/mistakes/no_such_loss\.py"):
        known_mistakes("losses", "no_such_loss")


def test_checks_are_loaded_without_their_mistakes() -> None:
    source = """if True:
        import sys
        from autograder import assignments

        loaded = [assignments.load(name) for name in assignments.names()]
        assert not [name for name in sys.modules if ".mistakes." in name]
        assert loaded[0].exercises[0].mistakes
        assert [name for name in sys.modules if ".mistakes." in name]
    """
    subprocess.run([sys.executable, "-c", source], check=True)
