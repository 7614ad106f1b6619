"""Circuit: the figure's gates, gradients and drawing are those of the book's own tape."""

from __future__ import annotations

import random
import re
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

tape: Any = import_module("book.modules.tape")

PAGE = "backpropagation/circuits"
JOINTS = [
    "({} + {})", "({} - {})", "{} * {}", "max({}, {})", "{} / (1 + {}**2)", "sigma({}) * {}",
    "exp(-{}**2) + {}", "2 / ({} + 7 - {})", "-{} - 3 * copy({})", "max(1, {}) / 4 + {}",
]  # fmt: skip


def drawn_formulas() -> list[tuple[str, dict[str, float]]]:
    """Formulas that join random pieces, with values for x, y and z where they occur."""
    pick = random.Random(0)
    made = []
    for _ in range(150):
        pieces = ["x", "y", "z"]
        for _ in range(pick.randint(1, 6)):
            pieces.append(pick.choice(JOINTS).format(*pick.choices(pieces, k=2)))
        names = dict.fromkeys(re.findall(r"\b[xyz]\b", pieces[-1]))
        made.append((pieces[-1], {name: pick.uniform(-2, 2) for name in names}))
    return made


def test_gates_values_slopes_and_gradients_are_those_of_the_pages_tape() -> None:
    formulas = drawn_formulas()
    tapes = call("circuit", "circuit", [list(formula) for formula in formulas])
    sweeps = call("circuit", "sweep", [[tape] for tape in tapes])
    for (text, values), found, gates in zip(formulas, tapes, sweeps, strict=True):
        out, _ = tape.circuit(text, **values)
        expected = tape.history(out)
        assert [re.sub(r"\$x\^\{(.*)\}\$", r"x^\1", node.label) for node in expected] == [
            node["label"] for node in found
        ], text
        places = {node.number: place for place, node in enumerate(expected)}
        gradients = {len(found) - 1: 1.0}
        for gate in gates:
            assert gate["upstream"] == pytest.approx(expected[gate["gate"]].grad, rel=1e-9)
            for line in gate["lines"]:
                assert line["handed"] == pytest.approx(gate["upstream"] * line["local"], rel=1e-9)
                gradients[line["to"]] = line["total"]
        for place, (node, own) in enumerate(zip(expected, found, strict=True)):
            assert own["inputs"] == [places[a.number] for a in node.inputs]
            np.testing.assert_allclose(own["value"], node.value, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(own["slopes"], node.slopes, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(gradients[place], node.grad, rtol=1e-9, atol=1e-12)


def test_gates_stand_where_the_pages_drawing_puts_them() -> None:
    formulas = drawn_formulas()
    tapes = call("circuit", "circuit", [list(formula) for formula in formulas])
    for (text, values), found in zip(
        formulas, call("circuit", "layout", [[tape] for tape in tapes]), strict=True
    ):
        out, _ = tape.circuit(text, **values)
        at, _ = tape.layout(out)
        leftmost = min(column for column, _ in at.values())
        expected = [at[node.number] for node in tape.history(out)]
        assert [(place["column"], place["row"]) for place in found["at"]] == [
            (column - leftmost, -row) for column, row in expected
        ], text


def gradients_of(shown: Shown) -> dict[str, str]:
    """The gradients that the drawing shows at the formula's inputs, by name."""
    nodes = shown.stage.locator("g.node.input").all()
    return {
        str(node.get_attribute("data-label")): (node.locator(".gradient").text_content() or "")
        for node in nodes
    }


def press(shown: Shown, name: str) -> None:
    shown.root.get_by_role("button", name=name).click()


def test_next_gate_fills_in_one_gate_at_a_time_as_upstream_times_local(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "circuit")
    rows = shown.stage.locator(".sweep tbody tr")
    assert shown.stage.locator("g.node .value").all_text_contents() == ["−2", "5", "−4", "3", "−12"]
    assert set(gradients_of(shown).values()) == {""}
    press(shown, "next gate")
    assert "Its gradient is 1" in rows.inner_text()
    press(shown, "next gate")
    assert rows.all_inner_texts() == ["×\tthe + gate\t1 × (−4)\t−4", "×\tz\t1 × 3\t3"]
    assert gradients_of(shown) == {"x": "", "y": "", "z": "◂3"}
    shown.root.get_by_role("button", name="next gate").focus()
    shown.tab.keyboard.press("Enter")
    assert gradients_of(shown) == {"x": "◂−4", "y": "◂−4", "z": "◂3"}
    assert shown.root.get_by_role("button", name="next gate").is_disabled()


def test_dragging_an_input_moves_all_that_depends_on_it(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "circuit")
    press(shown, "all gates")
    z = shown.stage.get_by_role("slider", name="z")
    box = z.bounding_box()
    assert box
    shown.tab.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    shown.tab.mouse.down()
    shown.tab.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2, steps=5)
    shown.tab.mouse.up()
    z.press("ArrowRight")
    value = float(z.input_value())
    assert value > 1
    _, leaf = tape.circuit("(x + y) * z", x=-2.0, y=5.0, z=value)
    expected = {name: f"◂{node.grad:.2f}".rstrip("0").rstrip(".") for name, node in leaf.items()}
    assert gradients_of(shown) == {k: v.replace("-", "−") for k, v in expected.items()}
    assert f"z={value}" in shown.stage.locator(".python").inner_text()


@pytest.mark.parametrize(
    ("example", "gradients"),
    [
        ("the neuron", {"w0": -0.20, "x0": 0.39, "w1": -0.39, "x1": -0.59, "w2": 0.20}),
        ("four kinds of gate", {"x": -8, "y": 6, "z": 2, "w": 0}),
        ("(x + y) z", {"x": -4, "y": -4, "z": 3}),
    ],
)
def test_the_notes_circuits_are_one_click_away_with_the_notes_gradients(
    open_figure: OpenFigure, example: str, gradients: dict[str, float]
) -> None:
    shown = open_figure(PAGE, "circuit", width=360)
    press(shown, example)
    press(shown, "all gates")
    found = {name: float(text[1:].replace("−", "-")) for name, text in gradients_of(shown).items()}
    assert found == pytest.approx(gradients)


def test_the_line_of_python_gives_what_the_figure_shows(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "circuit")
    for example in ("the neuron", "the ten gates"):
        press(shown, example)
        press(shown, "all gates")
        line = shown.stage.locator(".python").inner_text()
        _, leaf = eval(line, {"circuit": tape.circuit})
        found = {
            name: float(text[1:].replace("−", "-")) for name, text in gradients_of(shown).items()
        }
        assert found == pytest.approx({n: node.grad for n, node in leaf.items()}, abs=0.00501)


def test_a_formula_can_be_typed_and_a_wrong_one_is_answered_in_a_line(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "circuit")
    field = shown.stage.get_by_label("formula")
    for wrong, word in (("x +", "missing"), ("sin(x)", "no function sin"), ("2 * 3", "an input")):
        field.fill(wrong)
        field.press("Enter")
        assert word in shown.stage.locator(".wrong").inner_text()
        assert len(gradients_of(shown)) == 3, "the last circuit stays"
    field.fill("a*a + b")
    field.press("Enter")
    assert shown.stage.locator(".wrong").inner_text() == ""
    for _ in range(2):
        press(shown, "next gate")
    assert gradients_of(shown) == {"a": "", "b": "◂1"}
    press(shown, "all gates")
    assert gradients_of(shown) == {"a": "◂2", "b": "◂1"}
    sums = shown.stage.locator(".sweep tbody tr").all_inner_texts()
    assert sums[-1].endswith("1 × 1\t1 + 1 = 2")


def test_an_address_that_holds_nonsense_opens_the_first_circuit(open_figure: OpenFigure) -> None:
    anchor = "#circuit.formula=import(os)&circuit.steps=-7"
    shown = open_figure(PAGE, "circuit", anchor=anchor)
    assert list(gradients_of(shown)) == ["x", "y", "z"]


def test_a_gradient_that_waits_for_another_gate_says_so(open_figure: OpenFigure) -> None:
    anchor = "#circuit.formula=x*y+%2B+x&circuit.inputs=x%3D3,y%3D2&circuit.steps=2"
    shown = open_figure(PAGE, "circuit", anchor=anchor)
    assert gradients_of(shown) == {"x": "◂1 + …", "y": ""}
    press(shown, "next gate")
    assert gradients_of(shown) == {"x": "◂3", "y": "◂3"}
