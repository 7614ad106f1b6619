"""Which known mistake a wrong answer comes from."""

import subprocess
import sys
from itertools import product
from math import inf, nan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograder.inside.plan import Call, Failure, Reply
from autograder.judge.differences import differences
from autograder.judge.exercise import Part, TestCase
from autograder.judge.mistake import Mistake
from autograder.judge.recognise import Answers, Mistaken, recognise

LOSS, GRADIENT = PARTS = Part("loss", 1, item=0), Part("gradient", 1, item=1)
CASES = [TestCase(f"case {index}", (Call("loss"),)) for index in range(42)]
RIGHT = [(1.0, 1.0)] * 42


def answers(*values: tuple[float, float]) -> Answers:
    """Pairs of a loss and a gradient, one for each case; (1.0, 1.0) is right."""
    replies = {index: [Reply(value)] for index, value in enumerate(values)}
    return Answers(replies, differences(PARTS, CASES, RIGHT, replies))


def mistaken(name: str, *values: tuple[float, float]) -> Mistaken:
    return Mistaken(Mistake(name, f"This is {name}.", print), answers(*values))


def recognised(answered: Answers, *known: Mistaken) -> dict[str, str]:
    found = recognise(CASES, answered, known)
    return {part.name: explained.mistake.name for part, explained in found.items()}


LOSSES_DOUBLED = [(2.0, 1.0)] * 8
GRADIENTS_DOUBLED = [(1.0, 2.0)] * 8
BOTH_DOUBLED = [(2.0, 2.0)] * 8
in_the_loss = mistaken("in the loss", *LOSSES_DOUBLED)
in_the_gradient = mistaken("in the gradient", *GRADIENTS_DOUBLED)
in_both = mistaken("in both", *BOTH_DOUBLED)


def test_one_mistake_explains_all_parts_or_none() -> None:
    answered = answers(*BOTH_DOUBLED)
    assert recognised(answered, in_the_loss, in_both) == {"loss": "in both", "gradient": "in both"}
    assert recognised(answers(*LOSSES_DOUBLED), in_both) == {}
    assert recognised(answers(*LOSSES_DOUBLED), in_both, in_the_loss) == {"loss": "in the loss"}


def test_two_mistakes_that_have_a_part_each_are_both_recognised() -> None:
    found = recognised(answers(*BOTH_DOUBLED), in_the_loss, in_the_gradient)
    assert found == {"loss": "in the loss", "gradient": "in the gradient"}
    halved = mistaken("halved", *[(1.0, 0.5)] * 8)
    assert recognised(answers(*BOTH_DOUBLED), in_the_loss, halved) == {"loss": "in the loss"}


def answers_of_three_parts(*value: float) -> Answers:
    """The same loss and two gradients for each case; 1.0 is right."""
    parts = [*PARTS, Part("gradient of the bias", 1, item=2)]
    replies = {index: [Reply(value)] for index in range(8)}
    return Answers(replies, differences(parts, CASES, [(1.0, 1.0, 1.0)] * 8, replies))


def mistaken_in_three_parts(name: str, *value: float) -> Mistaken:
    return Mistaken(Mistake(name, f"This is {name}.", print), answers_of_three_parts(*value))


def test_a_mistake_of_several_parts_stands_beside_one_of_another_part() -> None:
    in_gradients = mistaken_in_three_parts("in both gradients", 1.0, 2.0, 2.0)
    in_one = mistaken_in_three_parts("in one gradient", 1.0, 2.0, 1.0)
    in_loss = mistaken_in_three_parts("in the loss", 3.0, 1.0, 1.0)
    found = recognised(answers_of_three_parts(3.0, 2.0, 2.0), in_one, in_loss, in_gradients)
    assert found == {
        "loss": "in the loss",
        "gradient": "in both gradients",
        "gradient of the bias": "in both gradients",
    }


def test_no_part_has_two_mistakes_that_share_another_part() -> None:
    in_first_two = mistaken_in_three_parts("in the first two", 3.0, 2.0, 1.0)
    in_last_two = mistaken_in_three_parts("in the last two", 1.0, 2.0, 2.0)
    found = recognised(answers_of_three_parts(3.0, 2.0, 2.0), in_first_two, in_last_two)
    assert set(found.values()) == {"in the first two"}


def test_the_mistake_that_leaves_less_unexplained_is_recognised() -> None:
    seven = mistaken("in seven cases", *LOSSES_DOUBLED[:7], (1.0, 1.0))
    answered = answers(*LOSSES_DOUBLED)
    assert recognised(answered, seven) == {"loss": "in seven cases"}
    assert recognised(answered, seven, in_the_loss) == {"loss": "in the loss"}


def test_a_mistake_that_leaves_much_unexplained_is_not_recognised() -> None:
    known = mistaken("in one case", (2.0, 1.0), *RIGHT[:7])
    assert recognised(answers(*LOSSES_DOUBLED), known) == {}


def test_of_two_that_are_equal_the_first_is_recognised() -> None:
    twins = mistaken("first", *LOSSES_DOUBLED), mistaken("second", *LOSSES_DOUBLED)
    assert recognised(answers(*LOSSES_DOUBLED), *twins) == {"loss": "first"}


def test_a_mistake_that_fails_where_the_answer_is_right_is_not_recognised() -> None:
    answered = answers((1.0, 1.0), *LOSSES_DOUBLED[:7])
    assert recognised(answered, in_the_loss) == {}


def test_a_mistake_that_is_wrong_in_another_way_once_is_not_recognised() -> None:
    assert recognised(answers((3.0, 1.0), *LOSSES_DOUBLED[:7]), in_the_loss) == {}


def test_one_case_in_twenty_may_be_wrong_in_another_way() -> None:
    known = mistaken("in the loss", *[(2.0, 1.0)] * 42)
    for slips, found in ((2, {"loss": "in the loss"}), (3, {})):
        for answered in ([(3.0, 1.0)] * slips + [(2.0, 1.0)] * (42 - slips),
                         [(2.0, 1.0)] * (42 - slips) + [(3.0, 1.0)] * slips):  # fmt: skip
            assert recognised(answers(*answered), known) == found


def test_numbers_that_are_not_finite_tell_nothing_of_two_answers_that_differ_elsewhere() -> None:
    overflow = mistaken("overflow", *RIGHT[:7], (nan, nan))
    answered = answers(*[(3.0, 3.0)] * 7, (nan, nan))
    assert recognised(answered, overflow) == {}


def test_numbers_that_are_not_finite_tell_what_goes_wrong_there_alone() -> None:
    overflow = mistaken("overflow", *RIGHT[:7], (nan, nan))
    assert recognised(answers(*RIGHT[:7], (nan, nan)), overflow) == {
        "loss": "overflow",
        "gradient": "overflow",
    }
    assert recognised(answers(*RIGHT[:7], (inf, inf)), overflow) == {}


def test_an_answer_that_overflows_besides_is_named_by_its_finite_cases() -> None:
    answered = answers(*LOSSES_DOUBLED[:6], (nan, 1.0), (inf, 1.0))
    assert recognised(answered, in_the_loss) == {"loss": "in the loss"}


def test_an_answer_that_mostly_overflows_is_not_named_by_what_is_left() -> None:
    twice = mistaken("doubled twice", *LOSSES_DOUBLED[:2], *RIGHT[:6])
    assert recognised(answers(*LOSSES_DOUBLED[:2], *[(nan, 1.0)] * 6), twice) == {}


def test_an_exception_that_says_overflow_tells_nothing_and_another_does() -> None:
    for kind, name in (("OverflowError", {}), ("ValueError", {"loss": "raises"})):
        failed = {index: [Reply(None, Failure(kind, "too large"))] for index in range(8)}
        one_more = failed | {0: [Reply((3.0, 1.0))]}
        answered = Answers(one_more, differences(PARTS[:1], CASES, RIGHT, one_more))
        right_at_first = failed | {0: [Reply((1.0, 1.0))]}
        known = Answers(right_at_first, differences(PARTS[:1], CASES, RIGHT, right_at_first))
        assert recognised(answered, Mistaken(Mistake("raises", "It raises.", print), known)) == name


def raised(text: str) -> Reply:
    return Reply(None, Failure("ValueError", text))


EMPTY, NONE = Reply(np.zeros((0, 4))), np.zeros(0)
MISTAKE = Mistake("known", "It is known.", print)


def in_one_part(replies: list[Reply]) -> Answers:
    """Answers to whole arrays, where ones are right."""
    part = Part("path", 1)
    by_case = {index: [reply] for index, reply in enumerate(replies)}
    return Answers(by_case, differences([part], CASES, [np.ones(4)] * 8, by_case))


def test_where_nothing_comes_back_two_answers_need_not_agree_in_words_or_shape() -> None:
    pairs = [(raised("(2, 3)"), raised("(3, 2)")), (EMPTY, raised("no")), (EMPTY, Reply(NONE))]
    for mine, theirs in pairs:
        for count in (1, 4):
            numbers = [Reply(np.full(4, 2.0))] * (8 - count)
            known = Mistaken(MISTAKE, in_one_part([*numbers, *[theirs] * count]))
            assert recognised(in_one_part([*numbers, *[mine] * count]), known), (mine, theirs)


def test_two_answers_that_mostly_give_nothing_are_not_taken_for_alike() -> None:
    numbers = [Reply(np.full(4, 2.0))] * 3
    known = Mistaken(MISTAKE, in_one_part([*numbers, *[raised("(3, 2)")] * 5]))
    assert recognised(in_one_part([*numbers, *[raised("(2, 3)")] * 5]), known) == {}
    assert recognised(in_one_part([*numbers, *[raised("(3, 2)")] * 5]), known) == {"path": "known"}


VALUES = st.tuples(*[st.sampled_from(list(product((1.0, 2.0), repeat=2)))] * 3)


@given(VALUES, st.lists(VALUES, max_size=4))
def test_whoever_makes_a_known_mistake_gets_one_that_explains_all_that_is_wrong(
    values: tuple[tuple[float, float], ...], others: list[tuple[tuple[float, float], ...]]
) -> None:
    answered = answers(*values)
    if not answered.wrong_parts:
        return
    known = [mistaken(str(other), *other) for other in [*others, values]]
    found = recognise(CASES, answered, known)
    assert list(found) == answered.wrong_parts
    for part, explained in found.items():
        assert explained.mistake.name == str(values)
        assert explained.explained[part] == list(answered.differences[part])


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
    own = {
        "autograder",
        *(f"autograder.{package}" for package in ("errors", "inside", "judge", "reading")),
    }
    assert parts <= own | {"numpy.random"}
