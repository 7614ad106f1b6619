"""Executing a notebook: outputs as Jupyter leaves them, replies, and what went wrong."""

import inspect
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode

from autograder.classroom.one_notebook import Grading, grade
from autograder.inside.plan import Call, decode_replies, encode_plan
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from autograder.sandbox.execution import ask_again, execute
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook_run import Executed

JudgeOf = Callable[[str, int], Judge]

SCORES, LABELS = np.array([[3.2, 5.1, -1.7]]), np.array([0])
PLANS = {
    name: encode_plan([(Call(name, (SCORES, LABELS)),)]) for name in ("hinge_loss", "cross_entropy")
}
GOOD = "constant = 2.0\n\ndef cross_entropy(scores, y):\n    return constant"


def notebook(*sources: str, ungraded: str = "") -> NotebookNode:
    """Cells of a student, then the tests of two exercises."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    if ungraded:
        cells.append(nbformat.v4.new_code_cell(ungraded, metadata={"tags": ["ungraded"]}))
    cells += [nbformat.v4.new_code_cell(f'hidden_tests("losses", "{name}")') for name in PLANS]
    return nbformat.v4.new_notebook(cells=cells)


def run(made: NotebookNode, seconds: int = 20, files: Path | None = None) -> Executed:
    return execute(made, PLANS, Limits(cell_seconds=seconds), files)


def value(executed: Executed, exercise: str) -> object:
    return decode_replies(executed.replies[exercise])[0][0].value


def test_outputs_stay_in_the_notebook_and_replies_come_out(tmp_path: Path) -> None:
    (tmp_path / "numbers.txt").write_text("5")
    source = 'print("hello")\nanswer = int(open("numbers.txt").read())\nanswer'
    made = notebook(source, "1 / 0", "def hinge_loss(s, y):\n    return answer", GOOD)
    executed = run(made, files=tmp_path)
    printed, failed = executed.notebook.cells[0].outputs, executed.notebook.cells[1].outputs
    assert printed[0].text == "hello\n"
    assert printed[1].data["text/plain"] == "5"
    assert failed[0].ename == "ZeroDivisionError"
    assert value(executed, "hinge_loss") == 5
    assert value(executed, "cross_entropy") == 2.0
    assert [cell.source for cell in executed.notebook.cells] == [c.source for c in made.cells]
    assert made.cells[0].outputs == []


def test_of_a_cell_tagged_ungraded_what_it_defines_counts_and_what_it_does_is_left_out() -> None:
    helper = "import skimage\n%matplotlib notebook\ndef two():\n    return 2.0\nwhile True: pass"
    made = notebook("def cross_entropy(scores, y):\n    return two()", ungraded=helper)
    executed = run(made)
    assert value(executed, "cross_entropy") == 2.0
    assert executed.notebook.cells[1].outputs == []
    assert executed.notes == []


def test_an_endless_loop_ends_on_time_and_the_other_exercises_are_asked() -> None:
    made = notebook("def hinge_loss(s, y):\n    while True:\n        pass", GOOD)
    executed = run(made, seconds=2)
    assert executed.troubles == {"hinge_loss": "The tests of hinge_loss were stopped after 2 s."}
    assert value(executed, "cross_entropy") == 2.0


@pytest.mark.parametrize(
    ("body", "telling"),
    [
        ("import os; os._exit(3)", "its Python process ended"),
        (
            "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n    while True: pass",
            "in the cell that tests hinge_loss: it was stopped after 2 s and it could not be",
        ),
    ],
)
def test_a_process_that_cannot_go_on_costs_its_own_exercise_alone(body: str, telling: str) -> None:
    made = notebook(f"def hinge_loss(s, y):\n    {body}", GOOD)
    executed = run(made, seconds=2)
    assert telling in executed.troubles["hinge_loss"]
    assert value(executed, "cross_entropy") == 2.0
    assert any(telling in note for note in executed.notes)


def test_a_submission_that_takes_too_long_in_all_is_stopped() -> None:
    executed = execute(notebook(GOOD), PLANS, Limits(submission_seconds=0))
    assert executed.replies == {}
    assert "stopped after 0 s" in executed.troubles["hinge_loss"]


def test_what_executes_students_code_loads_no_answer_and_no_torch() -> None:
    code = "import sys, autograder.sandbox.execution, autograder.inside.warm; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    secret = {"torch", "solutions", "autograder.judge", "autograder.assignments"}
    assert not secret & set(loaded)


@pytest.mark.parametrize(
    "silencing",
    [
        "InteractiveShell.showtraceback = lambda *arguments, **options: None",
        "InteractiveShell.showtraceback = None",
        "print('x' * 10**8)",
    ],
)
def test_an_error_is_one_also_where_its_traceback_is_not_shown(silencing: str) -> None:
    made = notebook("from IPython.core.interactiveshell import InteractiveShell", GOOD)
    made.cells.insert(1, nbformat.v4.new_code_cell(f"{silencing}\nassert False"))
    assert run(made).notebook.cells[1].outputs[-1].output_type == "error"


ENDLESS = "def minibatches(X, y, batch_size, rng):\n    while True:\n        pass"


def optimization_notebook(judge: Judge, sources: dict[str, str]) -> NotebookNode:
    """A notebook with the reference's functions, but for some."""
    reference = judge.assignment.reference
    cells = [nbformat.v4.new_code_cell("import numpy as np")]
    for name in ("minibatches", "sgd"):
        source = sources.get(name, inspect.getsource(getattr(reference, name)))
        cells.append(nbformat.v4.new_code_cell(source))
        cells.append(nbformat.v4.new_code_cell(f'hidden_tests("optimization", "{name}")'))
    return nbformat.v4.new_notebook(cells=cells)


SHORT = Limits(cell_seconds=2, submission_seconds=60)


def optimization_graded(judge: Judge, sources: dict[str, str]) -> dict[str, Verdict]:
    """The verdicts on that notebook."""
    return grade(optimization_notebook(judge, sources), judge, SHORT).verdicts


@pytest.mark.parametrize("body", [ENDLESS, "import os\ndef minibatches(*_):\n    os._exit(1)"])
def test_what_builds_on_a_function_that_never_returns_is_judged_with_a_stand_in(
    body: str, judge_of: JudgeOf
) -> None:
    verdicts = optimization_graded(judge_of("optimization", 0), {"minibatches": body})
    assert verdicts["minibatches"].score == 0
    assert verdicts["sgd"].passed
    assert "minibatches" in verdicts["sgd"].message


def test_a_wrong_function_is_stood_in_for_in_a_second_pass(judge_of: JudgeOf) -> None:
    judge = judge_of("optimization", 0)
    wrong = "def minibatches(X, y, batch_size, rng):\n    yield X, y"
    made = optimization_notebook(judge, {"minibatches": wrong})
    first = execute(made, judge.plans, SHORT, follow_ups=judge.follow_ups)
    assert not first.followed_up
    questions = Grading(first, judge).open_questions
    assert list(questions) == ["sgd"]
    second = ask_again(first, judge.plans, questions, SHORT)
    assert list(second.followed_up) == ["sgd"]
    assert all(second.followed_up["sgd"])
    assert first.followed_up == {}
    verdicts = grade(made, judge, SHORT).verdicts
    assert verdicts["sgd"].passed
    assert "minibatches, which does not work yet" in verdicts["sgd"].message


def test_the_limit_of_a_submission_holds_for_both_passes_together(judge_of: JudgeOf) -> None:
    judge = judge_of("optimization", 0)
    made = optimization_notebook(judge, {"minibatches": ENDLESS})
    first = execute(made, judge.plans, SHORT, follow_ups=judge.follow_ups)
    spent = replace(first, seconds=SHORT.submission_seconds)
    second = ask_again(spent, judge.plans, {"sgd": judge.follow_ups["sgd"]}, SHORT)
    assert not any(second.followed_up["sgd"])
    assert "stopped after 60 s, before the tests of sgd" in second.troubles["sgd"]


def test_a_function_that_never_returns_itself_is_not_saved_by_stand_ins(
    judge_of: JudgeOf,
) -> None:
    endless = "def sgd(*_, **__):\n    while True:\n        pass"
    verdicts = optimization_graded(judge_of("optimization", 0), {"sgd": endless})
    assert verdicts["minibatches"].passed
    assert verdicts["sgd"].score == 0
    assert "stopped after 2 s" in verdicts["sgd"].message


def test_what_does_not_call_the_function_that_never_returns_is_judged_as_it_is(
    judge_of: JudgeOf,
) -> None:
    judge = judge_of("optimization", 0)
    functions = (judge.assignment.reference.minibatches, judge.assignment.reference.sgd)
    own = "\n".join(map(inspect.getsource, functions)).replace("minibatches", "batches_of_my_own")
    verdicts = optimization_graded(judge, {"minibatches": ENDLESS, "sgd": own})
    assert verdicts["sgd"].passed
    assert "stand" not in verdicts["sgd"].message


def test_visible_tests_of_what_builds_on_an_endless_function_take_no_time_from_others(
    judge_of: JudgeOf,
) -> None:
    made = optimization_notebook(judge_of("optimization", 0), {"minibatches": ENDLESS})
    visible = nbformat.v4.new_code_cell(
        "print('it ran')", metadata={"nbgrader": {"grade_id": "visible_sgd"}}
    )
    made.cells.insert(-1, visible)
    (shown,) = grade(made, judge_of("optimization", 0), SHORT).notebook.cells[-2].outputs
    assert shown.text == "Not run: it needs minibatches, which did not end.\n"


def test_an_answer_after_a_cell_that_filled_the_memory_is_asked_again_in_a_new_process() -> None:
    fill = "import numpy as np\nheld = []\nwhile True:\n    held.append(np.ones(10**5))"
    answer = "def hinge_loss(s, y):\n    return float(np.ones(10**6)[0])"
    limits = Limits(memory_bytes=300 * 2**20)
    executed = execute(notebook(fill, answer, GOOD), PLANS, limits)
    assert executed.put_off == ["hinge_loss"]
    assert value(executed, "cross_entropy") == 2.0
    assert "The memory was full when the tests of hinge_loss ran" in executed.notes[-1]
    assert value(ask_again(executed, PLANS, {}, limits), "hinge_loss") == 1.0
