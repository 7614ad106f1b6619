"""What is said of a notebook that was graded before: what is new, and nothing else."""

from autograder.classroom.changes import changes
from autograder.judge.sentences import summary
from autograder.judge.verdict import PartVerdict, Verdict


def verdict(name: str, **messages: str) -> Verdict:
    """An exercise of parts that are worth a point each; an empty message is right."""
    parts = tuple(
        PartVerdict(part, 0.0 if message else 1.0, 1.0, message)
        for part, message in messages.items()
    )
    score = sum(part.score for part in parts)
    said = summary([(part.name, part.message) for part in parts])
    return Verdict(name, score, float(len(parts)), said, None, parts)


def test_what_came_out_as_before_is_not_said_again() -> None:
    same = {"softmax": verdict("softmax", loss="is twice too large")}
    before = same | {"hinge": verdict("hinge", loss="is negative")}
    after = same | {"hinge": verdict("hinge", loss="")}
    assert changes(before, before) == {}
    assert changes(before, after) == {"hinge": "Right."}


def test_of_an_exercise_only_the_parts_that_changed_are_said() -> None:
    before = {"hinge": verdict("hinge", loss="a", gradient="b", loops="c")}
    after = {"hinge": verdict("hinge", loss="a", gradient="", loops="d")}
    assert changes(before, after) == {"hinge": "gradient: right now\nloops: d"}


def test_a_cause_that_is_told_of_all_parts_is_said_whole() -> None:
    before = {"svm": verdict("svm", loss="a", gradient="b")}
    after = verdict("svm", loss="a", gradient="c")
    caused = Verdict("svm", 0.0, 2.0, f"hinge is wrong\n{after.message}", None, after.parts)
    assert changes(before, {"svm": caused}) == {"svm": caused.message}
