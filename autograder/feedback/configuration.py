"""Configures feedback pages, for `nbgrader_config.py`.

Every command reads that file, so what it takes to make a page is only named here.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from traitlets.config import Config

OWN_TEMPLATES = Path(__file__).parent / "formgrader"


def feedback_config() -> Config:
    """The configuration under which ``nbgrader generate_feedback`` makes our page.

    Other pages that show students' work, such as formgrader's, keep their looks
    and get the sanitised Markdown and HTML too: a teacher's browser deserves no less. Their
    formulas are set already, and no other host is asked for what would set them.
    """
    safe = {
        "markdown2html": "autograder.harmless.html.markdown2html",
        "clean_html": "autograder.harmless.html.safe_html",
        "ansi2html": "autograder.harmless.terminal.terminal_html",
    }
    config = Config()
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = safe
    # This list takes the place of formgrader's own, so formgrader's folder is in it.
    config.HTMLExporter.extra_template_basedirs = [str(OWN_TEMPLATES), *_of_formgrader()]
    config.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    return config


def _of_formgrader() -> list[str]:
    """The folder of formgrader's templates; nbgrader is not imported for it."""
    nbgrader = find_spec("nbgrader")
    assert nbgrader is not None
    assert nbgrader.origin is not None
    return [str(Path(nbgrader.origin).parent / "server_extensions/formgrader/templates")]
