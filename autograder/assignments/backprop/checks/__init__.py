"""Judges the assignment ``backprop``: its exercises, their cases and their parts."""

from __future__ import annotations

from autograder.assignments.backprop.checks import graph, one_input, two_inputs, vectors
from autograder.judge.exercise import ARGUMENTS, Assignment, Exercise, Part
from solutions import backprop as reference

ONE_INPUT = (Part("forward", 1), Part("gradient", 1), ARGUMENTS)
TWO_INPUTS = (
    Part("forward", 1),
    Part("gradient for a", 1, item=0),
    Part("gradient for b", 1, item=1),
    ARGUMENTS,
)

ASSIGNMENT = Assignment(
    name="backprop",
    reference=reference,
    exercises=(
        Exercise(
            name="AddGate",
            parts=TWO_INPUTS,
            draw=two_inputs.draw_elementwise("AddGate"),
            oracle=two_inputs.torch_add,
        ),
        Exercise(
            name="MultiplyGate",
            parts=TWO_INPUTS,
            draw=two_inputs.draw_elementwise("MultiplyGate"),
            oracle=two_inputs.torch_multiply,
        ),
        Exercise(
            name="ExpGate",
            parts=ONE_INPUT,
            draw=one_input.draw_exp,
            oracle=one_input.torch_exp,
        ),
        Exercise(
            name="ReciprocalGate",
            parts=ONE_INPUT,
            draw=one_input.draw_reciprocal,
            oracle=one_input.torch_reciprocal,
        ),
        Exercise(
            name="ScaleGate",
            parts=ONE_INPUT,
            draw=one_input.draw_scale,
            oracle=one_input.torch_scale,
        ),
        Exercise(
            name="AddConstantGate",
            parts=ONE_INPUT,
            draw=one_input.draw_add_constant,
            oracle=one_input.torch_add_constant,
        ),
        Exercise(
            name="SigmoidGate",
            parts=(Part("forward", 2), Part("gradient", 2), ARGUMENTS),
            draw=one_input.draw_sigmoid,
            oracle=one_input.torch_sigmoid,
        ),
        Exercise(
            name="sigmoid_neuron",
            parts=(
                Part("output", 1, item=0),
                Part("gradient for w", 2, item=(1, 0)),
                Part("gradient for x", 2, item=(1, 1)),
                ARGUMENTS,
            ),
            draw=vectors.draw_neuron,
            oracle=vectors.torch_neuron,
        ),
        Exercise(
            name="MaxGate",
            parts=TWO_INPUTS,
            draw=two_inputs.draw_max,
            oracle=two_inputs.torch_max,
        ),
        Exercise(
            name="BranchGate",
            parts=ONE_INPUT,
            draw=one_input.draw_branch,
            oracle=one_input.torch_branch,
        ),
        Exercise(
            name="relu_jacobian",
            parts=(Part("Jacobian", 2), ARGUMENTS),
            draw=vectors.draw_jacobian,
            oracle=vectors.torch_jacobian,
        ),
        Exercise(
            name="relu_backward",
            parts=(Part("gradient", 3), ARGUMENTS),
            draw=vectors.draw_relu_backward,
            oracle=vectors.torch_relu_backward,
        ),
        Exercise(
            name="MatMulGate",
            parts=(
                Part("forward", 1),
                Part("gradient for A", 2, item=0),
                Part("gradient for B", 2, item=1),
                ARGUMENTS,
            ),
            draw=two_inputs.draw_matmul,
            oracle=two_inputs.torch_matmul,
        ),
        Exercise(
            name="squared_norm_of_product",
            parts=(
                Part("value", 1, item=0),
                Part("gradient for W", 2, item=(1, 0)),
                Part("gradient for x", 2, item=(1, 1)),
                ARGUMENTS,
            ),
            draw=vectors.draw_squared_norm,
            oracle=vectors.torch_squared_norm,
        ),
        Exercise(
            name="Graph",
            parts=(
                Part(graph.FORWARD, 2),
                Part(graph.BACKWARD, 3),
                Part(graph.USES, 2),
                Part(graph.UNUSED, 1),
                ARGUMENTS,
            ),
            draw=graph.draw_graph,
            oracle=graph.torch_graph,
        ),
    ),
)
