"""nbgrader's own commands and buttons give our scores, and survive what students hand in."""

import copy
import csv
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI
from nbgrader.server_extensions.formgrader import handlers
from playwright.sync_api import Browser
from traitlets.config import Config

from autograder import checks, nbgrader_execute
from autograder.class_grading import Grader, Options, grade_class
from autograder.course import Course, open_course
from autograder.gradebook import ClassGradebook
from autograder.harmless import harmless_text
from autograder.limits import Limits
from autograder.sample_class import make_sample_class
from autograder.verdict_output import VERDICT_MIME

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    # An output of which nothing harmless is left has nothing to be shown.
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
]

POINTS = checks.load("losses").points
ROOT = Path(__file__).parents[2]


def quiet(done: int, total: int) -> None:
    pass


@pytest.fixture(scope="module")
def course(new_course: Callable[[str], Path]) -> Iterator[Course]:
    """A course of its own, since others grade in the shared one, and a class that handed in."""
    folder = new_course("nbgrader")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        opened = open_course()
        make_sample_class(opened, "losses")
        shutil.rmtree(opened.submitted / "never-ends")
        (opened.submitted / "empty-folder" / "losses").mkdir(parents=True)
        renamed = opened.submitted / "renamed" / "losses"
        renamed.mkdir(parents=True)
        shutil.copy(handed_in(opened, "right-loops"), renamed / "losses (1).ipynb")
        warns = nbformat.read(handed_in(opened, "right-vectorised"), as_version=4)
        cell = solution(warns, "hinge_loss")
        cell.source = cell.source.replace("def ", "import warnings\n\ndef ", 1).replace(
            "    return", '    warnings.warn("look out")\n    return'
        )
        write(warns, opened.submitted / "warns/losses/losses.ipynb")
        yield opened


def handed_in(course: Course, student: str) -> Path:
    return course.submitted / student / "losses/losses.ipynb"


def autograded(course: Course, student: str, assignment: str = "losses") -> NotebookNode:
    path = course.autograded / student / assignment / f"{assignment}.ipynb"
    return nbformat.read(path, as_version=4)


def solution(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def write(notebook: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def nbgrader(course: Course, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of nbgrader's as a teacher does."""
    command = [str(Path(sys.executable).with_name("nbgrader")), *arguments]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)


def button(course: Course, student: str, assignment: str = "losses", **options: bool) -> Any:
    """What formgrader does when its button is pressed."""
    return NbGraderAPI(course.directory, config=course.config).autograde(
        assignment, student, **options
    )


def score(course: Course, student: str, assignment: str = "losses") -> float:
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        return float(gradebook.book.find_submission(assignment, student).score)


@pytest.fixture(scope="module")
def by_nbgrader(course: Course) -> dict[str, float]:
    """The class, autograded and exported by nbgrader's commands."""
    for arguments in (["autograde", "losses"], ["export", "--to", "grades.csv"]):
        done = nbgrader(course, *arguments)
        assert done.returncode == 0, done.stderr[-2000:]
    with (course.root / "grades.csv").open() as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def test_nbgrader_gives_the_scores_that_autograder_grade_gives(
    course: Course, by_nbgrader: dict[str, float], tmp_path: Path
) -> None:
    other = open_course(tmp_path)
    shutil.copytree(course.submitted, other.submitted)
    shutil.copy(course.root / "class/gradebook.db", tmp_path / "gradebook.db")
    grader = Grader(other, "losses", "cpu", 5)
    records = grade_class(other, grader, Options(Limits(), force=True), quiet)
    assert {record.student: record.score for record in records} == by_nbgrader
    assert by_nbgrader["right-loops"] == by_nbgrader["renamed"] == by_nbgrader["warns"] == POINTS
    assert by_nbgrader["not-json"] == by_nbgrader["empty-folder"] == 0


def test_a_run_has_one_seed_and_the_next_run_another(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    seeds = {
        autograded(course, student).metadata["autograder"]["seed"]
        for student in by_nbgrader
        if student != "raises"
    }
    assert len(seeds) == 1
    assert button(course, "raises")["success"]
    assert autograded(course, "raises").metadata["autograder"]["seed"] not in seeds


def test_a_server_keeps_its_seed_until_feedback_is_out(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    def seed_of(student: str) -> int:
        assert button(course, student)["success"]
        return int(autograded(course, student).metadata["autograder"]["seed"])

    first = seed_of("right-mixed")
    assert seed_of("right-einsum") == first
    write(nbformat.v4.new_notebook(), course.feedback / "right-mixed/losses/losses.html")
    assert seed_of("right-einsum") != first


def test_formgraders_button_and_feedback_work_on_what_is_graded(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    for student in ("mistakes-1", "copied-a-cell"):
        assert button(course, student)["success"]
        assert score(course, student) == by_nbgrader[student]
    api = NbGraderAPI(course.directory, config=course.config)
    assert api.generate_feedback("losses", "mistakes-1")["success"]
    page = (course.feedback / "mistakes-1/losses/losses.html").read_text()
    assert checks.load("losses").exercises[1].mistakes[0].name  # there is one to be named
    assert "points" in page


def test_autograder_grade_takes_what_nbgrader_graded_for_graded(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    grader = Grader(course, "losses", "cpu", 6)
    records = grade_class(course, grader, Options(Limits()), quiet)
    assert "6" not in {record.seed for record in records}
    assert {record.student: record.score for record in records} == by_nbgrader


def test_a_run_that_was_killed_is_made_good_by_the_next(
    course: Course, by_nbgrader: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*arguments: object, **options: object) -> None:
        raise GeneratorExit  # nobody cleans up after it, as after a kill

    with monkeypatch.context() as patch:
        patch.setattr(nbgrader_execute, "execute", kill)
        assert "GeneratorExit" in button(course, "first-half")["error"]
    assert autograded(course, "first-half").metadata["autograder"]["unfinished"]
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        assert "first-half" not in gradebook.records("losses")
    assert button(course, "first-half", force=False)["success"]
    assert score(course, "first-half") == by_nbgrader["first-half"] > 0
    assert "unfinished" not in autograded(course, "first-half").metadata["autograder"]


@pytest.mark.parametrize("left", ["cut off", "no notebook"])
def test_what_a_kill_left_half_written_is_graded_again(
    left: str, course: Course, by_nbgrader: dict[str, float]
) -> None:
    path = course.autograded / "mistakes-2/losses/losses.ipynb"
    content = path.read_bytes()
    path.unlink()
    if left == "cut off":
        path.write_bytes(content[:1000])
    assert button(course, "mistakes-2", force=False)["success"]
    assert score(course, "mistakes-2") == by_nbgrader["mistakes-2"]
    assert autograded(course, "mistakes-2").cells


def test_what_is_graded_already_is_left_alone(
    course: Course, by_nbgrader: dict[str, float]
) -> None:
    path = course.autograded / "mistakes-3/losses/losses.ipynb"
    before = path.stat().st_mtime_ns
    assert button(course, "mistakes-3", force=False)["success"]
    assert path.stat().st_mtime_ns == before


def test_a_test_that_was_not_judged_gets_no_marks(course: Course) -> None:
    forged = nbformat.read(handed_in(course, "right-loops"), as_version=4)
    data = {"text/plain": "1000.0", VERDICT_MIME: {"score": 1000, "passed": True}}
    solution(forged, "test_softmax").outputs = [
        nbformat.v4.new_output("execute_result", data=data, execution_count=1)
    ]
    write(forged, course.submitted / "not-run/losses/losses.ipynb")
    done = nbgrader(course, "autograde", "losses", "--student", "not-run", "--no-execute")
    assert done.returncode == 0, done.stderr[-2000:]
    assert score(course, "not-run") == 0
    output = solution(autograded(course, "not-run"), "test_softmax").outputs[0]
    assert "did not run" in output.text
    shutil.rmtree(course.submitted / "not-run")


def test_a_student_can_name_an_exercise_that_there_is_not(course: Course) -> None:
    notebook = nbformat.read(handed_in(course, "right-loops"), as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell('hidden_tests("losses", "no_such_loss")'))
    write(notebook, course.submitted / "names-none/losses/losses.ipynb")
    assert button(course, "names-none")["success"]
    assert score(course, "names-none") == POINTS
    shutil.rmtree(course.submitted / "names-none")


# Assignments of other courses


def other_source() -> NotebookNode:
    def code(source: str, name: str, **grading: Any) -> NotebookNode:
        plain = {"schema_version": 3, "locked": False, "solution": False, "grade": False}
        metadata = plain | {"task": False, "grade_id": name} | grading
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": metadata})

    test = {"locked": True, "grade": True, "points": 2}
    return nbformat.v4.new_notebook(
        cells=[
            code(
                "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
                "double",
                solution=True,
            ),
            code("assert double(2) == 4", "test_right", **test),
            code("double(2) / 4", "test_partial", **test),
            code('hidden_tests("losses", "softmax")', "test_ours", **test),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}},
    )


@pytest.fixture(scope="module")
def others(course: Course) -> Course:
    """An assignment that is none of ours, released, and handed in by some."""
    write(other_source(), course.source / "ps1/ps1.ipynb")
    api = NbGraderAPI(course.directory, config=course.config)
    assert api.generate_assignment("ps1")["success"]
    release = nbformat.read(course.release / "ps1/ps1.ipynb", as_version=4)

    def hand_in(student: str, body: str, *more: NotebookNode) -> NotebookNode:
        notebook = copy.deepcopy(release)
        solution(notebook, "double").source = f"def double(x):\n    {body}"
        notebook.cells += more
        write(notebook, course.submitted / student / "ps1/ps1.ipynb")
        return notebook

    doubled, old = (copy.deepcopy(solution(release, "test_right")) for _ in range(2))
    doubled.id, old.id = "doubled", "old"
    old.metadata.nbgrader = NotebookNode({"schema_version": 1, "grade_id": "x", "points": 1})
    hand_in("a-double", "return 2 * x", doubled)
    hand_in("b-old", "return 2 * x", old)
    hand_in("c-right", "return 2 * x")
    hand_in("d-wrong", "return 1")
    secret = str(course.root / "class/gradebook.db")
    hand_in(
        "e-looks",
        f"import os\n    alone = os.path.exists('numbers.txt') and not os.path.exists({secret!r})\n"
        "    return 2 * x if alone else 1",
    )
    (course.submitted / "e-looks/ps1/numbers.txt").write_text("5")
    return course


def test_another_courses_assignment_runs_in_the_sandbox_and_is_graded_by_its_outputs(
    others: Course,
) -> None:
    done = nbgrader(others, "autograde", "ps1")
    assert done.returncode == 1  # one notebook of another version: that one alone
    assert "for student 'b-old'" in done.stderr
    assert "nbgrader update" in done.stderr
    scores = {one: score(others, one, "ps1") for one in ("a-double", "c-right", "d-wrong")}
    # assert: 2; the value 1.0 of 2; and a test of ours that nobody judged.
    assert scores == {"a-double": 3, "c-right": 3, "d-wrong": 0.25}
    assert score(others, "e-looks", "ps1") == 3


def test_a_notebook_for_another_kernel_is_refused_by_name(others: Course) -> None:
    with ClassGradebook(others.db_url, others.directory.course_id) as gradebook:
        notebook = gradebook.book.find_notebook("ps1", "ps1")
        notebook.kernelspec = '{"name": "ir", "display_name": "R", "language": "R"}'
        gradebook.book.db.commit()
    answer = button(others, "c-right", "ps1")
    assert not answer["success"]
    assert "asks for the kernel ir: only Python runs" in answer["log"]


# What a teacher's browser is shown


IMAGE = '<img src="x" onerror="{attack}">'
IN_OUTPUTS = """
from IPython.display import HTML, Javascript, Latex, Markdown, SVG, display
display(HTML({html!r}), Markdown({html!r}), Latex({html!r}), Javascript({attack!r}))
display({{"text/html": "<script>" + {attack!r} + "</script>", "text/plain": {html!r}}}, raw=True)
display({{"image/png": '"onerror="' + {attack!r}}}, raw=True)
display({{"image/svg+xml": "<svg onload='" + {attack!r} + "'></svg>"}}, raw=True)
print({html!r})
raise ValueError({html!r})
"""


@pytest.fixture
def gradebook_server() -> Iterator[tuple[str, list[str]]]:
    """A server that writes down each request: what formgrader's would be asked."""
    seen: list[str] = []

    def record(handler: BaseHTTPRequestHandler) -> None:
        seen.append(f"{handler.command} {handler.path}")
        handler.send_response(200)
        handler.end_headers()

    methods = {f"do_{verb}": record for verb in ("GET", "PUT", "OPTIONS")}
    quiet_handler = {"log_message": lambda *arguments: None}
    server = HTTPServer(
        ("127.0.0.1", 0), type("Recorder", (BaseHTTPRequestHandler,), methods | quiet_handler)
    )
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/grade", seen
    server.shutdown()
    thread.join()
    server.server_close()


def hostile_cells(url: str) -> list[NotebookNode]:
    attack = f"fetch('{url}', {{method: 'PUT', body: '100'}})"
    html = IMAGE.format(attack=attack)
    entities = attack.replace("'", "&#39;")
    markdown = [
        html,
        f"<script>{attack}</script>",
        f'$x<y$ <svg/onload="{attack}"></svg>',
        f'`code` <details open ontoggle="{entities}"><summary>more</summary></details>',
        f'<iframe srcdoc="<script>{entities}</script>"></iframe>',
        f"```\n</pre>{html}\n```",
        f"<b>{html}",
        f"[a link](javascript:{entities.replace(' ', '')} 'title')",
    ]
    return [
        *(nbformat.v4.new_markdown_cell(source) for source in markdown),
        nbformat.v4.new_raw_cell(html),
        nbformat.v4.new_code_cell(IN_OUTPUTS.format(html=html, attack=attack)),
    ]


def shown_by_formgrader(notebook: NotebookNode, config: Config) -> str:
    """A notebook as formgrader's page shows it."""
    config = copy.deepcopy(config)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {
        **{"assignment_id": "losses", "notebook_id": "losses", "submission_id": "1"},
        **{"notebook_path": "x", "base_url": "", "student": "s", "last_name": "", "first_name": ""},
        **{"index": 0, "total": 1, "mathjax_url": ""},
    }
    html, _ = HTMLExporter(config=config).from_notebook_node(notebook, resources=resources)
    return str(html)


def requests_of(html: str, browser: Browser, seen: list[str]) -> list[str]:
    """What the teacher's browser asks the gradebook for, when a page is opened and used."""
    seen.clear()
    context = browser.new_context()
    page = context.new_page()
    page.route(lambda address: "127.0.0.1" not in address, lambda route: route.abort())
    page.set_content(html, wait_until="networkidle")
    for link in page.get_by_text("a link", exact=True).all():
        link.click()
    page.wait_for_load_state("networkidle")
    context.close()
    return [request for request in seen if "/grade" in request]


@pytest.mark.parametrize("by", ["the button", "autograder grade"])
def test_no_page_of_a_student_can_ask_for_a_grade_in_the_teachers_browser(
    by: str, course: Course, browser: Browser, gradebook_server: tuple[str, list[str]]
) -> None:
    url, seen = gradebook_server
    notebook = nbformat.read(handed_in(course, "right-loops"), as_version=4)
    notebook.cells += hostile_cells(url)
    write(notebook, course.submitted / "hostile/losses/losses.ipynb")
    if by == "the button":
        assert button(course, "hostile")["success"]
    else:
        grader = Grader(course, "losses", "cpu", 7)
        grade_class(course, grader, Options(Limits()), quiet)
    graded = autograded(course, "hostile")
    shutil.rmtree(course.submitted / "hostile")
    assert score(course, "hostile") == POINTS
    # By the course's configuration, and by that of a teacher who has none.
    assert requests_of(shown_by_formgrader(graded, course.config), browser, seen) == []
    assert requests_of(shown_by_formgrader(graded, Config()), browser, seen) == []


def test_the_same_page_would_ask_if_nobody_cleaned_it(
    browser: Browser, gradebook_server: tuple[str, list[str]]
) -> None:
    url, seen = gradebook_server
    for cells in (hostile_cells(url)[:1], hostile_cells(url)[1:2]):
        html = shown_by_formgrader(nbformat.v4.new_notebook(cells=cells), Config())
        assert requests_of(html, browser, seen), cells


@pytest.mark.parametrize(
    "text",
    [
        "# A heading\n\nWith *emphasis*, `code`, **more** & a line.\n\n- one\n- two",
        "$x < y$, $$\\sum_{i=1}^{n} x_i^2 \\leq 1$$ and \\begin{align} a &= b \\end{align}",
        "a <b>bold</b> word<br>and H<sub>2</sub>O <kbd>Ctrl</kbd>",
        '<a href="https://numpy.org" title="NumPy">NumPy</a> <https://numpy.org> <me@example.org>',
        "[one](https://numpy.org) [two](#there) [three](notes.md) [four][ref]\n\n"
        "[ref]: https://numpy.org",
        "![a plot](attachment:plot.png) ![dot](data:image/png;base64,iVBORw0KGgo=)",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "if a[i]: b and c[k]: 3",
    ],
)
def test_ordinary_markdown_and_maths_stay_as_they_are(text: str) -> None:
    assert harmless_text(text) == text


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("$a<b$", "$a< b$"),
        ("<script>", "< script>"),
        ("</pre ><script>", "</pre >< script>"),
        ("<b onclick=x>", "< b onclick=x>"),
        ('<b title="&quot; onclick=x">', '< b title="&quot; onclick=x">'),
        ("<!--", "< !--"),
        ('<a href="java\nscript:x">', '< a href="java\nscript:x">'),
        ("<javascript:x>", "< javascript:x>"),
        ("[a](javascript:x)", "[a](#)"),
        ("[a](<javascript:x>)", "[a](< javascript:x>)"),
        ("[a](JAVA&#83;cript:x)", "[a](#)"),
        ("[a](javascript&colon;x)", "[a](#)"),
        ("[a](javascript\\:x)", "[a](#)"),
        ("[a](\n vbscript:x)", "[a](\n #)"),
        ("[a]: data:text/html,x", "[a]: #"),
        ("![a](data:image/svg+xml;base64,x)", "![a](#)"),
    ],
)
def test_what_a_browser_could_run_is_text_afterwards(text: str, harmless: str) -> None:
    assert harmless_text(text) == harmless
