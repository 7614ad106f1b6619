"""Slide it: windows, products, sizes, gradients and pooling are those of NumPy."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "convolutional-networks/sizes"
Array = np.ndarray[Any, np.dtype[np.float64]]
EDGE = np.zeros((7, 7))
EDGE[:, 4:] = 9
UPRIGHT = np.array([[-1.0, 0, 1]] * 3)


def layer(image: Array, w: Array, b: Array, stride: int, pad: int) -> Array:
    """The maps (F, H', W') of an image (C, H, W) under filters (F, C, f, f)."""
    framed = np.pad(image, ((0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(framed, w.shape[2:], axis=(1, 2))
    maps: Array = np.einsum("cijpq,kcpq->kij", windows[:, ::stride, ::stride], w)
    return maps + b[:, None, None]


def sent_back(g: Array, w: Array, stride: int, pad: int, size: tuple[int, int]) -> Array:
    """The gradient (C, H, W) of the image, window by window."""
    f = w.shape[-1]
    framed = np.zeros((w.shape[1], size[0] + 2 * pad, size[1] + 2 * pad))
    for k, i, j in np.ndindex(*g.shape):
        r, s = i * stride, j * stride
        framed[:, r : r + f, s : s + f] += g[k, i, j] * w[k]
    return framed[:, pad : pad + size[0], pad : pad + size[1]]


def test_maps_and_gradients_are_those_of_numpy_for_random_layers() -> None:
    rng = np.random.default_rng(0)
    ahead: list[Any] = []
    back: list[Any] = []
    for _ in range(60):
        C, F, f = rng.integers(1, 4, 3)
        H, W = rng.integers(f, f + 6, 2)
        stride, pad = int(rng.integers(1, 4)), int(rng.integers(0, 3))
        image, w = rng.standard_normal((C, H, W)), rng.standard_normal((F, C, f, f))
        b = rng.standard_normal(F)
        g = rng.standard_normal(layer(image, w, b, stride, pad).shape)
        ahead.append((image, w, b, stride, pad))
        back.append((g, w, stride, pad, (int(H), int(W))))
    as_lists = [
        [a.tolist() if isinstance(a, np.ndarray) else a for a in arguments] for arguments in ahead
    ]
    for arguments, maps in zip(ahead, call("slide", "forward", as_lists), strict=True):
        np.testing.assert_allclose(maps, layer(*arguments), rtol=1e-9, atol=1e-9)
    as_lists = [[g.tolist(), w.tolist(), s, p, *size] for g, w, s, p, size in back]
    for arguments, gradient in zip(back, call("slide", "backward", as_lists), strict=True):
        np.testing.assert_allclose(gradient, sent_back(*arguments), rtol=1e-9, atol=1e-9)


def test_pooling_takes_the_first_of_equals_and_routes_the_gradient_to_it() -> None:
    rng = np.random.default_rng(1)
    maps = [rng.integers(0, 4, (6, 4)) for _ in range(40)]
    pooled = call("slide", "pool", [[map_.tolist(), 2] for map_ in maps])
    upstream = [rng.standard_normal((3, 2)) for _ in maps]
    asked = [[g.tolist(), p["winners"], 6, 4] for g, p in zip(upstream, pooled, strict=True)]
    for map_, found, g, gradient in zip(
        maps, pooled, upstream, call("slide", "routed", asked), strict=True
    ):
        expected = np.zeros((6, 4))
        for i, j in np.ndindex(3, 2):
            block = map_[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            p, q = np.unravel_index(block.argmax(), (2, 2))
            expected[2 * i + p, 2 * j + q] = g[i, j]
            assert found["values"][i][j] == block.max()
        np.testing.assert_allclose(gradient, expected, rtol=1e-9)


def grid(shown: Shown, label: str) -> Array:
    """The numbers of the grid with that label, those that can be seen."""
    table = shown.stage.locator(f'table[aria-label="{label}"]:visible')
    rows: list[list[str]] = table.evaluate(
        "table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return np.array([[float(text.replace("−", "-")) for text in row] for row in rows])


def equation(shown: Shown, part: str) -> str:
    return shown.stage.locator(f'[data-shows="{part}"]').inner_text()


def value_of(text: str) -> float:
    """What stands behind the last equals sign."""
    return float(text.rsplit("= ", 1)[1].replace("−", "-"))


def set_slider(shown: Shown, name: str, key: str, times: int = 1) -> None:
    slider = shown.stage.get_by_role("slider", name=name)
    slider.focus()
    for _ in range(times):
        shown.tab.keyboard.press(key)


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 1), (1, 2)])
def test_every_output_that_is_pointed_at_shows_its_sum(
    open_figure: OpenFigure, stride: int, pad: int
) -> None:
    shown = open_figure(PAGE, "slide")
    set_slider(shown, "stride", "ArrowRight", stride - 1)
    set_slider(shown, "padding", "ArrowRight", pad)
    expected = layer(EDGE[None], UPRIGHT[None, None], np.zeros(1), stride, pad)[0]
    np.testing.assert_array_equal(grid(shown, "map"), expected)
    cells = shown.stage.locator('table[aria-label="map"] td')
    for place in (0, expected.size - 1, expected.size // 2):
        cells.nth(place).hover()
        assert value_of(equation(shown, "output")) == expected.ravel()[place]
        window = shown.stage.locator('table[aria-label="image, channel 0"] td.window')
        assert window.count() == 9


def test_the_arrow_keys_walk_over_the_map_and_the_products_follow(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "slide")
    shown.stage.get_by_role("grid", name="map").focus()
    assert value_of(equation(shown, "output")) == 27
    shown.tab.keyboard.press("ArrowDown")
    shown.tab.keyboard.press("ArrowRight")
    np.testing.assert_array_equal(
        grid(shown, "products, sum 27"), UPRIGHT * EDGE[1:4, 3:6], strict=False
    )
    assert "output (1, 3)" in equation(shown, "output")


def test_a_stride_that_does_not_fit_says_so_and_marks_what_is_left_over(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "slide", width=360)
    set_slider(shown, "stride", "ArrowRight", 2)
    size = shown.stage.locator(".size")
    assert "(7 − 3) / 3 + 1 = 2.33: does not fit" in size.inner_text()
    assert shown.stage.locator("td.left-over:visible").count() == 13
    set_slider(shown, "padding", "ArrowRight")
    assert "(7 + 2 · 1 − 3) / 3 + 1 = 3" in size.inner_text()
    assert "does not fit" not in size.inner_text()
    assert shown.stage.locator("td.left-over:visible").count() == 0


def test_a_weight_that_is_typed_changes_the_map(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "slide")
    shown.stage.get_by_role("spinbutton", name="filter 0, weight 1, 1").fill("5")
    w = UPRIGHT.copy()
    w[1, 1] = 5
    expected = layer(EDGE[None], w[None, None], np.zeros(1), 1, 0)[0]
    np.testing.assert_array_equal(grid(shown, "map"), expected)
    shown.wait_for_hash("slide.weights=-1 0 1 -1 5".replace(" ", "+"))
    again = open_figure(PAGE, "slide", anchor=f"#{shown.hash()}")
    np.testing.assert_array_equal(grid(again, "map"), expected)


def test_channels_and_filters_add_up_as_in_numpy(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "slide", anchor="#slide.channels=2&slide.filters=2&slide.numbers=3")
    image = np.stack([grid(shown, f"image, channel {c}") for c in (0, 1)])
    for k in (0, 1):
        found = grid(shown, f"map of filter {k}")
        shown.stage.locator(f'table[aria-label="map of filter {k}"] td').first.hover()
        fields = shown.stage.get_by_role("spinbutton").all()
        w = np.array([float(field.input_value()) for field in fields]).reshape(1, 2, 3, 3)
        np.testing.assert_array_equal(found, layer(image, w, np.array([k]), 1, 0)[0])
        assert value_of(equation(shown, "output")) == found[0, 0]


@pytest.mark.parametrize(("stride", "pixel"), [(1, (3, 3)), (2, (3, 4)), (1, (0, 6))])
def test_a_pixel_shows_who_sends_it_a_gradient_through_the_turned_filter(
    open_figure: OpenFigure, stride: int, pixel: tuple[int, int]
) -> None:
    anchor = f"#slide.stride={stride}&slide.numbers=5"
    shown = open_figure("convolutional-networks/backward", "slide", anchor=anchor)
    gradient = "gradient of the image"
    r, s = pixel
    shown.stage.locator(f'table[aria-label="{gradient}"] td').nth(7 * r + s).hover()
    cells = shown.stage.locator('table[aria-label="gradient that arrives at the map"] td')
    texts = [text.replace("−", "-") for text in cells.all_inner_texts()]
    side = int(np.sqrt(len(texts)))
    g = np.array([float(text.split(" × ")[0]) for text in texts]).reshape(1, side, side)
    w = np.arange(1.0, 10).reshape(3, 3)  # that page's filter
    expected = sent_back(g, w[None, None], stride, 0, (7, 7))[0]
    np.testing.assert_array_equal(grid(shown, gradient), expected)
    assert value_of(equation(shown, "gradient")) == expected[r, s]
    sending = {n: text for n, text in enumerate(texts) if "×" in text}
    for place, text in sending.items():
        i, j = divmod(place, side)
        weight = float(re.sub(r"[()]", "", text.split(" × ")[1]))
        assert weight == w[r - i * stride, s - j * stride]
    np.testing.assert_array_equal(grid(shown, "turned by 180°"), w[::-1, ::-1])


def test_pooling_sends_each_gradient_to_its_winner(open_figure: OpenFigure) -> None:
    shown = open_figure("convolutional-networks/backward", "slide")
    shown.stage.get_by_role("radio", name="max pooling").check()
    np.testing.assert_array_equal(grid(shown, "pooled"), [[6, 8], [3, 4]])
    expected = np.zeros((4, 4))
    expected[1, 1], expected[1, 3], expected[2, 0], expected[3, 3] = 1, 2, 3, 4
    np.testing.assert_array_equal(grid(shown, "gradient of the map"), expected)
    shown.stage.get_by_role("grid", name="pooled").focus()
    shown.tab.keyboard.press("ArrowDown")
    assert "max(" in equation(shown, "pooled") and "goes back" in equation(shown, "pooled")
