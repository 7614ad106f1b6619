"""Of wrong answers that nobody knew before, most are named, and none by what it is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.judge.verdict import Verdict
from tests.autograder.assignments import half_done, slips, wrong_answers

JudgeOf = Callable[[str, int], Judge]

ANSWERS = re.findall(
    r"^# (\w+) \| ([^\n]*)\n((?:def|class) (\w+).*?)(?=^# |\Z)",
    wrong_answers.SOURCE + slips.SOURCE + half_done.SOURCE,
    re.MULTILINE | re.DOTALL,
)
NAMED_AT_LEAST = 0.9


def verdict_on(assignment: str, code: str, exercise: str, judge_of: JudgeOf) -> Verdict:
    judge = judge_of(assignment, 0)
    namespace: dict[str, Any] = {"__name__": "notebook", **vars(judge.assignment.reference)}
    exec("import math\nimport numpy as np", namespace)
    namespace["RightNet"] = namespace.get("TwoLayerNet")
    exec(code, namespace)
    return judge.verdict(exercise, answer(judge.plans[exercise], namespace), code)


def sentence(verdict: Verdict, judge: Judge) -> str:
    known = judge.assignment.by_name[verdict.exercise].mistakes
    return next((mistake.sentence for mistake in known if mistake.name == verdict.mistake), "")


@pytest.fixture(scope="module")
def sentences(judge_of: JudgeOf) -> list[tuple[str, str, str]]:
    """By answer: its exercise, the words that may name it, and the sentence that does."""
    found = []
    for assignment, words, code, exercise in ANSWERS:
        verdict = verdict_on(assignment, code, exercise, judge_of)
        assert not verdict.passed, code
        found.append((exercise, words, sentence(verdict, judge_of(assignment, 0))))
    return found


def test_no_wrong_answer_is_named_by_what_it_is_not(
    sentences: list[tuple[str, str, str]],
) -> None:
    false = [
        (exercise, words, said)
        for exercise, words, said in sentences
        if said and not any(word.strip() in said for word in words.split("|"))
    ]
    assert false == []


def test_nine_of_ten_wrong_answers_are_named(sentences: list[tuple[str, str, str]]) -> None:
    named = [bool(said) for *_, said in sentences]
    assert len(named) >= 120
    assert np.mean(named) >= NAMED_AT_LEAST, [row[:2] for row in sentences if not row[2]]
