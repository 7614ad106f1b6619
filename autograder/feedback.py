"""The page that a student gets back: one file that needs no network.

nbgrader asks this module how to make it (`feedback_config`). What a page says
first is the score and, exercise by exercise, the points and the sentence that
helps; then comes the notebook. All that a student wrote or printed is rebuilt
from an allow-list before it gets in, and the page's own security policy forbids
whatever might have slipped through.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbconvert.filters import Highlight2HTML, ansi2html
from traitlets.config import Config

from autograder.offline_maths import MATHS, maths_script, security_policy
from autograder.safe_html import markdown2html, preformatted, safe_html, safe_markdown

VERDICT_MIME = "application/vnd.autograder.verdict+json"
"""The MIME type under which a test cell's output holds a verdict."""

TEMPLATES = Path(__file__).parent / "templates"
TEMPLATE_NAME = "course_feedback"
MOST_CHARACTERS = 20_000
"""Of one printed output; a page with more is no help on a phone."""
AUTOMATIC_COMMENT = "No response."
"""What nbgrader itself writes beside a cell that was left as it was."""


# What nbgrader is told


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
    safe = {"markdown2html": markdown2html, "clean_html": safe_html}
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


# The page as data


@dataclass(frozen=True)
class PartResult:
    """One thing that an exercise gives points for; the message is empty where it is right."""

    name: str
    score: float
    max_score: float
    message: str


@dataclass(frozen=True)
class ShownVerdict:
    """A verdict as it was found in a notebook: read from a file, so trusted in nothing."""

    exercise: str
    score: float
    message: str
    parts: tuple[PartResult, ...]

    @property
    def said_once(self) -> str:
        """What every part says alike ("it is not written yet"), to be read once."""
        messages = {part.message for part in self.parts}
        return messages.pop() if len(messages) == 1 and len(self.parts) > 1 else ""


@dataclass(frozen=True)
class Result:
    """A row of the table: one graded cell.

    Attributes:
        number: which cell of the notebook; anchors are made of it.
        kind: what sort of cell was graded, in words.
        name: of the exercise, or of the cell where there is no verdict.
        score: points by the gradebook.
        max_score: points there are.
        verdict: what the tests say, if they said anything.
        comment: what a teacher says.
    """

    number: int
    kind: str
    name: str
    score: float
    max_score: float
    verdict: ShownVerdict | None
    comment: Markup

    @property
    def state(self) -> str:
        """How far it is right: "right", "partly" or "wrong"."""
        if self.score >= self.max_score:
            return "right"
        return "partly" if self.score > 0 else "wrong"

    @property
    def regraded(self) -> bool:
        """Whether a person gave other points than the tests did."""
        return self.verdict is not None and abs(self.verdict.score - self.score) > 0.005


@dataclass(frozen=True)
class ShownCell:
    """One cell of the notebook.

    Attributes:
        number: its place in the notebook.
        label: whose cell it is, where nbgrader knows.
        name: what nbgrader calls it.
        body: its source, rendered.
        outputs: rendered, in order.
        result: how it was graded, if it was.
        comment: what a teacher says about it.
        test: whether it is the teacher's test rather than the student's work.
        said: whether the comment belongs among the first things on the page.
    """

    number: int
    label: str
    name: str
    body: Markup
    outputs: list[Markup]
    result: Result | None
    comment: Markup
    test: bool
    said: bool


@dataclass(frozen=True)
class Page:
    """All that a feedback page shows."""

    title: str
    student: str
    score: float
    max_score: float
    late_penalty: float
    notes: list[str]
    cells: list[ShownCell]
    script: Markup
    policy: str
    results: list[Result] = field(init=False)
    remarks: list[ShownCell] = field(init=False)

    def __post_init__(self) -> None:
        graded = [cell.result for cell in self.cells if cell.result is not None]
        object.__setattr__(self, "results", graded)
        remarks = [cell for cell in self.cells if cell.said and cell.result is None]
        object.__setattr__(self, "remarks", remarks)

    @property
    def right(self) -> int:
        """How many exercises are right in full."""
        return sum(result.state == "right" for result in self.results)


def feedback_page(notebook: Any, resources: Mapping[str, Any]) -> Page:
    """What to show of a notebook that nbgrader has put the grades into."""
    maths = _MathsSeen()
    cells = [_shown_cell(number, cell, maths) for number, cell in enumerate(notebook.cells, 1)]
    grades = resources.get("nbgrader", {})
    notes = _mapping(notebook.metadata.get("autograder")).get("notes")
    script = maths_script() if maths.seen else Markup()
    return Page(
        title=str(grades.get("notebook", "notebook")),
        student=str(grades.get("student", "")),
        score=_number(grades.get("score")),
        max_score=_number(grades.get("max_score")),
        late_penalty=_number(grades.get("late_penalty")),
        notes=[str(note) for note in notes] if isinstance(notes, list) else [],
        cells=cells,
        script=script,
        policy=security_policy(script),
    )


def points(value: float) -> str:
    """Points as people write them: 3 and 2.5, not 3.0."""
    return f"{round(value, 2):g}"


def read_verdict(cell: Any) -> ShownVerdict | None:
    """The last verdict in a test cell's outputs, if there is one that can be read."""
    for output in reversed(cell.get("outputs", [])):
        data = _mapping(output.get("data")).get(VERDICT_MIME)
        if isinstance(data, Mapping):
            return ShownVerdict(
                exercise=str(data.get("exercise", "")),
                score=_number(data.get("score")),
                message=str(data.get("message", "")),
                parts=tuple(_read_parts(data.get("parts"))),
            )
    return None


def _read_parts(parts: Any) -> Iterator[PartResult]:
    for part in parts if isinstance(parts, Sequence) else ():
        if isinstance(part, Mapping):
            yield PartResult(
                name=str(part.get("name", "")),
                score=_number(part.get("score")),
                max_score=_number(part.get("max_score")),
                message=str(part.get("message", "")),
            )


def _shown_cell(number: int, cell: Any, maths: _MathsSeen) -> ShownCell:
    grading = _mapping(cell.metadata.get("nbgrader"))
    test = bool(grading.get("grade")) and not grading.get("solution")
    said = grading.get("comment") or ""
    comment = maths.markdown(said) if said else Markup()
    result = _result(number, cell, grading, comment)
    return ShownCell(
        number=number,
        label=_label(grading, test),
        name=str(grading.get("grade_id", f"cell {number}")),
        body=_body(cell, maths),
        outputs=list(_outputs(cell, result.verdict if result else None, maths)),
        result=result,
        comment=comment,
        test=test and cell.cell_type == "code",
        said=bool(said) and said != AUTOMATIC_COMMENT,
    )


def _label(grading: Mapping[str, Any], test: bool) -> str:
    if grading.get("solution"):
        return "Your answer"
    if grading.get("task"):
        return "Task"
    return "Test" if test else ""


def _result(number: int, cell: Any, grading: Mapping[str, Any], comment: Markup) -> Result | None:
    if not (grading.get("grade") or grading.get("task")):
        return None
    verdict = read_verdict(cell) if grading.get("grade") else None
    name = verdict.exercise if verdict else ""
    return Result(
        number=number,
        kind=_kind(cell, grading),
        name=name or str(grading.get("grade_id", "")),
        score=_number(grading.get("score")),
        max_score=_number(grading.get("points")),
        verdict=verdict,
        comment=comment,
    )


def _kind(cell: Any, grading: Mapping[str, Any]) -> str:
    if grading.get("task"):
        return "task"
    if not grading.get("solution"):
        return "tests"
    return "code" if cell.cell_type == "code" else "written answer"


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> float:
    """A finite number, whatever a file or an empty column of the gradebook holds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    return float(value) if math.isfinite(value) else 0.0


# Cells and outputs as HTML


HIGHLIGHT = Highlight2HTML(pygments_lexer="ipython3")


def _body(cell: Any, maths: _MathsSeen) -> Markup:
    if cell.cell_type == "markdown":
        return maths.markdown(cell.source, cell.get("attachments"))
    if cell.cell_type == "code":
        return _focusable(Markup(HIGHLIGHT(cell.source))) if cell.source.strip() else Markup()
    return preformatted(escape(cell.source))


def _outputs(cell: Any, verdict: ShownVerdict | None, maths: _MathsSeen) -> Iterator[Markup]:
    """A cell's outputs, without the two that carry the verdict: it is shown as itself."""
    for output in cell.get("outputs", []):
        if VERDICT_MIME in _mapping(output.get("data")) and verdict:
            continue
        if output.output_type == "stream":
            text = _text(output.text)
            if verdict and output.name == "stdout":
                text = text.rstrip().removesuffix(verdict.message.rstrip())
            if text.strip():
                yield preformatted(_terminal(text), output.name)
        elif output.output_type == "error":
            lines = "\n".join(output.traceback) or f"{output.ename}: {output.evalue}"
            yield preformatted(_terminal(lines), "error")
        else:
            yield _rich_output(output, cell, maths)


def _rich_output(output: Any, cell: Any, maths: _MathsSeen) -> Markup:
    """The richest form of a figure, a table or a value that the page can show."""
    data = _mapping(output.get("data"))
    for mime in ("image/svg+xml", "image/png", "image/jpeg"):
        if mime in data:
            return _figure(mime, _text(data[mime]), _alternative(output, cell, mime))
    forms: dict[str, Callable[[str], Markup]] = {
        "text/html": lambda text: _prose(safe_html(text)),
        "text/markdown": lambda text: _prose(maths.markdown(text), "maths"),
        "text/latex": maths.latex,
        "text/plain": lambda text: preformatted(_terminal(text)),
    }
    for mime, form in forms.items():
        text = _text(data.get(mime, ""))
        if text and (mime == "text/plain" or len(text) <= 10 * MOST_CHARACTERS):
            return form(text)
    return Markup()


def _figure(mime: str, content: str, alternative: str) -> Markup:
    if mime == "image/svg+xml":
        content = base64.b64encode(content.encode()).decode()
    source = f"data:{mime};base64,{''.join(content.split())}"
    return Markup('<img class="figure" src="{}" alt="{}">').format(source, alternative)


def _alternative(output: Any, cell: Any, mime: str) -> str:
    metadata = _mapping(output.get("metadata"))
    for holder in (_mapping(metadata.get(mime)), metadata, cell.metadata):
        if holder.get("alt"):
            return str(holder["alt"])
    return "A figure without a description, drawn by the cell above"


def _prose(content: Markup, kind: str = "") -> Markup:
    return Markup('<div class="prose {}">{}</div>').format(kind, content)


def _focusable(content: Markup) -> Markup:
    """Let the keyboard scroll a block of code."""
    return Markup(str(content).replace("<pre>", '<pre tabindex="0">', 1))


def _terminal(text: str) -> Markup:
    """Text as a terminal would show it: colours, and lines that overwrite themselves."""
    kept = re.sub(r"[^\n]*\r(?=[^\n])", "", text.replace("\r\n", "\n"))
    more = len(kept) - MOST_CHARACTERS
    if more > 0:
        kept = f"{kept[:MOST_CHARACTERS]}\n… and {more} more characters"
    return Markup(re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", str(ansi2html(kept))))


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


# Maths


class _MathsSeen:
    """Renders Markdown and remembers whether any of it had maths."""

    def __init__(self) -> None:
        self.seen = False

    def markdown(self, source: str, attachments: Mapping[str, Any] | None = None) -> Markup:
        self.seen = self.seen or bool(MATHS.search(source))
        return safe_markdown(source, attachments)

    def latex(self, source: str) -> Markup:
        self.seen = True
        return _prose(escape(source), "maths")


def inline_file(name: str) -> Markup:
    """A file of the template's folder, to stand in the page as it is."""
    return Markup((TEMPLATES / TEMPLATE_NAME / name).read_text())
