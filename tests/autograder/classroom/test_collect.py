"""What systems hand out lands at the right student's place, and nowhere else."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from autograder.classroom.collecting import archives
from autograder.classroom.collecting.archives import Budget, FoundNotebook, notebooks_in
from autograder.classroom.collecting.collect import folder_name
from autograder.classroom.collecting.lms_names import claim
from autograder.classroom.collecting.roster import Roster, Student
from autograder.commands import collect as collect_command
from autograder.commands.app import app
from autograder.course import Course, open_course
from autograder.errors import CourseError
from tests.autograder.classroom import lms_archives as lms
from tests.autograder.classroom.lms_archives import notebook, zipped

STUDENTS = [
    Student("ada", "Ada", "Lovelace", "ada.l@example.org", "100"),
    Student("e_zola", "Émile", "Zola", "zola@example.org", "101"),
    Student("absent", "Nobody", "Here"),
]


@pytest.fixture
def course(
    course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Course]:
    monkeypatch.chdir(course_folder)
    monkeypatch.setattr(collect_command, "_roster", lambda course: Roster(STUDENTS))
    yield open_course(tmp_path / "class")


def run(course: Course, *arguments: str | Path) -> Result:
    home = str(course.submitted.parent)
    options = ["--assignment", "losses", "--class", home]
    return CliRunner().invoke(app, ["collect", *map(str, arguments), *options])


def collected(course: Course) -> dict[str, bytes]:
    paths = course.submitted.glob("*/losses/losses.ipynb")
    return {path.parts[-3]: path.read_bytes() for path in paths}


def everything(course: Course) -> dict[str, bytes]:
    home = course.submitted.parent
    files = (path for path in home.rglob("*") if path.is_file())
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lms.moodle, {"ada": "ada", "e_zola": "emile"}),
        (lms.moodle_in_one_name, {"ada": "ada"}),
        (lms.canvas, {"ada": "second", "e_zola": "emile"}),
        (lms.blackboard, {"ada": "second", "e_zola": "emile"}),
        (lms.github_classroom, {"ada": "ada", "e_zola": "e_zola"}),
        (lms.plain_folders, {"ada": "ada", "e_zola": "e_zola"}),
    ],
)
def test_each_systems_archive_lands_at_its_students(
    course: Course, tmp_path: Path, make: Callable[[Path], Path], expected: dict[str, str]
) -> None:
    archive = make(tmp_path / "archive")
    result = run(course, archive)
    assert result.exit_code == 0, result.output
    assert collected(course) == {who: notebook(text) for who, text in expected.items()}
    before = everything(course)
    again = run(course, archive)
    assert again.exit_code == 0
    assert everything(course) == before
    assert again.output.count("is there already") == len(expected)


def test_a_dry_run_shows_all_and_writes_nothing(course: Course, tmp_path: Path) -> None:
    result = run(course, lms.moodle(tmp_path / "moodle.zip"), "--dry-run")
    assert result.exit_code == 0
    assert not course.submitted.exists()
    for said in (
        "Ada Lovelace_12345_assignsubmission_file_/losses.ipynb",
        "nobody on the roster: Nobody Known_12347_assignsubmission_file_/losses.ipynb",
        "2 students, 0 of them more than once, 1 notebooks of nobody on the roster",
        "without one: absent",
    ):
        assert said in result.output


def test_who_handed_in_twice_is_named_and_the_older_one_is_kept(
    course: Course, tmp_path: Path
) -> None:
    result = run(course, lms.blackboard(tmp_path / "bb.zip"))
    assert "1 of them more than once" in result.output
    (kept,) = (course.submitted.parent / "set_aside/losses/ada").iterdir()
    assert kept.read_bytes() == notebook("first")


def test_of_a_later_attempt_the_notebook_counts_whatever_its_name(
    course: Course, tmp_path: Path
) -> None:
    name = "losses_ada_attempt_2026-11-{}-10-20-30_{}.ipynb"
    members = {
        name.format("01", "losses"): notebook("old"),
        name.format("02", "my work"): notebook("new"),
        name.format("02", "scratch"): notebook("beside it"),
    }
    run(course, zipped(tmp_path / "bb.zip", members))
    assert collected(course)["ada"] in (notebook("new"), notebook("beside it"))
    members[name.format("02", "my losses")] = notebook("named")
    run(course, zipped(tmp_path / "bb.zip", members))
    assert collected(course)["ada"] == notebook("named")


def test_times_are_written_as_nbgrader_reads_them_in_the_systems_zone(
    course: Course, tmp_path: Path
) -> None:
    run(course, lms.blackboard(tmp_path / "bb.zip"), "--timezone", "Europe/Zurich")
    folder = course.submitted / "ada/losses"
    assert (folder / "timestamp.txt").read_text() == "2026-11-30 09:20:30.000000 UTC"
    known = course.directory.get_existing_timestamp(str(folder))
    assert f"{known:%Y-%m-%d %H:%M:%S}" == "2026-11-30 09:20:30"


def test_a_timestamp_beside_a_notebook_is_believed_only_when_told_so(
    course: Course, tmp_path: Path
) -> None:
    folders = lms.plain_folders(tmp_path / "folders")
    run(course, folders)
    assert not (course.submitted / "ada/losses/timestamp.txt").exists()
    run(course, folders, "--timestamp-files")
    stamp = course.submitted / "ada/losses/timestamp.txt"
    assert stamp.read_text() == "2026-11-30 10:20:30.000000 UTC"
    assert not (course.submitted / "e_zola/losses/timestamp.txt").exists()


def test_dates_in_a_zip_are_believed_only_when_told_so(course: Course, tmp_path: Path) -> None:
    archive = lms.canvas(tmp_path / "canvas.zip")
    run(course, archive)
    assert not (course.submitted / "ada/losses/timestamp.txt").exists()
    run(course, archive, "--zip-times")
    stamp = course.submitted / "ada/losses/timestamp.txt"
    assert stamp.read_text() == "2026-11-30 10:00:00.000000 UTC"


FORGED = [
    "Ada Lovelace_1_assignsubmission_file_/Émile Zola_2_assignsubmission_file_/losses.ipynb",
    "Ada Lovelace_1_assignsubmission_file_/zolaemile_101_5002_losses.ipynb",
    "Ada Lovelace_1_assignsubmission_file_Émile Zola_2_assignsubmission_file_losses.ipynb",
    "lovelaceada_100_5001_zolaemile_101_5002_losses.ipynb",
    "losses_ada_attempt_2026-11-30-10-20-30_e_zola_attempt_2026-11-30-10-20-30_losses.ipynb",
    "losses-ada/e_zola/losses.ipynb",
    "losses-ada/zolaemile_101_5002_losses.ipynb",
    "losses-ada/losses_e_zola_attempt_2026-11-30-10-20-30_losses.ipynb",
    "ada/losses/e_zola.ipynb",
]


@pytest.mark.parametrize("name", FORGED)
def test_nobody_hands_in_for_another_by_naming_things_so(
    course: Course, tmp_path: Path, name: str
) -> None:
    run(course, zipped(tmp_path / "alone.zip", {name: notebook("ada")}))
    assert list(collected(course)) == ["ada"]
    beside = {name: notebook("ada"), "absent/losses.ipynb": notebook("absent")}
    run(course, zipped(tmp_path / "beside.zip", beside))
    assert sorted(collected(course)) == ["absent", "ada"]


def test_a_zip_that_canvas_named_is_of_whom_canvas_says(course: Course, tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"e_zola/losses.ipynb": notebook("ada")}).read_bytes()
    run(course, zipped(tmp_path / "canvas.zip", {"lovelaceada_100_5001_all.zip": inner}))
    assert collected(course) == {"ada": notebook("ada")}


def test_what_is_newer_replaces_what_is_older_and_never_the_other_way(
    course: Course, tmp_path: Path
) -> None:
    name = "losses_ada_attempt_2026-11-{}-10-20-30_losses.ipynb"
    old = zipped(tmp_path / "old.zip", {name.format("01"): notebook("old")})
    new = zipped(tmp_path / "new.zip", {name.format("02"): notebook("new")})
    run(course, old)
    assert "replaces an older one" in run(course, new).output
    assert "a newer one is there" in run(course, old).output
    assert collected(course) == {"ada": notebook("new")}
    (kept,) = (course.submitted.parent / "set_aside/losses/ada").iterdir()
    assert kept.read_bytes() == notebook("old")


def test_without_a_roster_everybody_is_taken_under_a_name_that_a_folder_may_have(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect_command, "_roster", lambda course: Roster([]))
    run(course, lms.moodle(tmp_path / "moodle.zip"))
    assert sorted(collected(course)) == ["Ada-Lovelace", "Nobody-Known", "Émile-Zola"]


def test_who_is_not_on_the_roster_is_taken_when_told_so(course: Course, tmp_path: Path) -> None:
    run(course, lms.moodle(tmp_path / "moodle.zip"), "--everybody")
    assert sorted(collected(course)) == ["Nobody-Known", "ada", "e_zola"]


@pytest.mark.parametrize(
    "name",
    [
        "../../outside.ipynb",
        "/etc/outside.ipynb",
        "ada/../../../outside.ipynb",
        "..\\..\\outside.ipynb",
        "C:\\outside.ipynb",
        "ada/\0/../losses.ipynb",
    ],
)
def test_nothing_is_unpacked_outside_its_place(course: Course, tmp_path: Path, name: str) -> None:
    good = {"ada/losses.ipynb": notebook("ada")}
    run(course, zipped(tmp_path / "zip.zip", {name: notebook("out")} | good), "--everybody")
    assert collected(course)["ada"] == notebook("ada")
    assert not list(tmp_path.rglob("*outside.ipynb"))
    assert {path.name for path in tmp_path.iterdir()} == {"zip.zip", "class"}


def test_a_zip_bomb_costs_its_own_place_alone(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_BYTES", 10_000)
    members = {"ada/losses.ipynb": b"0" * 1_000_000, "e_zola/losses.ipynb": notebook("emile")}
    result = run(course, zipped(tmp_path / "bomb.zip", members))
    assert list(collected(course)) == ["e_zola"]
    assert "cannot be taken, of ada: ada/losses.ipynb" in result.output
    assert "over the limit" in result.output


def test_all_together_may_not_unpack_to_more_than_the_budget(tmp_path: Path) -> None:
    members = {f"s{number}/losses.ipynb": b"0" * 1000 for number in range(5)}
    archive = zipped(tmp_path / "bomb.zip", members)
    with pytest.raises(CourseError, match="zip bomb"):
        [found.read() for found in notebooks_in(archive, Budget(total=3000))]
    with pytest.raises(CourseError, match="too many files"):
        list(notebooks_in(archive, Budget(files=3)))


def test_links_and_encrypted_members_are_refused_with_a_reason(
    course: Course, tmp_path: Path
) -> None:
    link = zipped(
        tmp_path / "link.zip", {"ada/losses.ipynb": "/etc/passwd"}, external_attr=0o120777 << 16
    )
    result = run(course, link)
    assert "is a link to another place" in result.output
    assert collected(course) == {}
    outside = tmp_path / "secret.ipynb"
    outside.write_bytes(notebook("secret"))
    folder = tmp_path / "folder"
    (folder / "ada").mkdir(parents=True)
    (folder / "ada/losses.ipynb").symlink_to(outside)
    (folder / "e_zola").symlink_to(tmp_path)
    assert list(notebooks_in(folder, Budget())) == []


def test_twins_that_macos_made_and_names_in_any_encoding(course: Course, tmp_path: Path) -> None:
    decomposed = "E\u0301mile Zola_1_assignsubmission_file_/losses.ipynb"
    raw = decomposed.encode()
    members = {"X" * len(raw): notebook("emile"), "__MACOSX/x.ipynb": b"", "ada/._x.ipynb": b""}
    path = zipped(tmp_path / "mac.zip", members)
    path.write_bytes(path.read_bytes().replace(b"X" * len(raw), raw))  # not marked as UTF-8
    result = run(course, path)
    assert collected(course) == {"e_zola": notebook("emile")}, result.output


def test_members_of_one_name_both_count_as_handed_in(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "doubled.zip"
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ada/losses.ipynb", notebook("first"))
        archive.writestr("ada/losses.ipynb", notebook("second"))
    result = run(course, path)
    assert "1 of them more than once" in result.output
    assert collected(course) == {"ada": notebook("second")}


def test_a_zip_that_a_student_handed_in_is_opened_once(course: Course, tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"work/losses.ipynb": notebook("ada")}).read_bytes()
    deep = zipped(tmp_path / "deep.zip", {"inner.zip": inner}).read_bytes()
    members = {
        "Ada Lovelace_1_assignsubmission_file_/all.zip": inner,
        "Émile Zola_2_assignsubmission_file_/all.zip": deep,
        "e_zola/bad.zip": b"no zip",
    }
    run(course, zipped(tmp_path / "outer.zip", members))
    assert collected(course) == {"ada": notebook("ada")}


def test_a_kill_leaves_what_was_there_or_what_is_new(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(course, lms.canvas(tmp_path / "canvas.zip"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    changed = zipped(tmp_path / "new.zip", {"ada/losses.ipynb": notebook("new")})
    monkeypatch.setattr(os, "replace", killed)
    monkeypatch.setattr(Path, "replace", killed)
    assert run(course, changed).exit_code == 130
    assert collected(course)["ada"] == notebook("second")
    assert not list(course.submitted.rglob("*.part"))


@pytest.mark.parametrize(
    ("make", "telling"),
    [
        (lambda path: path, "is not there"),
        (lambda path: path.write_bytes(b"no zip") and path, "is no zip"),
        (lambda path: path.mkdir() or path, "no notebook of anybody was found"),
    ],
)
def test_what_cannot_be_collected_gets_one_line(
    course: Course, tmp_path: Path, make: Callable[[Path], Path], telling: str
) -> None:
    result = run(course, make(tmp_path / "given"))
    assert isinstance(result.exception, CourseError)
    assert telling in str(result.exception)


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4), st.integers(0, 3))
def test_any_name_is_read_and_no_folder_leads_out(parts: list[str], shared: int) -> None:
    said = claim(tuple(parts), "losses", min(shared, len(parts) - 1))
    for candidate in said.candidates:
        name = folder_name(candidate)
        assert "/" not in name
        assert "\\" not in name
        assert not name.startswith(".")


def test_a_notebook_is_named_on_one_line_without_what_a_terminal_obeys() -> None:
    found = FoundNotebook(("\x1b]0;x\x07a\nb", "losses.ipynb"), "a.zip", 0, None, lambda: b"")
    assert found.name == "a b/losses.ipynb"
