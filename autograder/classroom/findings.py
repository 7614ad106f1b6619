"""Tells apart what is wrong with one student's exercise, so that a class can be counted.

A known mistake counts under its own sentence. What is no known mistake counts under what
can be said of it: what it raises, that it takes too long, or at which case it is first wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.feedback.verdict_output import PartResult, ShownVerdict
from autograder.judge.exercise import Exercise, Judged

UNWRITTEN = re.compile(
    r"\w+ is not written yet\.|Nothing named \w+ was found\. Was it renamed"
    r"|\w+ cannot be judged, because \w+ (?:was not found|is not written yet)"
)
NOT_FOUND = re.compile(r"Nothing named \w+ was found\.(?: Its cell has an? (\w{1,60}))?")
STOPPED = re.compile(
    r"were stopped after|took more than \S+ s of processor time|had to be ended|was stopped after"
)
NOT_JUDGED = re.compile(r"could not be graded:|could not be judged|did not run")
RAISED = re.compile(r"\] raised (\w{1,60})|^\S+?\([^]]*\) raised (\w{1,60})")
LABEL = re.compile(r"\) \[([^\]]{1,200})\] |^[^\[]*\[([^\]]{1,200})\] ")
FOLLOWS = "counts once the result is right"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong with an exercise.

    Attributes:
        exercise: its name.
        sentence: what is wrong, in words that are the same for all who did it.
        is_known: whether it is a known mistake.
    """

    exercise: str
    sentence: str
    is_known: bool = False


def is_unwritten(exercise: Exercise, verdict: ShownVerdict) -> bool:
    """Tell whether there is nothing yet to judge: a stub, or nothing of that name."""
    said = verdict.said_once or verdict.message
    return verdict.score == 0 and bool(UNWRITTEN.match(said))


def cause_elsewhere(verdict: ShownVerdict) -> str:
    """The sentence that names another exercise as the cause of all; empty if it is its own."""
    first = verdict.message.partition("\n")[0]
    return first if re.match(r"\w+ fails because .* mend that first\.$", first) else ""


def findings(exercise: Exercise, verdict: ShownVerdict) -> dict[Finding, str]:
    """Return what is wrong with an exercise; with each finding the call that shows it.

    Nothing is found where all is right, where nothing is written yet, and where the cause
    is another exercise.
    """
    if is_unwritten(exercise, verdict) or cause_elsewhere(verdict):
        return {}
    found: dict[Finding, str] = {}
    for part in verdict.parts:
        if part.message and part.message != FOLLOWS:
            finding, example = _of_part(exercise, part)
            found.setdefault(finding, example)
    named = next(
        (mistake for mistake in exercise.mistakes if mistake.name == verdict.mistake), None
    )
    if named and not any(finding.is_known for finding in found):
        # Its sentence is not at the end of a message: the name alone says which it is.
        return {Finding(exercise.name, named.sentence, True): verdict.parts[0].message}
    return found


def _of_part(exercise: Exercise, part: PartResult) -> tuple[Finding, str]:
    judged = {judged_part.name: judged_part.judged for judged_part in exercise.parts}[part.name]
    if judged is Judged.RESULT:
        fitting = [
            mistake for mistake in exercise.mistakes if part.message.endswith(mistake.sentence)
        ]
        if fitting:
            # One sentence may end with another; the longer one was said.
            sentence = max((mistake.sentence for mistake in fitting), key=len)
            call = part.message.removesuffix(sentence).rstrip()
            return Finding(exercise.name, sentence, True), call
    return Finding(exercise.name, _kind(part, judged)), part.message


def _kind(part: PartResult, judged: Judged) -> str:
    lost = NOT_FOUND.match(part.message)
    if lost:
        return f"Its cell has a {lost[1]}." if lost[1] else "Nothing of its name was found."
    if STOPPED.search(part.message):
        return "Its tests never end, or take far too long."
    if NOT_JUDGED.search(part.message):
        return "It could not be judged."
    if judged is Judged.LOOPS:
        return f"{part.name}: there is one."
    if judged is Judged.ARGUMENTS:
        return f"{part.name}: they are changed."
    raised = RAISED.search(part.message)
    if raised:
        return f"It raises {raised[1] or raised[2]}."
    label = LABEL.search(part.message)
    where = f", first for: {label[1] or label[2]}" if label else ""
    return f"{part.name}: wrong in a way without a name{where}."
