"""Two rings: where each point is while the plane unrolls, and how many are right, by NumPy."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "image-features/feature-transform"
Array = np.ndarray[Any, np.dtype[np.float64]]


def unrolled(r: float, theta: float, share: float) -> complex:
    """The place as x + iy: the middle circle, r = 1.5, is an arc of 1.5 / (1 − share)."""
    if share == 1:
        return r + 1.5j * theta
    radius = 1.5 / (1 - share)
    place: complex = 1.5 - radius + (radius + r - 1.5) * np.exp(1j * (1 - share) * theta)
    return place


def scores(points: Array, boundary: dict[str, Any]) -> Array:
    """Positive on the outer side, for points (N, 2)."""
    if boundary["kind"] == "polar":
        theta = np.arctan2(points[:, 1], points[:, 0])
        result: Array = np.linalg.norm(points, axis=1) - boundary["r"] - boundary["tilt"] * theta
        return result
    turn = np.radians(boundary["turn"])
    projected: Array = points @ np.array([np.cos(turn), np.sin(turn)]) - boundary["offset"]
    return projected


def test_the_plane_unrolls_as_numpy_says() -> None:
    rng = np.random.default_rng(0)
    places = [(rng.uniform(0, 3), rng.uniform(-np.pi, np.pi)) for _ in range(60)]
    shares = [*rng.uniform(0, 0.999, 58), 0.0, 1.0]
    found = call("rings", "unrolled", [[list(p), s] for p, s in zip(places, shares, strict=True)])
    expected = [unrolled(*p, s) for p, s in zip(places, shares, strict=True)]
    np.testing.assert_allclose(np.array(found) @ np.array([1, 1j]), expected, rtol=1e-9, atol=1e-9)
    flat = call("rings", "unrolled", [[[2.0, 1.0], 0.0]])[0]
    np.testing.assert_allclose(flat, [2 * np.cos(1), 2 * np.sin(1)])  # rolled up: it is the plane


@pytest.mark.parametrize("kind", ["polar", "plane"])
def test_scores_and_counts_are_those_of_numpy(kind: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(3):
        points, rings = rng.normal(0, 1.5, (80, 2)), rng.integers(0, 2, 80)
        boundary = {
            "kind": kind,
            "r": rng.uniform(0.5, 2),
            "tilt": rng.normal(),
            "turn": rng.uniform(-180, 180),
            "offset": rng.normal(),
        }
        expected = scores(points, boundary)
        found = call("rings", "score", [[p.tolist(), boundary] for p in points])
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
        [count] = call("rings", "right", [[points.tolist(), rings.tolist(), boundary]])
        assert count == ((expected > 0) == (rings == 1)).sum()


def data_of(shown: Shown) -> dict[str, Any]:
    text = shown.root.locator('script[data-name="rings-points"]').text_content()
    data: dict[str, Any] = json.loads(text or "")
    return data


def assert_counts(shown: Shown, **boundary: Any) -> None:
    data = data_of(shown)
    ring = np.array(data["ring"])
    expected = ((scores(np.array(data["points"]), boundary) > 0) == (ring == 1)).sum()
    words = shown.stage.locator(".words").inner_text()
    assert f"{expected} of {len(ring)} points" in words
    assert shown.stage.locator(".wrong").count() == len(ring) - expected
    ends = re.search(r"ends are ([\d.]+) apart", words)
    if boundary["kind"] == "polar":
        assert ends and abs(float(ends[1]) - 2 * np.pi * abs(boundary["tilt"])) < 0.00501


def test_arrow_keys_and_mouse_move_the_boundary_and_the_count_follows(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "rings")
    assert_counts(shown, kind="polar", r=1.2, tilt=0)
    grip = shown.root.get_by_role("slider", name="the boundary where θ = 0")
    grip.focus()
    shown.tab.keyboard.press("Shift+ArrowLeft")
    assert_counts(shown, kind="polar", r=1.0, tilt=0)
    box = grip.locator(".seen").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shown.tab.mouse.move(x, y)
    shown.tab.mouse.down()
    shown.tab.mouse.move(x + 30, y, steps=3)
    shown.tab.mouse.up()
    moved = float(grip.get_attribute("aria-valuenow") or "nan")
    assert 1.4 < moved < 1.8
    assert_counts(shown, kind="polar", r=moved, tilt=0)


def test_what_the_classifier_found_and_a_line_in_the_plane(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "rings")
    found = data_of(shown)["found"]
    shown.root.get_by_role("button", name="what the classifier found").click()
    assert_counts(shown, kind="polar", **found["polar"])
    shown.root.get_by_role("radio", name="a line in (x, y)").check(force=True)
    assert_counts(shown, kind="plane", turn=0, offset=0)
    shown.root.get_by_role("button", name="what the classifier found").click()
    assert_counts(shown, kind="plane", **found["plane"])


def test_less_motion_unrolls_at_once_and_each_point_is_where_numpy_puts_it(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "rings", reduced_motion="reduce")
    for share in (1, 0):
        shown.root.get_by_role("button", name="unroll").click()
        places = shown.stage.locator(".inner, .outer").evaluate_all(
            """marks => marks.map(
                mark => mark.getAttribute('transform').match(/[-\\d.]+/g).map(Number))"""
        )
        axis = shown.root.get_by_role("slider", name="the boundary where θ = 0")
        left, top = re.findall(r"[-\d.]+", axis.get_attribute("transform") or "")
        points = np.array(data_of(shown)["points"])
        expected = np.array([unrolled(np.hypot(x, y), np.arctan2(y, x), share) for x, y in points])
        unit = 52  # pixels, where there is room
        across = float(left) + unit * (expected.real - 1.2)
        down = float(top) - unit * expected.imag
        np.testing.assert_allclose(places, np.column_stack([across, down]), atol=0.1)


def test_an_address_that_says_too_much_is_mended(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "rings", anchor="#rings.r=99&rings.share=7&rings.kind=square")
    assert_counts(shown, kind="polar", r=2.6, tilt=0)
