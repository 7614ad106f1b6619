"""What the feedback page says."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.feedback.verdict_output import VERDICT_MIME, read_verdict
from tests.autograder.feedback.graded_class import (
    ASSIGNMENT,
    PARTLY,
    RIGHT,
    SCALE,
    SCORES,
    STUDENT,
    Class,
    judged_cell,
    losses_notebook,
    row,
    verdict,
    words,
)

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def test_the_score_comes_first_less_the_late_penalty(soup: BeautifulSoup) -> None:
    assert words(soup, ".score") == "8.5 of 14 points"
    assert row(soup, "Late submission penalty").endswith("−1")


def test_each_exercise_has_a_row_with_points_and_what_was_found(soup: BeautifulSoup) -> None:
    hinge = row(soup, "hinge_loss")
    assert "3 / 5" in hinge
    assert "Start here" in hinge
    assert "partly right" in hinge
    assert "4 / 4" in row(soup, "softmax_loss")


def test_it_begins_with_where_to_start(soup: BeautifulSoup) -> None:
    first = soup.select_one("main section")
    assert first is not None
    assert words(first, "h2") == "Start here: hinge_loss"
    assert words(first, ".call") == SCALE.partition(" [")[0]
    assert "returned 4.0 where 0.8 is right" in first.get_text()
    assert "the mean is missing" in words(first, "strong")
    assert str(soup).count("the mean is missing") == 1
    link = first.select_one(".prose a")
    assert link is not None
    assert link["href"] == "https://book.example/multiclass-svm.html"


def test_nothing_is_to_be_started_where_all_is_right(new_class: Class) -> None:
    new_class.hand_in(
        new_notebook(cells=[judged_cell("test_softmax_loss", 4, RIGHT)]), {"test_softmax_loss": 4}
    )
    assert "Start here" not in new_class.make()


def test_the_notebook_is_folded_with_its_pictures_in_it(soup: BeautifulSoup) -> None:
    folded = soup.select_one("details.notebook")
    assert folded is not None
    assert not folded.has_attr("open")
    assert len(folded.select("img.figure")) == len(soup.select("img")) == 1


def test_verdicts_are_shown_once_as_such_and_not_as_raw_output(soup: BeautifulSoup) -> None:
    outputs = " ".join(area.get_text() for area in soup.select(".output-area"))
    assert "the mean is missing" not in outputs
    assert "3.0" not in outputs


def test_rows_lead_to_judged_cells_and_back(soup: BeautifulSoup) -> None:
    for link in soup.select(".summary a, .cell-heading a"):
        assert soup.select_one(str(link["href"])) is not None
    assert soup.select_one("#feedback-cell-3 a[href='#feedback-row-3']") is not None


def test_notes_on_repairs_are_shown(soup: BeautifulSoup) -> None:
    assert "test_hinge_loss was missing and was put back" in words(soup, ".notes")


def test_the_seed_stays_secret(losses: Class) -> None:
    assert "271828" not in losses.page.read_text()


def test_a_teachers_comments_stand_first_and_at_their_cells(soup: BeautifulSoup) -> None:
    assert "divide" in words(soup, "section[aria-labelledby=feedback-remarks]")
    assert "divide" in words(soup, "#feedback-cell-2 .comment")
    assert "The axes have no names." in row(soup, "plot")


def test_cells_graded_by_hand_have_their_rows(soup: BeautifulSoup) -> None:
    assert "written answer" in row(soup, "why")
    assert "2.5 / 3" in row(soup, "why")
    assert "task" in row(soup, "plot")


def test_what_all_parts_say_alike_is_said_once(new_class: Class) -> None:
    said = "hinge_loss is not written yet."
    found = verdict("hinge_loss", said, {"loss": (0, 3, said), "gradient": (0, 2, said)})
    new_class.hand_in(new_notebook(cells=[judged_cell("test_hinge_loss", 5, found)]), {})
    soup = BeautifulSoup(new_class.make(), "html.parser")
    assert soup.get_text().count(said) == 1


def test_a_changed_grade_is_said_to_be_changed(new_class: Class) -> None:
    new_class.hand_in(losses_notebook(), SCORES)
    new_class.regrade("test_hinge_loss", 4.5)
    soup = BeautifulSoup(new_class.make(), "html.parser")
    assert "4.5 / 5" in row(soup, "hinge_loss")
    assert "the tests gave 3" in words(soup, ".start")


def test_nbgraders_own_no_response_is_not_a_remark(new_class: Class) -> None:
    new_class.hand_in(losses_notebook(), SCORES)
    with new_class.gradebook() as book:
        place = ("hinge_loss", ASSIGNMENT, ASSIGNMENT, STUDENT)
        book.find_comment(*place).auto_comment = "No response."
        book.db.commit()
    soup = BeautifulSoup(new_class.make(), "html.parser")
    assert soup.select_one("#feedback-remarks") is None
    assert "No response." in words(soup, "#feedback-cell-2 .comment")


def test_without_verdicts_the_gradebook_speaks(new_class: Class) -> None:
    notebook = losses_notebook()
    notebook.metadata.clear()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    new_class.hand_in(notebook, SCORES)
    soup = BeautifulSoup(new_class.make(), "html.parser")
    assert words(soup, ".score") == "7 of 14 points"
    assert "3 / 5" in row(soup, "test_hinge_loss")


@pytest.mark.parametrize("broken", [None, 3, [], {}, {"parts": 3}, {"parts": [1, {}]}])
def test_a_broken_verdict_does_not_break_the_page(new_class: Class, broken: Any) -> None:
    notebook = losses_notebook()
    notebook.cells[2].outputs[1].data[VERDICT_MIME] = broken
    notebook.metadata.autograder.notes = 7
    new_class.hand_in(notebook, SCORES)
    assert "hinge_loss" in new_class.make()


def test_figures_keep_their_description(soup: BeautifulSoup) -> None:
    figure = soup.select_one("img.figure")
    assert figure is not None
    assert figure["alt"] == "the loss falls"
    assert str(figure["src"]).startswith("data:image/png;base64,iVBOR")


def test_tracebacks_are_readable(soup: BeautifulSoup) -> None:
    assert words(soup, "pre.error") == "ValueError : shapes <3> do not fit line 2"
    assert soup.select_one("pre.error .ansi-bold") is not None


def test_the_last_verdict_of_a_cell_counts() -> None:
    cell = judged_cell("test", 5, PARTLY)
    cell.outputs += judged_cell("test", 5, RIGHT).outputs
    found = read_verdict(cell)
    assert found is not None
    assert found.exercise == "softmax_loss"


def test_endless_output_is_cut(new_class: Class) -> None:
    printed = new_output("stream", name="stdout", text="spam\n" * 100_000)
    new_class.hand_in(new_notebook(cells=[new_code_cell("spam()", outputs=[printed])]), {})
    page = new_class.make()
    assert len(page) < 100_000
    assert "more characters" in page


def test_progress_bars_show_their_last_state(new_class: Class) -> None:
    printed = new_output("stream", name="stderr", text="10 %\r50 %\r100 %\ndone\r\n")
    new_class.hand_in(new_notebook(cells=[new_code_cell("train()", outputs=[printed])]), {})
    soup = BeautifulSoup(new_class.make(), "html.parser")
    assert words(soup, "pre.stderr") == "100 % done"


def test_a_missing_attachment_does_not_cost_the_page(new_class: Class) -> None:
    cell = new_markdown_cell("![my sketch](attachment:gone.png)")
    new_class.hand_in(new_notebook(cells=[cell]), {})
    assert "my sketch" in new_class.make()
