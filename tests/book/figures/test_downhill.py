"""Downhill: its walks, its measured factors and its numbers are those of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "optimization/momentum-and-adam"
FIRST_PAGE = "optimization/gradient-descent"
START = [-6.0, 0.5]
Array = np.ndarray[Any, np.dtype[np.float64]]


def by_numpy(
    method: str, start: Any, kappa: float, rate: float, momentum: float, errors: Array
) -> Array:
    """The places of a walk, with the sums and the weighted means of the page's own code."""
    keep = {"descent": 0.0, "momentum": momentum, "adam": 0.9}[method]
    places, total, squares = [np.array(start, float)], np.zeros(2), np.zeros(2)
    weight1 = weight2 = 0.0
    for error in errors:
        g = places[-1] * [1, kappa] + error
        total, weight1 = keep * total + g, keep * weight1 + 1
        squares, weight2 = 0.999 * squares + g**2, 0.999 * weight2 + 1
        adam = total / weight1 / (np.sqrt(squares / weight2) + 1e-8)
        places.append(places[-1] - rate * (adam if method == "adam" else total))
    return np.array(places)


def shrink_by_numpy(rate: float, momentum: float, curvature: float) -> float:
    """The factor a step as the page's picture measures it."""
    reach = rate * curvature
    e = [1.0, 1 - reach]
    for _ in range(180):
        e.append((1 + momentum - reach) * e[-1] - momentum * e[-2])
    sizes = np.abs(e)
    if sizes[30:82].max() == 0:
        return 0.0
    factor: float = (sizes[130:].max() / sizes[30:82].max()) ** (1 / 100)
    return factor


def test_walks_are_those_of_the_page_for_random_valleys_rates_and_errors() -> None:
    rng = np.random.default_rng(0)
    inputs, expected = [], []
    for method in ("descent", "momentum", "adam") * 30:
        start, errors = rng.uniform(-6, 6, 2), rng.standard_normal((rng.integers(1, 60), 2))
        kappa, momentum = rng.uniform(1, 100), rng.uniform(0, 0.95)
        rate = rng.uniform(0, 2) if method == "adam" else rng.uniform(0, 2.5 / kappa)
        asked = {"start": start.tolist(), "kappa": kappa, "method": method, "rate": rate}
        inputs.append([{**asked, "momentum": momentum, "errors": errors.tolist()}])
        expected.append(by_numpy(method, start, kappa, rate, momentum, errors))
    for found, places in zip(call("downhill", "walk", inputs), expected, strict=True):
        np.testing.assert_allclose(found, places, rtol=1e-9, atol=1e-9)


def test_the_measured_factor_is_the_page_s_and_near_the_derived_one() -> None:
    rng = np.random.default_rng(1)
    asked = [(float(r), float(m), 1.0) for r, m in rng.uniform((0.01, 0), (4.5, 0.97), (300, 2))]
    for (rate, momentum, curvature), found in zip(
        asked, call("downhill", "shrink", asked), strict=True
    ):
        np.testing.assert_allclose(
            found, shrink_by_numpy(rate, momentum, curvature), rtol=1e-9, atol=1e-9
        )
        derived = np.abs(np.roots([1, -(1 + momentum - rate), momentum])).max()
        assert found == pytest.approx(derived, abs=0.03)
    assert call("downhill", "shrink", [[1, 0, 1]]) == [0]


def test_the_best_settings_shrink_faster_than_their_neighbours() -> None:
    for kappa in (3.0, 10.0, 100.0):
        found = call("downhill", "best", [[kappa]])[0]
        assert found["descent"] == pytest.approx(2 / (kappa + 1), rel=1e-9)
        root = np.sqrt(kappa)
        assert found["rate"] == pytest.approx((2 / (root + 1)) ** 2, rel=1e-9)
        assert found["momentum"] == pytest.approx(((root - 1) / (root + 1)) ** 2, rel=1e-9)


def test_errors_have_the_spread_that_is_asked_for_and_depend_on_the_seed_alone() -> None:
    first, again, other = call(
        "downhill", "drawErrors", [[20_000, 2, 9, 1], [20_000, 2, 9, 1], [20_000, 2, 9, 2]]
    )
    assert first == again != other
    np.testing.assert_allclose(np.std(first, axis=0), [2, 6], rtol=0.02)
    np.testing.assert_allclose(np.mean(first, axis=0), 0, atol=0.1)
    assert abs(np.corrcoef(np.transpose(first))[0, 1]) < 0.02
    assert abs(np.corrcoef(np.transpose(first)[0], np.transpose(other)[0])[0, 1]) < 0.02


def numbers_of(shown: Shown, row: str) -> list[float]:
    """The numbers of a row of the table: height, and what a step leaves."""
    texts = shown.stage.locator(f'tr[data-row="{row}"] td').all_inner_texts()
    return [as_number(text) for text in texts if text]


def as_number(text: str) -> float:
    """A number as the figure writes it: 30.5, or 3.21 · 10⁻⁷, with words behind a comma."""
    plain = text.split(",")[0].replace("−", "-").replace(" · 10", "e")
    return float(plain.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")))


def assert_shows(shown: Shown, state: dict[str, Any]) -> None:
    """The table shows what NumPy makes of the walks, up to the three digits it has."""
    at = {"u": -6, "v": 0.5, "kappa": 100, "descent": 0.0198, "rate": 0.012, "momentum": 0.8}
    at = {**at, "adam": 0.3, "steps": 40, **state}
    for method, rate in (("descent", "descent"), ("momentum", "rate"), ("adam", "adam")):
        errors = np.zeros((int(at["steps"]), 2))
        start = [at["u"], at["v"]]
        end = by_numpy(method, start, at["kappa"], at[rate], at["momentum"], errors)[-1]
        found = numbers_of(shown, method)
        assert found[0] == pytest.approx((end**2 @ [1, at["kappa"]]) / 2, rel=0.0051), method
        if method != "adam":
            keep = at["momentum"] if method == "momentum" else 0
            factors = [shrink_by_numpy(at[rate], keep, c) for c in (1, at["kappa"])]
            assert found[1] == pytest.approx(max(factors), abs=0.000501), method


def test_it_starts_with_the_three_walks_of_the_page(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "downhill")
    assert_shows(shown, {})
    assert numbers_of(shown, "start") == [30.5]
    assert shown.stage.locator(".walk").count() == 3


def test_a_click_and_the_arrow_keys_choose_the_start(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "downhill")
    ground = shown.stage.locator(".ground")
    box = ground.bounding_box()
    assert box
    ground.click(position={"x": box["width"] * 0.4, "y": box["height"] * 0.25})  # u −3, v 1
    assert_shows(shown, {"u": -3, "v": 1})
    shown.root.get_by_role("slider", name="start of the walks").focus()
    shown.tab.keyboard.press("ArrowRight")
    shown.tab.keyboard.press("Shift+ArrowDown")
    assert_shows(shown, {"u": -2.9, "v": 0.5})
    shown.wait_for_hash("downhill.u=-2.9")


def test_on_the_map_the_keys_and_the_mouse_move_momentum(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "downhill")
    ring = shown.root.get_by_role("slider", name="rate and ρ of momentum, on the map")
    ring.focus()
    shown.tab.keyboard.press("PageDown")  # ten steps along the logarithm of the rate
    rate = float(f"{10 ** (round(np.log10(1.2) / 0.02 - 10) * 0.02 - 2):.3g}")
    assert_shows(shown, {"rate": rate})
    shown.tab.keyboard.press("ArrowDown")
    assert_shows(shown, {"rate": rate, "momentum": 0.79})
    ring.scroll_into_view_if_needed()
    box = ring.locator(".seen").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shown.tab.mouse.move(x, y)
    shown.tab.mouse.down()
    shown.tab.mouse.move(x + 900, y, steps=4)
    shown.tab.mouse.up()
    assert_shows(shown, {"rate": 0.0794, "momentum": 0.79})
    row = shown.stage.locator('tr[data-row="momentum"]')
    assert "thrown out" in row.inner_text()
    assert "thrown out" in (shown.stage.locator(".exit.momentum").text_content() or "")
    said = shown.root.locator(".touch-said")
    said.filter(has_text="momentum is thrown out").wait_for(state="attached")


def test_the_best_setting_is_one_click_away_and_leaves_what_the_text_says(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "downhill")
    shown.root.get_by_role("button", name="the best for this valley").click()
    assert_shows(shown, {"descent": 0.0197, "rate": 0.033, "momentum": 0.67})
    assert round(numbers_of(shown, "momentum")[1], 2) == 0.83
    assert round(numbers_of(shown, "descent")[1], 2) == 0.98


def test_batches_make_walks_noisy_and_others_are_one_click_away(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "downhill")
    calm = numbers_of(shown, "descent")
    shown.root.get_by_role("radio", name="1 example").check()
    noisy = numbers_of(shown, "descent")
    assert noisy[0] != calm[0] and noisy[1] == calm[1]
    errors = call("downhill", "drawErrors", [[40, 4, 100, seed] for seed in (1, 2)])
    ends = [by_numpy("descent", START, 100, 0.0198, 0, np.array(e))[-1] for e in errors]
    heights = [(end**2 @ [1, 100]) / 2 for end in ends]
    assert noisy[0] == pytest.approx(heights[0], rel=0.0051)
    shown.root.get_by_role("button", name="other batches").click()
    assert numbers_of(shown, "descent")[0] == pytest.approx(heights[1], rel=0.0051)


def test_it_walks_again_unless_the_reader_asked_for_less_motion(open_figure: OpenFigure) -> None:
    dots = (
        "() => document.querySelector('.walk.descent .dots').getAttribute('d').split('h0').length"
    )
    shown = open_figure(PAGE, "downhill")
    shown.root.get_by_role("button", name="walk again").click()
    shown.tab.wait_for_function(f"({dots})() < 20")
    shown.tab.wait_for_function(f"({dots})() === 42")
    still = open_figure(PAGE, "downhill", reduced_motion="reduce")
    still.root.get_by_role("button", name="walk again").click()
    assert still.tab.evaluate(dots) == 42


def test_the_address_brings_a_state_back_and_mends_what_is_out_of_range(
    open_figure: OpenFigure,
) -> None:
    anchor = "#downhill.kappa=10&downhill.descent=99&downhill.momentum=2&downhill.steps=7.4"
    shown = open_figure(PAGE, "downhill", anchor=anchor)
    assert_shows(
        shown, {"kappa": 10, "descent": 10**0.9 / 10, "momentum": 0.98, "steps": 7, "rate": 0.012}
    )


def test_on_the_page_about_the_rate_it_begins_with_that_page_s_valley(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(FIRST_PAGE, "downhill")
    end = by_numpy("descent", [-6, 0.8], 10, 0.15, 0, np.zeros((12, 2)))[-1]
    assert numbers_of(shown, "descent")[0] == pytest.approx((end**2 @ [1, 10]) / 2, rel=0.0051)
    assert shown.stage.locator(".walk").count() == 1
    rate = shown.root.get_by_role("group", name="gradient descent").get_by_role("slider")
    rate.focus()
    for _ in range(7):  # from 0.15 to beyond 0.2
        shown.tab.keyboard.press("ArrowRight")
    assert numbers_of(shown, "descent")[1] > 1
    shown.root.get_by_role("button", name="reset").click()
    assert numbers_of(shown, "descent")[1] == pytest.approx(0.85, abs=0.0006)
