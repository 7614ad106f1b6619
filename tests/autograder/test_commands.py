"""The commands as a person meets them: help is enough, and a mistake is one line."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

COMMAND = str(Path(sys.executable).with_name("autograder"))


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CUDA_VISIBLE_DEVICES": ""}
    return subprocess.run(
        [COMMAND, *arguments], cwd=folder, capture_output=True, text=True, env=environment
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
    return folder


@pytest.mark.parametrize(
    ("arguments", "telling"),
    [
        (["grade", "lossess"], "unknown assignment 'lossess'"),
        (["release", "lossess"], "unknown assignment 'lossess'"),
        (["grade", "losses", "--class", "nobody"], "nothing was handed in for 'losses'"),
        (["grade", "losses", "--device", "cuda"], "no CUDA device"),
        (["grade", "losses", "--device", "gpu"], "unknown device 'gpu'"),
        (["check", "broken/text.ipynb"], "is not JSON"),
        (["check", "broken/absent.ipynb"], "cannot be read"),
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
def test_without_torch_grading_says_how_to_get_it(start: str, course_folder: Path) -> None:
    broken = course_folder / "broken_torch"
    broken.mkdir(exist_ok=True)
    (broken / "torch.py").write_text("raise ImportError('none here')")
    solved = "_build/source/losses/losses.ipynb"
    result = subprocess.run(
        [sys.executable, "-c", start, "check", solved],
        cwd=course_folder,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2
    assert "torch is not installed" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


DISAGREEING = """
from dataclasses import replace
from autograder import checks, commands

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
    solved = course_folder / "_build/source/losses/losses.ipynb"
    arguments = ["check", str(solved)]
    if command == "grade":
        assert run(course_folder, "release", "losses", "--class", "solved").returncode == 0
        handed_in = course_folder / "solved/submitted/ada/losses"
        handed_in.mkdir(parents=True)
        shutil.copy(solved, handed_in)
        arguments = ["grade", "losses", "--class", "solved", "--workers", "1"]
    result = subprocess.run(
        [sys.executable, "-c", DISAGREEING, *arguments, "--seed", "417", "--device", "cpu"],
        cwd=course_folder,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2
    *_, line = result.stderr.strip().splitlines()
    assert "the course is at fault here, not the student: for l1_penalty [" in line
    assert "with seed 417" in line
    assert "Traceback" not in result.stderr


STOPPED = """
from autograder import commands

def stop(*arguments):
    raise KeyboardInterrupt

commands.make_release = stop
commands.main()
"""


def test_ctrl_c_is_answered_in_one_line_that_says_how_to_go_on(course_folder: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", STOPPED, "release"],
        cwd=course_folder,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 130
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("autograder: stopped. What was graded is saved;")


def test_a_check_says_its_seed_so_that_it_can_be_repeated(course_folder: Path) -> None:
    solved = str(course_folder / "_build/source/losses/losses.ipynb")
    table = run(course_folder, "check", solved, "--seed", "417", "--device", "cpu")
    assert "seed: 417\n" in table.stdout
    data = json.loads(run(course_folder, "check", solved, "--json", "--device", "cpu").stdout)
    again = run(course_folder, "check", solved, "--json", "--seed", data["seed"])
    assert json.loads(again.stdout) == data


@pytest.mark.parametrize("command", ["release", "grade", "check", "sample-class"])
def test_help_names_every_option(command: str, course_folder: Path) -> None:
    result = run(course_folder, command, "--help")
    assert result.returncode == 0
    assert "--help" in result.stdout
