"""Sphinx extension: a graded exercise can be written and checked on its page.

Below what points to a graded exercise stands a box for each function that it names, and the
directive ``your-exercises`` lists them all. Both take what they say from the released notebooks.
``book/run_in_page`` holds the scripts; the judge is the archive that a release makes for practice.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node

ARCHIVE: Final = "practice.zip"
"""The judge's name in a released folder."""
RELEASE: Final = Path(__file__).parents[2] / "_build" / "release"
FOLDER: Final = "write"
"""Where stubs, notebooks and judges are, below the site's ``_static``."""
Place = tuple[str, str]
"""An assignment and an exercise."""


@dataclass(frozen=True)
class Written:
    """An exercise that can be written on a page.

    Attributes:
        assignment: its name.
        name: the function's or class's.
        stub: what stands in the notebook before anybody writes.
        points: what the hidden tests give at most.
    """

    assignment: str
    name: str
    stub: str
    points: float


class YourExercisesPlace(nodes.Element):  # type: ignore[misc]  # docutils has no types
    """Takes the place of the list until all pages are read."""


class YourExercises(SphinxDirective):
    """Lists an assignment's exercises, each with its points and with how far the reader is."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return a place for the list: where exercises stand is known once all pages are read."""
        return [YourExercisesPlace(assignment=self.arguments[0])]


@cache
def released(release: Path) -> tuple[Written, ...]:
    """Return the exercises of a release that can be practised, in the order of the course."""
    found = []
    for archive in sorted(release.glob(f"*/{ARCHIVE}")):
        name = archive.parent.name
        notebook = json.loads((archive.parent / f"{name}.ipynb").read_text(encoding="utf8"))
        cells = [(cell, cell["metadata"].get("nbgrader", {})) for cell in notebook["cells"]]
        points = {about["grade_id"]: about["points"] for _, about in cells if about.get("grade")}
        for cell, about in cells:
            tests = f"test_{about.get('grade_id')}"
            if about.get("solution") and tests in points:
                stub = "".join(cell["source"])
                found.append(Written(name, about["grade_id"], stub, points[tests]))
    return tuple(found)


def prepare(app: Sphinx) -> None:
    """Write what the boxes need before a page is written."""
    if app.builder.format == "html":
        write_files(Path(app.outdir) / "_static" / FOLDER)


def write_files(target: Path) -> None:
    """Copy notebooks and judges into an empty folder, and write down the stubs."""
    rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    stubs: dict[str, dict[str, str]] = {}
    for written in released(RELEASE):
        stubs.setdefault(written.assignment, {})[written.name] = written.stub
    for name in stubs:
        copyfile(RELEASE / name / ARCHIVE, target / f"{name}.zip")
        copyfile(RELEASE / name / f"{name}.ipynb", target / f"{name}.ipynb")
    order = [(written.assignment, written.name) for written in released(RELEASE)]
    text = json.dumps({"order": order, "stubs": stubs})
    (target / "stubs.json").write_text(text, encoding="utf8")


def named_in(exercise: nodes.Element) -> list[Written]:
    """Return the exercises that a pointer names: its assignment and its functions in code."""
    words = [literal.astext() for literal in exercise.findall(nodes.literal)]
    return [
        written
        for written in released(RELEASE)
        if written.assignment in words and written.name in words
    ]


def find_boxes(app: Sphinx, document: nodes.document) -> None:
    """Note on which page, and where on it, each exercise is pointed to."""
    places = _places(app.env)
    for exercise in document.findall(_is_graded):
        for written in named_in(exercise):
            place = (written.assignment, written.name)
            places.setdefault(place, {})[app.env.docname] = exercise["ids"][0]


def _places(env: BuildEnvironment) -> dict[Place, dict[str, str]]:
    """By exercise, the pages that point to it, and the id there."""
    if not hasattr(env, "places_of_exercises"):
        env.places_of_exercises = {}  # type: ignore[attr-defined]
    places: dict[Place, dict[str, str]] = env.places_of_exercises  # type: ignore[attr-defined]
    return places


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget what a page pointed to, before it is read anew."""
    for pages in _places(env).values():
        pages.pop(docname, None)


def merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    """Take over what another process read."""
    for place, pages in _places(other).items():
        _places(env).setdefault(place, {}).update(
            {docname: id_ for docname, id_ in pages.items() if docname in docnames}
        )


class AddBoxes(SphinxPostTransform):
    """Adds the boxes to pointers, and fills the list."""

    default_priority = 901  # after titles are edited
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through a page."""
        for exercise in list(self.document.findall(_is_graded)):
            for written in named_in(exercise):
                exercise += _raw(
                    f'<div class="write-box" data-assignment="{written.assignment}"'
                    f' data-exercise="{html.escape(written.name)}"></div>'
                )
        for place in list(self.document.findall(YourExercisesPlace)):
            place.replace_self(self._table(place["assignment"]))

    def _table(self, assignment: str) -> nodes.Node:
        rows = "".join(
            self._row(written) for written in released(RELEASE) if written.assignment == assignment
        )
        return _raw(
            f'<table class="table your-exercises" data-assignment="{assignment}">'
            '<thead><tr><th scope="col">exercise</th><th scope="col">points</th>'
            '<th scope="col">how far you are</th></tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _row(self, written: Written) -> str:
        pages = _places(self.env).get((written.assignment, written.name), {})
        shown = f"<code>{html.escape(written.name)}</code>"
        if pages:
            docname = min(pages)
            address = self.app.builder.get_relative_uri(self.env.docname, docname)
            shown = f'<a href="{address}#{pages[docname]}">{shown}</a>'
        return (
            f'<tr data-assignment="{written.assignment}" data-exercise="{written.name}"'
            f' data-points="{written.points:g}"><th scope="row">{shown}</th>'
            f"<td>{written.points:g}</td><td></td></tr>"
        )


def _raw(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def _is_graded(node: nodes.Node) -> bool:
    is_exercise = isinstance(node, exercise_node | exercise_enumerable_node)
    return is_exercise and "graded" in node["classes"]


def load_on_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the list's script on its page alone, and not where a page links to it."""
    if doctree is not None and 'class="table your-exercises"' in (context.get("body") or ""):
        app.add_js_file("run/written.js", loading_method="defer")
        app.add_css_file("run/run.css")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    app.add_node(YourExercisesPlace)
    app.add_directive("your-exercises", YourExercises)
    app.connect("builder-inited", prepare)
    app.connect("doctree-read", find_boxes)
    app.connect("env-purge-doc", forget)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", load_on_page)
    app.add_post_transform(AddBoxes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
