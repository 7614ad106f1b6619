"""What a function of a notebook calls is read from its source, at any depth."""

from __future__ import annotations

from autograder.reading.calls import reached
from autograder.reading.statements import CELL_SEPARATOR

NOTEBOOK = CELL_SEPARATOR.join(
    [
        "%matplotlib inline\ndef shell(x):\n    files = !ls\n    return alone(x)",
        "def lost(x:\n    return shown(x)",
        "def zero_pad(x, pad):\n    return np.pad(x, pad)",
        "def conv_forward(x, w):\n    return zero_pad(x, 1) * w, x",
        "class Net:\n    def loss(self, X):\n        return [conv_forward(one, 2) for one in X]",
        "def alone(x):\n    return 2 * x",
        "other_name = alone",
        "def each(f, x):\n    return f(x)\n\ndef both(x):\n    return each(alone, x) + both(x)",
        "def alone(x):\n    return tripled(x)",
        "def local(x):\n    zero_pad = x + 1\n    return zero_pad",
    ]
)


def uses(name: str) -> set[str]:
    found = reached(NOTEBOOK, [name])
    assert found is not None
    return {"zero_pad", "conv_forward", "alone", "tripled"} & found


def test_a_function_reaches_what_it_calls_and_what_that_calls() -> None:
    assert uses("conv_forward") == {"conv_forward", "zero_pad"}


def test_a_class_reaches_what_its_methods_call_within_any_expression() -> None:
    assert uses("Net") == {"conv_forward", "zero_pad"}


def test_the_last_definition_counts() -> None:
    assert uses("alone") == {"alone", "tripled"}


def test_a_function_that_is_handed_on_or_has_another_name_is_reached() -> None:
    assert uses("both") == uses("other_name") == {"alone", "tripled"}


def test_several_functions_reach_what_any_of_them_calls() -> None:
    found = reached(NOTEBOOK, ["alone", "conv_forward"])
    assert found is not None and {"tripled", "zero_pad"} <= found


def test_a_variable_of_its_own_is_no_function_of_the_notebook() -> None:
    assert uses("local") == set()


def test_lines_of_ipython_hide_nothing_else_of_their_cell() -> None:
    assert uses("shell") == {"alone", "tripled"}


def test_what_the_notebook_does_not_define_is_unknown() -> None:
    assert reached(NOTEBOOK, ["nothing"]) is None
    assert reached(NOTEBOOK, ["lost"]) is None  # its cell is no Python
    assert reached("", ["alone"]) is None
