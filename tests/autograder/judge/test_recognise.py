"""Which known mistake a wrong answer comes from."""

import subprocess
import sys
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from autograder.inside.plan import Call, Reply
from autograder.judge.differences import differences
from autograder.judge.exercise import Part, TestCase
from autograder.judge.mistake import Mistake
from autograder.judge.recognise import Answers, Match, Mistaken, match, recognise

LOSS, GRADIENT = PARTS = Part("loss", 1, item=0), Part("gradient", 1, item=1)
CASES = [TestCase(f"case {index}", (Call("loss"),)) for index in range(3)]
RIGHT = [(1.0, 1.0)] * 3


def answers(*values: tuple[float, float]) -> Answers:
    """Pairs of a loss and a gradient, one for each case; (1.0, 1.0) is right."""
    replies = {index: [Reply(value)] for index, value in enumerate(values)}
    return Answers(replies, differences(PARTS, CASES, RIGHT, replies))


def mistaken(name: str, *values: tuple[float, float]) -> Mistaken:
    return Mistaken(Mistake(name, f"This is {name}.", print), answers(*values))


def recognised(answered: Answers, *known: Mistaken, part: Part = LOSS) -> str | None:
    found = recognise(part, CASES, answered, known)
    return found.name if found else None


ALL_DOUBLED = (2.0, 1.0), (2.0, 1.0), (2.0, 1.0)


def test_the_mistake_that_explains_more_cases_is_recognised() -> None:
    one = mistaken("in one case", (2.0, 1.0), (1.0, 1.0), (1.0, 1.0))
    three = mistaken("in three", *ALL_DOUBLED)
    assert recognised(answers(*ALL_DOUBLED), one, three) == "in three"
    assert recognised(answers(*ALL_DOUBLED), three, one) == "in three"


def test_of_two_that_explain_as_many_cases_that_with_the_same_wrong_parts_is_recognised() -> None:
    both_doubled = [(2.0, 2.0)] * 3
    both = mistaken("in both parts", *both_doubled)
    loss = mistaken("in the loss", *ALL_DOUBLED)
    assert recognised(answers(*ALL_DOUBLED), both, loss) == "in the loss"
    assert recognised(answers(*both_doubled), loss, both) == "in both parts"


def test_more_cases_count_before_more_parts() -> None:
    assert Match(cases=2, parts=0) > Match(cases=1, parts=5)
    assert Match(cases=2, parts=1) > Match(cases=2, parts=0)


def test_of_two_that_are_equal_the_first_is_recognised() -> None:
    twins = mistaken("first", *ALL_DOUBLED), mistaken("second", *ALL_DOUBLED)
    assert recognised(answers(*ALL_DOUBLED), *twins) == "first"


def test_a_mistake_that_fails_where_the_answer_is_right_is_not_recognised() -> None:
    answered = answers((2.0, 1.0), (2.0, 1.0), (1.0, 1.0))
    assert recognised(answered, mistaken("everywhere", *ALL_DOUBLED)) is None


def test_a_mistake_must_explain_the_first_case_that_fails() -> None:
    answered = answers((3.0, 1.0), (2.0, 1.0), (2.0, 1.0))
    assert recognised(answered, mistaken("in three", *ALL_DOUBLED)) is None
    late = mistaken("in two", (1.0, 1.0), (2.0, 1.0), (2.0, 1.0))
    assert recognised(answered, late) is None


def test_a_case_that_fails_in_another_way_is_not_explained() -> None:
    answered = answers((2.0, 1.0), (3.0, 1.0), (2.0, 1.0))
    found = match(LOSS, CASES, answered, answers(*ALL_DOUBLED))
    assert found == Match(cases=2, parts=2)


VALUES = st.tuples(*[st.sampled_from(list(product((1.0, 2.0), repeat=2)))] * 3)


@given(VALUES, st.lists(VALUES, max_size=4))
def test_whoever_makes_a_known_mistake_gets_one_that_explains_all_that_is_wrong(
    values: tuple[tuple[float, float], ...], others: list[tuple[tuple[float, float], ...]]
) -> None:
    answered = answers(*values)
    known = [mistaken(str(other), *other) for other in [*others, values]]
    for part in PARTS:
        wrong = answered.differences[part]
        if wrong:
            found = recognise(part, CASES, answered, known)
            (meant,) = {one.mistake.name: one for one in known if one.mistake == found}.values()
            assert match(part, CASES, answered, meant.answers) == Match(len(wrong), len(PARTS))
            assert meant.answers.differences[part] == wrong


def test_comparing_recognising_and_wording_need_nothing_but_numpy() -> None:
    code = (
        "import sys, numpy; before = set(sys.modules)\n"
        "import autograder.judge.compare, autograder.judge.recognise, autograder.judge.sentences\n"
        "print(*set(sys.modules) - before)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    foreign = {name for name in loaded if name.split(".")[0] not in sys.stdlib_module_names}
    parts = {".".join(name.split(".")[:2]) for name in foreign}
    own = {"autograder", *(f"autograder.{one}" for one in ("errors", "inside", "judge", "reading"))}
    assert parts <= own | {"numpy.random"}
