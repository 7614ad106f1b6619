"""The page that a student gets back: one file that needs no network.

nbgrader is told of it by `configuration.feedback_config`. What a page says
first is the score and, exercise by exercise, the points and the sentence that
helps; then comes the notebook. All that a student wrote or printed is rebuilt
from an allow-list before it gets in, and the page's own security policy forbids
whatever might have slipped through.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from autograder.errors import CourseError
from autograder.feedback.configuration import TEMPLATE_NAME, TEMPLATES
from autograder.limited import Allowed, Limited, is_limited

Resources = dict[str, Any]


class FeedbackExporter(HTMLExporter):
    """Exports a graded notebook as a feedback page, in a process that can be lost.

    It is a class of its own: what is set for it changes no other page of nbgrader's, and
    what formgrader sets for its own pages does not change feedback.
    """

    def from_filename(
        self, filename: str, resources: Resources | None = None, **options: Any
    ) -> tuple[str, Resources]:
        """Read a graded notebook and return its page.

        Raises:
            CourseError: the page could not be made; it says why.
        """
        if is_limited():
            return self.rendered(filename, resources, **options)
        work = _Rendering(self, filename, resources, options)
        with Limited(lambda: work, 1, Allowed()) as process:
            outcome = process.answer(None)
        if outcome.trouble:
            raise CourseError(f"no page can be made of {filename}: {outcome.trouble}")
        return outcome.value["text"], (resources or {}) | {"output_extension": self.file_extension}

    def rendered(
        self, filename: str, resources: Resources | None, **options: Any
    ) -> tuple[str, Resources]:
        """Read and render here and now."""
        page, resources = super().from_filename(filename, resources, **options)
        return page, resources


class _Rendering:
    """Renders one page, in a limited process."""

    def __init__(self, exporter: FeedbackExporter, *arguments: Any) -> None:
        self._exporter = exporter
        self._filename, self._resources, self._options = arguments

    def begin(self) -> None:
        """Nothing has to be ready."""

    def do(self, job: None) -> Mapping[str, Any]:
        """Return the page."""
        page, _ = self._exporter.rendered(self._filename, self._resources, **self._options)
        return {"text": page}

    def end(self) -> None:
        """Nothing is left behind."""


def points(value: float) -> str:
    """Points as people write them: 3 and 2.5, not 3.0."""
    return f"{round(value, 2):g}"


def inline_file(name: str) -> Markup:
    """A file of the template's folder, to stand in the page as it is."""
    return Markup((TEMPLATES / TEMPLATE_NAME / name).read_text())
