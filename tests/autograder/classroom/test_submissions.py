"""What was handed in: dot files are not there, neighbours are named, nothing is passed over."""

from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.classroom.submissions import misplaced, read_submission, readable_name, submissions
from autograder.course import Course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    config = Config()
    config.CourseDirectory.submitted_directory = str(tmp_path / "submitted")
    return Course(tmp_path, config)


def hand_in(course: Course, *places: str) -> None:
    for place in places:
        path = course.submitted / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")


def test_dot_files_and_folders_are_not_there(course: Course) -> None:
    hand_in(course, "ada/losses/losses (1).ipynb", "ada/losses/._losses (1).ipynb")
    hand_in(course, "._ada/losses/losses.ipynb", "bob/._losses.ipynb")
    (submission,) = submissions(course, "losses")
    assert submission.path == course.submitted / "ada/losses/losses (1).ipynb"
    assert submission.notes == []
    assert misplaced(course, "losses") == {}


def test_the_notebook_of_the_right_name_is_taken_and_others_are_named(course: Course) -> None:
    hand_in(course, *(f"ada/losses/{name}.ipynb" for name in ("losses", "losses-final", "notes")))
    submission = read_submission(course.submitted / "ada/losses", "losses")
    assert submission.path == course.submitted / "ada/losses/losses.ipynb"
    assert submission.notes == [
        "losses-final.ipynb and notes.ipynb lie beside it and were not graded."
    ]


def test_a_notebook_in_another_place_is_listed_with_where_it_belongs(course: Course) -> None:
    hand_in(course, "bela/losses.ipynb", "cora/Losses/work.ipynb", "losses.ipynb")
    hand_in(course, "dan/losses/losses.ipynb", "dan/optimization/losses.ipynb", "eve/other.ipynb")
    found = {
        str(path.relative_to(course.submitted)): str(place.relative_to(course.submitted))
        for path, place in misplaced(course, "losses").items()
    }
    assert found == {
        "losses.ipynb": "STUDENT/losses/losses.ipynb",
        "bela/losses.ipynb": "bela/losses/losses.ipynb",
        "cora/Losses/work.ipynb": "cora/losses/losses.ipynb",
    }


def test_a_name_with_spaces_around_it_is_one_that_nbgrader_can_take(tmp_path: Path) -> None:
    assert readable_name(tmp_path / " ada b\n") == "%20ada b%0A"
    assert readable_name(tmp_path / "ada\nb") == "ada%0Ab"
