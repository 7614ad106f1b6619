"""An error in a cell shows the student's own lines, the type and the text, whatever was raised."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from autograder.inside.shell import Shell, make_shell


@pytest.fixture(scope="module")
def shell() -> Iterator[Shell]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("stdout", "stderr"):  # the shell puts its own there
            patch.setattr(f"sys.{name}", None)
        # Also its own __main__, from which no process could be started any more.
        patch.setitem(sys.modules, "__main__", sys.modules["__main__"])
        yield make_shell()
        Shell.clear_instance()


def error_of(shell: Shell, cell: str) -> Any:
    return shell.run(cell)[-1]


def shown(shell: Shell, cell: str) -> str:
    return "\n".join(error_of(shell, cell)["traceback"])


def test_it_shows_each_line_of_the_cells_that_led_there(shell: Shell) -> None:
    shell.run("def halve(x):\n    return x / 0")
    number = shell.execution_count
    text = shown(shell, "x = 1\nhalve(x)")
    assert text.splitlines()[1:] == [
        f'  File "Cell In[{number}]", line 2, in <module>',
        "    halve(x)",
        f'  File "Cell In[{number - 1}]", line 2, in halve',
        "    return x / 0",
        "           ~~^~~",
        "ZeroDivisionError: division by zero",
    ]


def test_calls_inside_libraries_are_left_out(shell: Shell) -> None:
    text = shown(shell, "import json\njson.loads('{')")
    assert text.count("File") == 1
    assert "json.loads('{')" in text and "JSONDecodeError: Expecting property name" in text


def test_the_errors_before_it_are_shown_without_libraries_too(shell: Shell) -> None:
    cell = "import json\ntry:\n    json.loads('{')\nexcept ValueError:\n    {}['key']"
    text = shown(shell, cell)
    assert "During handling of the above exception" in text
    assert text.count("File") == 2


def test_each_error_of_a_group_is_shown(shell: Shell) -> None:
    text = shown(shell, "raise ExceptionGroup('two', [ValueError(1), KeyError('b')])")
    assert "ValueError: 1" in text and "KeyError: 'b'" in text


@pytest.mark.parametrize("cell", ["x = (1,\n  2", "def f(:\n    pass", "  x = 1\n y = 2"])
def test_a_cell_that_is_no_python_shows_the_line_that_is_not(cell: str, shell: Shell) -> None:
    number = shell.execution_count
    error = error_of(shell, cell)
    assert error["ename"] in ("SyntaxError", "IndentationError")
    assert f'File "Cell In[{number}]", line' in error["traceback"][0]


def test_a_recursion_that_does_not_end_is_cut_short(shell: Shell) -> None:
    text = shown(shell, "def down(n):\n    return down(n + 1)\ndown(0)")
    assert "more times]" in text
    assert len(text.splitlines()) < 30


HOSTILE = {
    "text that exits": "def __str__(self): raise SystemExit",
    "text that is none": "__str__ = None",
    "notes that fail": "__notes__ = property(lambda self: 1 / 0)",
    "a class that lies": "__class__ = property(lambda self: 1 / 0)",
    "a cause that fails": "__cause__ = property(lambda self: 1 / 0)",
    "notes that are no list": "__notes__ = 3",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_an_error_that_cannot_be_read_is_still_one(body: str, shell: Shell) -> None:
    error = error_of(shell, f"class Hostile(Exception):\n    {body}\nraise Hostile")
    assert error["output_type"] == "error"
    assert error["ename"] == "Hostile"
    assert error["traceback"]
