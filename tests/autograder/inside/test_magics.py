"""A line that would need a shell or another backend says so, and its cell goes on."""

import time
from collections.abc import Iterator

import pytest

from autograder.sandbox.child import Child
from autograder.sandbox.process import Sandbox

NOT_RUN = "There is no shell where this notebook is graded: not run: "


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Sandbox() as sandbox, Child(sandbox) as child:
        yield child


def printed(child: Child, cell: str) -> str:
    outputs = child.run(cell, time.monotonic() + 60)
    assert not [output for output in outputs if output["output_type"] == "error"]
    return "".join(output.get("text", "") for output in outputs)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("!pip install scipy", "!pip install scipy"),
        ("%pip install scipy", "%pip install scipy"),
        ("%conda install scipy", "%conda install scipy"),
        ("!ls -l", "!ls -l"),
        ("files = !ls", "!ls"),
        ("files = %sx ls", "%sx ls"),
        ("%system ls", "%system ls"),
        ("%mkdir figures", "!mkdir figures"),
    ],
)
def test_a_shell_line_is_named_and_the_rest_of_its_cell_runs(
    child: Child, line: str, named: str
) -> None:
    assert printed(child, f"{line}\nprint('went on')") == f"{NOT_RUN}{named}\nwent on\n"


@pytest.mark.parametrize("magic", ["bash", "sh", "script python", "system"])
def test_a_cell_for_a_shell_is_named(child: Child, magic: str) -> None:
    assert printed(child, f"%%{magic}\nls") == f"{NOT_RUN}%%{magic}\n"


def test_lines_of_a_command_can_be_read_and_there_are_none(child: Child) -> None:
    said = f"{NOT_RUN}!ls\n"
    assert printed(child, "files = !ls\nprint(len(files), files.n == '')") == f"{said}0 True\n"


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib notebook",
        "%matplotlib widget",
        "%matplotlib qt",
        "import matplotlib; matplotlib.use('TkAgg')",
        "plt.switch_backend('TkAgg')",
        "%gui qt",
    ],
)
def test_figures_are_inline_whatever_backend_is_asked_for(child: Child, line: str) -> None:
    cell = f"import matplotlib.pyplot as plt\n{line}\nplt.plot([0, 1])\nplt.show()"
    outputs = child.run(cell, time.monotonic() + 60)
    assert [output["output_type"] for output in outputs] == ["display_data"]
    assert "image/png" in outputs[0]["data"]


@pytest.mark.parametrize("line", ["%load_ext autoreload\n%autoreload 2", "%cd ."])
def test_lines_for_the_students_own_machine_do_not_stop_a_cell(child: Child, line: str) -> None:
    assert printed(child, f"{line}\nprint('went on')").endswith("went on\n")
