"""A notebook's saves are noticed, however a program writes it, and each only once."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import CourseError
from autograder.notebooks.files import plain_notebook
from autograder.notebooks.saves import PATIENCE, saves


def content(source: str, output: str = "") -> str:
    """A notebook file of one cell."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": output}]
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": outputs}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})


class Over(Exception):
    """All that was to happen to the file has happened."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A notebook that was saved before anybody watches."""
    path = tmp_path / "losses.ipynb"
    path.write_text(content("x = 0"))
    return path


def seen(path: Path, steps: Iterable[Callable[[], Any]]) -> list[str]:
    """What is noticed while these steps happen, one between two looks: sources, and errors."""
    left = iter(steps)

    def wait() -> None:
        step = next(left, None)
        if step is None:
            raise Over
        step()

    found: list[str] = []
    known = plain_notebook(path.read_bytes(), path.name)
    with pytest.raises(Over):
        for saved in saves(path, known, wait):
            found.append(
                str(saved) if isinstance(saved, CourseError) else saved["cells"][0]["source"]
            )
    return found


def nothing() -> None:
    pass


def renamed_over(path: Path, text: str) -> None:
    """Save as an editor does: a new file takes the old one's place."""
    part = path.with_suffix(".part")
    part.write_text(text)
    part.replace(path)


def test_a_save_in_place_and_one_by_rename_are_each_noticed_once(path: Path) -> None:
    steps = [
        nothing,
        lambda: path.write_text(content("x = 1")),
        nothing,
        lambda: renamed_over(path, content("x = 2")),
        nothing,
    ]
    assert seen(path, steps) == ["x = 1", "x = 2"]


def test_a_save_that_changes_no_cell_is_none(path: Path) -> None:
    steps = [
        lambda: path.write_text(content("x = 0")),
        lambda: renamed_over(path, content("x = 0")),
        lambda: path.write_text(content("x = 0", "printed")),
    ]
    assert seen(path, steps) == []


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_file_that_is_still_being_written_is_waited_for(cut: int, path: Path) -> None:
    whole = content("x = 1")
    steps = [
        lambda: path.write_text(whole[:cut]),
        *[nothing] * (PATIENCE - 1),
        lambda: path.write_text(whole),
    ]
    assert seen(path, steps) == ["x = 1"]


def test_a_file_that_is_away_for_a_moment_is_waited_for(path: Path) -> None:
    steps = [path.unlink, *[nothing] * (PATIENCE - 1), lambda: path.write_text(content("x = 1"))]
    assert seen(path, steps) == ["x = 1"]


def test_what_stays_wrong_with_a_file_is_said_once_and_then_its_next_save_counts(
    path: Path,
) -> None:
    steps = [
        path.unlink,
        *[nothing] * 3 * PATIENCE,
        lambda: path.write_text("no JSON"),
        *[nothing] * 3 * PATIENCE,
        lambda: path.write_text(content("x = 0")),
    ]
    missing, damaged, source = seen(path, steps)
    assert "losses.ipynb cannot be read" in missing
    assert "is not JSON" in damaged
    assert source == "x = 0"
