"""The playground: its nets learn as NumPy's do, from the page's points or a reader's own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import numpy as np

from tests.book.figures.conftest import LONGEST_MS, OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "neural-networks/capacity"
Array = np.ndarray[Any, np.dtype[Any]]
Net = list[tuple[Array, Array]]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
BENDS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "relu": (lambda z: np.maximum(0, z), lambda z: (z > 0) * 1.0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2),
    "none": (lambda z: z, np.ones_like),
}


def fresh(kind: dict[str, Any]) -> Net:
    """The weights (in, out) and biases that the figure's seed draws."""
    layers = call("playground", "fresh", [[kind]])[0]["layers"]
    return [
        (np.reshape(layer["W"], (layer["out"], layer["into"])).T, np.array(layer["b"]))
        for layer in layers
    ]


def scores(net: Net, bend: str, X: Array) -> tuple[Array, list[Array]]:
    """The points' scores, and each layer's z."""
    zs, a = [], X
    for W, b in net:
        zs.append(a @ W + b)
        a = BENDS[bend][0](zs[-1])
    return zs[-1][:, 0], zs


def trained(net: Net, bend: str, X: Array, y: Array, reg: float, rate: float, steps: int) -> Net:
    """The same after steps of descent with a momentum of 0.9."""
    net = [(W.copy(), b.copy()) for W, b in net]
    speeds = [(np.zeros_like(W), np.zeros_like(b)) for W, b in net]
    for _ in range(steps):
        s, zs = scores(net, bend, X)
        upstream = ((1 / (1 + np.exp(-s)) - y) / len(y))[:, None]
        gradients = []
        for layer in reversed(range(len(net))):
            a = BENDS[bend][0](zs[layer - 1]) if layer else X
            W = net[layer][0]
            gradients.append((a.T @ upstream + 2 * reg * W, upstream.sum(axis=0)))
            if layer:
                upstream = upstream @ W.T * BENDS[bend][1](zs[layer - 1])
        for layer, (dW, db) in enumerate(reversed(gradients)):
            speeds[layer] = (0.9 * speeds[layer][0] + dW, 0.9 * speeds[layer][1] + db)
            W, b = net[layer]
            net[layer] = (W - rate * speeds[layer][0], b - rate * speeds[layer][1])
    return net


def measured(net: Net, bend: str, X: Array, y: Array) -> dict[str, float]:
    s = scores(net, bend, X)[0]
    wrong = (s > 0) != (y == 1)
    return {
        "loss": np.logaddexp(0, np.where(y > 0, -s, s)).mean(),
        "right": (~wrong).sum(),
        "sure": (1 / (1 + np.exp(-np.abs(s[wrong])))).mean() if wrong.any() else np.nan,
    }


def test_nets_learn_as_numpys_do_whatever_their_shape() -> None:
    rng = np.random.default_rng(0)
    kinds, inputs, expected = [], [], []
    for number in range(16):
        kind: dict[str, Any] = {"layers": int(rng.integers(0, 4)), "bend": list(BENDS)[number % 4]}
        kind |= {"units": int(rng.integers(1, 9)), "seed": number}
        X, y = rng.uniform(-1.7, 1.7, (int(rng.integers(1, 40)), 2)), rng.integers(0, 2, 40) * 1.0
        y = y[: len(X)]
        how = {"reg": float(rng.choice([0, 0.001, 0.03])), "rate": 0.1}
        kinds.append(kind)
        inputs.append([kind, X.ravel().tolist(), y.tolist(), how, 12])
        expected.append((X, y, how))
    found = call("playground", "trained", inputs)
    for kind, layers, (X, y, how) in zip(kinds, found, expected, strict=True):
        net = trained(fresh(kind), kind["bend"], X, y, **how, steps=12)
        for (W, b), layer in zip(net, layers, strict=True):
            np.testing.assert_allclose(layer["W"], W.T.ravel(), rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(layer["b"], b, rtol=1e-9, atol=1e-9)


def test_losses_and_confidence_are_those_of_numpy() -> None:
    rng = np.random.default_rng(1)
    inputs, expected = [], []
    for seed in range(8):
        kind = {"layers": seed % 3, "units": 5, "bend": "tanh", "seed": seed}
        [made] = call("playground", "fresh", [[kind]])
        X, y = rng.normal(size=(30, 2)), rng.integers(0, 2, 30) * 1.0
        as_lists = {**made, "layers": [{**layer} for layer in made["layers"]]}
        inputs.append([as_lists, X.ravel().tolist(), y.tolist()])
        expected.append(measured(fresh(kind), "tanh", X, y))
    for found, numbers in zip(call("playground", "measured", inputs), expected, strict=True):
        for name, value in numbers.items():
            np.testing.assert_allclose(found[name], value, rtol=1e-9, err_msg=name)


def test_weights_of_a_start_are_drawn_as_they_are_called() -> None:
    kind = {"layers": 2, "units": 50, "bend": "relu", "seed": 3}
    (W1, b1), (W2, b2), (W3, b3) = fresh(kind)
    assert abs(W1.std() - 1) < 0.2 and abs(b1.std() - 1) < 0.25 and abs(b1.mean()) < 0.4
    assert abs(W2.std() * np.sqrt(50 / 2) - 1) < 0.06 and abs(W2.mean()) < 0.02
    assert abs(W3.std() * np.sqrt(50) - 1) < 0.3
    assert not b2.any() and not b3.any()
    assert not np.allclose(W1, fresh({**kind, "seed": 4})[0][0])


def test_a_fold_lies_where_its_values_are_zero() -> None:
    rng, side = np.random.default_rng(2), 9
    column, row = np.meshgrid(np.arange(side), np.arange(side))
    for _ in range(4):
        a, b, c, d = rng.normal(size=4)
        values = a * (column - 4) + b * (row - 4) + c + 0.2 * d * (column - 4) * (row - 4)
        pieces = np.reshape(
            call("playground", "crossings", [[values.ravel().tolist(), side]])[0], (-1, 2)
        )
        x, y = pieces.T - 4
        np.testing.assert_allclose(a * x + b * y + c + 0.2 * d * x * y, 0, atol=1e-9)
        above = values > 0
        changes = (above[1:] != above[:-1]).sum() + (above[:, 1:] != above[:, :-1]).sum()
        inner = np.isin(pieces, [0, side - 1]).any(axis=1)  # an edge inside has two neighbours
        assert len(pieces) + inner.sum() == 2 * changes


def rings_of(shown: Shown) -> tuple[Array, Array]:
    """The page's points to learn from, and the new ones, a row [x, y, label] each."""
    text = shown.root.locator('script[data-name="playground-points"]').text_content()
    rings = json.loads(text or "")["rings"]
    return np.array(rings["learn"]), np.array(rings["fresh"])


def assert_shows(
    shown: Shown, learn: Array, new: Array, steps: int, reg: float = 0, **changed: Any
) -> Net:
    """The table shows what NumPy's net of this kind makes of the points, after so many steps."""
    kind = {"layers": 1, "units": 20, "bend": "relu", "seed": 1, **changed}
    ready = shown.root.locator(".touch-stage:not([data-computing]) .numbers")
    ready.filter(has_text=f"Step {steps}.").wait_for(timeout=LONGEST_MS)
    bend = kind["bend"]
    net = trained(fresh(kind), bend, learn[:, :2], learn[:, 2], reg, 0.5, steps)
    for name, points in (("learned", learn), ("fresh", new)):
        cells = shown.stage.locator(f'tr[data-row="{name}"] td').all_inner_texts()
        expected = measured(net, bend, points[:, :2], points[:, 2])
        np.testing.assert_allclose(float(cells[0]), expected["loss"], atol=0.000502)
        assert cells[1].startswith(f"{expected['right']} (")
        if not np.isnan(expected["sure"]):
            shown_sure = float(cells[2].removesuffix("%"))
            np.testing.assert_allclose(shown_sure, 100 * expected["sure"], atol=0.502)
    return net


def press(shown: Shown, button: str) -> None:
    shown.root.get_by_role("button", name=button, exact=True).click()


def test_it_steps_and_each_change_shows_what_the_same_start_becomes(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "playground", anchor="#playground.steps=19")
    learn, new = rings_of(shown)
    assert len(learn) == 80 and len(new) == 200
    press(shown, "a step")
    assert_shows(shown, learn, new, 20)
    for _ in range(4):
        shown.root.get_by_role("slider", name="strength λ of L2").press("ArrowRight")
    assert_shows(shown, learn, new, 20, reg=0.003)
    shown.root.get_by_role("slider", name="hidden layers").press("ArrowRight")
    shown.root.get_by_role("radio", name="tanh", exact=True).check(force=True)
    assert_shows(shown, learn, new, 20, reg=0.003, layers=2, bend="tanh")
    press(shown, "other weights")
    assert_shows(shown, learn, new, 20, reg=0.003, layers=2, bend="tanh", seed=2)
    shown.root.get_by_role("slider", name="point at unit").press("End")
    assert "Unit 20 of layer 2" in shown.stage.inner_text()


def test_the_probe_tells_the_probability_of_its_place(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "playground", anchor="#playground.steps=10")
    probe = shown.root.get_by_role("slider", name="probe")
    probe.press("Shift+ArrowDown")
    learn, new = rings_of(shown)
    net = assert_shows(shown, learn, new, 10)
    s = scores(net, "relu", np.array([[1.4, 0.9]]))[0][0]
    told = re.search(r"square ([\d.]+)$", probe.get_attribute("aria-valuetext") or "")
    assert told and abs(float(told[1]) - 1 / (1 + np.exp(-s))) < 0.00502


def test_a_reader_makes_points_by_keys_moves_them_by_mouse_and_takes_them_away(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "playground", anchor="#playground.set=own&playground.steps=10")
    probe = shown.root.get_by_role("slider", name="probe")
    places = []
    for brush, keys in (
        ("circle", ["Home"]),
        ("square", ["Shift+ArrowDown"]),
        ("circle", ["Shift+ArrowRight"] * 2),
        ("square", ["Shift+ArrowDown"]),
        ("square", ["Shift+ArrowUp", "Shift+ArrowLeft"]),
    ):
        shown.root.locator(f'input[value="{brush}"]').check(force=True)
        probe.focus()
        for key in (*keys, " "):
            shown.tab.keyboard.press(key)
        state = probe.get_attribute("aria-valuetext") or ""
        x, y = (float(text.replace("−", "-")) for text in re.findall(r"[−\d.]+", state)[:2])
        places.append([x, y, float(brush == "square")])
    points = np.array(places)
    assert_shows(shown, points[[0, 1, 2, 4]], points[[3]], 10)  # the fourth is kept for the test

    shown.root.locator('input[value="move"]').check(force=True)
    shown.tab.wait_for_function("!location.hash.includes('brush')")
    before = shown.tab.evaluate("location.hash")
    box = shown.stage.locator(".felt-plane").bounding_box()
    assert box
    unit = box["width"] / 3.4
    left, top = box["x"] + (points[0, 0] + 1.7) * unit, box["y"] + (1.7 - points[0, 1]) * unit
    shown.tab.mouse.move(left + 1, top)
    shown.tab.mouse.down()
    shown.tab.mouse.move(left + unit, top, steps=3)
    shown.tab.mouse.up()
    shown.tab.wait_for_function("before => location.hash !== before", arg=before)
    text = parse_qs(shown.hash())["playground.points"][0]
    first = (64 * LETTERS.index(text[1]) + LETTERS.index(text[2]) - 2048) / 1000
    assert abs(first - points[0, 0] - 1) < 0.02
    points[0, 0] = first
    assert_shows(shown, points[[0, 1, 2, 4]], points[[3]], 10)

    shown.root.locator('input[value="remove"]').check(force=True)
    shown.tab.mouse.click(left + unit, top)
    assert_shows(shown, points[[1, 2, 4]], points[[3]], 10)


def test_it_trains_by_itself_and_reaches_a_goal_and_at_once_where_nothing_may_move(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "playground", anchor="#playground.reg=0.003")
    assert "Reached" not in shown.stage.inner_text()
    press(shown, "train")
    shown.stage.locator(".goal.reached").wait_for(timeout=LONGEST_MS)
    press(shown, "stop")
    calm = open_figure(PAGE, "playground", reduced_motion="reduce")
    press(calm, "train")
    calm.stage.locator(".numbers", has_text="Step 500.").wait_for(timeout=LONGEST_MS)


def test_an_address_that_says_too_much_is_mended(open_figure: OpenFigure) -> None:
    wrong = {"set": "moons", "units": 999, "reg": 5, "points": "!!", "steps": -3}
    anchor = "#" + "&".join(f"playground.{name}={value}" for name, value in wrong.items())
    shown = open_figure(PAGE, "playground", anchor=anchor)
    learn, new = rings_of(shown)
    assert_shows(shown, learn, new, 0, units=50)
