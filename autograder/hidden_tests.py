"""The one call that a hidden test consists of, judged where the notebook runs.

The course's own grading never runs this: it asks the probe and judges outside.
Plain nbgrader runs it inside the student's process, where code can be read and
patched. That is good for trusted code alone, and the message says so.
"""

from __future__ import annotations

import os
import secrets
from functools import cache

from autograder import assignments
from autograder.inside.probe import Namespace, answer
from autograder.judge.judge import Judge
from autograder.judge.torch_oracle import Torch
from autograder.reading.statements import CELL_SEPARATOR

SEED_VARIABLE = "AUTOGRADER_SEED"
DEVICE_VARIABLE = "AUTOGRADER_DEVICE"
NOT_PROOF = "(Judged inside the notebook's own process: this is not tamper-proof.)"


def hidden_tests(assignment: str, exercise: str) -> float:
    """Judge one exercise of the notebook that calls this, and print what to say.

    As the last expression of a test cell its value is the cell's score: nbgrader
    takes a number there as partial credit.

    Returns:
        The points earned.
    """
    from IPython import get_ipython

    shell = get_ipython()
    namespace: Namespace = shell.user_ns
    judge = _judge(assignment)
    replies = answer(judge.plans[exercise], namespace)
    verdict = judge.verdict(exercise, replies, CELL_SEPARATOR.join(namespace["In"]))
    print(verdict.message)
    print(NOT_PROOF)
    return verdict.score


@cache
def _judge(assignment: str) -> Judge:
    seed = int(os.environ.get(SEED_VARIABLE, secrets.randbits(63)))
    torch = Torch(os.environ.get(DEVICE_VARIABLE, "auto"))
    return Judge(assignments.load(assignment), seed, torch)
