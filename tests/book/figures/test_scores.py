"""Three scores: the numbers that follow the hand are those of NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "loss-functions/softmax-against-svm"
Array = np.ndarray[Any, np.dtype[np.float64]]


def by_numpy(s: Array, truth: int) -> dict[str, Any]:
    """The losses and gradients of one example with scores `s` (C,)."""
    rivals = np.arange(len(s)) != truth
    hinges = np.maximum(0, s - s[truth] + 1) * rivals
    p = np.exp(s - s.max()) / np.exp(s - s.max()).sum()
    svm, squared = (hinges > 0).astype(float), 2 * hinges
    svm[truth], squared[truth] = -svm.sum(), -squared.sum()
    return {
        "hinges": hinges,
        "probabilities": p,
        "svm": hinges.sum(),
        "squared": (hinges**2).sum(),
        "softmax": np.log(np.exp(s - s.max()).sum()) + s.max() - s[truth],
        "gradient svm": svm,
        "gradient squared": squared,
        "gradient softmax": p - np.eye(len(s))[truth],
    }


def test_losses_and_gradients_are_those_of_numpy_for_random_scores() -> None:
    rng = np.random.default_rng(0)
    inputs = []
    for scale in (1, 10, 1e3):
        for _ in range(40):
            scores = scale * rng.standard_normal(rng.integers(2, 12))
            inputs.append((scores, int(rng.integers(len(scores)))))
    inputs.append((np.array([2.0, 1.0, 1.0]), 0))  # exactly at the margin: no charge
    results = call("scores", "losses", [[s.tolist(), truth] for s, truth in inputs])
    for (s, truth), found in zip(inputs, results, strict=True):
        flat = {
            "hinges": found["hinges"],
            "probabilities": found["probabilities"],
            **found["loss"],
            **{f"gradient {loss}": slopes for loss, slopes in found["gradient"].items()},
        }
        for name, expected in by_numpy(s, truth).items():
            np.testing.assert_allclose(flat[name], expected, rtol=1e-9, atol=1e-9, err_msg=name)


def numbers_of(shown: Shown, row: str) -> list[float]:
    texts = shown.stage.locator(f'tr[data-row="{row}"] td').all_inner_texts()
    return [float(text.replace("−", "-")) for text in texts if text]


def assert_shows(shown: Shown, scores: list[float], truth: int) -> None:
    """The table shows what NumPy makes of the scores, up to the decimals it has."""
    expected = by_numpy(np.array(scores), truth)
    assert numbers_of(shown, "score") == scores
    rivals = np.delete(expected["hinges"], truth)
    hinges = [*rivals, expected["svm"]]
    np.testing.assert_allclose(numbers_of(shown, "hinge"), hinges, atol=0.0501)
    squares = [*rivals**2, expected["squared"]]
    np.testing.assert_allclose(numbers_of(shown, "hinge2"), squares, atol=0.00501)
    shares = [*expected["probabilities"], expected["softmax"]]
    np.testing.assert_allclose(numbers_of(shown, "probability"), shares, atol=0.000501)
    for loss in ("svm", "softmax"):
        pushes = -expected[f"gradient {loss}"]
        np.testing.assert_allclose(numbers_of(shown, f"push-{loss}"), pushes, atol=0.000501)


def test_it_starts_with_the_worked_example(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "scores")
    assert_shows(shown, [3.2, 5.1, -1.7], 0)
    assert "2.040" in shown.stage.inner_text()


def test_the_arrow_keys_move_a_score_and_all_numbers_follow(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "scores")
    cat = shown.root.get_by_role("slider", name="score of the cat")
    cat.focus()
    shown.tab.keyboard.press("ArrowRight")
    assert_shows(shown, [3.3, 5.1, -1.7], 0)
    shown.tab.keyboard.press("Shift+ArrowLeft")
    assert_shows(shown, [2.3, 5.1, -1.7], 0)
    assert cat.get_attribute("aria-valuetext") == "2.3"
    shown.tab.keyboard.press("End")
    assert_shows(shown, [12, 5.1, -1.7], 0)
    said = shown.root.locator(".touch-said")
    said.filter(has_text="The SVM loss is 0.0, the softmax loss 0.001").wait_for(state="attached")


def test_the_mouse_drags_the_frog_past_the_margin_and_the_svm_charges_it(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "scores")
    boxes = {}
    for name in ("frog", "cat"):
        handle = shown.root.get_by_role("slider", name=f"score of the {name}")
        boxes[name] = handle.locator(".seen").bounding_box()
    frog, cat = boxes["frog"], boxes["cat"]
    assert frog and cat
    point = (cat["x"] - frog["x"]) / (3.2 + 1.7)  # pixels for one point of score
    x, y = frog["x"] + frog["width"] / 2 + 3, frog["y"] + frog["height"] / 2
    shown.tab.mouse.move(x, y)  # beside the middle: it must not jump
    shown.tab.mouse.down()
    shown.tab.mouse.move(x + 2.5 * point, y, steps=4)
    shown.tab.mouse.move(x + 5.7 * point, y, steps=4)
    shown.tab.mouse.up()
    assert_shows(shown, [3.2, 5.1, 4.0], 0)
    assert numbers_of(shown, "push-svm") == [2, -1, -1]
    shown.wait_for_hash("scores.frog=4")


@pytest.mark.parametrize(
    ("image", "truth", "scores"), [("car", 1, [1.3, 4.9, 2.0]), ("frog", 2, [2.2, 2.5, -3.1])]
)
def test_the_notes_images_are_one_click_away(
    open_figure: OpenFigure, image: str, truth: int, scores: list[float]
) -> None:
    shown = open_figure(PAGE, "scores")
    shown.root.get_by_role("button", name=f"image of a {image}").click()
    assert_shows(shown, scores, truth)


def test_a_step_with_a_push_moves_the_scores_by_half_of_it(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "scores")
    shown.root.get_by_role("button", name="a step with the SVM’s push").click()
    assert_shows(shown, [3.7, 4.6, -1.7], 0)


def test_the_address_brings_a_state_back_and_mends_what_is_no_score(
    open_figure: OpenFigure,
) -> None:
    anchor = "#scores.cat=6.1&scores.frog=1e9&scores.car=two&scores.truth=horse"
    shown = open_figure(PAGE, "scores", anchor=anchor)
    assert_shows(shown, [6.1, 5.1, 12], 0)
