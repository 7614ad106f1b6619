"""The tree that students may see holds what they get, and nothing that grades it."""

from __future__ import annotations

import inspect
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder import assignments
from autograder.commands.app import app


@pytest.fixture(scope="module")
def course_folder(new_course: Callable[[str], Path]) -> Path:
    """A course of its own: it is looked through whole, and other tests' classes are endless."""
    return new_course("public")


def made(course_folder: Path, target: Path) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        result = CliRunner().invoke(app, ["public", "--to", str(target)])
    return result.exit_code, result.output + str(result.exception or "")


def contents(target: Path) -> bytes:
    found = [path.read_bytes() for path in target.rglob("*") if path.is_file()]
    for path in target.rglob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            found += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(found)


def test_it_holds_notebooks_and_data_and_no_line_of_a_solution(
    course_folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "public"
    assert made(course_folder, target)[0] == 0
    names = {path.name for path in target.iterdir() if not path.name.startswith(".")}
    assert names == {"README.md", "losses", "losses.zip"}
    assert (target / "losses/digits.npz").is_file()
    text = contents(target)
    for exercise in assignments.load("losses").exercises:
        source = inspect.getsource(getattr(assignments.load("losses").reference, exercise.name))
        body = [line.strip() for line in source.rpartition('"""')[2].splitlines()]
        for line in body:
            if len(line) > 25:
                assert line.encode() not in text, line
    assert b"BEGIN SOLUTION" not in text


def test_made_again_it_keeps_a_repository_and_nothing_that_is_gone(
    course_folder: Path, tmp_path: Path
) -> None:
    made(course_folder, tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "optimization").mkdir()
    assert made(course_folder, tmp_path)[0] == 0
    assert (tmp_path / ".git").is_dir()
    assert not (tmp_path / "optimization").exists()


def test_a_folder_with_other_things_is_left_alone(course_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    status, said = made(course_folder, tmp_path)
    assert status != 0
    assert "holds other things" in said
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_an_instructors_notebook_is_refused(course_folder: Path, tmp_path: Path) -> None:
    path = course_folder / "_build/release/losses/losses.ipynb"
    before = path.read_text()
    path.write_text(before.replace("Write your code here", "BEGIN SOLUTION"))
    try:
        status, said = made(course_folder, tmp_path)
    finally:
        path.write_text(before)
    assert status != 0
    assert "instructor's notebook" in said
