"""Changes single cells before and after a submission runs."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from nbgrader.preprocessors import CheckCellMetadata, DeduplicateIds, NbGraderPreprocessor
from nbgrader.utils import is_grade

from autograder.classroom.nbgrader.run import OURS, Converted, Resources
from autograder.classroom.one_notebook import verdict_outputs
from autograder.harmless.markdown import make_harmless
from autograder.harmless.outputs import trusted_outputs
from autograder.judge.verdict import Verdict
from autograder.notebooks.cells import judged_exercise


class NoMarksUnjudged(NbGraderPreprocessor):
    """Gives no marks to a test of one of our exercises that nobody judged.

    nbgrader would take a cell without outputs for a right one.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Put a verdict of 0 points into each such cell."""
        judged_now = resources.get(OURS, {}).get("judged", [])
        for cell in nb.cells:
            judged = judged_exercise(cell)
            if judged and is_grade(cell) and judged[1] not in judged_now:
                cell.outputs = verdict_outputs(_not_judged_verdict(judged[1], cell))
        return nb, resources


class Finish(NbGraderPreprocessor):
    """Makes outputs and Markdown harmless, and takes the mark of the unfinished away."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Clean what the cells hold and were not cleaned when they ran."""
        if not resources.get(OURS, {}).get("executed"):
            judged = [cell for cell in nb.cells if judged_exercise(cell) and is_grade(cell)]
            for cell in nb.cells:
                if cell.cell_type == "code" and cell not in judged:
                    cell.outputs = trusted_outputs(cell.outputs)
        make_harmless(nb)
        nb.metadata.pop("widgets", None)
        state = nb.metadata.get(OURS, {})
        state.pop("unfinished", None)
        if not state:
            nb.metadata.pop(OURS, None)
        return nb, resources


class OneOfEach(DeduplicateIds):
    """Of cells that claim to be the same one the last is graded, the others are plain.

    nbgrader empties the metadata of the others, takes the empty ones for those of
    an old version, and then grades nobody.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> Converted:
        """Take a double's metadata away."""
        cell, resources = super().preprocess_cell(cell, resources, index)
        if cell.metadata.get("nbgrader") == {}:
            del cell.metadata["nbgrader"]
        return cell, resources


class CheckMetadata(CheckCellMetadata):
    """Refuses the submission with metadata of another version, and not the whole class."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Check all cells."""
        try:
            checked: Converted = super().preprocess(nb, resources)
        except (SchemaTooOldError, SchemaTooNewError) as error:
            raise ValidationError(f"{error}: run 'nbgrader update' on this submission") from None
        return checked


def _not_judged_verdict(exercise: str, cell: NotebookNode) -> Verdict:
    message = f"The tests of {exercise} did not run, so there are no points for it."
    return Verdict(exercise, 0.0, float(cell.metadata.nbgrader.points), message, None)
