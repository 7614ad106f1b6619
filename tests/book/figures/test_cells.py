"""Oriented gradients: arrows, bins and histograms of a cell are those of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "image-features/oriented-gradients"
Array = np.ndarray[Any, np.dtype[Any]]
KEPT = (104, 152)
"""The corner of the cell that is compared with: column and row in the piece of the photograph."""


def by_numpy(
    greys: Array, x: int, y: int, contrast: float = 1
) -> tuple[Array, Array, Array, Array]:
    """gx, gy, degrees and histogram of the cell whose upper left pixel is at column x and row y."""
    picture = contrast * greys
    gx = ((picture[:, 2:] - picture[:, :-2]) / 2)[y : y + 8, x - 1 : x + 7]
    gy = ((picture[2:] - picture[:-2]) / 2)[y - 1 : y + 7, x : x + 8]
    degrees = np.degrees(np.arctan2(gy, gx)) % 180
    bins = (degrees // 20).astype(int) % 9
    votes = np.bincount(bins.ravel(), np.hypot(gx, gy).ravel(), minlength=9)
    return gx, gy, degrees, votes


def test_arrows_and_histograms_are_those_of_numpy_for_random_pictures() -> None:
    rng = np.random.default_rng(0)
    inputs, expected = [], []
    for _ in range(20):
        height, width = (int(n) for n in rng.integers(10, 20, size=2))
        greys = rng.random((height, width))
        x, y = int(rng.integers(1, width - 8)), int(rng.integers(1, height - 8))
        contrast = float(rng.uniform(0.1, 2))
        picture = {"width": width, "height": height, "greys": greys.ravel().tolist()}
        inputs.append([picture, x, y, contrast])
        expected.append(by_numpy(greys, x, y, contrast))
    cells = call("cells", "arrowsOf", inputs)
    histograms = call("cells", "histogram", [[arrows] for arrows in cells])
    for arrows, votes, (gx, gy, degrees, histogram) in zip(
        cells, histograms, expected, strict=True
    ):
        for name, values in {"gx": gx, "gy": gy, "degrees": degrees}.items():
            found = [arrow[name] for arrow in arrows]
            np.testing.assert_allclose(found, values.ravel(), rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(votes, histogram, rtol=1e-9, atol=1e-9)


def test_a_hair_below_0_degrees_is_in_the_first_bin() -> None:
    greys = np.zeros((3, 3))
    greys[1, 2], greys[0, 1] = 1, 1e-17
    picture = {"width": 3, "height": 3, "greys": greys.ravel().tolist()}
    assert call("cells", "arrowAt", [[picture, 1, 1]])[0]["bin"] == 0


def picture_of(shown: Shown) -> Array:
    data = shown.tab.evaluate("touchData['cells-photo']")
    greys: Array = np.array(data["greys"]).reshape(192, 160) / 1024
    return greys


def change(new: Array, old: Array) -> float:
    changed: float = np.abs(new - old).sum() / np.abs(old).sum()
    return changed


def assert_shows(
    shown: Shown, x: int, y: int, contrast: float = 1, counted: int = 64, pixel: int = 0
) -> None:
    greys = picture_of(shown)
    gx, gy, degrees, votes = by_numpy(greys, x, y, contrast)
    magnitudes = np.hypot(gx, gy).ravel()
    bins = (degrees.ravel() // 20).astype(int) % 9
    partly = np.bincount(bins[:counted], magnitudes[:counted], minlength=9)
    bars = shown.stage.locator(".bin").evaluate_all(
        "bars => bars.map(bar => Number(bar.dataset.value))"
    )
    np.testing.assert_allclose(bars, partly, atol=5e-7)
    told = shown.stage.locator(".pixel-says").inner_text()
    assert f"length {magnitudes[pixel]:.3f}" in told
    assert f"{degrees.ravel()[pixel]:.0f}°" in told and f"bin {bins[pixel]}" in told
    kept = by_numpy(greys, *KEPT)
    old, new = (v / v.sum() for v in (kept[3], votes))
    expected = {
        "pixels": change(
            contrast * greys[y : y + 8, x : x + 8],
            greys[KEPT[1] : KEPT[1] + 8, KEPT[0] : KEPT[0] + 8],
        ),
        "arrows": change(np.array([gx, gy]), np.array(kept[:2])),
        "bins": change(new, old),
    }
    for name, value in expected.items():
        cell = shown.stage.locator(f'tr[data-row="{name}"] td').first.inner_text()
        assert abs(float(cell.removesuffix("%")) - 100 * value) < 0.502, name


def test_it_starts_with_the_cell_of_the_text(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "cells")
    assert_shows(shown, *KEPT)
    votes = by_numpy(picture_of(shown), *KEPT)[3]
    assert votes.argmax() == 7 and votes[7] > votes.sum() / 2


def test_arrow_keys_move_the_cell_and_the_mouse_moves_it_too(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "cells")
    cell = shown.root.get_by_role("slider", name="the cell")
    cell.press("ArrowRight")
    assert_shows(shown, KEPT[0] + 1, KEPT[1])
    cell.press("Shift+ArrowUp")
    assert_shows(shown, KEPT[0] + 1, KEPT[1] - 10)
    box = cell.locator(".seen").bounding_box()
    photo = shown.stage.locator(".photo").bounding_box()
    assert box and photo
    pixel = photo["width"] / 160
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    shown.tab.mouse.move(x, y)
    shown.tab.mouse.down()
    shown.tab.mouse.move(x - 20 * pixel, y - 30 * pixel, steps=4)
    shown.tab.mouse.up()
    assert_shows(shown, KEPT[0] - 19, KEPT[1] - 40)
    shown.wait_for_hash(f"cells.x={KEPT[0] - 19}")


def test_pixels_fall_into_bins_one_at_a_time_and_one_is_pointed_at(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "cells")
    slider = shown.root.get_by_role("slider", name="pixels counted")
    slider.press("Home")
    for _ in range(9):
        slider.press("ArrowRight")
    assert_shows(shown, *KEPT, counted=9, pixel=8)
    grid = shown.root.get_by_role("grid")
    grid.press("ArrowDown")
    grid.press("ArrowRight")
    assert_shows(shown, *KEPT, counted=9, pixel=17)


def test_they_fall_by_themselves_and_at_once_where_nothing_may_move(
    open_figure: OpenFigure,
) -> None:
    for motion in ("no-preference", "reduce"):
        shown = open_figure(PAGE, "cells", anchor="#cells.counted=2", reduced_motion=motion)
        shown.root.get_by_role("button", name="count them").click()
        shown.stage.locator(".pixel-says", has_text="64 of 64").wait_for()
        assert_shows(shown, *KEPT, pixel=63)


def test_under_less_contrast_the_arrows_shrink_and_the_shares_stay(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "cells")
    contrast = shown.root.get_by_role("slider", name="contrast")
    for _ in range(10):
        contrast.press("ArrowLeft")
    assert_shows(shown, *KEPT, contrast=0.5)
    assert shown.stage.locator('tr[data-row="bins"] td').first.inner_text() == "0%"


def test_an_address_that_leads_out_of_the_photograph_is_mended(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "cells", anchor="#cells.x=999&cells.y=-5&cells.counted=70")
    assert_shows(shown, 151, 1)
