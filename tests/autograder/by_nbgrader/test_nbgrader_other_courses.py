"""nbgrader's commands grade an assignment that is none of ours, in the sandbox."""

import copy
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI

from autograder.classroom.gradebook import ClassGradebook
from autograder.course import Course
from tests.autograder.by_nbgrader.nbgrader_class import button, nbgrader, score, solution, write

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    # An output of which nothing harmless is left has nothing to be shown.
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
]


def other_source() -> NotebookNode:
    def code(source: str, name: str, **grading: Any) -> NotebookNode:
        plain = {"schema_version": 3, "locked": False, "solution": False, "grade": False}
        metadata = plain | {"task": False, "grade_id": name} | grading
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": metadata})

    test = {"locked": True, "grade": True, "points": 2}
    return nbformat.v4.new_notebook(
        cells=[
            code(
                "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
                "double",
                solution=True,
            ),
            code("assert double(2) == 4", "test_right", **test),
            code("double(2) / 4", "test_partial", **test),
            code('hidden_tests("losses", "softmax")', "test_ours", **test),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
    )


@pytest.fixture(scope="module")
def others(course: Course) -> Course:
    """An assignment that is none of ours, released, and handed in by some."""
    write(other_source(), course.source / "ps1/ps1.ipynb")
    api = NbGraderAPI(course.directory, config=course.config)
    assert api.generate_assignment("ps1")["success"]
    release = nbformat.read(course.release / "ps1/ps1.ipynb", as_version=4)

    def hand_in(student: str, body: str, *more: NotebookNode) -> NotebookNode:
        notebook = copy.deepcopy(release)
        solution(notebook, "double").source = f"def double(x):\n    {body}"
        notebook.cells += more
        write(notebook, course.submitted / student / "ps1/ps1.ipynb")
        return notebook

    doubled, old = (copy.deepcopy(solution(release, "test_right")) for _ in range(2))
    doubled.id, old.id = "doubled", "old"
    old.metadata.nbgrader = NotebookNode({"schema_version": 1, "grade_id": "x", "points": 1})
    hand_in("a-double", "return 2 * x", doubled)
    hand_in("b-old", "return 2 * x", old)
    hand_in("c-right", "return 2 * x")
    hand_in("d-wrong", "return 1")
    secret = str(course.root / "class/gradebook.db")
    hand_in(
        "e-looks",
        f"import os\n    alone = os.path.exists('numbers.txt') and not os.path.exists({secret!r})\n"
        "    return 2 * x if alone else 1",
    )
    (course.submitted / "e-looks/ps1/numbers.txt").write_text("5")
    return course


def test_another_courses_assignment_runs_in_the_sandbox_and_is_graded_by_its_outputs(
    others: Course,
) -> None:
    done = nbgrader(others, "autograde", "ps1")
    assert done.returncode == 1  # one notebook of another version: that one alone
    assert "for student 'b-old'" in done.stderr
    assert "nbgrader update" in done.stderr
    scores = {
        student: score(others, student, "ps1") for student in ("a-double", "c-right", "d-wrong")
    }
    # assert: 2; the value 1.0 of 2; and a test of ours that nobody judged.
    assert scores == {"a-double": 3, "c-right": 3, "d-wrong": 0.25}
    assert score(others, "e-looks", "ps1") == 3


def test_a_notebook_for_another_kernel_is_refused_by_name(others: Course) -> None:
    with ClassGradebook(others.db_url, others.directory.course_id) as gradebook:
        notebook = gradebook.book.find_notebook("ps1", "ps1")
        notebook.kernelspec = '{"name": "ir", "display_name": "R", "language": "R"}'
        gradebook.book.db.commit()
    answer = button(others, "c-right", "ps1")
    assert not answer["success"]
    assert "asks for the kernel ir: only Python runs" in answer["log"]
