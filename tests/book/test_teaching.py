"""Every command of the teacher's part does what its page says, in the order of the pages."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import typer
import yaml
from typer.testing import CliRunner

from autograder.commands.app import app
from tests.autograder.classroom.lms_archives import zipped

ROOT = Path(__file__).parents[2]
PART = next(
    part
    for part in yaml.safe_load((ROOT / "book/_toc.yml").read_text())["parts"]
    if part["caption"] == "Teach a class"
)
PAGES = [
    "teaching",
    *(section["file"] for chapter in PART["chapters"] for section in chapter["sections"]),
]
TEXTS = {page: (ROOT / f"book/{page}.md").read_text(encoding="utf8") for page in PAGES}
SPANS = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
SPOKEN_OF = re.compile(r"class/(?:submitted|summary|feedback)/[\w./-]+")


@pytest.fixture(scope="module")
def course_folder(new_course: Callable[[str], Path]) -> Path:
    """A course of its own: it is looked through whole, and other tests' classes are endless."""
    return new_course("teaching")


def blocks(language: str, text: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def run(line: str) -> str:
    """Run a command as a teacher types it; ours in this process, which has imported all."""
    program, *arguments = shlex.split(line)
    if program == "autograder":
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, (line, result.output, result.exception)
        return result.output
    path = Path(sys.executable).with_name(program)
    done = subprocess.run([path, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, (line, done.stderr)
    return done.stdout + done.stderr


@pytest.fixture
def course(course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with an export of two students' notebooks and a roster, as the pages have them."""
    folder = tmp_path / "course"
    shutil.copytree(course_folder, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    solved = (folder / "_build/source/losses/losses.ipynb").read_bytes()
    started = (folder / "_build/release/losses/losses.ipynb").read_bytes()
    zipped(
        folder / "export.zip",
        {
            "Ada Lovelace_12345_assignsubmission_file_/losses.ipynb": solved,
            "Émile Zola_12346_assignsubmission_file_/losses.ipynb": started,
        },
    )
    (folder / "students.csv").write_text(blocks("text", TEXTS["teaching/collect"])[0])
    return folder


# nbgrader's own use of its database, which pytest would otherwise make an error.
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_the_commands_of_the_pages_take_a_class_from_its_roster_to_its_feedback(
    course: Path,
) -> None:
    said = {}
    for page in PAGES:
        for late in blocks("toml", TEXTS[page]):
            (course / "class/late.toml").write_text(late)
        for line in "".join(blocks("sh", TEXTS[page])).splitlines():
            said[line] = run(line)
        for place in SPOKEN_OF.findall(TEXTS[page]):
            assert Path(place.replace("STUDENT", "ada")).exists(), (page, place)
    assert len(said) >= 12
    public = {path.name for path in (course.parent / "for-students").glob("[!.]*")}
    assert public >= {"README.md", "losses", "losses.zip"}
    assert not {"solutions", "exercises", "autograder"} & public
    assert "2 students in the table" in said["autograder roster students.csv"]
    assert re.search(r"ada +\d+ / \d+", said["autograder grade losses"])
    assert (
        "2 feedback pages" in said["autograder export losses --lms moodle --feedback feedback.zip"]
    )


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_in_passing_exists(page: str) -> None:
    commands: Any = typer.main.get_command(app)
    context = click.Context(commands)
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for span in SPANS.findall(TEXTS[page]):
        program, *arguments = span.split()
        if program == "make" and arguments:
            assert arguments[0] in targets, span
        if program == "autograder" and arguments:
            command = commands.get_command(context, arguments[0])
            assert command is not None, span
            known = {option for parameter in command.params for option in parameter.opts}
            assert {word for word in arguments if word.startswith("--")} <= known, span
    for option in re.findall(r"(?<!`)`(--[\w-]+)[^`\n]*`", TEXTS[page]):
        known = {
            name
            for command in commands.commands.values()
            for parameter in command.params
            for name in (*parameter.opts, *parameter.secondary_opts)
        }
        assert option in known | {"--help", "--nworkers"}, option
