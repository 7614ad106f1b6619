"""What a student sees of each notebook before anything is run: contents, links, what is folded."""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from docutils.nodes import make_id
from nbconvert import HTMLExporter
from nbformat import NotebookNode

from autograder import assignments
from autograder.notebooks.source_notebook import make_source_notebook

ROOT = Path(__file__).parents[2]
NAMES = assignments.names()
ADDRESS = "https://book.example"

every_notebook = pytest.mark.parametrize("name", NAMES)


@cache
def source_notebook(name: str, book: str = "") -> NotebookNode:
    text, solutions = ROOT / f"exercises/{name}.md", ROOT / f"solutions/{name}.py"
    return make_source_notebook(text, assignments.load(name), solutions, book)


def contents_rows(name: str) -> list[list[str]]:
    """The cells of the contents' lines, without the head."""
    (table,) = (cell for cell in source_notebook(name).cells if "**Contents.**" in cell.source)
    lines = [line for line in table.source.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def is_folded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden", False))


@every_notebook
def test_the_contents_name_every_exercise_once_and_in_order(name: str) -> None:
    listed = [word for row in contents_rows(name) for word in re.findall(r"`(\w+)`", row[1])]
    assert listed == list(assignments.load(name).by_name)


@every_notebook
def test_the_contents_sum_up_points_and_minutes(name: str) -> None:
    *rows, together = contents_rows(name)
    points = [float(row[2]) for row in rows if row[2]]
    minutes = [int(row[4]) for row in rows if row[4]]
    assert together[2] == f"**{sum(points):g}**" == f"**{assignments.load(name).points:g}**"
    assert together[4] == f"**{sum(minutes)}**"
    assert all(row[3] in ("★", "★★", "★★★") for row in rows if row[1])


@every_notebook
def test_the_contents_stand_near_the_top_and_list_every_section(name: str) -> None:
    notebook = source_notebook(name)
    assert "**Contents.**" in notebook.cells[1].source
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    titles = re.findall(r"^## (.+)$", prose, re.MULTILINE)
    assert [row[0].split("]")[0].strip("[") for row in contents_rows(name)[:-1]] == titles


@every_notebook
def test_every_link_within_a_notebook_leads_somewhere(name: str) -> None:
    exporter = HTMLExporter(template_name="basic")
    page, _ = exporter.from_notebook_node(source_notebook(name))
    targets = {unescape(target) for target in re.findall(r'id="([^"]+)"', page)}
    links = {unescape(link) for link in re.findall(r'href="#([^"]+)"', page)}
    assert len(links) > 5
    assert links <= targets


@every_notebook
def test_every_link_to_the_book_leads_to_a_section_of_that_title(name: str) -> None:
    text = (ROOT / f"exercises/{name}.md").read_text()
    links = re.findall(r"\[([^\]]+)\]\(\.\./book/([\w/-]+\.md)(?:#([\w-]+))?\)", text)
    assert text.count("../book/") == len(links) >= 8
    for title, page, section in links:
        headings = re.findall(r"^#+ (.+)$", (ROOT / "book" / page).read_text(), re.MULTILINE)
        last = title.split(" → ")[-1].strip("“”")
        assert not section or section in [make_id(heading) for heading in headings]
        assert last in headings


@every_notebook
def test_in_a_released_notebook_the_book_is_linked_where_it_has_an_address(name: str) -> None:
    for book in ("", ADDRESS):
        prose = "\n".join(cell.source for cell in source_notebook(name, book).cells)
        assert "../book/" not in prose
        links = re.findall(rf"{ADDRESS}/[\w/-]+\.html", prose)
        assert bool(links) == bool(book)
        pages = links if book else re.findall(r"`([\w/-]+)\.html`", prose)
        for page in pages:
            path = page.removeprefix(f"{ADDRESS}/").removesuffix(".html")
            assert (ROOT / f"book/{path}.md").is_file()


@every_notebook
def test_the_code_of_helpers_and_pictures_is_folded_and_that_of_exercises_is_not(name: str) -> None:
    code = [cell for cell in source_notebook(name).cells if cell.cell_type == "code"]
    for cell in code:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id:
            assert is_folded(cell) == (grade_id == "setup")
        elif "ungraded" in cell.metadata.get("tags", []) and not is_folded(cell):
            assert len(cell.source.splitlines()) <= 25  # it is there to be read and changed
    assert sum(map(is_folded, code)) >= 7


@every_notebook
def test_a_notebook_has_something_to_try_to_beat_and_to_say_in_words(name: str) -> None:
    cells = source_notebook(name).cells
    opened = [
        cell
        for cell in cells
        if "ungraded" in cell.metadata.get("tags", []) and not is_folded(cell)
    ]
    (to_beat,) = (cell for cell in opened if "keep_best(" in cell.source)
    assert len(opened) >= 2
    before = cells[cells.index(to_beat) - 1].source
    assert "## An open task" in before and "Nobody grades this" in before
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert re.search(r"\*\*(Try it\.|Then try it)\*\*", prose)
    assert "**In your own words** (a question that nobody grades)" in prose
    (answer,) = (cell for cell in cells if cell.source == "*Your answer:*")
    assert answer.cell_type == "markdown"


@every_notebook
def test_what_runs_in_grading_is_said_once_near_the_top(name: str) -> None:
    top = source_notebook(name).cells[2].source
    assert "tag `ungraded`" in top
    assert "`!pip install` are not run" in top
