"""The page that a student gets back: one file that needs no network.

nbgrader is told of it by `configuration.feedback_config`. What a page says first is the score
and where to start; then, exercise by exercise, the points and what was found; then comes the
notebook, folded. All that a student wrote or printed is rebuilt from an allow-list before it
gets in, and the page's own security policy forbids whatever might have slipped through.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.feedback.page import feedback_page
from autograder.feedback.whole_files import WholeFilesWriter
from autograder.limited import Allowed, Limited, Work, is_limited

TEMPLATE = Path(__file__).parent / "course_feedback"

Resources = dict[str, Any]


class FeedbackExporter(Exporter):
    """Exports a graded notebook as a feedback page, in a process that can be lost."""

    output_mimetype = "text/html"

    def _file_extension_default(self) -> str:
        return ".html"

    def register_preprocessor(self, preprocessor: Any, enabled: bool = False) -> Any:
        """Register what nbgrader wants to run first, but for styles that the page has itself."""
        if preprocessor is CSSHTMLHeaderPreprocessor:
            return None
        return super().register_preprocessor(preprocessor, enabled)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if hasattr(self.parent, "writer"):  # nbgrader's converter, made for this run
            self.parent.writer = WholeFilesWriter(parent=self.parent, config=self.config)

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

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **options: Any
    ) -> tuple[str, Resources]:
        """Put the grades into a notebook, and return its page."""
        graded, resources = super().from_notebook_node(nb, resources, **options)
        return template().render(page=feedback_page(graded, resources)), resources


class _Rendering(Work):
    """Renders one page, in a limited process."""

    def __init__(self, exporter: FeedbackExporter, *arguments: Any) -> None:
        self._exporter = exporter
        self._filename, self._resources, self._options = arguments

    def do(self, job: None) -> Mapping[str, Any]:
        """Return the page."""
        page, _ = self._exporter.rendered(self._filename, self._resources, **self._options)
        return {"text": page}


@cache
def template() -> Template:
    """The page's template, compiled once in a process and those that are forked from it."""
    environment = Environment(autoescape=True, loader=FileSystemLoader(TEMPLATE))
    environment.filters["points"] = points
    environment.globals["styles"] = Markup("".join(map(inline_file, ("code.css", "page.css"))))
    return environment.get_template("index.html.j2")


def points(value: float) -> str:
    """Points as people write them: 3 and 2.5, not 3.0."""
    return f"{round(value, 2):g}"


def inline_file(name: str) -> str:
    """A file of the template's folder, to stand in the page as it is."""
    return (TEMPLATE / name).read_text()
