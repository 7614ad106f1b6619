"""What a teacher's browser is shown of a student's notebook cannot ask for a grade."""

import copy
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.server_extensions.formgrader import handlers
from playwright.sync_api import Browser
from traitlets.config import Config

from autograder.classroom.executing import Options
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.course import Course
from autograder.sandbox.limits import Limits
from tests.autograder.by_nbgrader.nbgrader_class import (
    POINTS,
    autograded,
    button,
    handed_in,
    quiet,
    score,
    write,
)

# nbgrader's own use of its database, which pytest would otherwise make an error.
pytestmark = [
    pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning"),
    # An output of which nothing harmless is left has nothing to be shown.
    pytest.mark.filterwarnings("ignore:Your element with mimetype"),
]


@pytest.fixture(scope="module")
def course(course: Course) -> Course:
    """The same course with one student, so that a run over the class is short."""
    for folder in course.submitted.iterdir():
        if folder.name != "right-loops":
            shutil.rmtree(folder)
    return course


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
