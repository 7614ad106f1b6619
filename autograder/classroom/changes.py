"""Lists the scores that changed since the same notebook was graded before."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.judge.sentences import summary
from autograder.judge.verdict import Verdict


def changes(before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> dict[str, str]:
    """Return what is new, by exercise: of those alone whose score or message changed.

    Where only some parts of an exercise changed, it is what is said of these.
    """
    return {
        name: _news(before[name], verdict)
        for name, verdict in after.items()
        if (verdict.score, verdict.message) != (before[name].score, before[name].message)
    }


def _news(before: Verdict, after: Verdict) -> str:
    changed = [part for part in after.parts if part not in before.parts]
    # What is not said of the parts is the cause of all of it.
    of_parts = after.message == summary([(part.name, part.message) for part in after.parts])
    if after.passed or not changed or not of_parts:
        return after.message
    return "\n".join(f"{part.name}: {part.message or 'right now'}" for part in changed)
