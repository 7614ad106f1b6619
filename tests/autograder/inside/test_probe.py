"""The probe asks, reports what came back, and holds no answer."""

from typing import Any, ClassVar

import numpy as np
import pytest

from autograder import assignments
from autograder.inside import families, probe
from autograder.inside.plan import ITEMS, Call, Failure, Reply, decode_replies, encode_plan
from autograder.inside.probe import answer
from autograder.inside.wire import FamilyMember, Kept, Rng, WireError, encode

NUMBERS = np.arange(4.0)


def ask(namespace: dict[str, Any], *calls: Call) -> list[Reply]:
    return decode_replies(answer(encode_plan([calls]), namespace))[0]


def test_a_value_comes_back_with_the_arguments_as_they_were_afterwards() -> None:
    def double(x: Any) -> Any:
        x[0] = 9
        return 2 * x

    (reply,) = ask({"double": double}, Call("double", (NUMBERS,)))
    np.testing.assert_array_equal(reply.value, [18, 2, 4, 6])
    assert reply.arguments is not None
    np.testing.assert_array_equal(reply.arguments[0], [9, 1, 2, 3])
    assert NUMBERS[0] == 0


def test_what_is_kept_inside_can_be_used_by_a_later_call_and_does_not_cross() -> None:
    secret = object()  # could not cross
    namespace = {
        "forward": lambda x: (x + 1, (x, secret)),
        "backward": lambda dout, cache: dout * cache[0],
    }
    forward, backward = ask(
        namespace,
        Call("forward", (NUMBERS,), keep="forward", returns=0),
        Call("backward", (NUMBERS, Kept("forward", 1))),
    )
    np.testing.assert_array_equal(forward.value, NUMBERS + 1)
    np.testing.assert_array_equal(backward.value, NUMBERS**2)


def test_methods_of_a_kept_object_can_be_called() -> None:
    class Gate:
        def forward(self, a: Any, b: Any) -> Any:
            return a * b

    replies = ask(
        {"Gate": Gate},
        Call("Gate", keep="gate", returns=False),
        Call("gate.forward", (2.0, 3.0)),
    )
    assert replies[-1].value == 6.0


class Net:
    def __init__(self) -> None:
        self.params = {"w": NUMBERS.copy()}

    @property
    def broken(self) -> Any:
        raise ValueError("not ready")


def test_an_attribute_of_a_kept_object_is_read_and_not_called() -> None:
    _, read = ask(
        {"Net": Net},
        Call("Net", keep="net", returns=False),
        Call("net.params", attribute=True),
    )
    np.testing.assert_array_equal(read.value["w"], NUMBERS)


def test_an_attribute_is_what_it_is_when_it_is_read_whatever_comes_later() -> None:
    class Shared:
        params: ClassVar[dict[str, int]] = {}

        def __init__(self, number: int) -> None:
            self.params["number"] = number

    read = Call("net.params", attribute=True)
    plan = encode_plan([(Call("Net", (n,), keep="net", returns=False), read) for n in (1, 2)])
    first, second = decode_replies(answer(plan, {"Net": Shared}))
    assert (first[-1].value, second[-1].value) == ({"number": 1}, {"number": 2})


@pytest.mark.parametrize(("name", "kind"), [("absent", "missing"), ("broken", "ValueError")])
def test_an_attribute_that_cannot_be_read_is_a_failure(name: str, kind: str) -> None:
    (*_, read) = ask(
        {"Net": Net},
        Call("Net", keep="net", returns=False),
        Call(f"net.{name}", attribute=True),
    )
    assert read.failure is not None
    assert read.failure.kind == kind


def test_what_a_call_gave_an_object_is_seen_as_a_later_call_leaves_it() -> None:
    class Spoiling(Net):
        def loss(self) -> None:
            self.params["w"] *= 2

    (_, update, _) = ask(
        {"Net": Spoiling},
        Call("Net", keep="net", returns=False),
        Call("net.params.update", ({"w": NUMBERS},), returns=False),
        Call("net.loss"),
    )
    assert update.arguments is not None
    np.testing.assert_array_equal(update.arguments[0]["w"], 2 * NUMBERS)


def test_an_exception_comes_back_as_type_text_and_line() -> None:
    namespace: dict[str, Any] = {}
    code = compile("def broken(x):\n    y = x + 1\n    return y / nothing\n", "a cell", "exec")
    exec(code, namespace)
    (reply,) = ask(namespace, Call("broken", (1.0,)))
    assert reply.failure is not None
    assert reply.failure.kind == "NameError"
    assert "nothing" in reply.failure.text
    assert reply.failure.number == 3


@pytest.mark.parametrize("name", ["absent", "number"])
def test_a_missing_function_is_said_to_be_missing(name: str) -> None:
    (reply,) = ask({"number": 3}, Call(name))
    assert reply.failure is not None
    assert reply.failure.kind == "missing"


def test_sys_exit_is_a_failure_like_any_other() -> None:
    (reply,) = ask({"leave": lambda: exit(3)}, Call("leave"))
    assert reply.failure is not None
    assert reply.failure.kind == "SystemExit"


def test_a_result_that_cannot_cross_is_said_to_be_unreadable() -> None:
    (reply,) = ask({"f": lambda: object()}, Call("f"))
    assert reply.failure is not None
    assert reply.failure.kind == "unreadable"


def test_what_a_function_prints_and_warns_is_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    def noisy(x: Any) -> Any:
        print("the input is", x)
        return np.log(x - x)

    ask({"noisy": noisy}, Call("noisy", (NUMBERS,)))
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_a_case_ends_where_a_call_fails_and_the_next_case_still_runs() -> None:
    plan = encode_plan([(Call("absent"), Call("one")), (Call("one"),)])
    first, second = decode_replies(answer(plan, {"one": lambda: 1}))
    assert len(first) == 1
    assert second[0].value == 1


@pytest.mark.parametrize(
    "replies",
    [None, 3, [3], [[3]], [["value"]], [[{"value": 1, "failure": 2, "arguments": ()}]]],
)
def test_replies_of_the_wrong_form_are_refused(replies: Any) -> None:
    with pytest.raises(WireError):
        decode_replies(encode(replies))


def test_a_failure_round_trips() -> None:
    failure = Failure("ValueError", "no", "x = y", 7)
    plain = {"value": None, "failure": vars(failure), "arguments": ()}
    assert decode_replies(encode([[plain]]))[0][0].failure == failure


def test_a_random_generator_crosses_as_its_seed() -> None:
    (reply,) = ask({"draw": lambda rng: rng.permutation(9)}, Call("draw", (Rng(7),)))
    np.testing.assert_array_equal(reply.value, np.random.default_rng(7).permutation(9))


def test_a_shared_generator_goes_on_from_call_to_call_and_is_made_anew_for_the_next_case() -> None:
    shared = Call("draw", (Rng(7, shared=True),))
    plan = encode_plan([(shared, shared), (shared,)])
    first, second = decode_replies(answer(plan, {"draw": lambda rng: rng.random()}))
    rng = np.random.default_rng(7)
    drawn = [rng.random(), rng.random()]
    assert [reply.value for reply in first] == drawn
    assert [reply.value for reply in second] == drawn[:1]


def test_another_function_stands_in_for_one_that_is_called_and_goes_again() -> None:
    cells: dict[str, Any] = {}
    lines = (
        "def own(*batch): return []",
        "def epoch(rng): return list(own([1, 2, 3], [4, 5, 6], 2, rng))",
    )
    exec("\n".join(lines), cells)
    own = cells["own"]
    plain = Call("epoch", (Rng(1),))
    with_halves = Call("epoch", (Rng(1),), stand_ins=(("own", FamilyMember("halves")),))
    before, during, after = ask(cells, plain, with_halves, plain)
    assert before.value == after.value == []
    assert sorted(map(len, (batch for batch, _ in during.value))) == [1, 2]
    assert cells["own"] is own


def test_a_callable_is_made_where_it_is_used() -> None:
    scale, center = np.array([1.0, 2.0]), np.array([3.0, 5.0])
    call = Call("apply", (FamilyMember("quadratic", (scale, center)), np.array([4.0, 4.0])))
    (reply,) = ask({"apply": lambda f, x: f(x)}, call)
    assert reply.value == 1 + 2


def test_a_callable_made_under_a_name_is_the_same_for_all_calls_of_a_case() -> None:
    def grow(net: Any) -> None:
        net.params["shift"] = net.params["shift"] + 1

    zero, one = np.zeros(2), np.ones(1)
    made = FamilyMember("parabola_net", (zero, zero, one, np.zeros((3, 2))), keep="net")
    look = Call("net.params", attribute=True)
    plan = encode_plan([(Call("grow", (made,)), Call("grow", (made,)), look)] * 2)
    for replies in decode_replies(answer(plan, {"grow": grow})):
        np.testing.assert_array_equal(replies[-1].value["shift"], [3.0])


def test_an_iterator_crosses_as_what_it_yields_up_to_a_cap() -> None:
    def endless() -> Any:
        number = 0
        while True:
            yield number
            number += 1

    few, many = ask(
        {"few": lambda: iter("ab"), "many": endless},
        Call("few", returns=ITEMS),
        Call("many", returns=ITEMS),
    )
    assert few.value == ["a", "b"]
    assert len(many.value) == probe.MAX_ITERATED


@pytest.mark.parametrize("family", sorted(families.FAMILIES))
def test_no_family_is_the_answer_to_an_exercise(family: str) -> None:
    assert not any(family in assignments.load(name).by_name for name in assignments.names())


def test_arguments_come_back_only_where_they_were_changed() -> None:
    def spoil(x: np.ndarray[Any, Any], y: np.ndarray[Any, Any]) -> None:
        y[0] = 7

    calls = (Call("look", (np.arange(3.0),)), Call("spoil", (np.arange(3.0), np.arange(2.0))))
    text = answer(encode_plan([calls]), {"look": lambda x: None, "spoil": spoil})
    kept, changed = decode_replies(text)[0]
    assert kept.arguments is None
    assert changed.arguments is not None
    np.testing.assert_array_equal(changed.arguments[1], [7, 1])


def test_a_value_is_as_it_was_when_it_came_back() -> None:
    shared = np.zeros(2)

    def count() -> np.ndarray[Any, Any]:
        shared[...] += 1
        return shared

    text = answer(encode_plan([(Call("count"), Call("count"))]), {"count": count})
    first, second = decode_replies(text)[0]
    np.testing.assert_array_equal([first.value, second.value], [[1, 1], [2, 2]])
