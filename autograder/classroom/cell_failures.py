"""Tells from a cell's outputs why it stopped before it had defined its exercise."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from autograder.notebooks.recognise import defined_in

LINE = re.compile(r'"Cell In\[\d+\]", line (\d+)')
INSTALLED = "Only NumPy and matplotlib are installed here."
LONGEST = 200


def cell_failure(notebook: NotebookNode, exercise: str) -> str:
    """Say in which line the cell that defines an exercise stopped, and with which error.

    Arguments:
        notebook: executed; what its outputs say is the student's word.
        exercise: its name.

    Returns:
        A sentence; nothing where no such cell failed.
    """
    for cell in reversed(notebook.cells):
        if cell.cell_type == "code" and exercise in cell.source:
            errors = [output for output in cell.outputs if output.output_type == "error"]
            if errors and exercise in defined_in(cell):
                return _in_words(errors[0])
    return ""


def _in_words(error: NotebookNode) -> str:
    found = LINE.search("\n".join(error.traceback))
    where = f" in line {found[1]}" if found else ""
    said = (error.evalue.splitlines() or [""])[0][:LONGEST].rstrip(".")
    if error.ename == "ModuleNotFoundError":
        return f"Its cell failed{where}: {said}. {INSTALLED}"
    return f"Its cell failed{where}: {error.ename}{f' ({said})' if said else ''}."
