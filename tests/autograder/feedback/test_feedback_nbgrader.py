"""nbgrader makes the feedback page by its own command, and keeps its own views."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension
from playwright.sync_api import Browser

from autograder.feedback.configuration import feedback_config
from tests.autograder.feedback.graded_class import ASSIGNMENT, SCORES, Class, losses_notebook
from tests.autograder.feedback.hostile_html import HOSTILE
from tests.autograder.feedback.watched_page import opened

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")


def test_the_plain_command_makes_the_page(new_class: Class) -> None:
    new_class.hand_in(losses_notebook(), SCORES)
    (new_class.root / "nbgrader_config.py").write_text(
        "from autograder.feedback.configuration import feedback_config\n"
        "c = get_config()\n"
        "c.merge(feedback_config())\n"
    )
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT]
    environment = os.environ | {"HOME": str(new_class.root)}
    done = subprocess.run(
        command, cwd=new_class.root, capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert 'id="feedback-top"' in new_class.page.read_text()


def test_formgrader_asks_no_other_host_for_formulas(
    browser: Browser, losses: Class, tmp_path: Path
) -> None:
    (losses.root / "nbgrader_config.py").write_text(
        "from autograder.feedback.configuration import feedback_config\n"
        "c = get_config()\n"
        "c.merge(feedback_config())\n"
    )
    formgrader = FormgradeExtension()
    formgrader.initialize([], root=str(losses.root))
    resources = {
        **{"assignment_id": "losses", "notebook_id": "losses", "submission_id": "1"},
        **{"notebook_path": "x", "base_url": "", "student": "s", "last_name": "", "first_name": ""},
        **{"index": 0, "total": 1, "mathjax_url": ""},
    }
    path = losses.root / "autograded/ada/losses/losses.ipynb"
    html, _ = HTMLExporter(config=formgrader.config).from_filename(str(path), resources=resources)
    shown = tmp_path / "formgrader.html"
    shown.write_text(html)
    assert "glyphicon" in html  # the page is formgrader's own
    page, events = opened(browser, shown)
    assert page.locator("math[alttext]").count() == 2
    assert page.locator("math[display=block]").is_visible()
    assert [event for event in events if not event.startswith("file:")] == []


def test_formgrader_shows_students_work_sanitised() -> None:
    cells = [new_markdown_cell(HOSTILE + "\n\nsome **text**"), new_code_cell("1")]
    cells[1].outputs = [new_output("display_data", data={"text/html": HOSTILE})]
    exporter = HTMLExporter(config=feedback_config(), template_name="classic")
    page, _ = exporter.from_notebook_node(new_notebook(cells=cells))
    assert "<strong>text</strong>" in page
    assert "alert(" not in page
    assert "remote.invalid" not in page
