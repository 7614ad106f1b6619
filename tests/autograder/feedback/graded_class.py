"""A class of one student who handed in one notebook, and the page that comes back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.feedback.configuration import feedback_config
from autograder.feedback.verdict_output import VERDICT_MIME

ASSIGNMENT, STUDENT = "losses", "ada"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
LONG_CODE = "def hinge_loss(scores, labels):\n    return " + " + ".join(["scores.sum()"] * 30)
MATHS = (
    "## The loss\n\n*Read again: [SVM](https://book.example/multiclass-svm.html).*\n\n"
    "The margin is $\\Delta$, and\n\n$$L = \\max(0, s_j - s_y + 1)$$\n"
)


def verdict(exercise: str, message: str, scores: dict[str, tuple[float, float, str]]) -> Any:
    parts = [
        {"name": name, "score": score, "max_score": most, "message": text}
        for name, (score, most, text) in scores.items()
    ]
    score = sum(part[0] for part in scores.values())
    most = sum(part[1] for part in scores.values())
    return {
        "exercise": exercise,
        "score": score,
        "max_score": most,
        "passed": score == most,
        "message": message,
        "mistake": None,
        "parts": parts,
    }


RIGHT = verdict("softmax_loss", "Right.", {"loss": (2.0, 2.0, ""), "gradient": (2.0, 2.0, "")})
SCALE = (
    "hinge_loss(np.array([[1.0, 2.0]]), np.array([1])) [one example] returned 4.0 where 0.8 is "
    "right. It is N times too large: the mean is missing."
)
PARTLY = verdict(
    "hinge_loss", f"gradient: {SCALE}", {"loss": (3.0, 3.0, ""), "gradient": (0.0, 2.0, SCALE)}
) | {"mistake": "no_mean"}


def graded(name: str, points: float, **extra: Any) -> dict[str, Any]:
    flags = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    return {"nbgrader": flags | {"grade_id": name, "points": points} | extra}


def answer(name: str, **extra: Any) -> dict[str, Any]:
    flags = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": flags | {"grade_id": name} | extra}


def judged_cell(name: str, points: float, found: Any) -> NotebookNode:
    outputs = [
        new_output("stream", name="stdout", text=found["message"] + "\n"),
        new_output(
            "execute_result", data={"text/plain": repr(found["score"]), VERDICT_MIME: found}
        ),
    ]
    source = f'hidden_tests("losses", "{found["exercise"]}")'
    return new_code_cell(source, metadata=graded(name, points), outputs=outputs)


def losses_notebook() -> NotebookNode:
    figure = new_output(
        "display_data",
        data={"image/png": PIXEL, "text/plain": "<Figure>"},
        metadata={"image/png": {"alt": "the loss falls"}},
    )
    traceback = [
        "\x1b[1;31mValueError\x1b[0m: shapes <3> do not fit",
        "\x1b[38;5;28mline 2\x1b[39m",
    ]
    error = new_output("error", ename="ValueError", evalue="no", traceback=traceback)
    return new_notebook(
        cells=[
            new_markdown_cell(MATHS),
            new_code_cell(LONG_CODE, metadata=answer("hinge_loss"), outputs=[error]),
            judged_cell("test_hinge_loss", 5, PARTLY),
            new_code_cell("plot()", outputs=[figure]),
            judged_cell("test_softmax_loss", 4, RIGHT),
            new_markdown_cell(
                "Because it is convex.", metadata=answer("why", grade=True, points=3)
            ),
            new_markdown_cell("Plot the loss.", metadata=graded("plot", 2, task=True, grade=False)),
        ],
        metadata={
            "autograder": {
                "notes": ["The cell test_hinge_loss was missing and was put back."],
                "seed": 271828,
                "judged_in": "the teacher's process",
            }
        },
    )


class Class:
    """A class of one student: a gradebook, one autograded notebook, one page."""

    def __init__(self, root: Path, empty_gradebook: Path) -> None:
        shutil.copy(empty_gradebook, root / "gradebook.db")
        self.root = root
        self.page = root / "feedback" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.html"
        self.db_url = f"sqlite:///{root / 'gradebook.db'}"

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        with Gradebook(self.db_url) as book:
            yield book

    def hand_in(self, notebook: NotebookNode, scores: dict[str, float]) -> None:
        folder = self.root / "autograded" / STUDENT / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")
        with self.gradebook() as book:
            book.add_assignment(ASSIGNMENT)
            book.add_notebook(ASSIGNMENT, ASSIGNMENT)
            book.add_student(STUDENT)
            for cell in notebook.cells:
                self._register(book, cell)
            book.add_submission(ASSIGNMENT, STUDENT)
            for name, score in scores.items():
                book.find_grade(name, ASSIGNMENT, ASSIGNMENT, STUDENT).auto_score = score
            book.db.commit()

    def _register(self, book: Any, cell: NotebookNode) -> None:
        flags = cell.metadata.get("nbgrader", {})
        place = (flags.get("grade_id"), ASSIGNMENT, ASSIGNMENT)
        if flags.get("grade"):
            book.add_grade_cell(*place, max_score=flags["points"], cell_type=cell.cell_type)
        if flags.get("solution"):
            book.add_solution_cell(*place)
        if flags.get("task"):
            book.add_task_cell(*place, max_score=flags["points"], cell_type=cell.cell_type)

    def comment(self, name: str, text: str) -> None:
        with self.gradebook() as book:
            book.find_comment(name, ASSIGNMENT, ASSIGNMENT, STUDENT).manual_comment = text
            book.db.commit()

    def regrade(self, name: str, points: float) -> None:
        with self.gradebook() as book:
            book.find_grade(name, ASSIGNMENT, ASSIGNMENT, STUDENT).manual_score = points
            book.db.commit()

    def come_late(self, penalty: float) -> None:
        with self.gradebook() as book:
            notebook = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, STUDENT)
            notebook.late_submission_penalty = penalty
            book.db.commit()

    def make(self) -> str:
        """The page, made as formgrader's button makes it."""
        config = Config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.db_url
        config.merge(feedback_config())
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        done = api.generate_feedback(ASSIGNMENT)
        assert done["success"], done
        return self.page.read_text()


SCORES = {"test_hinge_loss": 3.0, "test_softmax_loss": 4.0}


def words(soup: Tag, selector: str) -> str:
    found = soup.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


def row(soup: BeautifulSoup, name: str) -> str:
    rows = [" ".join(row.get_text(" ").split()) for row in soup.select(".summary tbody tr")]
    return next(text for text in rows if text.startswith(name))
