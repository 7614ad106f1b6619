"""A class of 120 whose mistakes are known in advance: nothing is executed, only written down.

| students | what they did |
| --- | --- |
| 0 to 22 | hinge_loss forgets the margin |
| 10 to 15 | squared_hinge_loss squares before the cut, too |
| 30 to 39 | svm_loss is right, and loops over the examples |
| 40 to 51 | softmax shifts by the largest score of the batch |
| 60, 61 | right, and alike: 61 renamed the names of 60 and moved its cells |
| 70 to 74 | cross_entropy raises a ValueError |
| 90 to 99 | wrote nothing from svm_loss on |
| 100 to 104 | wrote nothing at all |
| 105 | handed in what is no notebook |
| 106 | was graded again after a score was given by hand |
| 107 | handed in two hours late |
| 108 | handed in another notebook beside it |
| 109 | handed in three times, so that two are set aside |
| all others | right |
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

import nbformat
from nbformat import NotebookNode

from autograder import assignments
from autograder.classroom.collecting.collect import set_aside
from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.one_notebook import verdict_outputs
from autograder.classroom.record import Record
from autograder.course import Course
from autograder.judge.counted import Loop, loop
from autograder.judge.exercise import Exercise
from autograder.judge.not_written import not_written
from autograder.judge.sentences import summary
from autograder.judge.verdict import PartVerdict, Verdict
from autograder.notebooks.cells import judged_exercise
from autograder.notebooks.files import write_beside, write_notebook

SIZE = 120
LOSSES = assignments.load("losses")
DUE = datetime(2026, 11, 30, 12, 0)
OWN = """
def table_of(rows, columns, start):
    found = {}
    for row in range(rows):
        for column in range(columns):
            place = row * columns + column
            found[row, column] = start + 3 * place if place % 2 else start - place
    return [found[key] for key in sorted(found) if found[key] > start]


def smoothed(values, width):
    half, out = width // 2, []
    for index, value in enumerate(values):
        low, high = max(0, index - half), min(len(values), index + half + 1)
        out.append(sum(values[low:high]) / (high - low) + 0.1 * value)
    return out
"""


def sentence(exercise: str, name: str) -> str:
    return next(
        mistake.sentence for mistake in LOSSES.by_name[exercise].mistakes if mistake.name == name
    )


def right(exercise: Exercise) -> Verdict:
    parts = tuple(PartVerdict(part.name, part.points, part.points, "") for part in exercise.parts)
    return Verdict(exercise.name, exercise.points, exercise.points, "Right.", None, parts)


def wrong(exercise: Exercise, messages: Iterable[str], mistake: str | None = None) -> Verdict:
    """One message for each part, empty where it is right."""
    parts = tuple(
        PartVerdict(part.name, 0.0 if said else part.points, part.points, said)
        for part, said in zip(exercise.parts, messages, strict=True)
    )
    said = summary([(part.name, part.message) for part in parts])
    score = sum(part.score for part in parts)
    return Verdict(exercise.name, score, exercise.points, said, mistake, parts)


def known(exercise: str, name: str, call: str) -> Verdict:
    known = LOSSES.by_name[exercise]
    said = f"{call} {sentence(exercise, name)}"
    return wrong(known, [said, "counts once the result is right"], name)


def unwritten(exercise: Exercise) -> Verdict:
    from autograder.inside.plan import Call, Failure

    said = not_written(exercise.name, Call(exercise.name, ()), Failure("NotImplementedError", ""))
    return wrong(exercise, [said] * len(exercise.parts))


def verdicts(number: int) -> dict[str, Verdict]:
    found = {exercise.name: right(exercise) for exercise in LOSSES.exercises}
    if number <= 22:
        call = "hinge_loss(3×3 float64, 3 int64) [small] returned 1.9 at index 0; expected 2.9."
        found["hinge_loss"] = known("hinge_loss", "forgets_margin", call)
    if 10 <= number <= 15:
        call = "squared_hinge_loss(3×3 float64, 3 int64) [small] returned 4; expected 1."
        found["squared_hinge_loss"] = known("squared_hinge_loss", "squares_first", call)
    if 30 <= number <= 39:
        said = loop(Loop(3, "for i in range(N):", "example"))
        found["svm_loss"] = wrong(LOSSES.by_name["svm_loss"], ["", "", "", said])
    if 40 <= number <= 51:
        call = "softmax(4×3 float64) [rows of very high and very low scores] returned nan."
        found["softmax"] = known("softmax", "shift_of_all", call)
    if 70 <= number <= 74:
        call = "cross_entropy(8×3 float64, 8 int64) [ordinary]"
        said = f"{call} raised ValueError (shapes do not fit) in line 3 of its cell: x + y."
        parts = [said, "counts once the result is right"]
        found["cross_entropy"] = wrong(LOSSES.by_name["cross_entropy"], parts)
    names = list(found)
    last = names.index("svm_loss") if 90 <= number <= 99 else len(names)
    last = 0 if 100 <= number <= 104 else last
    return found | {name: unwritten(LOSSES.by_name[name]) for name in names[last:]}


def notebook(number: int, source: NotebookNode) -> NotebookNode:
    """The autograded notebook of a student."""
    made = nbformat.from_dict(source)
    found = verdicts(number)
    for cell in made.cells:
        judged = judged_exercise(cell)
        if judged:
            cell.outputs = verdict_outputs(found[judged[1]])
    if number in (60, 61):
        cells = [part for part in re.split(r"\n(?=def )", OWN) if part.strip()]
        if number == 61:
            renamed = {"found": "cells", "row": "i", "column": "j", "values": "xs", "out": "ys"}
            cells = [re.sub(r"\b\w+\b", lambda w: renamed.get(w[0], w[0]), cell) for cell in cells]
            cells.reverse()
        made.cells[:0] = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return made


def hand_in(course: Course, source: NotebookNode) -> None:
    """Write gradebook and autograded notebooks of the whole class; `losses` is released."""
    for name in ("first", "second"):
        write_beside(set_aside(course, "losses") / "s109" / f"{name}.ipynb", b"{}")
    with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
        gradebook.book.update_or_create_assignment("losses", duedate=DUE)
        for number in range(SIZE):
            student = f"s{number:03}"
            found = verdicts(number)
            path = course.autograded / student / "losses" / "losses.ipynb"
            if number != 105:
                write_notebook(notebook(number, source), path)
            scores = {f"test_{name}": float(verdict.score) for name, verdict in found.items()}
            score = sum(scores.values())
            status = "graded"
            if number == 105:
                scores, score, status = {}, 0.0, "not graded: losses.ipynb is not JSON"
            if number == 108:
                status = "graded (losses (1).ipynb lies beside it and was not graded)"
            failed = [name for name, verdict in found.items() if not verdict.passed]
            record = Record(student, "0" * 64, "1", score, 39.0, failed, 0.1, status)
            late = timedelta(hours=2 if number == 107 else -1)
            gradebook.save("losses", record, scores, DUE + late)
            if number == 106:
                grade = gradebook.book.find_grade("test_softmax", "losses", "losses", student)
                grade.manual_score = 4.0
                gradebook.book.db.commit()
                gradebook.save("losses", record, scores, DUE + late)
