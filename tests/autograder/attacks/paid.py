"""What an attack leaves of the points of an exercise that was solved."""

from autograder import assignments
from autograder.judge.exercise import Judged
from autograder.judge.verdict import Verdict


def is_paid(verdict: Verdict) -> bool:
    """Whether an exercise of losses earned all that is judged by what came back.

    A notebook that reaches for what tests it is not paid for the rest, which only the
    inside can know.
    """
    parts = assignments.load("losses").by_name[verdict.exercise].parts
    results = {part.name for part in parts if part.judged is Judged.RESULT}
    return all(part.score == part.max_score for part in verdict.parts if part.name in results)
