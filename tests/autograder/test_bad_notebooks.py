"""Whatever is handed in gets its right score or a status that says what to do, and nobody waits.

Broken files, altered notebooks and whole ones from other programs are one class,
graded in one run; each test reads one student's record.
"""

import copy
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder import checks
from autograder.class_feedback import make_feedback
from autograder.class_grading import Grader, Options, grade_class
from autograder.course import Course, open_course
from autograder.gradebook import Record
from autograder.limits import Limits
from autograder.release import release
from autograder.sample_class import make_sample_class

POINTS = checks.load("losses").points
Document = dict[str, Any]
Change = Callable[[Document], object]


def named(document: Document, name: str) -> Document:
    """A cell by its grade_id."""
    return next(
        cell
        for cell in document["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == name
    )


def code_cells(document: Document) -> list[Document]:
    return [cell for cell in document["cells"] if cell["cell_type"] == "code"]


def changed(change: Change) -> Callable[[Document], bytes]:
    def content(document: Document) -> bytes:
        change(document)
        return json.dumps(document).encode()

    return content


def as_version_3(document: Document) -> bytes:
    notebook = nbformat.convert(nbformat.from_dict(document), 3)
    return json.dumps(notebook).encode()


def with_outputs(document: Document) -> None:
    text = "step 1 of 2: loss 0.5\n" * 2_000_000
    output = {"output_type": "stream", "name": "stdout", "text": text}
    code_cells(document)[0]["outputs"] = [output]


def schema(version: int) -> Change:
    """nbgrader's metadata as it was written years ago."""

    def change(document: Document) -> None:
        for cell in document["cells"]:
            nbgrader = cell["metadata"].get("nbgrader")
            if nbgrader:
                nbgrader["schema_version"] = version
                nbgrader.pop("task")
                if version == 1:
                    nbgrader.setdefault("points", 0)

    return change


def renamed(name: str, to: str) -> Change:
    return lambda d: named(d, name)["metadata"]["nbgrader"].update(grade_id=to)


def removed(*names: str) -> Change:
    return lambda d: [d["cells"].remove(named(d, name)) for name in names]


def doubled(name: str) -> Change:
    return lambda d: d["cells"].append(copy.deepcopy(named(d, name)))


def moved_up(name: str) -> Change:
    def change(document: Document) -> None:
        cell = named(document, name)
        document["cells"].remove(cell)
        document["cells"].insert(1, cell)

    return change


def retyped(name: str) -> Change:
    def change(document: Document) -> None:
        cell = named(document, name)
        cell["cell_type"] = "markdown"
        del cell["outputs"], cell["execution_count"]

    return change


def split_sources(document: Document) -> None:
    for cell in document["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


def from_colab(document: Document) -> None:
    """As Colab 2024 writes it: format 4.0, ids in the metadata, outputs of its own kind."""
    document["nbformat_minor"] = 0
    document["metadata"] |= {
        "colab": {"provenance": [], "toc_visible": True, "gpuType": "T4"},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "accelerator": "GPU",
        "widgets": {"application/vnd.jupyter.widget-state+json": {}},
    }
    for number, cell in enumerate(document["cells"]):
        cell.pop("id", None)
        cell["metadata"] |= {"id": f"kYq{number}", "cellView": "form"}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {
                "colab": {"base_uri": "https://localhost:8080/", "height": 34},
                "outputId": f"a7-{number}",
                "executionInfo": {"status": "ok", "elapsed": 5, "user": {"userId": "0"}},
            }
            data = {"application/vnd.google.colaboratory.intrinsic+json": {"type": "string"}}
            cell["outputs"] = [
                {"output_type": "execute_result", "data": data, "metadata": {}}
                | {"execution_count": number}
            ]
    split_sources(document)


def from_vscode(document: Document) -> None:
    document["nbformat_minor"] = 2
    document["metadata"] |= {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12.1", "nbconvert_exporter": "python"},
        "orig_nbformat": 4,
    }
    for cell in document["cells"]:
        cell.pop("id", None)
        cell["metadata"]["vscode"] = {"languageId": "python"}
    split_sources(document)


def from_lab(document: Document) -> None:
    document["nbformat_minor"] = 5
    document["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    for number, cell in enumerate(document["cells"]):
        cell["id"] = f"3f2a8c1e-{number:04}"
        cell["metadata"] |= {
            "editable": True,
            "slideshow": {"slide_type": "slide"},
            "jupyter": {"source_hidden": False, "outputs_hidden": True},
            "scrolled": True,
            "trusted": True,
        }
        if cell["cell_type"] == "code":
            times = {"iopub.execute_input": "2024-03-05T10:00:00.000000Z"}
            cell["metadata"] |= {"execution": times, "collapsed": False}
    split_sources(document)


WHOLE: dict[str, Callable[[Document], bytes]] = {
    "colab": changed(from_colab),
    "vscode": changed(from_vscode),
    "lab": changed(from_lab),
    "version-3": as_version_3,
    "no-kernelspec": changed(lambda d: d["metadata"].pop("kernelspec")),
    "no-metadata": changed(lambda d: d.update(metadata={})),
    "kernel-of-R": changed(
        lambda d: d["metadata"].update(
            kernelspec={"name": "ir", "display_name": "R", "language": "R"},
            language_info={"name": "R"},
        )
    ),
    "schema-1": changed(schema(1)),
    "schema-2": changed(schema(2)),
    "schema-99": changed(schema(99)),
    "large-outputs": changed(with_outputs),
    "cell-without-metadata": changed(lambda d: d["cells"][0].pop("metadata")),
    "odd-tags": changed(
        lambda d: d["cells"].append(
            {"cell_type": "code", "source": "1", "metadata": {"tags": 5}, "outputs": []}
        )
    ),
    "half-a-character": changed(
        lambda d: d["cells"].append(
            {"cell_type": "markdown", "source": "\ud800", "metadata": {"\udfff": "\ud800"}}
        )
    ),
    "byte-order-mark": lambda d: b"\xef\xbb\xbf" + json.dumps(d).encode(),
    "utf-16": lambda d: json.dumps(d).encode("utf-16"),
    "changed-metadata": changed(
        lambda d: named(d, "test_softmax")["metadata"]["nbgrader"].update(
            locked=False, grade=False, solution=True
        )
    ),
    "metadata-of-another-kind": changed(
        lambda d: d["cells"][0].update(metadata={"nbgrader": ["grade"]})
    ),
}
REPAIRED: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "test-twice": (changed(doubled("test_softmax")), "test_softmax is in the notebook more than"),
    "solution-twice": (changed(doubled("softmax")), "softmax is in the notebook more than once"),
    "no-tests": (changed(removed("test_softmax", "test_hinge_loss")), "test_softmax was missing"),
    "renamed-test": (changed(renamed("test_softmax", "mine")), "test_softmax was missing"),
    "renamed-solution": (changed(renamed("softmax", "mine")), "The cell softmax was missing"),
    "test-moved": (changed(moved_up("test_softmax")), "test_softmax had been moved above softmax"),
    "retyped-solution": (changed(retyped("softmax")), "softmax had been turned into markdown"),
    "retyped-test": (changed(retyped("test_softmax")), "test_softmax had been turned into"),
    "points": (
        changed(lambda d: named(d, "test_softmax")["metadata"]["nbgrader"].update(points=99)),
        "points of the cell test_softmax had been changed",
    ),
}
BROKEN: dict[str, tuple[Callable[[Document], bytes], str]] = {
    "truncated": (lambda d: json.dumps(d).encode()[:-100], "Was it cut off? Save it again"),
    "empty-file": (lambda d: b"", "Was it cut off? Save it again"),
    "empty-object": (lambda d: b"{}", "it is JSON, but has no nbformat"),
    "empty-list": (lambda d: b"[]", "it is JSON, but has no nbformat"),
    "version-5": (
        changed(lambda d: d.update(nbformat=5)),
        "its format is 5, newer than 4; save it in JupyterLab",
    ),
    "no-cells": (changed(lambda d: d.pop("cells")), "it has no cells"),
    "many-cells": (
        changed(lambda d: d.update(cells=d["cells"] * 200)),
        "cells, more than 2,000",
    ),
    "cell-of-no-kind": (
        changed(lambda d: named(d, "softmax").update(cell_type="heading")),
        "(softmax) is neither code nor text",
    ),
    "cell-without-source": (
        changed(lambda d: named(d, "softmax").pop("source")),
        "(softmax) has no source",
    ),
    "source-of-numbers": (
        changed(lambda d: named(d, "softmax").update(source=[1, 2])),
        "(softmax) has no source",
    ),
    "giant-source": (
        changed(lambda d: named(d, "softmax").update(source="#" * 3_000_000)),
        "its cells hold more than 2,000,000 characters",
    ),
    "many-small-things": (lambda d: b"[" + b"[]," * 6_000_000 + b"1]", "clear its outputs"),
    "deep": (lambda d: b"[" * 10**6, "not JSON"),
    "another-course": (
        lambda d: nbformat.writes(nbformat.v4.new_notebook()).encode(),
        "none of its exercises is in it; start from the released notebook",
    ),
    "a-page": (lambda d: b"<!DOCTYPE html><html></html>", "it is not JSON"),
}


def broken_source(depth: int) -> Change:
    def change(document: Document) -> None:
        for name, source in (
            ("softmax", "def softmax(scores):\n    return " + "-" * depth + "1"),
            ("cross_entropy", "def cross_entropy(s, y):\n    return " + "+".join("1" * depth)),
            ("hinge_loss", "def hinge_loss(s, y):\n    return s" + ".a" * depth),
            ("l1_penalty", "x = " + "(" * depth),
            ("l2_penalty", "if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 150))),
            ("elastic_net", "a\0b"),
        ):
            named(document, name)["source"] = source

    return change


@pytest.fixture(scope="module")
def course(course_folder: Path) -> Iterator[Course]:
    """Every notebook of this page, handed in by a student of its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(course_folder / "bad")
        release(opened, "losses")
        make_sample_class(opened, "losses")
        solved = opened.submitted / "right-vectorised/losses/losses.ipynb"
        right = json.loads(json.dumps(nbformat.read(solved, as_version=4)))
        shutil.rmtree(opened.submitted)
        _hand_in(opened, right)
        yield opened


def _hand_in(course: Course, right: Document) -> None:
    contents = WHOLE | {name: make for name, (make, _) in (REPAIRED | BROKEN).items()}
    contents |= {f"nested-{depth}": changed(broken_source(depth)) for depth in (90, 900, 9000)}
    for student, make in contents.items():
        _folder(course, student).joinpath("losses.ipynb").write_bytes(make(copy.deepcopy(right)))
    good = json.dumps(right).encode()
    for student in ("with spaces [a-z]*?", "jürgen", "dots.and,commas"):
        _folder(course, student).joinpath("losses.ipynb").write_bytes(good)
    no_text = os.fsdecode(b"not-text-\xff")
    _folder(course, no_text).joinpath("losses.ipynb").write_bytes(good)
    _folder(course, "file-not-text").joinpath(f"{no_text}.ipynb").write_bytes(good)
    extra = _folder(course, "extra-notebooks")
    for name in ("losses.ipynb", "scratch.ipynb", "losses-Copy1.ipynb"):
        extra.joinpath(name).write_bytes(good if name == "losses.ipynb" else b"{}")
    for name in ("a.ipynb", "b.ipynb"):
        _folder(course, "two-others").joinpath(name).write_bytes(good)
    _folder(course, "empty-directory")
    with _folder(course, "hundred-megabytes").joinpath("losses.ipynb").open("wb") as file:
        file.truncate(100 * 2**20)
    secret = course.root / "secret.ipynb"
    secret.write_bytes(good)
    _folder(course, "linked-file").joinpath("losses.ipynb").symlink_to(secret)
    _folder(course, "linked-other-name").joinpath("mine.ipynb").symlink_to(secret)
    _folder(course, "linked-nowhere").joinpath("losses.ipynb").symlink_to("/nonexistent")
    _folder(course, "linked-endless").joinpath("losses.ipynb").symlink_to("/dev/zero")
    (course.submitted / "linked-folder").mkdir()
    (course.submitted / "linked-folder/losses").symlink_to(_folder(course, "colab"))
    os.mkfifo(_folder(course, "pipe") / "losses.ipynb")
    (_folder(course, "folder-for-a-file") / "losses.ipynb").mkdir()
    (course.submitted / "file-for-a-folder").mkdir()
    (course.submitted / "file-for-a-folder/losses").write_bytes(good)


def _folder(course: Course, student: str) -> Path:
    folder = course.submitted / student / "losses"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def records(course: Course) -> dict[str, Record]:
    grader = Grader(course, "losses", "cpu", 20)
    limits = Limits(cell_seconds=10)
    graded = grade_class(course, grader, Options(limits, workers=1), lambda done, total: None)
    return {record.student: record for record in graded}


@pytest.mark.parametrize("student", WHOLE)
def test_a_whole_notebook_gets_all_points(student: str, records: dict[str, Record]) -> None:
    assert (records[student].score, records[student].status) == (POINTS, "graded")


@pytest.mark.parametrize("student", REPAIRED)
def test_an_altered_notebook_gets_all_points_and_a_note_that_names_the_cell(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == POINTS
    assert REPAIRED[student][1] in records[student].status


@pytest.mark.parametrize("student", BROKEN)
def test_a_broken_notebook_gets_a_status_that_says_what_to_do(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == 0
    assert records[student].status.startswith("not graded: ")
    assert BROKEN[student][1] in records[student].status


@pytest.mark.parametrize(
    ("student", "telling"),
    [
        ("hundred-megabytes", "is 100 MB large, over the limit of 50 MB: clear its outputs"),
        ("linked-file", "losses.ipynb is a link to another place: hand in the file itself"),
        ("linked-other-name", "mine.ipynb is a link to another place"),
        ("linked-nowhere", "losses.ipynb is a link to another place"),
        ("linked-endless", "losses.ipynb is a link to another place"),
        ("linked-folder", "losses is a link to another place"),
        ("pipe", "is not a file: hand in the notebook itself"),
        ("folder-for-a-file", "is a folder: hand in the notebook itself"),
        ("file-for-a-folder", "losses.ipynb is missing: there is no notebook"),
        ("two-others", "losses.ipynb is missing: there is 2 other notebooks"),
        ("empty-directory", "losses.ipynb is missing: there is no notebook"),
    ],
)
def test_what_is_no_file_of_the_students_own_is_not_read_and_said(
    student: str, telling: str, records: dict[str, Record]
) -> None:
    assert records[student].score == 0
    assert telling in records[student].status


@pytest.mark.parametrize(
    "student",
    [
        "with spaces %5Ba-z]%2A%3F",
        "jürgen",
        "dots.and,commas",
        "not-text-%FF",
        "file-not-text",
        "extra-notebooks",
    ],
)
def test_whatever_a_folder_is_called_its_notebook_gets_all_points(
    student: str, records: dict[str, Record]
) -> None:
    assert records[student].score == POINTS


@pytest.mark.parametrize("depth", [90, 900, 9000])
def test_code_that_is_nested_beyond_reason_costs_its_own_exercises_alone(
    depth: int, records: dict[str, Record]
) -> None:
    record = records[f"nested-{depth}"]
    assert record.status == "graded"
    lost = {"softmax", "cross_entropy", "hinge_loss", "l1_penalty", "l2_penalty", "elastic_net"}
    assert lost <= set(record.failed)
    assert "svm_loss" not in record.failed


def test_everybody_has_a_record_and_a_page_of_feedback(
    course: Course, records: dict[str, Record]
) -> None:
    assert len(records) == len(list(course.submitted.iterdir()))
    students = ["with spaces %5Ba-z]%2A%3F", "jürgen", "not-text-%FF", "truncated", "pipe", "colab"]
    make_feedback(course, "losses", students, lambda done, total: None)
    for student in students:
        assert (course.feedback / student / "losses/losses.html").exists(), student


def test_nothing_of_a_link_is_in_what_is_handed_back(
    course: Course, records: dict[str, Record]
) -> None:
    for student in ("linked-file", "linked-folder"):
        notebook = course.autograded / student / "losses/losses.ipynb"
        written: NotebookNode = nbformat.read(notebook, as_version=4)
        assert all("def " not in cell.source for cell in written.cells)
