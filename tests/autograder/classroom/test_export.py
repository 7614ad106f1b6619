"""What is handed back is what Moodle and Canvas read, by their own published rules."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from autograder import assignments
from autograder.classroom.collecting.roster import Roster, Student
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.handing_back.tables import as_text
from autograder.classroom.record import Record
from autograder.commands import collect as collect_command
from autograder.commands import export as export_command
from autograder.commands.app import app
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.notebooks.release import release
from tests.autograder.classroom import lms_archives
from tests.autograder.classroom.lms_archives import notebook, zipped

STUDENTS = [
    Student("ada", "Ada", "Lovelace", "ada@example.org", "100"),
    Student("e_zola", "Émile", "Zola", "zola@example.org", "101"),
    Student("absent", "Nobody", "Here", "absent@example.org", "102"),
    Student("formula", "=cmd|' /C calc'!A0", "X", "f@example.org", "103"),
    Student("ungraded", "Not", "Yet", "u@example.org", "104"),
]
SCORES = {"ada": 35.5, "e_zola": 0.0, "formula": 39.0}
FIRST = assignments.load("losses").exercises[0].name


@pytest.fixture(scope="module")
def course(course_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """Three were graded, one handed in and was not, one did neither."""
    home = tmp_path_factory.mktemp("handing_back")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(home)
        release(opened, "losses")
        with ClassGradebook(opened.db_url, opened.directory.course_id) as gradebook:
            gradebook.add_students({student.id: student.details for student in STUDENTS})
            for student, score in SCORES.items():
                record = Record(student, "0", "1", score, 39.0, [], 0.1, "graded")
                gradebook.save("losses", record, {f"test_{FIRST}": score})
            with gradebook.book.db.no_autoflush:  # else SQLAlchemy warns of nbgrader
                gradebook.book.update_or_create_submission("losses", "ungraded")
        patch.setattr(collect_command, "_roster", lambda course: Roster(STUDENTS))
        archive = lms_archives.moodle(home / "moodle.zip")
        collected = ["collect", str(archive), "--assignment", "losses", "--class", str(home)]
        assert CliRunner().invoke(app, collected).exit_code == 0
        for student in ("ada", "e_zola", "formula"):
            page = opened.feedback / student / "losses" / "losses.html"
            page.parent.mkdir(parents=True)
            page.write_text(f"feedback for {student}")
        yield opened


def run(course: Course, *arguments: str | Path) -> Result:
    home = str(course.submitted.parent)
    return CliRunner().invoke(app, ["export", "losses", "--class", home, *map(str, arguments)])


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def read_by_moodle(table: list[list[str]]) -> dict[str, str]:
    """Grades by participant, as Moodle's importer of grading worksheets reads them."""
    head = table[0]
    id_, grade = head.index("Identifier"), head.index("Grade")
    assert "Last modified (grade)" in head  # without it nothing is imported
    return {row[id_][len("Participant ") :]: row[grade] for row in table[1:]}


def read_by_canvas(table: list[list[str]]) -> tuple[str, str, dict[str, str]]:
    """The assignment, its points, and grades by user id, as Canvas's importer reads them."""
    head = table[0]
    assert head[0] == "Student" and head[1] == "ID"
    last = head.index("Section")
    assert head[2:last] == ["SIS User ID", "SIS Login ID"]
    assert "Points Possible" in table[1][0]
    title, *_ = head[last + 1 :]
    return title, table[1][last + 1], {row[1]: row[last + 1] for row in table[2:]}


def test_moodle_reads_the_grades_of_whom_its_archive_numbered(course: Course) -> None:
    result = run(course, "--lms", "moodle")
    assert result.exit_code == 0, result.output
    table = rows(course.submitted.parent / "export/losses-moodle.csv")
    assert read_by_moodle(table) == {"12345": "35.5", "12346": "0"}
    assert "1 not in the table, though they have a score: formula" in result.output
    assert "1 were graded before and are not handed in now: formula" in result.output


def test_canvas_reads_a_grade_for_each_and_none_for_who_handed_in_nothing(course: Course) -> None:
    assert run(course, "--lms", "canvas").exit_code == 0
    title, points, grades = read_by_canvas(
        rows(course.submitted.parent / "export/losses-canvas.csv")
    )
    assert (title, points) == ("losses", "39")
    assert grades == {"100": "35.5", "101": "0", "102": "", "103": "39", "104": ""}


def test_the_plain_table_has_no_zero_for_what_was_not_graded(
    course: Course, tmp_path: Path
) -> None:
    result = run(course, "--to", tmp_path / "scores.csv")
    with (tmp_path / "scores.csv").open(newline="") as file:
        scores = {row["student"]: row["score"] for row in csv.DictReader(file)}
    assert scores == {"ada": "35.5", "e_zola": "0", "absent": "", "formula": "39", "ungraded": ""}
    assert "3 scores, 2 empty cells" in result.output


@pytest.mark.parametrize("lms", ["csv", "canvas"])
def test_a_name_that_is_a_formula_is_text(course: Course, tmp_path: Path, lms: str) -> None:
    run(course, "--lms", lms, "--to", tmp_path / "scores.csv")
    cells = [cell for row in rows(tmp_path / "scores.csv") for cell in row]
    assert "'=cmd|' /C calc'!A0 X" in cells
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "@", "+"))]


WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\n"
    'Participant 12345,Ada Lovelace,ada@example.org,Submitted,,39.00,Yes,"Monday, 30 November '
    '2026, 10:20 AM",-,\n'
    "Participant 777,Zola Émile,other@example.org,Submitted,,39.00,Yes,-,-,\n"
    "Participant 778,Nobody Here,absent@example.org,No submission,,39.00,Yes,-,-,\n"
    "Participant 779,Some Body,some@example.org,No submission,12.00,39.00,Yes,-,-,well\n"
)


def test_a_worksheet_of_moodle_is_filled_in_and_all_else_left_as_it_was(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8-sig")
    result = run(course, "--lms", "moodle", "--into", tmp_path / "worksheet.csv")
    assert result.exit_code == 0, result.output
    table = rows(course.submitted.parent / "export/losses-moodle.csv")
    grades = read_by_moodle(table)
    assert grades == {"12345": "35.5", "777": "0", "778": "", "779": "12.00"}
    assert table[4][-1] == "well"
    assert table[1][7] == "Monday, 30 November 2026, 10:20 AM"
    assert "1 not in the table, though they have a score: formula" in result.output
    assert "1 were graded before and are not handed in now: formula" in result.output


GRADEBOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,warm-up (7),losses (12),Current Score\n"
    "    Points Possible,,,,,10,39,(read only)\n"
    '"Lovelace, Ada",100,a-1,ada,All,9,,90\n"Zola, Émile",101,a-2,other,All,8,,80\n'
    '"Here, Nobody",102,a-3,absent,All,,,\n'
)


def test_a_gradebook_of_canvas_is_filled_in_at_its_assignment(
    course: Course, tmp_path: Path
) -> None:
    (tmp_path / "grades.csv").write_text(GRADEBOOK)
    run(course, "--lms", "canvas", "--into", tmp_path / "grades.csv")
    table = rows(course.submitted.parent / "export/losses-canvas.csv")
    assert [row[5:7] for row in table] == [
        ["warm-up (7)", "losses (12)"],
        ["10", "39"],
        ["9", "35.5"],
        ["8", "0"],
        ["", ""],
    ]


def test_other_points_are_refused_until_the_scores_are_scaled(
    course: Course, tmp_path: Path
) -> None:
    path = tmp_path / "worksheet.csv"
    path.write_text(WORKSHEET.replace("39.00", "100.00"))
    refused = run(course, "--lms", "moodle", "--into", path)
    assert "scale the scores with --out-of 100" in str(refused.exception)
    assert run(course, "--lms", "moodle", "--into", path, "--out-of", "100").exit_code == 0
    table = rows(course.submitted.parent / "export/losses-moodle.csv")
    assert read_by_moodle(table)["12345"] == "91.03"


def test_a_column_in_another_language_is_named(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "bewertung.csv"
    path.write_text("ID;Name;E-Mail-Adresse;Bewertung\nTeilnehmer/in 5;Ada;ada@example.org;\n")
    refused = run(course, "--into", path)
    assert isinstance(refused.exception, CourseError)
    assert "Name it with --column; there is: ID, Name, E-Mail-Adresse, Bewertung" in str(
        refused.exception
    )
    run(course, "--into", path, "--column", "Bewertung", "--to", tmp_path / "filled.csv")
    assert rows(tmp_path / "filled.csv")[1][3] == "35.5"


def found_by_moodle(name: str) -> tuple[str, str]:
    """The participant and the file's name, as Moodle's importer of feedback files reads it."""
    fullname, participant, plugin, kind, file = name.split("_", 4)
    assert fullname and participant.isdigit() and (plugin, kind) == ("assignsubmission", "file")
    return participant, file


def test_moodle_finds_the_student_of_each_feedback_file(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(course, "--lms", "moodle", "--feedback", tmp_path / "feedback.zip")
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        found = {found_by_moodle(name): archive.read(name) for name in archive.namelist()}
    assert found == {
        ("12345", "losses.html"): b"feedback for ada",
        ("12346", "losses.html"): b"feedback for e_zola",
    }
    assert "1 have a page, and no name of moodle's to hand it back by: formula" in result.output


def test_canvas_finds_the_user_and_the_file_of_each_feedback_file(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect_command, "_roster", lambda course: Roster(STUDENTS))
    home = str(course.submitted.parent)
    archive = zipped(
        tmp_path / "canvas.zip", {"lovelaceada_LATE_100_5001_losses-1.ipynb": notebook("ada")}
    )
    collected = ["collect", str(archive), "--assignment", "losses", "--class", home]
    assert CliRunner().invoke(app, collected).exit_code == 0
    run(course, "--lms", "canvas", "--feedback", tmp_path / "feedback.zip")
    with zipfile.ZipFile(tmp_path / "feedback.zip") as zipped_pages:
        (name,) = zipped_pages.namelist()
    assert [part for part in name.split("_") if part.isdigit()][:2] == ["100", "5001"]
    assert name.endswith("_losses.html")


def test_for_anybody_else_the_zip_has_a_folder_a_student(course: Course, tmp_path: Path) -> None:
    run(course, "--feedback", tmp_path / "feedback.zip")
    with zipfile.ZipFile(tmp_path / "feedback.zip") as archive:
        assert len(archive.namelist()) == 3
        assert "ada/losses.html" in archive.namelist()


def test_every_option_is_one_that_export_knows(course: Course) -> None:
    refused = run(course, "--lms", "blackboard")
    assert refused.exit_code == 2
    assert "blackboard" in refused.output
    assert list(export_command.Lms) == ["moodle", "canvas", "csv"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("-2.5", "-2.5"),
        ("-", "-"),
        ("=1+1", "'=1+1"),
        ("  @x", "  '@x"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'=1"),
        ("    Points Possible", "    Points Possible"),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_text_and_numbers_stay(
    cell: str, expected: str
) -> None:
    (row,) = csv.reader(as_text([[cell, "x"]]).splitlines())
    assert row == [expected, "x"]
