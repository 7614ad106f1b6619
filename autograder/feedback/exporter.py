"""The page that a student gets back: one file that needs no network.

nbgrader asks this module how to make it (`feedback_config`). What a page says
first is the score and, exercise by exercise, the points and the sentence that
helps; then comes the notebook. All that a student wrote or printed is rebuilt
from an allow-list before it gets in, and the page's own security policy forbids
whatever might have slipped through.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

from autograder.feedback.page import feedback_page
from autograder.harmless.html import markdown2html, safe_html
from autograder.harmless.terminal import terminal_html

TEMPLATES = Path(__file__).parent
TEMPLATE_NAME = "course_feedback"

FeedbackExporter = type(
    "FeedbackExporter",
    (HTMLExporter,),
    {"__doc__": "Exports a graded notebook as a feedback page."},
)
"""A class of its own: what is set for it changes no other page of nbgrader's, and
what formgrader sets for its own pages does not change feedback."""


def feedback_config() -> Config:
    """The configuration under which ``nbgrader generate_feedback`` makes our page.

    Other pages that show students' work, such as formgrader's, keep their looks
    and get the sanitised Markdown and HTML too: a teacher's browser deserves no less.
    """
    safe = {
        "markdown2html": markdown2html,
        "clean_html": safe_html,
        "ansi2html": terminal_html,
    }
    config = Config()
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = safe
    config.GenerateFeedback.exporter_class = FeedbackExporter
    config.FeedbackExporter.template_name = TEMPLATE_NAME
    config.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.FeedbackExporter.filters = safe | {
        "feedback_page": feedback_page,
        "points": points,
        "inline_file": inline_file,
    }
    return config


def points(value: float) -> str:
    """Points as people write them: 3 and 2.5, not 3.0."""
    return f"{round(value, 2):g}"


def inline_file(name: str) -> Markup:
    """A file of the template's folder, to stand in the page as it is."""
    return Markup((TEMPLATES / TEMPLATE_NAME / name).read_text())
