"""Draw a digit: greys, scores, gradient and persuasion are NumPy's, on paper and on the page."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "convolutional-networks/digits"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
THREE = "SOaIkIsOqYeeqiuso2c4Sy"
KINDS = ("linear", "layers", "convnet")
Array = np.ndarray[Any, np.dtype[np.float64]]
Net = dict[str, Any]
Strokes = list[list[list[float]]]


def greys_of(strokes: Strokes) -> Array:
    """The 64 greys of strokes drawn with a pen of radius 2 on a pad of 32 by 32."""
    middles = np.arange(32) + 0.5
    dots = np.stack(np.meshgrid(middles, middles), axis=-1)  # (row, column, (x, y))
    ink = np.zeros((32, 32), dtype=bool)
    for stroke in strokes:
        for a, b in zip(np.array([stroke[0], *stroke[:-1]]), np.array(stroke), strict=True):
            length2 = ((b - a) ** 2).sum()
            along = ((dots - a) @ (b - a) / length2).clip(0, 1) if length2 else np.zeros((32, 32))
            ink |= ((dots - a - along[..., None] * (b - a)) ** 2).sum(axis=-1) < 4 - 1e-9
    blocks: Array = ink.reshape(8, 4, 8, 4).mean(axis=(1, 3)).ravel()
    return blocks


def centred(strokes: Strokes) -> Strokes:
    """Strokes in the middle, scaled so that their ink fills 32 of height or 24 of width."""
    points = np.array([point for stroke in strokes for point in stroke])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = min(np.array([20, 28]) / np.maximum(high - low, 1e-9))
    return [(16 + scale * (np.array(s) - (low + high) / 2)).tolist() for s in strokes]


def forward(x: Array, net: Net) -> dict[str, Array]:
    """Scores of an image (64,), and what the gradient needs."""
    p = {name: np.array(values) for name, values in net.items()}
    if "w" in p:
        return {"scores": x @ p["w"] + p["b"]}
    if p["w1"].shape[1] != 9:
        hidden = np.maximum(0, x @ p["w1"] + p["b1"])
        return {"hidden": hidden, "scores": hidden @ p["w2"] + p["b2"]}
    frame = np.lib.stride_tricks.sliding_window_view(np.pad(x.reshape(8, 8), 1), (3, 3))
    maps = np.einsum("ijuv,kuv->kij", frame, p["w1"].reshape(8, 3, 3))
    maps = np.maximum(0, maps + p["b1"][:, None, None])
    pooled = maps.reshape(8, 4, 2, 4, 2).max(axis=(2, 4))
    return {"maps": maps, "pooled": pooled, "scores": pooled.ravel() @ p["w2"] + p["b2"]}


def shares(scores: Array) -> Array:
    exponentials = np.exp(scores - scores.max())
    result: Array = exponentials / exponentials.sum()
    return result


def gradient(x: Array, net: Net, rival: int, winner: int) -> Array:
    """The gradient on the pixels of one score less another, from the chain rule by matrices."""
    p = {name: np.array(values) for name, values in net.items()}
    if "w" in p:
        return np.asarray(p["w"][:, rival] - p["w"][:, winner])
    found = forward(x, net)
    lead = p["w2"][:, rival] - p["w2"][:, winner]
    if "hidden" in found:
        return np.asarray(p["w1"] @ (lead * (found["hidden"] > 0)))
    maps = found["maps"]
    blocks = maps.reshape(8, 4, 2, 4, 2).swapaxes(2, 3).reshape(128, 4)
    upstream = np.zeros((128, 4))
    upstream[np.arange(128), blocks.argmax(axis=1)] = lead
    on_maps = upstream.reshape(8, 4, 4, 2, 2).swapaxes(2, 3).reshape(8, 8, 8) * (maps > 0)
    slope = np.zeros((10, 10))
    for k, filter_ in enumerate(p["w1"].reshape(8, 3, 3)):
        for i, j in np.ndindex(3, 3):
            slope[i : i + 8, j : j + 8] += filter_[i, j] * on_maps[k]
    return slope[1:-1, 1:-1].ravel()


def persuaded(x: Array, net: Net, rival: int, winner: int, steps: int) -> Array:
    for _ in range(steps):
        slope = gradient(x, net, rival, winner)
        x = np.clip(x + 0.1 * slope / np.linalg.norm(slope), 0, 1)
    return x


def random_net(kind: str, rng: np.random.Generator) -> Net:
    shapes = {
        "linear": {"w": (64, 10), "b": (10,)},
        "layers": {"w1": (64, 7), "b1": (7,), "w2": (7, 10), "b2": (10,)},
        "convnet": {"w1": (8, 9), "b1": (8,), "w2": (128, 10), "b2": (10,)},
    }[kind]
    return {name: rng.standard_normal(shape).tolist() for name, shape in shapes.items()}


def close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(
        np.ravel(found), np.ravel(expected).astype(float), rtol=1e-9, atol=1e-9
    )


def random_strokes(rng: np.random.Generator) -> Strokes:
    return [rng.uniform(0, 32, (rng.integers(1, 6), 2)).tolist() for _ in range(rng.integers(1, 4))]


def test_strokes_become_the_greys_that_numpy_gives() -> None:
    rng = np.random.default_rng(0)
    drawings = [random_strokes(rng) for _ in range(15)]
    for drawing, greys in zip(
        drawings, call("digit", "image", [[d] for d in drawings]), strict=True
    ):
        close(greys, greys_of(drawing))
    placed = call("digit", "centred", [[d] for d in drawings])
    for drawing, strokes in zip(drawings, placed, strict=True):
        for stroke, expected in zip(strokes, centred(drawing), strict=True):
            close(stroke, expected)


def test_a_drawing_is_the_same_after_centring_wherever_it_stood_and_however_large() -> None:
    rng = np.random.default_rng(1)
    drawings = [random_strokes(rng) for _ in range(10)]
    moved = [[(0.4 * np.array(s) + [7, -3]).tolist() for s in d] for d in drawings]
    here = call("digit", "centred", [[d] for d in drawings])
    for pixels, other in zip(here, call("digit", "centred", [[d] for d in moved]), strict=True):
        close([x for s in pixels for p in s for x in p], [x for s in other for p in s for x in p])


@pytest.mark.parametrize("kind", KINDS)
def test_scores_maps_and_gradient_are_those_of_numpy(kind: str) -> None:
    rng = np.random.default_rng(2)
    cases = [
        (rng.uniform(0, 1, 64), random_net(kind, rng), *rng.permutation(10)[:2].tolist())
        for _ in range(12)
    ]
    read = call("digit", "read", [[x.tolist(), net] for x, net, _, _ in cases])
    slopes = call("digit", "slopes", [[x.tolist(), *rest] for x, *rest in cases])
    moved = call("digit", "persuaded", [[x.tolist(), *rest, 6] for x, *rest in cases])
    for (x, net, rival, winner), found, slope, after in zip(
        cases, read, slopes, moved, strict=True
    ):
        for name, expected in forward(x, net).items():
            close(found[name], expected)
        close(found["probabilities"], shares(forward(x, net)["scores"]))
        close(slope, gradient(x, net, rival, winner))
        close(after, persuaded(x, net, rival, winner, 6))


def test_a_shift_moves_whole_pixels_and_brings_in_paper() -> None:
    x = np.random.default_rng(3).uniform(0.1, 1, (8, 8))
    for right, down in ((1, 0), (-2, 0), (0, 3), (-1, -1), (3, -3)):
        frame = np.pad(x, 3)[3 - down : 11 - down, 3 - right : 11 - right]
        close(call("digit", "shifted", [[x.ravel().tolist(), right, down]])[0], frame)


def nets_of(shown: Shown) -> dict[str, Net]:
    text = shown.root.locator('script[data-name="digit-nets"]').text_content()
    nets: dict[str, Net] = json.loads(text or "")
    return {kind: nets[kind] for kind in KINDS}  # a cache of outputs sorts the names


def strokes_of(letters: str) -> Strokes:
    return [
        np.array([LETTERS.index(letter) / 2 for letter in stroke]).reshape(-1, 2).tolist()
        for stroke in letters.split(".")
    ]


def column(shown: Shown, number: int) -> list[float]:
    texts = shown.stage.locator(f"tbody td:nth-child({number + 2})").all_inner_texts()
    return [float(text) for text in texts]


def values(shown: Shown, grid: str) -> Array:
    found = shown.stage.locator(f".{grid} .cell").evaluate_all(
        "cells => cells.map(cell => Number(cell.dataset.value))"
    )
    return np.array(found)


def assert_reads(shown: Shown, x: Array) -> None:
    """The grid shows the greys `x`, the table what NumPy makes of them with the page's weights."""
    close(values(shown, "seen"), x)
    for number, net in enumerate(nets_of(shown).values()):
        expected = shares(forward(x, net)["scores"])
        np.testing.assert_allclose(column(shown, number), expected, atol=0.000501)


def test_the_first_drawing_is_read_by_the_weights_of_the_page(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "digit")
    assert list(nets_of(shown)) == list(KINDS)
    assert sum(np.size(array) for array in nets_of(shown)["convnet"].values()) == 1370
    x = greys_of(centred(strokes_of(THREE)))
    assert_reads(shown, x)
    scores = forward(x, nets_of(shown)["convnet"])["scores"]
    rival, winner = scores.argsort()[[-2, -1]].tolist()
    assert winner == 3
    close(values(shown, "slope"), gradient(x, nets_of(shown)["convnet"], rival, winner))


def test_the_mouse_draws_and_clear_takes_the_drawing_away(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "digit")
    shown.root.get_by_role("button", name="clear").click()
    assert_reads(shown, np.zeros(64))
    box = shown.stage.locator(".pad rect").bounding_box()
    assert box
    unit = box["width"] / 32
    shown.tab.mouse.move(box["x"] + 16 * unit, box["y"] + 4 * unit)
    shown.tab.mouse.down()
    shown.tab.mouse.move(box["x"] + 16 * unit, box["y"] + 28 * unit, steps=6)
    shown.tab.mouse.up()
    shown.wait_for_hash("digit.y=28")
    strokes = shown.tab.evaluate("new URLSearchParams(location.hash.slice(1)).get('digit.strokes')")
    drawn = np.array(strokes_of(strokes)[0])
    assert np.abs(drawn[:, 0] - 16).max() <= 1 and np.ptp(drawn[:, 1]) > 20
    assert_reads(shown, greys_of(centred(strokes_of(strokes))))


def test_the_keys_draw_and_centring_can_be_left_out(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "digit", anchor="#digit.strokes=&digit.x=9&digit.y=8")
    shown.root.get_by_role("slider", name="pen").focus()
    for key in (" ", *["Shift+ArrowDown"] * 3, *["ArrowRight"] * 2, " ", "ArrowLeft"):
        shown.tab.keyboard.press(key)
    line = [[[9.0, 8.0], [9.0, 13.0], [9.0, 18.0], [9.0, 23.0], [9.5, 23.0], [10.0, 23.0]]]
    assert_reads(shown, greys_of(centred(line)))
    shown.root.get_by_label("centre it").uncheck()
    assert_reads(shown, greys_of(line))
    shown.root.get_by_role("button", name="right").click()
    assert_reads(shown, np.pad(greys_of(line).reshape(8, 8), ((0, 0), (1, 0)))[:, :-1].ravel())


@pytest.mark.parametrize(
    ("net", "called"), list(zip(KINDS, ("linear", "two layers", "ConvNet"), strict=True))
)
def test_steps_along_the_gradient_change_a_mind(
    open_figure: OpenFigure, net: str, called: str
) -> None:
    shown = open_figure(PAGE, "digit")
    shown.root.get_by_role("radio", name=called, exact=True).check(force=True)
    shown.root.get_by_role("radio", name="8", exact=True).check(force=True)
    shown.root.get_by_role("slider", name="steps towards it").press("End")
    x = greys_of(centred(strokes_of(THREE)))
    weights = nets_of(shown)[net]
    x = persuaded(x, weights, 8, 3, 30)
    assert forward(x, weights)["scores"].argmax() == 8
    assert_reads(shown, x)
    assert "It now reads 8." in shown.stage.inner_text()


def test_an_address_that_says_nonsense_is_mended(open_figure: OpenFigure) -> None:
    anchor = (
        f"#digit.strokes={THREE}!!&digit.net=oracle&digit.rival=12&digit.right=99&digit.steps=-4"
    )
    shown = open_figure(PAGE, "digit", anchor=anchor)
    x = np.pad(greys_of(centred(strokes_of(THREE))).reshape(8, 8), ((0, 0), (3, 0)))[:, :8]
    assert_reads(shown, x.ravel())
