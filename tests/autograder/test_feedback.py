"""The feedback page: what it says, that it is safe, and that it needs nobody else."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
)
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from playwright.sync_api import Browser, Dialog, Page, Request
from traitlets.config import Config

from autograder.feedback import feedback_config
from autograder.offline_maths import maths_script, security_policy
from autograder.safe_html import safe_html
from autograder.verdict_output import VERDICT_MIME, read_verdict

# nbgrader builds its rows in an order that SQLAlchemy warns about.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")

ASSIGNMENT, STUDENT = "losses", "ada"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
LONG_CODE = "def hinge_loss(scores, labels):\n    return " + " + ".join(["scores.sum()"] * 30)
MATHS = "## The loss\n\nThe margin is $\\Delta$, and\n\n$$L = \\max(0, s_j - s_y + 1)$$\n"

# Every way in that a test below knows, each with a mark of its own.
HOSTILE = """
<script>alert("script")</script>
<img src="x" onerror="alert('onerror')">
<img src="http://remote.invalid/pixel.png" alt="pixel">
<img src="data:image/svg+xml;base64,{svg}">
<a href="javascript:alert('link')">click me</a>
<a href="java&#10;script:alert('link')">click me too</a>
<a href="data:text/html,<script>alert('data')</script>">and me</a>
<iframe src="http://remote.invalid/frame" srcdoc="<script>alert('frame')</script>"></iframe>
<iframe src="http://remote.invalid/bare-frame"></iframe>
<video src="http://remote.invalid/film.mp4" autoplay></video>
<svg onload="alert('svg')"><style><img src=x onerror=alert('svg')></style></svg>
<math><mtext><style><img src=x onerror=alert('mutation')></style></mtext></math>
<style>body {{ background: url(http://remote.invalid/background.png) }}</style>
<link rel="stylesheet" href="http://remote.invalid/style.css">
<meta http-equiv="refresh" content="0; url=http://remote.invalid/">
<form action="http://remote.invalid/"><button>send</button></form>
<div style="background: url(http://remote.invalid/div.png)" onclick="alert('div')">text</div>
<details open ontoggle="alert('toggle')"><summary>more</summary></details>
<base href="http://remote.invalid/">
""".format(
    svg=base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert()"/>').decode()
)
HOSTILE_LINES = HOSTILE.strip().splitlines()
HOSTILE_MARKDOWN = (
    "[click](javascript:alert('markdown')) ![p](http://remote.invalid/markdown.png)\n\n"
    "$\\href{javascript:alert('maths')}{x}$ $\\require{html}$ $\\cancel{y}$\n"
)


def verdict(exercise: str, message: str, scores: dict[str, tuple[float, float, str]]) -> Any:
    parts = [
        {"name": name, "score": score, "max_score": most, "message": text}
        for name, (score, most, text) in scores.items()
    ]
    score = sum(part[0] for part in scores.values())
    most = sum(part[1] for part in scores.values())
    return {
        "exercise": exercise,
        "score": score,
        "max_score": most,
        "passed": score == most,
        "message": message,
        "mistake": None,
        "parts": parts,
    }


RIGHT = verdict("softmax_loss", "Right.", {"loss": (2.0, 2.0, ""), "gradient": (2.0, 2.0, "")})
SCALE = "hinge_loss(5×3 float64) returned 4.0 where 0.8 is right: the mean is missing."
PARTLY = verdict(
    "hinge_loss", f"gradient: {SCALE}", {"loss": (3.0, 3.0, ""), "gradient": (0.0, 2.0, SCALE)}
)


def graded(name: str, points: float, **extra: Any) -> dict[str, Any]:
    flags = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    return {"nbgrader": flags | {"grade_id": name, "points": points} | extra}


def answer(name: str, **extra: Any) -> dict[str, Any]:
    flags = {"grade": False, "solution": True, "locked": False, "task": False, "schema_version": 3}
    return {"nbgrader": flags | {"grade_id": name} | extra}


def judged_cell(name: str, points: float, found: Any) -> NotebookNode:
    outputs = [
        new_output("stream", name="stdout", text=found["message"] + "\n"),
        new_output(
            "execute_result", data={"text/plain": repr(found["score"]), VERDICT_MIME: found}
        ),
    ]
    source = f'hidden_tests("losses", "{found["exercise"]}")'
    return new_code_cell(source, metadata=graded(name, points), outputs=outputs)


def losses_notebook() -> NotebookNode:
    figure = new_output(
        "display_data",
        data={"image/png": PIXEL, "text/plain": "<Figure>"},
        metadata={"image/png": {"alt": "the loss falls"}},
    )
    traceback = [
        "\x1b[1;31mValueError\x1b[0m: shapes <3> do not fit",
        "\x1b[38;5;28mline 2\x1b[39m",
    ]
    error = new_output("error", ename="ValueError", evalue="no", traceback=traceback)
    return new_notebook(
        cells=[
            new_markdown_cell(MATHS),
            new_code_cell(LONG_CODE, metadata=answer("hinge_loss"), outputs=[error]),
            judged_cell("test_hinge_loss", 5, PARTLY),
            new_code_cell("plot()", outputs=[figure]),
            judged_cell("test_softmax_loss", 4, RIGHT),
            new_markdown_cell(
                "Because it is convex.", metadata=answer("why", grade=True, points=3)
            ),
            new_markdown_cell("Plot the loss.", metadata=graded("plot", 2, task=True, grade=False)),
        ],
        metadata={
            "autograder": {
                "notes": ["The cell test_hinge_loss was missing and was put back."],
                "seed": 271828,
                "judged_in": "the teacher's process",
            }
        },
    )


class Class:
    """A class of one student: a gradebook, one autograded notebook, one page."""

    def __init__(self, root: Path, empty_gradebook: Path) -> None:
        shutil.copy(empty_gradebook, root / "gradebook.db")
        self.root = root
        self.page = root / "feedback" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.html"
        self.db_url = f"sqlite:///{root / 'gradebook.db'}"

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        with Gradebook(self.db_url) as book:
            yield book

    def hand_in(self, notebook: NotebookNode, scores: dict[str, float]) -> None:
        folder = self.root / "autograded" / STUDENT / ASSIGNMENT
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")
        with self.gradebook() as book:
            book.add_assignment(ASSIGNMENT)
            book.add_notebook(ASSIGNMENT, ASSIGNMENT)
            book.add_student(STUDENT)
            for cell in notebook.cells:
                self._register(book, cell)
            book.add_submission(ASSIGNMENT, STUDENT)
            for name, score in scores.items():
                book.find_grade(name, ASSIGNMENT, ASSIGNMENT, STUDENT).auto_score = score
            book.db.commit()

    def _register(self, book: Any, cell: NotebookNode) -> None:
        flags = cell.metadata.get("nbgrader", {})
        place = (flags.get("grade_id"), ASSIGNMENT, ASSIGNMENT)
        if flags.get("grade"):
            book.add_grade_cell(*place, max_score=flags["points"], cell_type=cell.cell_type)
        if flags.get("solution"):
            book.add_solution_cell(*place)
        if flags.get("task"):
            book.add_task_cell(*place, max_score=flags["points"], cell_type=cell.cell_type)

    def comment(self, name: str, text: str) -> None:
        with self.gradebook() as book:
            book.find_comment(name, ASSIGNMENT, ASSIGNMENT, STUDENT).manual_comment = text
            book.db.commit()

    def regrade(self, name: str, points: float) -> None:
        with self.gradebook() as book:
            book.find_grade(name, ASSIGNMENT, ASSIGNMENT, STUDENT).manual_score = points
            book.db.commit()

    def come_late(self, penalty: float) -> None:
        with self.gradebook() as book:
            notebook = book.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, STUDENT)
            notebook.late_submission_penalty = penalty
            book.db.commit()

    def make(self) -> str:
        """The page, made as formgrader's button makes it."""
        config = Config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = self.db_url
        config.merge(feedback_config())
        api = NbGraderAPI(CourseDirectory(config=config), config=config)
        done = api.generate_feedback(ASSIGNMENT)
        assert done["success"], done
        return self.page.read_text()


SCORES = {"test_hinge_loss": 3.0, "test_softmax_loss": 4.0}


@pytest.fixture(scope="module")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook to copy: nbgrader needs seconds to make one, and `alembic` on the path."""
    path = tmp_path_factory.mktemp("empty") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        Gradebook(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="module")
def losses(tmp_path_factory: pytest.TempPathFactory, empty_gradebook: Path) -> Class:
    """A whole submission, comments and all, with its page made."""
    one = Class(tmp_path_factory.mktemp("class"), empty_gradebook)
    one.hand_in(losses_notebook(), SCORES)
    one.comment("hinge_loss", "Neat, but **divide** by $N$. <script>alert('comment')</script>")
    one.comment("plot", "The axes have no names.")
    one.regrade("why", 2.5)
    one.come_late(1.0)
    one.make()
    return one


@pytest.fixture(scope="module")
def soup(losses: Class) -> BeautifulSoup:
    return BeautifulSoup(losses.page.read_text(), "html.parser")


@pytest.fixture
def new_class(tmp_path: Path, empty_gradebook: Path) -> Class:
    return Class(tmp_path, empty_gradebook)


def words(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    assert found is not None, selector
    return " ".join(found.get_text(" ").split())


def row(soup: BeautifulSoup, name: str) -> str:
    rows = [" ".join(one.get_text(" ").split()) for one in soup.select(".summary tbody tr")]
    return next(text for text in rows if text.startswith(name))


def opened(browser: Browser, path: Path, **options: Any) -> tuple[Page, list[str]]:
    """A page in a context of its own; what it asks for or pops up is noted."""
    page = browser.new_context(**options).new_page()
    events: list[str] = []

    def noted(dialog: Dialog) -> None:
        events.append(dialog.message)
        dialog.dismiss()

    def unless_forbidden(request: Request) -> None:
        # The browser reports what its policy forbids, though it never goes out.
        if request.failure == "csp":
            events.remove(request.url)

    page.on("request", lambda request: events.append(request.url))
    page.on("requestfailed", unless_forbidden)
    page.on("dialog", noted)
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_function(
        "() => typeof MathJax === 'undefined' || MathJax.startup.promise.then(() => true)"
    )
    return page, events


def beyond_the_page(events: list[str], path: Path) -> list[str]:
    kept = [one for one in events if one.split("#")[0] != path.as_uri()]
    return [one for one in kept if not one.startswith("data:image/")]


class TestWhatThePageSays:
    def test_the_score_comes_first_less_the_late_penalty(self, soup: BeautifulSoup) -> None:
        assert words(soup, ".score") == "8.5 of 14 points"
        assert row(soup, "Late submission penalty").endswith("−1")

    def test_each_exercise_has_a_row_with_points_and_what_was_found(
        self, soup: BeautifulSoup
    ) -> None:
        hinge = row(soup, "hinge_loss")
        assert "3 / 5" in hinge
        assert SCALE in hinge
        assert "partly right" in hinge
        assert "4 / 4" in row(soup, "softmax_loss")

    def test_verdicts_are_shown_once_as_such_and_not_as_raw_output(
        self, soup: BeautifulSoup
    ) -> None:
        outputs = " ".join(one.get_text() for one in soup.select(".output-area"))
        assert "the mean is missing" not in outputs
        assert "3.0" not in outputs

    def test_rows_lead_to_judged_cells_and_back(self, soup: BeautifulSoup) -> None:
        for link in soup.select(".summary a, .cell-heading a"):
            assert soup.select_one(str(link["href"])) is not None
        assert soup.select_one("#feedback-cell-3 a[href='#feedback-row-3']") is not None

    def test_notes_on_repairs_are_shown(self, soup: BeautifulSoup) -> None:
        assert "test_hinge_loss was missing and was put back" in words(soup, ".notes")

    def test_the_seed_stays_secret(self, losses: Class) -> None:
        text = re.sub(r"<script.*?</script>", "", losses.page.read_text(), flags=re.DOTALL)
        assert "271828" not in text

    def test_a_teachers_comments_stand_first_and_at_their_cells(self, soup: BeautifulSoup) -> None:
        assert "divide" in words(soup, "section[aria-labelledby=feedback-remarks]")
        assert "divide" in words(soup, "#feedback-cell-2 .comment")
        assert "The axes have no names." in row(soup, "plot")

    def test_cells_graded_by_hand_have_their_rows(self, soup: BeautifulSoup) -> None:
        assert "written answer" in row(soup, "why")
        assert "2.5 / 3" in row(soup, "why")
        assert "task" in row(soup, "plot")

    def test_what_all_parts_say_alike_is_said_once(self, new_class: Class) -> None:
        said = "hinge_loss is not written yet."
        found = verdict("hinge_loss", said, {"loss": (0, 3, said), "gradient": (0, 2, said)})
        new_class.hand_in(new_notebook(cells=[judged_cell("test_hinge_loss", 5, found)]), {})
        soup = BeautifulSoup(new_class.make(), "html.parser")
        assert row(soup, "hinge_loss").count(said) == 1

    def test_a_changed_grade_is_said_to_be_changed(self, new_class: Class) -> None:
        new_class.hand_in(losses_notebook(), SCORES)
        new_class.regrade("test_hinge_loss", 4.5)
        soup = BeautifulSoup(new_class.make(), "html.parser")
        assert "4.5 / 5" in row(soup, "hinge_loss")
        assert "the tests gave 3" in row(soup, "hinge_loss")

    def test_nbgraders_own_no_response_is_not_a_remark(self, new_class: Class) -> None:
        new_class.hand_in(losses_notebook(), SCORES)
        with new_class.gradebook() as book:
            place = ("hinge_loss", ASSIGNMENT, ASSIGNMENT, STUDENT)
            book.find_comment(*place).auto_comment = "No response."
            book.db.commit()
        soup = BeautifulSoup(new_class.make(), "html.parser")
        assert soup.select_one("#feedback-remarks") is None
        assert "No response." in words(soup, "#feedback-cell-2 .comment")

    def test_without_verdicts_the_gradebook_speaks(self, new_class: Class) -> None:
        notebook = losses_notebook()
        notebook.metadata.clear()
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        new_class.hand_in(notebook, SCORES)
        soup = BeautifulSoup(new_class.make(), "html.parser")
        assert words(soup, ".score") == "7 of 14 points"
        assert "3 / 5" in row(soup, "test_hinge_loss")

    @pytest.mark.parametrize("broken", [None, 3, [], {}, {"parts": 3}, {"parts": [1, {}]}])
    def test_a_broken_verdict_does_not_break_the_page(self, new_class: Class, broken: Any) -> None:
        notebook = losses_notebook()
        notebook.cells[2].outputs[1].data[VERDICT_MIME] = broken
        notebook.metadata.autograder.notes = 7
        new_class.hand_in(notebook, SCORES)
        assert "hinge_loss" in new_class.make()

    def test_figures_keep_their_description(self, soup: BeautifulSoup) -> None:
        figure = soup.select_one("img.figure")
        assert figure is not None
        assert figure["alt"] == "the loss falls"
        assert str(figure["src"]).startswith("data:image/png;base64,iVBOR")

    def test_tracebacks_are_readable(self, soup: BeautifulSoup) -> None:
        assert words(soup, "pre.error") == "ValueError : shapes <3> do not fit line 2"
        assert soup.select_one("pre.error .ansi-bold") is not None

    def test_the_last_verdict_of_a_cell_counts(self) -> None:
        cell = judged_cell("test", 5, PARTLY)
        cell.outputs += judged_cell("test", 5, RIGHT).outputs
        found = read_verdict(cell)
        assert found is not None
        assert found.exercise == "softmax_loss"

    def test_endless_output_is_cut(self, new_class: Class) -> None:
        printed = new_output("stream", name="stdout", text="spam\n" * 100_000)
        new_class.hand_in(new_notebook(cells=[new_code_cell("spam()", outputs=[printed])]), {})
        page = new_class.make()
        assert len(page) < 100_000
        assert "more characters" in page

    def test_progress_bars_show_their_last_state(self, new_class: Class) -> None:
        printed = new_output("stream", name="stderr", text="10 %\r50 %\r100 %\ndone\r\n")
        new_class.hand_in(new_notebook(cells=[new_code_cell("train()", outputs=[printed])]), {})
        soup = BeautifulSoup(new_class.make(), "html.parser")
        assert words(soup, "pre.stderr") == "100 % done"

    def test_a_missing_attachment_does_not_cost_the_page(self, new_class: Class) -> None:
        cell = new_markdown_cell("![my sketch](attachment:gone.png)")
        new_class.hand_in(new_notebook(cells=[cell]), {})
        assert "my sketch" in new_class.make()


class TestItNeedsNobody:
    def test_no_element_names_another_host(self, soup: BeautifulSoup) -> None:
        for element in soup.find_all(True):
            for name in ("src", "href", "srcset", "data", "action", "poster"):
                value = str(element.get(name) or "")
                assert not re.match(r"(https?:)?//", value), element
        assert "@import" not in "".join(style.get_text() for style in soup.select("style"))

    def test_maths_renders_without_a_network(self, browser: Browser, losses: Class) -> None:
        page, events = opened(browser, losses.page, offline=True)
        assert page.locator("#feedback-cell-1 mjx-container").count() == 2
        assert page.locator("#feedback-cell-1 mjx-container svg").first.is_visible()
        assert page.locator("#feedback-cell-2 .comment mjx-container").count() == 1
        assert beyond_the_page(events, losses.page) == []

    def test_without_maths_there_is_no_script(self, new_class: Class) -> None:
        new_class.hand_in(new_notebook(cells=[new_markdown_cell("Costs 5 $.")]), {})
        page = new_class.make()
        assert "<script" not in page
        assert "script-src 'none'" in page
        assert len(page) < 30_000

    @pytest.mark.parametrize(
        "source", ["$x$", "$$\nx\n$$", r"\\(x\\)", r"\begin{align}x\end{align}"]
    )
    def test_maths_brings_mathjax(self, new_class: Class, source: str) -> None:
        new_class.hand_in(new_notebook(cells=[new_markdown_cell(source)]), {})
        assert "MathJax" in new_class.make()

    def test_text_that_a_program_printed_is_not_maths(
        self, browser: Browser, new_class: Class
    ) -> None:
        printed = new_output("execute_result", data={"text/html": "<p>from $1 to $2</p>"})
        cells = [new_markdown_cell("$x$"), new_code_cell("1", outputs=[printed])]
        new_class.hand_in(new_notebook(cells=cells), {})
        new_class.make()
        page, _ = opened(browser, new_class.page)
        assert page.locator("mjx-container").count() == 1


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, empty_gradebook: Path) -> Class:
    outputs = [
        new_output("display_data", data={"text/html": HOSTILE}),
        new_output("display_data", data={"text/markdown": HOSTILE_MARKDOWN + HOSTILE}),
        new_output("display_data", data={"text/latex": HOSTILE}),
        new_output("display_data", data={"text/plain": HOSTILE}),
        new_output("display_data", data={"image/svg+xml": HOSTILE}),
        new_output("display_data", data={"image/png": '"><script>alert("png")</script>'}),
        new_output("display_data", data={"application/javascript": "alert('js')"}),
        new_output("stream", name="stdout", text=HOSTILE),
        new_output("error", ename=HOSTILE, evalue=HOSTILE, traceback=HOSTILE_LINES),
    ]
    outputs[5].metadata["alt"] = '"><script>alert("alt")</script>'
    found = verdict(HOSTILE, HOSTILE, {HOSTILE: (0.0, 5.0, HOSTILE)})
    notebook = new_notebook(
        cells=[
            *(new_markdown_cell(line) for line in HOSTILE_LINES),
            new_markdown_cell(HOSTILE_MARKDOWN),
            new_markdown_cell(HOSTILE, metadata=answer("free", grade=True, points=1)),
            new_code_cell(HOSTILE, outputs=outputs),
            nbformat.v4.new_raw_cell(HOSTILE),
            judged_cell("test_hinge_loss", 5, found),
        ],
        metadata={"autograder": {"notes": [HOSTILE]}},
    )
    one = Class(tmp_path_factory.mktemp("hostile"), empty_gradebook)
    one.hand_in(notebook, {})
    one.comment("free", HOSTILE)
    one.make()
    return one


class TestItIsSafe:
    def test_nothing_hostile_runs_pops_up_or_is_requested(
        self, browser: Browser, hostile: Class
    ) -> None:
        page, events = opened(browser, hostile.page)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for link in page.get_by_text(re.compile("^(click|click me|click me too|and me)$")).all():
            link.click()
        page.wait_for_timeout(300)
        assert beyond_the_page(events, hostile.page) == []
        assert page.url.split("#")[0] == hostile.page.as_uri()

    def test_it_is_harmless_without_the_security_policy_too(
        self, browser: Browser, hostile: Class, tmp_path: Path
    ) -> None:
        bare = tmp_path / "bare.html"
        text = hostile.page.read_text()
        assert text.count("Content-Security-Policy") == 1
        bare.write_text(text.replace("Content-Security-Policy", "X-Nothing"))
        _, events = opened(browser, bare)
        assert beyond_the_page(events, bare) == []

    def test_the_policy_alone_stops_what_the_allow_list_would_let_through(
        self, browser: Browser, tmp_path: Path
    ) -> None:
        policy = security_policy(maths_script())
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        attack = HOSTILE.replace('<meta http-equiv="refresh"', "<meta ")
        path = tmp_path / "attack.html"
        path.write_text(f"<!DOCTYPE html><html><head>{meta}</head><body>{attack}</body></html>")
        _, events = opened(browser, path)
        assert beyond_the_page(events, path) == []

    def test_the_only_script_is_ours(self, hostile: Class) -> None:
        soup = BeautifulSoup(hostile.page.read_text(), "html.parser")
        scripts = soup.find_all("script")
        assert [script.get_text() for script in scripts] == [str(maths_script())]
        names = {name for element in soup.find_all(True) for name in element.attrs}
        assert not {name for name in names if name.startswith("on")}
        assert not soup.find_all(["iframe", "form", "base", "link", "object", "svg"])

    def test_harmless_html_stays(self) -> None:
        kept = '<p>a <b>b</b> <code class="n">c</code><br> &lt;d&gt;</p>'
        assert safe_html(kept) == kept
        assert '<a href="https://example.org/?a=1&amp;b=2" rel=' in safe_html(
            '<a href="https://example.org/?a=1&b=2">x</a>'
        )
        table = safe_html('<table><tr><td style="text-align:right">1</td></tr></table>')
        assert '<td style="text-align:right">1</td>' in table

    def test_an_image_that_is_left_out_is_mentioned(self) -> None:
        assert "left out: a cat" in safe_html('<img src="https://example.org/cat.png" alt="a cat">')

    def test_a_heading_cannot_take_the_pages_own_anchors(self) -> None:
        assert "id=" not in safe_html("<h1>feedback-row-3</h1>")
        assert 'id="The-loss"' in safe_html("<h2>The loss</h2>")

    def test_deep_nesting_is_flattened(self) -> None:
        assert "deep" in safe_html("<div>" * 20_000 + "deep")


class TestAnyScreen:
    @pytest.mark.parametrize("width", [320, 390, 1280])
    def test_nothing_overflows_sideways(self, browser: Browser, losses: Class, width: int) -> None:
        page, _ = opened(browser, losses.page, viewport={"width": width, "height": 800})
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0
        code = page.locator("#feedback-cell-2 .highlight pre")
        assert code.evaluate("one => one.scrollWidth > one.clientWidth")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_text_has_contrast_in_both_schemes(
        self, browser: Browser, losses: Class, scheme: Any
    ) -> None:
        page, _ = opened(browser, losses.page, color_scheme=scheme)
        assert page.evaluate(FAINT_TEXT) == []

    def test_the_keyboard_reaches_and_shows_every_link(
        self, browser: Browser, losses: Class
    ) -> None:
        page, _ = opened(browser, losses.page)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
        page.locator(".summary a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/losses.html#feedback-cell-3")  # fails where it does not come


FAINT_TEXT = """() => {
  const numbers = color => color.match(/[\\d.]+/g).map(Number);
  const light = color => {
    const [r, g, b] = numbers(color).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (numbers(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("mjx-container")) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faint.push([texts.currentNode.data, contrast]);
  }
  return faint;
}"""


class TestNbgraderItself:
    def test_the_plain_command_makes_the_page(self, new_class: Class) -> None:
        new_class.hand_in(losses_notebook(), SCORES)
        (new_class.root / "nbgrader_config.py").write_text(
            "from autograder.feedback import feedback_config\n"
            "c = get_config()\n"
            "c.merge(feedback_config())\n"
        )
        command = [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT]
        environment = os.environ | {"HOME": str(new_class.root)}
        done = subprocess.run(
            command, cwd=new_class.root, capture_output=True, text=True, env=environment
        )
        assert done.returncode == 0, done.stderr
        assert 'id="feedback-top"' in new_class.page.read_text()

    def test_formgraders_own_view_keeps_its_template(self) -> None:
        config = feedback_config()
        assert "template_name" not in config.HTMLExporter
        assert "extra_template_basedirs" not in config.HTMLExporter

    def test_formgrader_shows_students_work_sanitised(self) -> None:
        cells = [new_markdown_cell(HOSTILE + "\n\nsome **text**"), new_code_cell("1")]
        cells[1].outputs = [new_output("display_data", data={"text/html": HOSTILE})]
        exporter = HTMLExporter(config=feedback_config(), template_name="classic")
        page, _ = exporter.from_notebook_node(new_notebook(cells=cells))
        assert "<strong>text</strong>" in page
        assert "alert(" not in page
        assert "remote.invalid" not in page
