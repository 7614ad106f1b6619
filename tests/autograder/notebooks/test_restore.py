"""A submission's notebook is put back into its released form, and nobody pays for it."""

import copy

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.notebooks.recognise import recognise_assignment
from autograder.notebooks.restore import restore


def names(notebook: NotebookNode) -> list[str]:
    return [
        cell.metadata["nbgrader"]["grade_id"]
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    ]


def find(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name
    )


@pytest.fixture
def submitted(release_notebook: NotebookNode) -> NotebookNode:
    return copy.deepcopy(release_notebook)


def test_an_untouched_release_gets_its_hidden_tests_back_without_a_note(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    restored, notes = restore(submitted, source_notebook)
    assert notes == []
    assert names(restored) == names(source_notebook)
    assert "hidden_tests" in find(restored, "test_hinge_loss").source


def folded(notebook: NotebookNode) -> list[str]:
    """The cells whose code is folded away, by how they begin."""
    return [
        cell.source[:40]
        for cell in notebook.cells
        if cell.metadata.get("jupyter", {}).get("source_hidden")
    ]


def test_what_is_folded_in_the_source_is_folded_in_the_release(
    release_notebook: NotebookNode, source_notebook: NotebookNode
) -> None:
    assert len(folded(source_notebook)) >= 7
    assert folded(release_notebook) == folded(source_notebook)


def test_what_a_student_folds_or_unfolds_does_not_matter(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    untouched, _ = restore(submitted, source_notebook)
    for cell in submitted.cells:
        unfold = cell.metadata.pop("jupyter", None)
        cell.metadata.pop("cellView", None)
        if not unfold:
            cell.metadata.update(jupyter={"source_hidden": True, "outputs_hidden": True})
    restored, notes = restore(submitted, source_notebook)
    assert notes == []
    assert restored == untouched


def test_no_solution_gets_into_a_restored_notebook(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    submitted.cells = [
        cell
        for cell in submitted.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") != "hinge_loss"
    ]
    restored, notes = restore(submitted, source_notebook)
    assert all("BEGIN SOLUTION" not in cell.source for cell in restored.cells)
    assert "hinge_loss" not in names(restored)
    assert any("hinge_loss was missing" in note for note in notes)


def test_the_students_own_code_is_kept_as_written(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    find(submitted, "hinge_loss").source = "def hinge_loss(scores, y, delta=1.0):\n    return 7"
    submitted.cells.append(nbformat.v4.new_code_cell("extra = 1"))
    restored, notes = restore(submitted, source_notebook)
    assert find(restored, "hinge_loss").source.endswith("return 7")
    assert restored.cells[-1].source == "extra = 1"
    assert notes == []


def test_changed_tests_and_changed_points_are_undone(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    find(submitted, "test_hinge_loss").source = "1000.0"
    find(submitted, "test_hinge_loss").metadata.nbgrader.points = 1000
    restored, notes = restore(submitted, source_notebook)
    assert find(restored, "test_hinge_loss") == {
        **find(source_notebook, "test_hinge_loss"),
        "id": find(restored, "test_hinge_loss").id,
    }
    assert notes == [
        "The points of the cell test_hinge_loss are not those of the release: "
        "those of the release count."
    ]


def test_deleted_cells_come_back_where_they_belong(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    gone = {"setup", "visible_softmax", "test_hinge_loss", "test_softmax_loss"}
    submitted.cells = [
        cell
        for cell in submitted.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in gone
    ]
    restored, notes = restore(submitted, source_notebook)
    assert names(restored) == names(source_notebook)
    assert notes == [
        "The cells setup, test_hinge_loss, visible_softmax and test_softmax_loss were missing and "
        "were put back."
    ]


def solved(notebook: NotebookNode) -> NotebookNode:
    """The notebook with every function of it written, each in its place."""
    for cell in notebook.cells:
        cell.source = cell.source.replace("raise NotImplementedError", "return 7")
    return notebook


def test_cells_without_metadata_are_known_by_what_they_hold(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    whole, _ = restore(solved(copy.deepcopy(submitted)), source_notebook)
    for cell in solved(submitted).cells:
        cell.metadata = NotebookNode()
    submitted.metadata = NotebookNode()
    assert recognise_assignment(submitted) == "losses"
    restored, notes = restore(submitted, source_notebook)
    graded = [cell for cell in whole.cells if "nbgrader" in cell.metadata]
    assert [cell for cell in restored.cells if "nbgrader" in cell.metadata] == graded
    (note,) = notes
    assert note.startswith("The cells setup, hinge_loss, visible_hinge_loss, test_hinge_loss,")
    assert note.endswith("had lost their metadata and were recognized by what they hold.")


def test_set_up_comes_first_when_nothing_is_left_but_the_functions(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    defined = [cell for cell in solved(submitted).cells if cell.source.startswith("def ")]
    submitted.cells = [nbformat.v4.new_code_cell(cell.source) for cell in defined]
    restored, notes = restore(submitted, source_notebook)
    assert names(restored) == names(source_notebook)
    assert len(notes) == 2


def test_tests_of_functions_that_stand_in_the_last_cell_run_there_and_one_note_says_so(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    written = solved(copy.deepcopy(submitted)).cells
    functions = [cell.source for cell in written if cell.source.startswith("def ")]
    submitted.cells.append(nbformat.v4.new_code_cell("\n\n".join(functions)))
    restored, notes = restore(submitted, source_notebook)
    last = [cell.source for cell in restored.cells].index("\n\n".join(functions))
    tests = [name for name in names(source_notebook) if name.startswith(("test_", "visible_"))]
    others = [name for name in names(source_notebook) if name not in tests]
    assert names(restored) == others + tests
    assert names(restored).index("softmax_loss") < last
    assert notes == [
        "hinge_loss, squared_hinge_loss, l1_penalty, l2_penalty, elastic_net and 4 more are "
        f"defined in cell number {len(submitted.cells)}, after their tests, which were run there: "
        "write each solution into its own cell."
    ]


def test_a_function_that_is_written_in_its_place_and_again_below_is_tested_in_its_place(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    solved(submitted).cells.append(nbformat.v4.new_code_cell("def softmax(scores):\n    return 0"))
    restored, notes = restore(submitted, source_notebook)
    assert names(restored) == names(source_notebook)
    assert notes == []


def test_of_a_copied_solution_all_are_run_and_the_last_counts(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    index = submitted.cells.index(find(submitted, "hinge_loss"))
    first = copy.deepcopy(submitted.cells[index])
    first.source = "first = 1"
    submitted.cells.insert(index, first)
    restored, notes = restore(submitted, source_notebook)
    assert names(restored) == names(source_notebook)
    assert "first = 1" in [cell.source for cell in restored.cells]
    assert notes == ["The cell hinge_loss is in the notebook more than once."]


def test_a_copied_test_cell_is_judged_once(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    submitted.cells.append(copy.deepcopy(find(submitted, "test_hinge_loss")))
    restored, notes = restore(submitted, source_notebook)
    assert names(restored).count("test_hinge_loss") == 1
    assert len(notes) == 1


def test_a_test_moved_above_its_solution_runs_after_it(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    test = find(submitted, "test_softmax")
    submitted.cells.remove(test)
    submitted.cells.insert(0, test)
    restored, notes = restore(submitted, source_notebook)
    assert names(restored).index("softmax") < names(restored).index("test_softmax")
    assert notes == ["The cell test_softmax had been moved above what it tests."]


def test_a_retyped_solution_is_code_again(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    cell = find(submitted, "hinge_loss")
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]
    restored, notes = restore(submitted, source_notebook)
    assert find(restored, "hinge_loss").cell_type == "code"
    assert len(notes) == 1


def test_a_students_cell_cannot_claim_to_be_graded(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    bonus = nbformat.v4.new_code_cell("100.0")
    bonus.metadata["nbgrader"] = {"grade": True, "grade_id": "bonus", "points": 100}
    submitted.cells.append(bonus)
    restored, _ = restore(submitted, source_notebook)
    assert restored.cells[-1].source == "100.0"
    assert "nbgrader" not in restored.cells[-1].metadata


@pytest.mark.parametrize("damage", [3, [], "text", {"grade_id": 7}, {"grade_id": ["a"]}])
def test_damaged_metadata_is_ignored(
    damage: object, submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    submitted.cells[0].metadata["nbgrader"] = damage
    restored, _ = restore(submitted, source_notebook)
    assert names(restored) == names(source_notebook)


def test_the_notebook_of_another_assignment_is_refused_by_name(
    submitted: NotebookNode, source_notebook: NotebookNode
) -> None:
    submitted.metadata["course"] = {"assignment": "optimization"}
    with pytest.raises(CourseError, match="notebook of 'optimization', not of 'losses'"):
        restore(submitted, source_notebook)


def test_a_notebook_of_no_course_is_refused(source_notebook: NotebookNode) -> None:
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)")])
    with pytest.raises(CourseError, match="not the notebook of 'losses'"):
        restore(other, source_notebook)
    assert recognise_assignment(other) is None


def test_an_assignment_is_recognised_by_its_word_or_by_its_cells(submitted: NotebookNode) -> None:
    assert recognise_assignment(submitted) == "losses"
    del submitted.metadata["course"]
    assert recognise_assignment(submitted) == "losses"
