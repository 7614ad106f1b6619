"""The commands as a person meets them: help is enough, and a mistake is one line."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from typer.testing import CliRunner

from autograder import assignments
from autograder.commands.app import app
from autograder.notebooks import saves

SOLVED = "_build/source/losses/losses.ipynb"
POINTS = int(assignments.load("losses").points)
COMMAND = str(Path(sys.executable).with_name("autograder"))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": ""}
    return subprocess.run(
        [COMMAND, *arguments], cwd=folder, capture_output=True, text=True, env=environment
    )


def started(folder: Path, start: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command from Python code that begins otherwise than the installed one."""
    return subprocess.run(
        [sys.executable, "-c", start, *arguments], cwd=folder, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def broken(course_folder: Path) -> Path:
    """Files that are not what they should be, beside the course."""
    folder = course_folder / "broken"
    folder.mkdir(exist_ok=True)
    (folder / "text.ipynb").write_text("no JSON")
    plain = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    nbformat.write(plain, folder / "foreign.ipynb")
    plain.metadata["course"] = {"assignment": "optimization"}
    nbformat.write(plain, folder / "other.ipynb")
    plain.metadata["course"] = {"assignment": "lossess"}
    nbformat.write(plain, folder / "unknown.ipynb")
    return folder


@pytest.mark.parametrize(
    ("arguments", "telling"),
    [
        (["grade", "lossess"], "unknown assignment 'lossess'"),
        (["release", "lossess"], "unknown assignment 'lossess'"),
        (["summary", "lossess"], "unknown assignment 'lossess'"),
        (["summary", "losses", "--class", "nobody"], "this class has no gradebook yet"),
        (["export", "lossess"], "unknown assignment 'lossess'"),
        (["export", "losses", "--class", "nobody"], "this class has no gradebook yet"),
        (["collect", "x.zip", "--assignment", "lossess"], "unknown assignment 'lossess'"),
        (["collect", "x.zip", "--assignment", "losses"], "x.zip is not there"),
        (["roster", "absent.csv"], "cannot be read"),
        (["new", "lossess", "quantile_loss"], "unknown assignment 'lossess'"),
        (["new", "losses", "hinge_loss"], "there is an exercise 'hinge_loss' already"),
        (["new", "losses", "loss_to_come"], "autograder/assignments/losses is missing"),
        (["grade", "losses", "--class", "nobody"], "nothing was handed in for 'losses'"),
        (["grade", "losses", "--device", "cuda"], "no CUDA device"),
        (["grade", "losses", "--device", "gpu"], "unknown device 'gpu'"),
        (["check", "broken/text.ipynb"], "is not JSON"),
        (["check", "broken/absent.ipynb"], "cannot be read"),
        (["check", "broken"], "is a folder"),
        (
            ["check", "broken/foreign.ipynb", "--assignment", "lossess"],
            "unknown assignment 'lossess'",
        ),
        (["check", "broken/unknown.ipynb"], "unknown assignment 'lossess'"),
        (["check", "broken/foreign.ipynb"], "--assignment"),
        (["check", "broken/other.ipynb"], "optimization"),
        (["check", "broken/other.ipynb", "--assignment", "losses"], "not of 'losses'"),
    ],
)
def test_a_mistake_gets_one_line_that_says_what_to_do_and_exit_status_2(
    arguments: list[str], telling: str, course_folder: Path, broken: Path
) -> None:
    result = run(course_folder, *arguments)
    assert result.returncode == 2
    assert telling in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_outside_a_course_the_commands_say_so(tmp_path: Path) -> None:
    result = run(tmp_path, "grade", "losses")
    assert result.returncode == 2
    assert "no course was found here" in result.stderr


def test_without_a_release_grading_says_what_to_run(course_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "nbgrader_config.py").write_text((course_folder / "nbgrader_config.py").read_text())
    result = run(tmp_path, "grade", "losses")
    assert result.returncode == 2
    assert "make release" in result.stderr


def test_a_class_without_a_gradebook_is_told_the_command_that_makes_it(course_folder: Path) -> None:
    handed_in = course_folder / "newcomers/submitted/ada/losses"
    handed_in.mkdir(parents=True)
    command = ["losses", "--class", "newcomers"]
    shutil.copy(course_folder / "_build/release/losses/losses.ipynb", handed_in)
    result = run(course_folder, "grade", *command)
    assert result.returncode == 2
    assert f"run 'autograder release {' '.join(command)}' first" in result.stderr
    assert run(course_folder, "release", *command).returncode == 0
    assert run(course_folder, "grade", *command).returncode == 0


NO_TORCH = """
from importlib.machinery import PathFinder
from autograder import commands

find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *more: None if name == "torch" else find(name, *more)
commands.main()
"""
BROKEN_TORCH = """
import sys
from autograder import commands

sys.path.insert(0, "broken_torch")
commands.main()
"""


@pytest.mark.parametrize("start", [NO_TORCH, BROKEN_TORCH], ids=["absent", "broken"])
def test_without_torch_only_what_compares_with_it_says_how_to_get_it(
    start: str, course_folder: Path
) -> None:
    broken = course_folder / "broken_torch"
    broken.mkdir(exist_ok=True)
    (broken / "torch.py").write_text("raise ImportError('none here')")
    result = started(course_folder, start, "check", SOLVED)
    assert f"{POINTS} of {POINTS} points" in result.stdout
    assert result.returncode == 0
    result = started(course_folder, start, "check", SOLVED, "--oracles")
    assert result.returncode == 2
    assert "torch is not installed" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


DISAGREEING = """
from dataclasses import replace
from autograder import assignments, commands

def wrong(torch, call):
    return call.arguments[0].sum(), call.arguments[0]

losses = assignments.load("losses")
exercises = [
    replace(one, oracle=wrong) if one.name == "l1_penalty" else one for one in losses.exercises
]
assignments.load = lambda name: replace(losses, exercises=tuple(exercises))
commands.main()
"""


@pytest.mark.parametrize("command", ["check", "grade"])
def test_oracles_that_disagree_are_the_courses_fault_in_one_line_with_the_seed(
    command: str, course_folder: Path
) -> None:
    arguments = ["check", SOLVED, "--oracles"]
    if command == "grade":
        assert run(course_folder, "release", "losses", "--class", "solved").returncode == 0
        handed_in = course_folder / "solved/submitted/ada/losses"
        handed_in.mkdir(parents=True)
        shutil.copy(course_folder / SOLVED, handed_in)
        arguments = ["grade", "losses", "--class", "solved", "--workers", "1"]
    arguments += ["--seed", "417", "--device", "cpu"]
    result = started(course_folder, DISAGREEING, *arguments)
    assert result.returncode == 2
    *_, line = result.stderr.strip().splitlines()
    assert "the course is at fault here, not the student: for l1_penalty [" in line
    assert "with seed 417" in line
    assert "Traceback" not in result.stderr


STOPPED_AT_IMPORT = """
import os
import signal
import sys

module = sys.argv.pop(1)
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it

class Stop:
    def find_spec(self, name, *more):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Stop())
from autograder.commands import main
main()
"""


@pytest.mark.parametrize(
    ("module", "command"),
    [
        ("autograder.commands.app", "check"),
        ("typer", "check"),
        ("traitlets.config.loader", "check"),
        ("numpy", "check"),
        ("nbformat", "check"),
        ("autograder.assignments.losses.checks", "check"),
        ("rich.table", "check"),
        ("nbgrader", "grade"),
        ("torch", "grade"),
        ("nbgrader.apps.api", "release"),
    ],
)
def test_ctrl_c_while_a_command_imports_is_one_line_that_promises_only_what_is_so(
    module: str, command: str, course_folder: Path
) -> None:
    arguments = {"check": [SOLVED], "grade": ["losses"], "release": []}[command]
    if command == "grade":
        arguments += ["--class", "stopped"]
        assert run(course_folder, "release", *arguments).returncode == 0
        handed_in = course_folder / "stopped/submitted/ada/losses"
        handed_in.mkdir(parents=True, exist_ok=True)
        shutil.copy(course_folder / SOLVED, handed_in)
    result = started(course_folder, STOPPED_AT_IMPORT, module, command, *arguments)
    assert result.returncode == 130
    *_, line = result.stderr.strip().splitlines()
    saved = " What was graded is saved; run the same command to go on."
    assert line == f"autograder: stopped.{saved if command == 'grade' else ''}"
    assert "Traceback" not in result.stderr


LOADED = """
import sys
from autograder.commands import main

try:
    main()
finally:
    print("LOADED", *sys.modules)
"""
SLOW = {"torch", "nbgrader", "nbconvert", "matplotlib", "sqlalchemy", "distributed"}
NOTEBOOKS = {"nbformat", "jsonschema", "numpy", "IPython"}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], SLOW | NOTEBOOKS),
        (["check", "--help"], SLOW | NOTEBOOKS),
        (["grade", "lossess"], SLOW | NOTEBOOKS),
        (["summary", "lossess"], SLOW | NOTEBOOKS),
        (["export", "lossess"], SLOW | NOTEBOOKS),
        (["collect", "x.zip", "--assignment", "lossess"], SLOW | NOTEBOOKS),
        (["check", "broken/text.ipynb"], SLOW | NOTEBOOKS),
        (["check", "broken/absent.ipynb"], SLOW | NOTEBOOKS),
        (["check", "broken/unknown.ipynb"], SLOW | NOTEBOOKS),
        (["check", SOLVED], SLOW),
    ],
)
def test_what_a_command_does_not_need_it_does_not_import(
    arguments: list[str], unwanted: set[str], course_folder: Path, broken: Path
) -> None:
    result = started(course_folder, LOADED, *arguments)
    _, _, loaded = result.stdout.rpartition("LOADED")
    assert "autograder.commands.check" in loaded.split()
    assert unwanted & set(loaded.split()) == set()


def test_importing_the_autograder_leaves_other_modules_alone(course_folder: Path) -> None:
    seen = "import sys, autograder; print('rfc3987_syntax' in sys.modules)"
    assert started(course_folder, seen).stdout == "False\n"


class Clock:
    """Time between two looks at a file, in which somebody edits it; then Ctrl-C."""

    def __init__(self, *edits: Callable[[], Any]) -> None:
        self.edits = iter(edits)

    def sleep(self, seconds: float) -> None:
        """Let the next edit happen."""
        edit = next(self.edits, None)
        if edit is None:
            raise KeyboardInterrupt
        edit()


def rows(table: str) -> set[str]:
    """The exercises of which a table says something."""
    names = {exercise.name for exercise in assignments.load("losses").exercises}
    return names & set(table.split())


def test_a_watched_notebook_is_checked_at_each_save_and_only_what_changed_is_said(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = course_folder / "watched.ipynb"
    right = (course_folder / SOLVED).read_text()
    wrong = right.replace("(margins**2).sum(", "(margins**3).sum(")
    assert wrong != right
    executed = json.loads(wrong)
    executed["cells"][-1]["execution_count"] = 7
    path.write_text(right)
    monkeypatch.chdir(course_folder)
    clock = Clock(
        lambda: path.write_text(wrong[:1000]),
        lambda: path.write_text(wrong),
        lambda: path.write_text(json.dumps(executed)),
        path.unlink,
        lambda: path.write_text(wrong),
        lambda: path.write_text(right),
        lambda: path.write_text(right.replace("margins**2", "margins ** 2")),
    )
    monkeypatch.setattr(saves, "time", clock)
    result = CliRunner().invoke(app, ["check", str(path), "--watch", "--seed", "5"])
    assert result.exit_code == 130
    assert result.stderr == "watching watched.ipynb; Ctrl-C ends it\n"
    _, first, second, third, fourth = re.split(r"losses: (?=\d)", result.stdout)
    assert first.startswith(f"{POINTS} of {POINTS} points")
    assert "seed: 5" in first
    assert second.startswith(f"{POINTS - 4} of {POINTS} points")
    assert rows(second) == {"squared_hinge_loss"}
    assert third.startswith(f"{POINTS} of {POINTS} points")
    assert rows(third) == {"squared_hinge_loss"}
    assert fourth == f"{POINTS} of {POINTS} points, as before\n"


def test_a_check_says_its_seed_so_that_it_can_be_repeated(course_folder: Path) -> None:
    solved = str(course_folder / "_build/source/losses/losses.ipynb")
    table = run(course_folder, "check", solved, "--seed", "417", "--device", "cpu")
    assert "seed: 417\n" in table.stdout
    data = json.loads(run(course_folder, "check", solved, "--json", "--device", "cpu").stdout)
    again = run(course_folder, "check", solved, "--json", "--seed", data["seed"])
    assert json.loads(again.stdout) == data


COMMANDS = "release roster collect grade check summary export sample-class new"


@pytest.mark.parametrize("command", COMMANDS.split())
def test_help_names_every_option(command: str, course_folder: Path) -> None:
    result = run(course_folder, command, "--help")
    assert result.returncode == 0
    assert "--help" in result.stdout


def test_a_files_name_cannot_act_on_the_terminal(course_folder: Path) -> None:
    result = run(course_folder, "check", "\x1b]0;mine\x07\x1b[2Alosses.ipynb")
    assert result.returncode == 2
    assert "\x1b" not in result.stderr
    assert "losses.ipynb" in result.stderr
