"""The summary counts what a class of 120 is known to have done, and can be looked at."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from playwright.sync_api import Browser
from typer.testing import CliRunner, Result

from autograder.classroom import outcomes
from autograder.classroom.findings import Finding, findings, is_unwritten
from autograder.classroom.histogram import histogram, whole_step
from autograder.classroom.outcome_work import MOST_PRINTS, OutcomeWork
from autograder.classroom.outcomes import Outcome, with_notebook
from autograder.classroom.record import Record
from autograder.classroom.standings import Standing, open_gradebook
from autograder.classroom.summary import bins, needs, quartiles
from autograder.commands.app import app
from autograder.course import Course, open_course
from autograder.feedback.verdict_output import VERDICT_MIME, ShownVerdict
from autograder.inside.plan import Call, Failure
from autograder.judge.not_written import not_written
from autograder.judge.sentences import cause
from autograder.limited import Allowed
from autograder.notebooks.release import release
from tests.autograder.classroom import made_class
from tests.autograder.classroom.made_class import LOSSES, SIZE, sentence

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def course(course_folder: Path, source_notebook: NotebookNode) -> Iterator[Course]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(course_folder / "made")
        release(opened, "losses")
        made_class.hand_in(opened, source_notebook)
        yield opened


def run(course: Course, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["summary", *arguments, "--class", "made"])


@pytest.fixture(scope="module")
def said(course: Course) -> str:
    result = run(course, "losses")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def page(course: Course, said: str) -> Path:
    return course.summary / "losses.html"


@pytest.fixture(scope="module")
def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(), "html.parser")


def words(element: Any) -> str:
    for mark in element.select("wbr"):
        mark.decompose()
    element.smooth()
    return " ".join(element.get_text(" ").split())


def section(soup: BeautifulSoup, name: str) -> Any:
    found = soup.select_one(f"section[aria-labelledby={name}]")
    assert found is not None
    return found


def test_mistakes_are_counted_with_who_made_them_and_one_example(soup: BeautifulSoup) -> None:
    items = section(soup, "mistakes").select("li")
    counted = {
        (words(item.h3).split(" · ")[1], words(item.h3.find_next_sibling("div"))): item
        for item in items
    }
    hinge = counted["hinge_loss", sentence("hinge_loss", "forgets_margin")]
    assert words(hinge.select_one(".count")) == "23 of 120"
    assert words(hinge.p) == ", ".join(f"s{number:03}" for number in range(23))
    assert words(hinge.pre).startswith("hinge_loss(3×3 float64, 3 int64) [small] returned 1.9")
    counts = [int(words(item.select_one(".count")).split()[0]) for item in items]
    assert counts == [23, 12, 10, 6, 5]


def test_what_is_no_known_mistake_is_counted_by_what_can_be_said_of_it(soup: BeautifulSoup) -> None:
    text = words(section(soup, "mistakes"))
    assert "10 of 120 · svm_loss no Python loop over the examples: there is one." in text
    assert "5 of 120 · cross_entropy It raises ValueError." in text


def test_pass_rates_are_those_of_the_class(soup: BeautifulSoup) -> None:
    rows = {words(row.th.code): words(row) for row in section(soup, "exercises").select("tbody tr")}
    # 5 wrote nothing, 1 could not be graded; of the others 23 are wrong
    assert "91 of 120" in rows["hinge_loss"]
    assert "losses: 76%" in rows["hinge_loss"]
    assert "23 no points, 6 not written" in rows["hinge_loss"]
    assert "94 of 120" in rows["svm_loss"]
    assert "10 some points, 16 not written" in rows["svm_loss"]


def test_where_students_stopped_is_the_first_exercise_of_which_nothing_follows(
    soup: BeautifulSoup,
) -> None:
    rows = [words(row) for row in section(soup, "stops").select("tbody tr")]
    assert [row.split()[0] for row in rows] == ["hinge_loss", "svm_loss"]
    assert rows[0].endswith("5 of 120")
    assert rows[1].endswith("10 of 120")


def test_what_needs_a_person_is_listed(soup: BeautifulSoup) -> None:
    rows = [words(row) for row in section(soup, "needs").select("tbody tr")]
    assert rows == [
        "s105 not graded: losses.ipynb is not JSON",
        "s106 a manual score for an older version: look again",
        "s107 2.0 hours late",
        "s108 graded (losses (1).ipynb lies beside it and was not graded)",
        "s109 2 other notebooks are set aside and not graded",
    ]


def test_renamed_names_and_moved_cells_are_found_and_nobody_else(soup: BeautifulSoup) -> None:
    rows = [words(row.th) for row in section(soup, "look-alikes").select("tbody tr")]
    assert rows == ["s060, s061"]


def test_the_histogram_has_everybody_once_and_a_table_behind_it(soup: BeautifulSoup) -> None:
    scores = section(soup, "scores")
    counts = [int(words(cell)) for cell in scores.select("tbody td")]
    assert sum(counts) == SIZE
    assert counts[0] == 6
    assert len(scores.select("svg rect")) == len(counts)
    assert all(rect["data-tip"] == words(rect.title) for rect in scores.select("svg rect"))


def test_the_terminal_shows_the_same_and_says_where_the_page_is(said: str, page: Path) -> None:
    assert "losses: 120 submissions, 39 points" in said
    assert "23 of 120" in said
    assert f"page:  {page.relative_to(Path.cwd())}" in said
    assert "5 for a person to look at, 1 look-alikes, 15 stopped before the end" in said


def test_the_table_has_a_row_for_each_and_no_formula(course: Course, said: str) -> None:
    with (course.summary / "losses.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == SIZE
    assert rows[0]["points"] == "35"
    assert rows[0]["hinge_loss"] == "0"
    assert rows[0]["mistakes"] == f"hinge_loss: {sentence('hinge_loss', 'forgets_margin')}"
    assert rows[107]["hours_late"] == "2.00"
    assert rows[119]["mistakes"] == ""


def test_without_names_no_name_is_left_anywhere(course: Course, page: Path) -> None:
    result = run(course, "losses", "--anonymous")
    files = [course.summary / f"losses-anonymous.{ending}" for ending in ("html", "csv")]
    for text in (result.stdout, *(file.read_text() for file in files)):
        assert not [number for number in range(SIZE) if f"s{number:03}" in text]
    assert "23 of 120" in files[0].read_text()
    assert "look-alikes" not in files[0].read_text()


def test_all_assignments_stand_side_by_side_a_student_per_row(course: Course, said: str) -> None:
    assert run(course).exit_code == 0
    soup = BeautifulSoup((course.summary / "index.html").read_text(), "html.parser")
    rows = [words(row) for row in soup.select("tbody tr")]
    assert len(rows) == SIZE + 1
    assert rows[0].startswith("median 38")
    assert soup.select_one("thead a[href='losses.html']")
    with (course.summary / "index.csv").open(newline="") as file:
        assert next(csv.DictReader(file)) == {"student": "s000", "losses": "35", "change": ""}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_any_screen_in_any_light_and_asks_nobody(
    browser: Browser, page: Path, width: int, scheme: Any
) -> None:
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme, offline=True)  # type: ignore[arg-type]
    shown = context.new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto(page.as_uri())
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert shown.evaluate(overflow) == 0
    assert asked == [page.as_uri()]
    shown.locator("#scores ~ svg rect").last.hover()
    assert shown.locator("#tip").inner_text().startswith("38 to 39 points: ")
    context.close()


@pytest.mark.parametrize("name", ["losses", "index"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_a_page_keeps_anybody_out(
    browser: Browser, course: Course, said: str, name: str, scheme: Any
) -> None:
    run(course)
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    shown = context.new_page()
    shown.goto((course.summary / f"{name}.html").as_uri())
    shown.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    shown.add_script_tag(path=ROOT / "node_modules/axe-core/axe.min.js")
    found = shown.evaluate("axe.run().then(result => result.violations)")
    assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found] == []
    context.close()


def read(path: Path, outcome: Outcome) -> Outcome:
    return with_notebook(outcome, LOSSES, OutcomeWork(LOSSES).do(str(path)))


def test_a_forged_verdict_counts_within_the_assignments_own_points(tmp_path: Path) -> None:
    exercise = LOSSES.exercises[0]
    forged = {
        "exercise": exercise.name,
        "score": 1e9,
        "message": "\x1b[2J" + "x" * 10_000,
        "mistake": "no such mistake",
        "parts": [
            {"name": exercise.parts[0].name, "score": 1e9, "max_score": 1e9, "message": ["x"]},
            {"name": exercise.parts[0].name, "score": 1e8, "message": ["x"]},
            {"name": "=HYPERLINK()", "score": 10**400},
            "no part",
        ],
    }
    cell = nbformat.v4.new_code_cell(f'hidden_tests("losses", "{exercise.name}")')
    cell.outputs = [nbformat.v4.new_output("execute_result", {VERDICT_MIME: forged})]
    path = tmp_path / "losses.ipynb"
    path.write_text(json.dumps({"cells": [cell, {"cell_type": "code"}, 3]}))
    bare = Outcome(Standing("ada"), Record("ada", "", "1", 0.0, 39.0, [], 0.0, "graded"))
    verdict = read(path, bare).verdicts[exercise.name]
    assert verdict.score == exercise.points
    assert [(part.name, part.score) for part in verdict.parts] == [
        (exercise.parts[0].name, exercise.parts[0].points)
    ]
    assert verdict.mistake == ""
    assert "\x1b" not in verdict.message
    assert len(verdict.message) < 3000


def test_a_notebook_that_harms_its_reader_costs_its_own_student_a_note(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    do = OutcomeWork.do

    def read(work: OutcomeWork, job: str) -> dict[str, Any]:
        student = Path(job).parts[-3]
        while student == "s041":
            pass
        if student == "s042":
            bytearray(2**40)
        if student == "s043":
            os._exit(1)
        return do(work, job)

    monkeypatch.setattr(OutcomeWork, "do", read)
    monkeypatch.setattr(outcomes, "ALLOWED", Allowed(600, cpu_seconds=1))
    with open_gradebook(course) as gradebook:
        found = outcomes.outcomes(course, gradebook, LOSSES, lambda done, total: None)
    told = {need.student: need.why for need in needs(found, {})}
    assert len(found) == SIZE
    assert {outcome.student: outcome.trouble for outcome in found if outcome.trouble} == {
        "s041": "it could not be read within 1 s of processor time",
        "s042": "it takes more than 1 GB of memory to read",
        "s043": "the process that read it ended",
    }
    assert told["s043"] == "the autograded notebook: the process that read it ended"
    assert {outcome.student for outcome in found if not outcome.verdicts} == {
        *("s041", "s042", "s043", "s105")  # that one could not be graded
    }


def test_code_of_any_length_is_read_to_a_bound(tmp_path: Path) -> None:
    code = "".join(f"x = {line} + f(y)\n" for line in range(12_000))
    cells = [nbformat.v4.new_code_cell(code), nbformat.v4.new_code_cell(code)]
    path = tmp_path / "losses.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    bare = Outcome(Standing("ada"), Record("ada", "", "1", 0.0, 39.0, [], 0.0, "graded"))
    found = read(path, bare).prints
    assert sum(map(len, found.values())) == MOST_PRINTS


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"cells": 3}', b"[" * 10_000, b'{"cells": [[]]}']
)
def test_a_damaged_notebook_adds_nothing_and_stops_nobody(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "losses.ipynb"
    path.write_bytes(content)
    bare = Outcome(Standing("ada"), Record("ada", "", "1", 0.0, 39.0, [], 0.0, "graded"))
    assert read(path, bare) == bare


def test_where_another_exercise_is_the_cause_no_mistake_is_counted() -> None:
    exercise = LOSSES.by_name["elastic_net"]
    said = f"{cause('elastic_net', ['l1_penalty'])}\nvalue: elastic_net() returned 1."
    parts = made_class.wrong(exercise, ["returned 1.", "", ""]).parts
    shown = ShownVerdict("elastic_net", 0.0, said, parts)  # type: ignore[arg-type]
    assert findings(exercise, shown) == {}


def test_a_mistake_is_known_by_its_name_where_its_sentence_is_not_in_the_message() -> None:
    exercise = LOSSES.by_name["softmax"]
    parts = made_class.wrong(exercise, ["returned nan.", "counts once the result is right"]).parts
    shown = ShownVerdict("softmax", 0.0, "returned nan.", parts, "shift_of_all")  # type: ignore[arg-type]
    known = Finding("softmax", sentence("softmax", "shift_of_all"), True)
    assert list(findings(exercise, shown)) == [known]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "unwritten"),
        ("def softmax(scores:\n    pass", "Its cell has a SyntaxError."),
        ("def sofmax(scores):\n    pass", "Nothing of its name was found."),
    ],
)
def test_nothing_of_that_name_is_told_apart_by_why(source: str, expected: str) -> None:
    exercise = LOSSES.by_name["softmax"]
    said = not_written("softmax", Call("softmax"), Failure("missing", ""), source)
    parts = made_class.wrong(exercise, [said] * 2).parts
    shown = ShownVerdict("softmax", 0.0, said, parts)  # type: ignore[arg-type]
    found = [finding.sentence for finding in findings(exercise, shown)]
    assert is_unwritten(exercise, shown) == (expected == "unwritten")
    assert found == ([] if expected == "unwritten" else [expected])


def test_scores_fall_into_bins_with_both_ends() -> None:
    found = bins([0.0, 0.5, 1.0, 38.0, 39.0, 40.0], 39)
    assert (found[0].low, found[0].students) == (0, 3)
    assert (found[-1].high, found[-1].students) == (39, 3)
    assert sum(entry.students for entry in found) == 6
    assert quartiles([1.0]) == (1.0, 1.0, 1.0)
    assert quartiles([1.0, 2.0, 3.0, 4.0, 5.0]) == (2.0, 3.0, 4.0)


def test_the_tallest_bar_ends_at_or_below_the_top() -> None:
    plot = histogram(bins([1.0] * 7 + [3.0], 4), 1.0)
    assert [bar.students for bar in plot.bars] == [0, 7, 0, 1]
    assert plot.bars[1].y == plot.ticks[-1].at + (plot.bottom - plot.top) / 8
    assert [tick.text for tick in plot.ticks] == ["0", "2", "4", "6", "8"]
    assert [whole_step(most, 4) for most in (0, 4, 5, 9, 21, 120)] == [1, 1, 2, 5, 10, 50]


def test_a_class_without_a_gradebook_gets_one_line_and_makes_none(course: Course) -> None:
    result = CliRunner().invoke(app, ["summary", "losses", "--class", "nobody-at-all"])
    assert "no gradebook yet" in str(result.exception)
    assert not Path("nobody-at-all").exists()
    nothing = run(course, "optimization")
    assert "optimization" in str(nothing.exception)


def test_csv_cells_that_a_spreadsheet_would_run_are_made_text() -> None:
    from autograder.classroom.summary_pages import as_csv

    text = as_csv(["a", "b"], [["=1+1", "-2.5"], ["@x", "ok"]])
    assert list(csv.reader(io.StringIO(text))) == [["a", "b"], ["'=1+1", "-2.5"], ["'@x", "ok"]]
