"""Any folder that the file system takes can hold a course and a class."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.commands.app import app
from autograder.course import shown
from autograder.places import reachable

HARD = ("course (1)", "nets [2026]", "100% #1?", "a|b*c^d$", "Übung + ä, ö~@=-")


@pytest.mark.parametrize("name", HARD)
def test_a_folder_is_reached_under_a_plain_name_and_shown_under_its_own(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / name
    plain = reachable(folder)
    plain.mkdir(parents=True, exist_ok=True)
    (plain / "file").write_text("x")
    assert (folder / "file").read_text() == "x"
    assert not set(str(plain)) & set("()[]%#?|*^$")
    assert shown(plain / "file") == str(folder / "file")


def test_a_link_is_gone_when_its_process_ends(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, os\n"
        "from autograder.places import reachable\n"
        "print(reachable(pathlib.Path(sys.argv[1])))\n"
        "sys.stdout.flush()\n"
        "if os.fork() == 0: sys.exit()\n"
        "os.wait()\n"
        "assert reachable(pathlib.Path(sys.argv[1])).exists()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "[x]")]
    link = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert not Path(link).is_symlink()
    assert (tmp_path / "[x]").is_dir()


def test_a_course_and_a_class_in_folders_with_hard_names_are_released_and_graded(
    new_course: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = new_course("course (1)")  # 'losses' is released into it
    monkeypatch.chdir(course)
    home = course / "nets [2026] 100% #1?"
    folder = home / "submitted" / "ada" / "losses"
    folder.mkdir(parents=True)
    shutil.copy(course / "_build/release/losses/losses.ipynb", folder)
    for command in (["release", "losses"], ["grade", "losses", "--device", "cpu"]):
        result = CliRunner().invoke(app, [*command, "--class", str(home)])
        assert result.exit_code == 0, result.exception
    assert (home / "feedback/ada/losses/losses.html").is_file()
    assert "gradebook: nets [2026] 100% #1?/gradebook.db" in result.output


@pytest.mark.parametrize("place", ["downloaded/losses/a.zip", "grades.csv", "class/gradebook.db"])
def test_what_a_class_leaves_in_the_course_is_not_for_git(place: str) -> None:
    root = Path(__file__).parents[2]
    lines = (root / ".gitignore").read_text().splitlines()
    assert any(line.strip("/") == place.partition("/")[0] for line in lines)
