"""What `nbgrader_config.py` says of feedback pages.

Every command reads that file, so what it takes to make a page is only named here.
"""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

TEMPLATES = Path(__file__).parent
TEMPLATE_NAME = "course_feedback"


def feedback_config() -> Config:
    """The configuration under which ``nbgrader generate_feedback`` makes our page.

    Other pages that show students' work, such as formgrader's, keep their looks
    and get the sanitised Markdown and HTML too: a teacher's browser deserves no less.
    """
    safe = {
        "markdown2html": "autograder.harmless.html.markdown2html",
        "clean_html": "autograder.harmless.html.safe_html",
        "ansi2html": "autograder.harmless.terminal.terminal_html",
    }
    config = Config()
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = safe
    config.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    config.FeedbackExporter.template_name = TEMPLATE_NAME
    config.FeedbackExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.FeedbackExporter.filters = safe | {
        "feedback_page": "autograder.feedback.page.feedback_page",
        "points": "autograder.feedback.exporter.points",
        "inline_file": "autograder.feedback.exporter.inline_file",
    }
    return config
