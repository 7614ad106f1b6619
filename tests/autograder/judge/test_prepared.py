"""What is judged once for all students who answer alike, and what is not."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock, patch

import pytest

from autograder import assignments
from autograder.inside.probe import answer
from autograder.inside.wire import encode
from autograder.judge.differences import differences
from autograder.judge.exercise import NO_LOOPS
from autograder.judge.prepared import Prepared
from autograder.judge.torch_oracle import Torch

LOSSES = assignments.load("losses")
SVM_LOSS = LOSSES.by_name["svm_loss"]


@pytest.fixture
def svm_loss(torch_oracle: Torch) -> Prepared:
    return Prepared(LOSSES, SVM_LOSS, 1, torch_oracle)


@pytest.fixture
def compared(svm_loss: Prepared) -> Iterator[Mock]:
    """Called each time that replies are compared with what is expected."""
    _ = svm_loss.mistaken
    with patch("autograder.judge.prepared.differences", wraps=differences) as counted:
        yield counted


def replies_of(svm_loss: Prepared, factor: float = 1.0) -> str:
    """Of an answer that is right but for a factor of the loss."""

    def scaled(*arguments: Any) -> Any:
        loss, dW = LOSSES.reference.svm_loss(*arguments)
        return factor * loss, dW

    return answer(svm_loss.plan, {"svm_loss": scaled})


def test_what_two_students_answer_alike_is_compared_once(
    svm_loss: Prepared, compared: Mock
) -> None:
    replies = replies_of(svm_loss, 2.0)
    first = svm_loss.verdict(replies, "")
    assert not first.passed
    assert svm_loss.verdict("".join(replies), "") == first
    assert compared.call_count == 1


def test_what_was_executed_is_looked_at_whoever_answered_alike(
    svm_loss: Prepared, compared: Mock
) -> None:
    def looping(*arguments: Any) -> Any:
        both: Any = None
        for _ in arguments[1]:
            both = LOSSES.reference.svm_loss(*arguments)
        return both

    vectorised = svm_loss.verdict(replies_of(svm_loss), "")
    loops = svm_loss.verdict(answer(svm_loss.plan, {"svm_loss": looping}), "")
    assert vectorised.passed
    assert [part.name for part in loops.parts if part.message] == [NO_LOOPS.name]
    assert compared.call_count == 1


def test_only_so_many_different_answers_are_remembered(svm_loss: Prepared, compared: Mock) -> None:
    different = [replies_of(svm_loss, factor) for factor in (1.0, 2.0, 3.0)]
    with patch("autograder.judge.prepared.REMEMBERED", 2):
        verdicts = [svm_loss.verdict(replies, "") for replies in different]
        assert svm_loss.verdict(different[2], "") == verdicts[2]
        assert compared.call_count == 3
        assert svm_loss.verdict(different[0], "") == verdicts[0]
        assert compared.call_count == 4


def test_what_known_mistakes_answer_to_fewer_cases_is_what_they_would_if_asked_again(
    svm_loss: Prepared,
) -> None:
    kept = [6, 1, 3]
    taken_along = svm_loss.fewer(kept)
    asked_again = svm_loss.only([svm_loss.cases[index] for index in kept])
    assert encode(taken_along.expected) == encode(asked_again.expected)
    for ours, theirs in zip(taken_along.mistaken, asked_again.mistaken, strict=True):
        assert ours.mistake == theirs.mistake
        assert ours.answers.differences == theirs.answers.differences
        for index, replies in theirs.answers.replies.items():
            came = [encode(reply.value) for reply in ours.answers.replies[index]]
            assert came == [encode(reply.value) for reply in replies]
