"""Notebooks as other programs and older versions write them: each is whole, and gets all points."""

import json
from collections.abc import Callable

import nbformat

from tests.autograder.bad_notebooks.documents import Change, Document, changed, code_cells, named


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
