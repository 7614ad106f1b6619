"""Three class lines: losses, gradients, steps and batches are those of NumPy."""

from __future__ import annotations

from itertools import chain
from typing import Any

import numpy as np

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "loss-functions/gradients"
Array = np.ndarray[Any, np.dtype[np.float64]]


def by_numpy(
    X: Array, y: Array, W: Array, b: Array, loss: str, reg: float
) -> tuple[Array, float, Array, Array]:
    """The points' losses, the penalty, and the gradient of the whole loss in W and b."""
    S, rows = X @ W + b, np.arange(len(X))
    if loss == "softmax":
        P = np.exp(S - S.max(axis=1, keepdims=True))
        P /= P.sum(axis=1, keepdims=True)
        each, G = -np.log(P[rows, y]), P.copy()
        G[rows, y] -= 1
    else:
        hinges = np.maximum(0, S - S[rows, y][:, None] + 1)
        hinges[rows, y] = 0
        each = (hinges if loss == "svm" else hinges**2).sum(axis=1)
        G = (hinges > 0).astype(float) if loss == "svm" else 2 * hinges
        G[rows, y] = -G.sum(axis=1)
    penalty: float = reg * (W**2).sum()
    return each, penalty, X.T @ G / len(X) + 2 * reg * W, G.mean(axis=0)


def drawn(rng: np.random.Generator) -> dict[str, Any]:
    """Random points, classes and weights."""
    N, C = int(rng.integers(1, 15)), int(rng.integers(2, 6))
    W, b = 2 * rng.standard_normal((2, C)), rng.standard_normal(C)
    return {"X": rng.uniform(-3, 3, (N, 2)), "y": rng.integers(C, size=N), "W": W, "b": b}


def test_losses_and_gradients_are_those_of_numpy_for_random_points() -> None:
    rng = np.random.default_rng(0)
    inputs, expected = [], []
    for loss in ("svm", "squared", "softmax") * 30:
        at, reg = drawn(rng), float(rng.choice([0, 0.01, 1]))
        as_lists = {"points": at["X"].tolist(), "labels": at["y"].tolist()}
        weights = {"W": at["W"].tolist(), "b": at["b"].tolist()}
        inputs.append([{**as_lists, **weights, "loss": loss, "reg": reg}])
        right = int(((at["X"] @ at["W"] + at["b"]).argmax(axis=1) == at["y"]).sum())
        expected.append((right, *by_numpy(**at, loss=loss, reg=reg)))
    for found, (right, each, penalty, dW, db) in zip(
        call("lines", "whole", inputs), expected, strict=True
    ):
        assert found["right"] == right
        for name, value in {
            "each": each, "data": each.mean(), "penalty": penalty, "dW": dW, "db": db
        }.items():  # fmt: skip
            np.testing.assert_allclose(found[name], value, rtol=1e-9, atol=1e-9, err_msg=name)


def test_a_step_goes_against_the_gradient() -> None:
    rng = np.random.default_rng(1)
    W, dW, b, db = (rng.standard_normal(shape) for shape in ((2, 3), (2, 3), 3, 3))
    weights = {"W": W.tolist(), "b": b.tolist()}
    slopes = {"dW": dW.tolist(), "db": db.tolist()}
    found = call("lines", "step", [[weights, slopes, 0.3]])[0]
    np.testing.assert_allclose(found["W"], W - 0.3 * dW, rtol=1e-9)
    np.testing.assert_allclose(found["b"], b - 0.3 * db, rtol=1e-9)


def test_an_epoch_of_batches_shows_each_point_once_in_an_order_of_its_own() -> None:
    orders = set()
    for size in (1, 4, 5, 12):
        batches = -(-12 // size)
        asked = [[t, size, 12, 7] for t in range(3 * batches)]
        found = call("lines", "batchOf", asked)
        for epoch in range(3):
            shown = found[epoch * batches : (epoch + 1) * batches]
            assert sorted(chain(*shown)) == list(range(12))
            assert [len(batch) for batch in shown[:-1]] == [size] * (batches - 1)
            if size == 1:
                orders.add(tuple(chain(*shown)))
    assert len(orders) == 3


def area(corners: list[list[float]]) -> float:
    """The area of a polygon, by its corners."""
    if not corners:
        return 0.0
    p, q = np.transpose(corners)
    size: float = abs(p @ np.roll(q, -1) - q @ np.roll(p, -1)) / 2
    return size


def test_regions_are_where_a_class_wins_and_fill_the_plane() -> None:
    rng = np.random.default_rng(2)
    draws = [drawn(rng) for _ in range(40)]
    asked = [
        [c, at["W"].tolist(), at["b"].tolist(), -3, 3] for at in draws for c in range(len(at["b"]))
    ]
    found = iter(call("lines", "region", asked))
    for at in draws:
        regions = [next(found) for _ in at["b"]]
        np.testing.assert_allclose(sum(map(area, regions)), 36, rtol=1e-9)
        for c, corners in enumerate(regions):
            if area(corners) < 1e-6:
                continue
            middle = np.mean(corners, axis=0)
            assert (middle @ at["W"] + at["b"]).argmax() == c


SGD_PAGE = "optimization/stochastic-gradient-descent"
P = [-1.2, -2, -0.6, -1.7, 1.4, 2.1, 0.7, 1.8, 0.1, -0.7, 0.9, 0.2]
Q = [-0.8, -1.4, -1.6, 0.1, -0.6, -1.2, -1.5, 0.4, 1.4, 1.9, 1.7, 0.3]
POINTS = np.column_stack([P, Q])
LABELS = np.repeat([0, 1, 2], 4)
FIRST_W, FIRST_B = np.array([[0.5, 1, 0], [-1, 0.5, 2]]), np.array([1.0, 0, -3])


def numbers_of(shown: Shown, row: str) -> list[float]:
    texts = shown.stage.locator(f'tr[data-row="{row}"] td').all_inner_texts()
    return [float(text.replace("−", "-")) for text in texts]


def assert_shows(
    shown: Shown,
    W: Array,
    b: Array,
    X: Array = POINTS,
    loss: str = "svm",
    reg: float = 0,
    batch: list[int] | None = None,
) -> None:
    """The tables show what NumPy makes of points and weights, up to the decimals they have."""
    for name in ("svm", "squared", "softmax"):
        each, penalty, _, _ = by_numpy(X, LABELS, W, b, name, reg)
        expected = [each.mean(), penalty, each.mean() + penalty]
        np.testing.assert_allclose(numbers_of(shown, name), expected, atol=0.0000502)
    chosen = list(range(12)) if batch is None else batch
    _, _, dW, db = by_numpy(X[chosen], LABELS[chosen], W, b, loss, reg)
    for c in range(3):
        expected = [*W[:, c], b[c], *-dW[:, c], -db[c]]
        np.testing.assert_allclose(numbers_of(shown, f"class-{c}"), expected, atol=0.00502)
    right = ((X @ W + b).argmax(axis=1) == LABELS).sum()
    assert f"{right} of 12 points right" in shown.stage.locator(".says").inner_text()


def press(shown: Shown, button: str) -> None:
    shown.root.get_by_role("button", name=button, exact=True).click()


def test_it_starts_with_the_weights_of_the_chapter(open_figure: OpenFigure) -> None:
    assert_shows(open_figure(PAGE, "lines"), FIRST_W, FIRST_B)


def test_the_arrow_keys_move_a_point_and_the_mouse_moves_it_too(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "lines")
    X = POINTS.copy()
    point = shown.root.get_by_role("slider", name="point 12, of class 2")
    point.focus()
    shown.tab.keyboard.press("ArrowRight")
    shown.tab.keyboard.press("Shift+ArrowUp")
    X[11] = 0.3, 1.3
    assert_shows(shown, FIRST_W, FIRST_B, X)
    box = point.locator(".seen").bounding_box()
    plane = float(shown.stage.locator("clipPath rect").first.get_attribute("width") or 0)
    assert box and plane
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shown.tab.mouse.move(x, y)
    shown.tab.mouse.down()
    shown.tab.mouse.move(x - plane / 6, y, steps=4)  # the plane is six pixels' values wide
    shown.tab.mouse.up()
    X[11] = -0.7, 1.3
    assert_shows(shown, FIRST_W, FIRST_B, X)
    shown.wait_for_hash("lines.p11=-0.7")


def test_a_line_is_moved_by_its_bias_and_turned_by_its_weights(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "lines")
    W, b = FIRST_W.copy(), FIRST_B.copy()
    shown.root.get_by_role("slider", name="line of class 2: move").focus()
    shown.tab.keyboard.press("Shift+ArrowDown")  # from 1.5 to 0.5
    b[2] = -1
    assert_shows(shown, W, b)
    shown.root.get_by_role("slider", name="line of class 2: turn").focus()
    shown.tab.keyboard.press("Shift+ArrowRight")  # the tip 0.5 to the right: a weight of 0.5 / 0.6
    W[0, 2] = 0.8333
    assert_shows(shown, W, b)


def test_steps_go_down_the_chosen_loss_with_its_penalty(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "lines")
    W, b = FIRST_W, FIRST_B
    for loss, name in (("svm", "SVM"), ("softmax", "softmax"), ("squared", "squared hinge")):
        shown.root.get_by_role("radio", name=name, exact=True).check()
        for _ in range(2):
            press(shown, "a step")
            _, _, dW, db = by_numpy(POINTS, LABELS, W, b, loss, 0)
            W, b = W - 0.1 * dW, b - 0.1 * db
        assert_shows(shown, W, b, loss=loss)
    strength = shown.root.get_by_role("slider", name="strength λ of L2")
    strength.focus()
    shown.tab.keyboard.press("End")
    assert_shows(shown, W, b, loss="squared", reg=1)
    press(shown, "double the weights")
    assert_shows(shown, 2 * W, 2 * b, loss="squared", reg=1)
    press(shown, "weights of 0")
    assert numbers_of(shown, "svm")[0] == 2 and numbers_of(shown, "softmax")[0] == 1.0986


def test_it_walks_by_itself_until_the_svm_is_silent(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "lines", anchor="#lines.rate=1")
    press(shown, "walk")
    silent = shown.stage.locator('tr[data-row="svm"]').filter(has_text="0.00000.00000.0000")
    silent.wait_for(timeout=30_000)
    press(shown, "stop")
    assert [numbers_of(shown, f"class-{c}")[3:] for c in range(3)] == [[0, 0, 0]] * 3
    assert "12 of 12" in shown.stage.locator(".says").inner_text()


def test_where_nothing_may_move_a_walk_is_many_steps_at_once(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "lines", reduced_motion="reduce")
    press(shown, "walk")
    W, b = FIRST_W, FIRST_B
    for _ in range(25):
        _, _, dW, db = by_numpy(POINTS, LABELS, W, b, "svm", 0)
        W, b = W - 0.1 * dW, b - 0.1 * db
    assert_shows(shown, W, b)


def test_batches_step_along_the_points_that_are_named(open_figure: OpenFigure) -> None:
    shown = open_figure(SGD_PAGE, "lines")
    W, b = FIRST_W, FIRST_B
    for t in range(14):
        batch = call("lines", "batchOf", [[t, 1, 12, 1]])[0]
        if t in (0, 13):
            assert_shows(shown, W, b, loss="softmax", batch=batch)
            assert f"looks at point {batch[0] + 1}." in shown.stage.locator(".says").inner_text()
        press(shown, "a step")
        _, _, dW, db = by_numpy(POINTS[batch], LABELS[batch], W, b, "softmax", 0)
        W, b = W - dW, b - db


def test_the_address_brings_weights_back_and_mends_what_is_wrong(open_figure: OpenFigure) -> None:
    anchor = "#lines.w0=0.25&lines.b1=-2&lines.p0=77&lines.loss=hinge&lines.reg=0.1"
    shown = open_figure(PAGE, "lines", anchor=anchor)
    W, b, X = FIRST_W.copy(), FIRST_B.copy(), POINTS.copy()
    W[0, 0], b[1], X[0, 0] = 0.25, -2, 2.9
    assert_shows(shown, W, b, X, reg=0.1)


def test_after_forty_steps_batches_are_where_the_text_says() -> None:
    ends, rises = {}, {}
    for size in (1, 4, 12):
        W, b, losses = np.zeros((2, 3)), np.zeros(3), []
        for batch in call("lines", "batchOf", [[t, size, 12, 1] for t in range(41)]):
            losses.append(by_numpy(POINTS, LABELS, W, b, "softmax", 0)[0].mean())
            _, _, dW, db = by_numpy(POINTS[batch], LABELS[batch], W, b, "softmax", 0)
            W, b = W - dW, b - db
        ends[size] = losses[40]
        rises[size] = int((np.diff(losses) > 0).sum())
        if size == 12:
            assert losses[3] > 4 * ends[1], "for the same 40 points single ones got much further"
    assert max(ends.values()) - min(ends.values()) < 0.02
    assert rises[12] == 0 and 5 <= rises[1] <= 15
