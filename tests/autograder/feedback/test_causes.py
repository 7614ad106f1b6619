"""What is wrong with an exercise is said once, and a call as it is pasted."""

from __future__ import annotations

import ast

from autograder.feedback.causes import causes_of, depends_on
from autograder.feedback.verdict_output import PartResult, ShownVerdict
from autograder.judge.sentences import cause

CALL = 'gate = Multiply(); gate.forward(np.array([2.0]), "[a; b] "); gate.backward(1.0)'
HELPS = "The weights are added with their signs: take their sizes."


def verdict(*messages: str, message: str = "", mistake: str = "") -> ShownVerdict:
    parts = (PartResult(f"part {at}", 0, 1, said) for at, said in enumerate(messages))
    return ShownVerdict("l1_penalty", 0, message, tuple(parts), mistake)


def test_parts_of_one_call_share_it_and_the_sentence_that_helps() -> None:
    first, second = (f"{CALL} [two classes] returned {n}; expected 3.5. {HELPS}" for n in (1, 2))
    causes = causes_of(verdict(first, second, "counts once the result is right"))
    assert causes.sentence == HELPS
    shared, other = causes.found
    assert [part.message for part in shared.parts] == [
        "returned 1; expected 3.5.",
        "returned 2; expected 3.5.",
    ]
    assert shared.label == "two classes"
    assert other.call == ""


def test_a_call_is_shown_a_statement_a_line() -> None:
    (found,) = causes_of(verdict(f"{CALL} [two classes] returned 1.")).found
    assert found.call.splitlines() == [
        "gate = Multiply()",
        'gate.forward(np.array([2.0]), "[a; b] ")',
        "gate.backward(1.0)",
    ]
    ast.parse(found.call)


def test_a_call_told_by_shapes_is_shown_as_it_is() -> None:
    (found,) = causes_of(verdict("softmax(6×3 float64) [a batch] returned nan.")).found
    assert found.call == "softmax(6×3 float64)"


def test_a_message_without_a_call_stays_whole() -> None:
    (found,) = causes_of(verdict("It raised [no] error.")).found
    assert (found.call, found.parts[0].message) == ("", "It raised [no] error.")


def test_how_an_exercise_was_judged_stands_first() -> None:
    note = "softmax_loss calls softmax, which does not work yet: it was judged with another."
    causes = causes_of(verdict("returned 1.", message=f"{note}\npart 0: returned 1."))
    assert causes.note == note
    assert causes_of(verdict("a", "b", message="part 0: a\npart 1: b")).note == ""


def test_an_exercise_that_fails_because_of_others_names_them() -> None:
    said = cause("softmax_loss", ["softmax", "l2_penalty"])
    assert depends_on(verdict("wrong", message=f"{said}\npart 0: wrong")) == [
        "softmax",
        "l2_penalty",
    ]
    assert depends_on(verdict("wrong", message="part 0: wrong")) == []
