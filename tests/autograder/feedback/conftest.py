"""Classes whose pages are made: one that is read by many tests, a hostile one, and new ones."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.database import bring_up_to_date
from tests.autograder.feedback.graded_class import (
    SCORES,
    Class,
    answer,
    judged_cell,
    losses_notebook,
    verdict,
)
from tests.autograder.feedback.hostile_html import HOSTILE, HOSTILE_LINES, HOSTILE_MARKDOWN


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook to copy."""
    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    bring_up_to_date(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def losses(tmp_path_factory: pytest.TempPathFactory, empty_gradebook: Path) -> Class:
    """A whole submission, comments and all, with its page made."""
    made = Class(tmp_path_factory.mktemp("class"), empty_gradebook)
    made.hand_in(losses_notebook(), SCORES)
    made.comment("hinge_loss", "Neat, but **divide** by $N$. <script>alert('comment')</script>")
    made.comment("plot", "The axes have no names.")
    made.regrade("why", 2.5)
    made.come_late(1.0)
    made.make()
    return made


@pytest.fixture(scope="session")
def soup(losses: Class) -> BeautifulSoup:
    return BeautifulSoup(losses.page.read_text(), "html.parser")


@pytest.fixture
def new_class(tmp_path: Path, empty_gradebook: Path) -> Class:
    return Class(tmp_path, empty_gradebook)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, empty_gradebook: Path) -> Class:
    outputs = [
        new_output("display_data", data={"text/html": HOSTILE}),
        new_output("display_data", data={"text/markdown": HOSTILE_MARKDOWN + HOSTILE}),
        new_output("display_data", data={"text/latex": HOSTILE}),
        new_output("display_data", data={"text/plain": HOSTILE}),
        new_output("display_data", data={"image/svg+xml": HOSTILE}),
        new_output("display_data", data={"image/png": '"><script>alert("png")</script>'}),
        new_output("display_data", data={"application/javascript": "alert('js')"}),
        new_output("stream", name="stdout", text=HOSTILE),
        new_output("error", ename=HOSTILE, evalue=HOSTILE, traceback=HOSTILE_LINES),
    ]
    outputs[5].metadata["alt"] = '"><script>alert("alt")</script>'
    found = verdict(HOSTILE, HOSTILE, {HOSTILE: (0.0, 5.0, HOSTILE)})
    notebook = new_notebook(
        cells=[
            *(new_markdown_cell(line) for line in HOSTILE_LINES),
            new_markdown_cell(HOSTILE_MARKDOWN),
            new_markdown_cell(HOSTILE, metadata=answer("free", grade=True, points=1)),
            new_code_cell(HOSTILE, outputs=outputs),
            nbformat.v4.new_raw_cell(HOSTILE),
            judged_cell("test_hinge_loss", 5, found),
        ],
        metadata={"autograder": {"notes": [HOSTILE]}},
    )
    made = Class(tmp_path_factory.mktemp("hostile"), empty_gradebook)
    made.hand_in(notebook, {})
    made.comment("free", HOSTILE)
    made.make()
    return made
