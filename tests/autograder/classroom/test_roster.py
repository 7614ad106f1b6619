"""Students come from any table, and are found by any of their names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.classroom.collecting.roster import Roster, Student, read_roster
from autograder.classroom.gradebook import ClassGradebook
from autograder.commands.app import app
from autograder.course import open_course
from autograder.errors import CourseError

EMILE = Student("ez", "Émile", "Zola", "zola@example.org")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_do_not_matter(
    tmp_path: Path, encoding: str, delimiter: str, ending: str
) -> None:
    path = tmp_path / "roster.csv"
    rows = [("ID", "First name", "Last name", "Email"), ("ez", "Émile", "Zola", "zola@example.org")]
    path.write_bytes(ending.join(delimiter.join(row) for row in rows).encode(encoding))
    assert read_roster(path) == [EMILE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # Canvas's gradebook
            "Student,ID,SIS User ID,SIS Login ID,Section,losses (1)\n"
            "    Points Possible,,,,,39\n"
            '"Zola, Émile",101,900,ez,All,\n"Student, Test",9,,x9,All,\n',
            Student("ez", "Émile", "Zola", "", "101"),
        ),
        (  # Moodle's grading worksheet
            "Identifier,Full name,Email address,Status\n"
            "Participant 12,Émile Zola,zola@example.org,Submitted\n",
            Student("zola@example.org", "Émile", "Zola", "zola@example.org"),
        ),
        (  # Moodle's participants
            "First name,Last name,ID number,Email address\nÉmile,Zola,900,zola@example.org\n",
            Student("900", "Émile", "Zola", "zola@example.org"),
        ),
        (  # nbgrader's
            "id,first_name,last_name,email,lms_user_id\nez,Émile,Zola,,101\n",
            Student("ez", "Émile", "Zola", "", "101"),
        ),
        ("username\nez\n", Student("ez")),
        ('id,name\nez,"Zola,\nÉmile"\n', Student("ez", "Émile", "Zola")),
    ],
)
def test_tables_as_systems_write_them(tmp_path: Path, text: str, expected: Student) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text)
    assert read_roster(path) == [expected]


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("id,name\nada,Ada L\nbob,B\nada,Ada M\n", "the id 'ada' in line 2 and in line 4"),
        ("name,mark\nAda,1\n", "no column with ids or e-mail addresses"),
        ("", "is empty"),
        ("id,name\n", "names its columns, but no student"),
        ("id\n../ada\n", "cannot name a folder"),
        ("id\na/b\n", "cannot name a folder"),
    ],
)
def test_what_is_wrong_with_a_table_is_one_line_of_words(
    tmp_path: Path, text: str, telling: str
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(CourseError, match=re.escape(telling)) as caught:
        read_roster(path)
    assert "\n" not in str(caught.value)


def test_the_same_line_twice_is_one_student(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("id,name\nada,Ada L\nada,Ada L\n")
    assert read_roster(path) == [Student("ada", "Ada", "L")]


@pytest.mark.parametrize(
    "candidate",
    ["ez", "Émile Zola", "Zola Emile", "zolaemile", "ZOLA@example.org", "zola", "E\u0301mile Zola"],
)
def test_a_student_is_found_by_id_address_or_name_in_either_order(candidate: str) -> None:
    assert Roster([EMILE, Student("ada", "Ada", "Lovelace")]).find([candidate]) == "ez"


def test_a_name_that_two_share_finds_neither() -> None:
    roster = Roster([Student("a1", "Ada", "L"), Student("a2", "Ada", "L")])
    assert roster.find(["Ada L"]) is None
    assert roster.find(["Ada L", "a2"]) == "a2"
    assert roster.find(["", "nobody"]) is None


def test_the_gradebook_gets_the_roster_and_keeps_what_the_table_does_not_say(
    course_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course_folder)
    path = tmp_path / "roster.csv"
    home = tmp_path / "class"
    for text in ("id,email\nez,zola@example.org\n", "id,name\nez,Émile Zola\nada,Ada L\n"):
        path.write_text(text)
        result = CliRunner().invoke(app, ["roster", str(path), "--class", str(home)])
        assert result.exit_code == 0, result.output
        assert "1 of them new to the gradebook" in result.output
    course = open_course(home)
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        emile = gradebook.book.find_student("ez")
        assert (emile.first_name, emile.email) == ("Émile", "zola@example.org")
        assert len(gradebook.book.students) == 2
