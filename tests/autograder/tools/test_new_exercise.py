"""Whoever follows CONTRIBUTING.md adds an exercise; what stands in the way is one line."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest

from autograder import assignments
from autograder.errors import CourseError
from autograder.tools.new_exercise import new_exercise

ROOT = Path(__file__).parents[3]
NEEDED = (
    *("autograder", "solutions", "exercises", "tests", "book"),
    *("nbgrader_config.py", "requirements.txt", "pyproject.toml"),
)
LEFT_OUT = shutil.ignore_patterns("__pycache__", "_static", "*.ipynb")
COMMANDS = {
    "pytest": [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
    "autograder": [sys.executable, "-c", "from autograder.commands import main; main()"],
}
"""The page's commands as they run here; it names others that are for people to look at."""
NOTEBOOK = "_build/release/losses/losses.ipynb"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the course, without what can be made again."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, tmp_path)
    return tmp_path


# The page --------------------------------------------------------------------------------


def blocks(kind: str) -> list[str]:
    """What stands in the blocks of one kind, in the page's part about exercises."""
    text = (ROOT / "CONTRIBUTING.md").read_text()
    _, _, after = text.partition("\n## Add an exercise\n")
    part, _, _ = after.partition("\n## Add a page")
    fenced = re.findall(rf"^( *)(````?){kind}\n(.+?)^\1\2$", part, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(content) for *_, content in fenced]


def files_of_the_page() -> dict[str, str]:
    """What the page writes, by the file that its first line names."""
    named = [block.partition("\n") for kind in ("python", "md") for block in blocks(kind)]
    return {re.sub(r"^# |^<!-- | -->$", "", first): rest for first, _, rest in named}


def fill_in(checkout: Path) -> None:
    """Put what the page writes in the place of the stubs."""
    for name, content in files_of_the_page().items():
        path = checkout / name
        text = path.read_text()
        if name.endswith(".md"):
            sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
            (stub,) = [section for section in sections if ":exercise: quantile_loss" in section]
            path.write_text(text.replace(stub, f"{content}\n"))
        elif content.startswith("def "):
            path.write_text(text.replace(function(text), content.rstrip()))
        else:
            path.write_text(content)


def function(source: str) -> str:
    """The source of the function that the page adds, in a module."""
    (found,) = [
        node for node in ast.parse(source).body if getattr(node, "name", "") == "quantile_loss"
    ]
    return ast.get_source_segment(source, found) or ""


def hand_in(checkout: Path) -> None:
    """Write the page's solution into the released notebook, as a student would."""
    notebook = nbformat.read(checkout / NOTEBOOK, as_version=4)
    (empty,) = [cell for cell in notebook.cells if cell.source.startswith("def quantile_loss(")]
    assert "raise NotImplementedError" in empty.source
    empty.source = files_of_the_page()["solutions/losses.py"]
    nbformat.write(notebook, checkout / NOTEBOOK)


def run(checkout: Path, line: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of the page in a copy of the course."""
    command, *arguments = shlex.split(line)
    return subprocess.run(
        [*COMMANDS[command], *arguments, *more],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
    )


def test_an_exercise_added_by_following_the_page_gets_full_marks_in_the_released_notebook(
    checkout: Path,
) -> None:
    before = all_files(checkout)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    first, *others, last = [line for line in lines if line.split()[0] in COMMANDS]
    added = run(checkout, first)
    assert added.returncode == 0, added.stderr
    changed = {path for path, content in all_files(checkout).items() if before.get(path) != content}
    assert changed == {line.split()[-1] for line in added.stdout.splitlines()[:6]}
    assert changed > set(files_of_the_page())

    fill_in(checkout)
    for line in others:
        done = run(checkout, line)
        assert done.returncode == 0, f"{line}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check"], ["format", "--check"]):
        subprocess.run([*ruff, *command, "--quiet", *changed], cwd=checkout, check=True)

    hand_in(checkout)
    checked = run(checkout, last, "--json")
    verdicts = json.loads(checked.stdout)["exercises"]
    *_, (name, verdict) = verdicts.items()
    assert name == "quantile_loss"
    assert (verdict["score"], verdict["message"]) == (4, "Right.")
    assert verdicts["hinge_loss"]["message"] == "hinge_loss is not written yet."


# What stands in the way -----------------------------------------------------------------------


@pytest.fixture
def contents(checkout: Path) -> dict[str, bytes]:
    """All files of the copy, as they are at the start."""
    return all_files(checkout)


def all_files(checkout: Path) -> dict[str, bytes]:
    """The content of all files but compiled ones, by their path in the copy."""
    files = [path for path in checkout.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    return {str(path.relative_to(checkout)): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("assignment", "exercise", "telling"),
    [
        ("lossess", "quantile_loss", "unknown assignment 'lossess'"),
        ("losses", "hinge_loss", "there is an exercise 'hinge_loss' already, in 'losses'"),
        ("losses", "im2col", "there is an exercise 'im2col' already, in 'convolution'"),
        ("losses", "2d_loss", "'2d_loss' cannot be the name"),
        ("losses", "lambda", "'lambda' cannot be the name"),
        ("losses", "_loss", "'_loss' cannot be the name"),
        ("losses", "../loss", "'../loss' cannot be the name"),
        ("losses", "scores", "losses/checks/scores.py is there already"),
        ("convolution", "np", "solutions/convolution.py uses the name np already"),
    ],
)
def test_what_cannot_be_added_is_said_in_one_line_and_nothing_is_written(
    assignment: str, exercise: str, telling: str, checkout: Path, contents: dict[str, bytes]
) -> None:
    with pytest.raises(CourseError) as raised:
        new_exercise(checkout, assignment, exercise)
    assert telling in str(raised.value)
    assert "\n" not in str(raised.value)
    assert all_files(checkout) == contents


def test_what_cannot_be_written_leaves_every_file_as_it_was(
    checkout: Path, contents: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text = Path.write_text

    def write(path: Path, text: str, encoding: str) -> int:
        if path.name.startswith("__init__"):  # the last one
            raise OSError(28, "No space left on device", str(path))
        return write_text(path, text, encoding=encoding)

    monkeypatch.setattr(Path, "write_text", write)
    with pytest.raises(CourseError, match="No space left on device; the exercise was not added"):
        new_exercise(checkout, "losses", "quantile_loss")
    assert all_files(checkout) == contents


def test_an_exercise_is_added_only_once(checkout: Path) -> None:
    new_exercise(checkout, "losses", "quantile_loss")
    written = all_files(checkout)
    with pytest.raises(CourseError, match=r"quantile_loss\.py is there already"):
        new_exercise(checkout, "losses", "quantile_loss")
    assert all_files(checkout) == written


LISTED = """
from pathlib import Path
from autograder import assignments
from autograder.notebooks.source_notebook import make_source_notebook

for name in assignments.names():
    assignment = assignments.load(name)
    text, solutions = Path(f"exercises/{name}.md"), Path(f"solutions/{name}.py")
    notebook = make_source_notebook(text, assignment, solutions)
    print(name, list(assignment.by_name)[-1])
"""


def test_a_new_exercise_is_the_last_one_of_whichever_assignment(checkout: Path) -> None:
    for name in assignments.names():
        new_exercise(checkout, name, f"new_in_{name}")
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    command = [sys.executable, "-c", LISTED]
    said = subprocess.check_output(command, cwd=checkout, env=environment, text=True)
    assert said.splitlines() == [f"{name} new_in_{name}" for name in assignments.names()]
