"""A notebook file may be anything; reading it gives a notebook or one clear line."""

import json
from pathlib import Path

import nbformat
import pytest

from autograder.errors import CourseError
from autograder.notebooks.bounds import MAX_BYTES
from autograder.notebooks.files import plain_notebook, read_bytes, write_notebook

GOOD = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {},
    "cells": [
        {
            "id": "a",
            "cell_type": "code",
            "metadata": {},
            "source": ["x = 1\n", "y = 2"],
            "outputs": [],
            "execution_count": 3,
        }
    ],
}


@pytest.mark.parametrize(
    ("content", "telling"),
    [
        (b"", "not JSON"),
        (b"{abc", "not JSON"),
        (b'{"nbformat": 4', "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "too deep"),
        (b"{}", "no nbformat"),
        (b"[]", "no nbformat"),
        (b"3", "no nbformat"),
        (b'{"nbformat": "4"}', "no nbformat"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "damaged"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', "damaged"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}', "damaged"),
        (b'{"nbformat": 99, "nbformat_minor": 0, "metadata": {}, "cells": []}', "damaged"),
    ],
)
def test_what_is_not_a_notebook_gets_one_line_that_says_so(content: bytes, telling: str) -> None:
    with pytest.raises(CourseError) as caught:
        plain_notebook(content, "losses.ipynb")
    message = str(caught.value)
    assert telling in message
    assert message.startswith("losses.ipynb")
    assert "\n" not in message


def test_an_old_notebook_is_read_as_version_4() -> None:
    cell = {"cell_type": "code", "input": ["x = 1"], "outputs": [], "language": "python"}
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "old"},
        "worksheets": [{"cells": [cell]}],
    }
    notebook = plain_notebook(json.dumps(old).encode(), "old.ipynb")
    assert [cell["source"] for cell in notebook["cells"]] == ["x = 1"]


def test_double_cell_ids_and_outputs_are_dropped_without_a_warning() -> None:
    document = json.loads(json.dumps(GOOD))
    document["cells"] *= 2
    notebook = plain_notebook(json.dumps(document).encode(), "twice.ipynb")
    assert len({cell["id"] for cell in notebook["cells"]}) == 2
    assert notebook["cells"][0]["source"] == "x = 1\ny = 2"
    assert notebook["cells"][0]["execution_count"] is None


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.ipynb"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(CourseError, match="clear its outputs"):
        read_bytes(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"absent\.ipynb cannot be read"):
        read_bytes(tmp_path / "absent.ipynb")


def test_a_failed_write_leaves_the_old_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ipynb"
    notebook = nbformat.from_dict(plain_notebook(json.dumps(GOOD).encode(), "a"))
    write_notebook(notebook, path)
    before = path.read_bytes()

    def fail(self: Path, target: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_notebook(notebook, path)
    assert path.read_bytes() == before
