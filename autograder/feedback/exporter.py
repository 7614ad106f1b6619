"""The page that a student gets back: one file that needs no network.

nbgrader is told of it by `configuration.feedback_config`. What a page says
first is the score and, exercise by exercise, the points and the sentence that
helps; then comes the notebook. All that a student wrote or printed is rebuilt
from an allow-list before it gets in, and the page's own security policy forbids
whatever might have slipped through.
"""

from __future__ import annotations

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from autograder.feedback.configuration import TEMPLATE_NAME, TEMPLATES

FeedbackExporter = type(
    "FeedbackExporter",
    (HTMLExporter,),
    {"__doc__": "Exports a graded notebook as a feedback page."},
)
"""A class of its own: what is set for it changes no other page of nbgrader's, and
what formgrader sets for its own pages does not change feedback."""


def points(value: float) -> str:
    """Points as people write them: 3 and 2.5, not 3.0."""
    return f"{round(value, 2):g}"


def inline_file(name: str) -> Markup:
    """A file of the template's folder, to stand in the page as it is."""
    return Markup((TEMPLATES / TEMPLATE_NAME / name).read_text())
