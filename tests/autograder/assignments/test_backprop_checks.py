"""The hidden tests of `backprop`: partial credit, messages, and what gates keep."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import assignments
from autograder.assignments.backprop.checks.gates import BACKWARD, FORWARD
from autograder.assignments.backprop.checks.vectors import MANY
from autograder.inside.probe import answer
from autograder.judge.conventions import draw_cases
from autograder.judge.exercise import Judged
from autograder.judge.judge import Judge
from autograder.judge.mistake import Mistake
from autograder.judge.verdict import Verdict
from solutions import backprop as reference

Array = np.ndarray[Any, Any]
JudgedBy = Callable[..., Verdict]
JudgeOf = Callable[[str, int], Judge]

ASSIGNMENT = assignments.load("backprop")
GATES = [name for name in ASSIGNMENT.by_name if name.endswith("Gate")]
MultiplyGate: Any = reference.MultiplyGate
Graph: Any = reference.Graph


def parts(verdict: Verdict) -> dict[str, float]:
    return {part.name: part.score for part in verdict.parts}


def mistake(exercise: str, name: str) -> Mistake:
    return next(
        mistake for mistake in ASSIGNMENT.by_name[exercise].mistakes if mistake.name == name
    )


def lost(exercise: str, function: Any, judged: JudgedBy) -> set[str]:
    """The parts that an answer does not get."""
    verdict = judged(exercise, function, of="backprop")
    return {part.name for part in verdict.parts if part.score == 0}


def test_the_assignment_has_every_class_and_function_of_the_contract() -> None:
    assert set(ASSIGNMENT.by_name) >= {
        *("AddGate", "MultiplyGate", "ExpGate", "ReciprocalGate", "ScaleGate", "AddConstantGate"),
        *("SigmoidGate", "sigmoid_neuron", "MaxGate", "BranchGate", "relu_jacobian"),
        *("relu_backward", "MatMulGate", "squared_norm_of_product", "Graph"),
    }


def test_a_jacobian_of_integers_is_no_float_array(judged: JudgedBy) -> None:
    def of_integers(x: Array) -> Array:
        return np.diag((x > 0).astype(int))

    verdict = judged("relu_jacobian", of_integers)
    assert not verdict.passed
    assert "int64 values; expected float64." in verdict.message


@pytest.mark.parametrize("name", [*GATES, "Graph"])
def test_every_part_of_a_class_has_cases_and_no_case_is_for_all(name: str) -> None:
    exercise = ASSIGNMENT.by_name[name]
    cases = draw_cases(exercise, np.random.default_rng(0))
    for part in exercise.parts:
        assert sum(case.counts_for(part) for case in cases) >= 4
    assert all(case.results or Judged.RESULT not in case.judged for case in cases)
    named = {name for case in cases for name in case.results or ()}
    known = FORWARD | BACKWARD if name in GATES else {part.name for part in exercise.parts}
    assert named <= known


# Partial credit ------------------------------------------------------------------------


def changed(right: Any, **methods: Callable[..., Any]) -> Any:
    """A class with other methods."""
    return type(right.__name__, (right,), methods)


def without(name: str, method: str) -> Any:
    """The reference's class, one of whose methods is not written."""

    def not_written(self: Any, *arguments: Any) -> Any:
        raise NotImplementedError

    return changed(getattr(reference, name), **{method: not_written})


@pytest.mark.parametrize("name", [*GATES, "Graph"])
def test_a_gate_that_only_goes_forward_gets_the_points_of_forward(
    name: str, judged: JudgedBy
) -> None:
    verdict = judged(name, without(name, "backward"), of="backprop")
    earned = {part for part, score in parts(verdict).items() if score}
    assert earned == {"forward"}  # what backward does to its argument, nobody knows
    assert "is not written yet" in verdict.message
    assert "NotImplementedError" not in verdict.message


@pytest.mark.parametrize("name", [*GATES, "Graph"])
def test_what_does_not_go_forward_is_not_written(name: str, judged: JudgedBy) -> None:
    verdict = judged(name, without(name, "forward"), of="backprop")
    assert (verdict.score, verdict.message) == (0, f"{name} is not written yet.")


@pytest.mark.parametrize(
    ("exercise", "name", "parts_lost"),
    [
        ("MultiplyGate", "kept_for_all", {"gradient for a", "gradient for b"}),
        ("MultiplyGate", "times_the_same", {"gradient for a", "gradient for b"}),
        ("MatMulGate", "first_transposed", {"gradient for A"}),
        ("MatMulGate", "averaged", {"gradient for B"}),
        ("MaxGate", "ties_to_both", {"gradient for b"}),
        ("SigmoidGate", "slope_overflows", {"gradient"}),
        ("sigmoid_neuron", "bias_gets_one", {"gradient for w"}),
        ("sigmoid_neuron", "inputs_with_bias", {"gradient for x"}),
        ("squared_norm_of_product", "length_itself", {"value"}),
        ("squared_norm_of_product", "outer_exchanged", {"gradient for W"}),
        ("Graph", "overwrites", {"gradients added up", "zeros for what is not used"}),
        ("Graph", "lost_within_a_gate", {"gradients added up"}),
        ("Graph", "unused_left_out", {"zeros for what is not used"}),
        ("Graph", "dead_ends_unknown", {"zeros for what is not used"}),
        ("Graph", "all_values", {"forward"}),
    ],
)
def test_a_mistake_costs_the_parts_that_it_is_in(
    exercise: str, name: str, parts_lost: set[str], judged: JudgedBy
) -> None:
    assert lost(exercise, mistake(exercise, name).function, judged) == parts_lost


# Messages --------------------------------------------------------------------------------


def test_a_message_says_how_the_gate_was_made_and_run(judged: JudgedBy) -> None:
    message = judged("ScaleGate", mistake("ScaleGate", "no_local").function).message
    assert message.startswith("gradient: gate = ScaleGate(-1.0); gate.forward(np.array([")
    assert "; gate.backward(np.array([" in message
    assert "])) [a constant of -1, as in the book] returned " in message


def test_a_message_says_which_of_two_gates_was_asked(judged: JudgedBy) -> None:
    message = judged("MultiplyGate", mistake("MultiplyGate", "kept_for_all").function).message
    assert "one = MultiplyGate(); other = MultiplyGate(); one.forward(" in message
    assert "; one.backward(np.array([[" in message
    assert "]])) [the first of two gates] returned " in message


def test_a_message_says_the_whole_circuit(judged: JudgedBy) -> None:
    message = judged("Graph", mistake("Graph", "lost_within_a_gate").function).message
    circuit = "graph = Graph(); graph.add('f', a subtract gate, ['x', 'x']); "
    assert f"{circuit}graph.forward({{'x': 2×3 float64}}); graph.backward()" in message


def test_no_message_shows_a_result_as_an_array(judged: JudgedBy) -> None:
    for name, exercise in ASSIGNMENT.by_name.items():
        for mistake in exercise.mistakes:
            message = judged(name, mistake.function, of="backprop").message
            assert not re.search(r"(returned|expected) [^.]*array\(", message)
            assert len(message) < 3500


# What a gate keeps, and whose arrays it has ---------------------------------------------------


class AddsInPlaceToUpstream:
    def __init__(self, copies: int) -> None:
        self.copies = copies

    def forward(self, x: Any) -> tuple[Any, ...]:
        return (x,) * self.copies

    def backward(self, dout: tuple[Any, ...]) -> Any:
        total = dout[0]
        for gradient in dout[1:]:
            total += gradient
        return total


def test_a_sum_in_place_costs_its_own_part_alone(judged: JudgedBy) -> None:
    assert lost("BranchGate", AddsInPlaceToUpstream, judged) == {"arguments left alone"}


def writing_into_values(self: Any, values: dict[str, Any]) -> Any:
    self.free, self.values = list(values), values
    for name, gate, inputs in self.nodes:
        values[name] = gate.forward(*[values[source] for source in inputs])
    return values[name]


def test_writing_into_the_callers_dict_costs_its_own_part_alone(judged: JudgedBy) -> None:
    verdict = judged("Graph", changed(Graph, forward=writing_into_values))
    assert {part for part, score in parts(verdict).items() if not score} == {"arguments left alone"}
    assert "changes its argument values" in verdict.message


def reversing_inputs(self: Any, name: str, gate: Any, inputs: list[str]) -> None:
    self.nodes.append((name, gate, list(inputs)))
    inputs.reverse()


def test_a_list_of_names_is_left_alone_too(judged: JudgedBy) -> None:
    assert lost("Graph", changed(Graph, add=reversing_inputs), judged) == {"arguments left alone"}


def changing_inputs(self: Any, dout: Any) -> tuple[Any, Any]:
    da = dout * self.b
    if isinstance(self.a, np.ndarray):
        self.a *= dout
        return da, self.a
    return da, dout * self.a


def test_inputs_may_not_be_changed_on_the_way_back_either(judged: JudgedBy) -> None:
    verdict = judged("MultiplyGate", changed(MultiplyGate, backward=changing_inputs))
    assert parts(verdict)["arguments left alone"] == 0
    assert parts(verdict)["forward"] == 1


@pytest.mark.parametrize("name", list(ASSIGNMENT.by_name))
def test_an_exercise_needs_none_of_the_others(name: str, judge_of: JudgeOf) -> None:
    notebook: dict[str, Any] = {}
    exec(inspect.getsource(reference), notebook)
    for other in set(ASSIGNMENT.by_name) - {name}:
        del notebook[other]
    judge = judge_of("backprop", 0)
    assert judge.verdict(name, answer(judge.plans[name], notebook), "").passed


# A table that fits into no memory -------------------------------------------------------------

FORMED = """
import resource, numpy as np
from autograder.inside.plan import Call, decode_replies, encode_plan
from autograder.inside.probe import answer
resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30))
x = np.ones({many})
plan = encode_plan([(Call("relu_backward", (x, x)),)])
names = {{"np": np}}
exec("def relu_backward(dout, x): return {body}", names)
((reply,),) = decode_replies(answer(plan, names))
print(reply.failure.kind if reply.failure else "right")
"""


@pytest.mark.parametrize(
    ("body", "came"),
    [
        ("dout @ np.diag(x > 0)", "MemoryError"),
        ("dout @ np.diag((x > 0).astype(float))", "MemoryError"),
        ("dout * (x > 0)", "right"),
    ],
)
def test_the_memory_of_a_submission_has_no_room_for_the_table(body: str, came: str) -> None:
    source = FORMED.format(many=MANY, body=body)
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == came
