"""Whatever is handed in gets its right score or a status that says what to do, and nobody waits.

Broken files, altered notebooks and whole ones from other programs are one class,
graded in one run; each test reads one student's record.
"""

import copy
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.executing import Options
from autograder.classroom.feedback import make_feedback
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.record import Record
from autograder.classroom.sample_class import make_sample_class
from autograder.course import Course, open_course
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits
from tests.autograder.bad_notebooks.damaged_notebooks import BROKEN, REPAIRED, broken_source
from tests.autograder.bad_notebooks.documents import Document, changed
from tests.autograder.bad_notebooks.whole_notebooks import WHOLE

POINTS = assignments.load("losses").points


@pytest.fixture(scope="module")
def course(course_folder: Path) -> Iterator[Course]:
    """Every notebook of this class, handed in by a student of its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(course_folder / "bad")
        release(opened, "losses")
        make_sample_class(opened, "losses")
        solved = opened.submitted / "right-vectorised/losses/losses.ipynb"
        right = json.loads(json.dumps(nbformat.read(solved, as_version=4)))
        shutil.rmtree(opened.submitted)
        _hand_in(opened, right)
        yield opened


def _hand_in(course: Course, right: Document) -> None:
    contents = WHOLE | {name: make for name, (make, _) in (REPAIRED | BROKEN).items()}
    contents |= {f"nested-{depth}": changed(broken_source(depth)) for depth in (90, 900, 9000)}
    for student, make in contents.items():
        _folder(course, student).joinpath("losses.ipynb").write_bytes(make(copy.deepcopy(right)))
    good = json.dumps(right).encode()
    for student in ("with spaces [a-z]*?", "jürgen", "dots.and,commas"):
        _folder(course, student).joinpath("losses.ipynb").write_bytes(good)
    no_text = os.fsdecode(b"not-text-\xff")
    _folder(course, no_text).joinpath("losses.ipynb").write_bytes(good)
    _folder(course, "file-not-text").joinpath(f"{no_text}.ipynb").write_bytes(good)
    extra = _folder(course, "extra-notebooks")
    for name in ("losses.ipynb", "scratch.ipynb", "losses-Copy1.ipynb"):
        extra.joinpath(name).write_bytes(good if name == "losses.ipynb" else b"{}")
    for name in ("a.ipynb", "b.ipynb"):
        _folder(course, "two-others").joinpath(name).write_bytes(good)
    _folder(course, "empty-directory")
    with _folder(course, "hundred-megabytes").joinpath("losses.ipynb").open("wb") as file:
        file.truncate(100 * 2**20)
    secret = course.root / "secret.ipynb"
    secret.write_bytes(good)
    _folder(course, "linked-file").joinpath("losses.ipynb").symlink_to(secret)
    _folder(course, "linked-other-name").joinpath("mine.ipynb").symlink_to(secret)
    _folder(course, "linked-nowhere").joinpath("losses.ipynb").symlink_to("/nonexistent")
    _folder(course, "linked-endless").joinpath("losses.ipynb").symlink_to("/dev/zero")
    (course.submitted / "linked-folder").mkdir()
    (course.submitted / "linked-folder/losses").symlink_to(_folder(course, "colab"))
    os.mkfifo(_folder(course, "pipe") / "losses.ipynb")
    (_folder(course, "folder-for-a-file") / "losses.ipynb").mkdir()
    (course.submitted / "file-for-a-folder").mkdir()
    (course.submitted / "file-for-a-folder/losses").write_bytes(good)


def _folder(course: Course, student: str) -> Path:
    folder = course.submitted / student / "losses"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def records(course: Course) -> dict[str, Record]:
    grader = Grader(course, "losses", "cpu", 20)
    limits = Limits(cell_seconds=10)
    graded = grade_class(course, grader, Options(limits, workers=1), lambda done, total: None)
    return {record.student: record for record in graded}


@pytest.mark.parametrize("student", WHOLE)
def test_a_whole_notebook_gets_all_points(student: str, records: dict[str, Record]) -> None:
    assert (records[student].score, records[student].status) == (POINTS, "graded")


@pytest.mark.parametrize("student", REPAIRED)
def test_an_altered_notebook_gets_all_points_and_a_note_that_names_the_cell(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == POINTS
    assert REPAIRED[student][1] in records[student].status


@pytest.mark.parametrize("student", BROKEN)
def test_a_broken_notebook_gets_a_status_that_says_what_to_do(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == 0
    assert records[student].status.startswith("not graded: ")
    assert BROKEN[student][1] in records[student].status


@pytest.mark.parametrize(
    ("student", "telling"),
    [
        ("hundred-megabytes", "is 100 MB large, over the limit of 50 MB: clear its outputs"),
        ("linked-file", "losses.ipynb is a link to another place: hand in the file itself"),
        ("linked-other-name", "mine.ipynb is a link to another place"),
        ("linked-nowhere", "losses.ipynb is a link to another place"),
        ("linked-endless", "losses.ipynb is a link to another place"),
        ("linked-folder", "losses is a link to another place"),
        ("pipe", "is not a file: hand in the notebook itself"),
        ("folder-for-a-file", "is a folder: hand in the notebook itself"),
        ("file-for-a-folder", "losses.ipynb is missing: there is no notebook"),
        ("two-others", "losses.ipynb is missing: there is 2 other notebooks"),
        ("empty-directory", "losses.ipynb is missing: there is no notebook"),
    ],
)
def test_what_is_no_file_of_the_students_own_is_not_read_and_said(
    student: str, telling: str, records: dict[str, Record]
) -> None:
    assert records[student].score == 0
    assert telling in records[student].status


@pytest.mark.parametrize(
    "student",
    [
        "with spaces %5Ba-z]%2A%3F",
        "jürgen",
        "dots.and,commas",
        "not-text-%FF",
        "file-not-text",
        "extra-notebooks",
    ],
)
def test_whatever_a_folder_is_called_its_notebook_gets_all_points(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == POINTS


@pytest.mark.parametrize("depth", [90, 900, 9000])
def test_code_that_is_nested_beyond_reason_costs_its_own_exercises_alone(
    depth: int, records: dict[str, Record]
) -> None:
    record = records[f"nested-{depth}"]
    assert record.status == "graded"
    lost = {"softmax", "cross_entropy", "hinge_loss", "l1_penalty", "l2_penalty", "elastic_net"}
    assert lost <= set(record.failed)
    assert "svm_loss" not in record.failed


def test_everybody_has_a_record_and_a_page_of_feedback(
    course: Course, records: dict[str, Record]
) -> None:
    assert len(records) == len(list(course.submitted.iterdir()))
    students = ["with spaces %5Ba-z]%2A%3F", "jürgen", "not-text-%FF", "truncated", "pipe", "colab"]
    make_feedback(course, "losses", students, lambda done, total: None)
    for student in students:
        assert (course.feedback / student / "losses/losses.html").exists(), student


def test_nothing_of_a_link_is_in_what_is_handed_back(
    course: Course, records: dict[str, Record]
) -> None:
    for student in ("linked-file", "linked-folder"):
        notebook = course.autograded / student / "losses/losses.ipynb"
        written: NotebookNode = nbformat.read(notebook, as_version=4)
        assert all("def " not in cell.source for cell in written.cells)
