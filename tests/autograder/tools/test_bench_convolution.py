"""The bench of the convolution compares what agrees, and the book shows what it measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from autograder.errors import CourseError
from autograder.tools import bench_convolution
from autograder.tools.bench_convolution import DTYPES, FIGURE, LAYERS, NUMBERS, Layer, app, measure
from solutions import convolution

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "book/_static"
TINY = Layer((2, 2, 5, 7), (3, 2, 3, 3), 2, 1)
KINDS = {(direction, dtype) for direction in ("forward", "backward") for dtype in DTYPES}


def in_the_book() -> list[dict[str, Any]]:
    measurements: list[dict[str, Any]] = json.loads((STATIC / NUMBERS).read_text())["measurements"]
    return measurements


def test_every_way_is_timed_forward_and_backward_in_both_dtypes() -> None:
    measured = list(measure((TINY,), rounds=2))
    assert {(measurement.direction, measurement.dtype) for measurement in measured} == KINDS
    for measurement in measured:
        assert measurement.torch_milliseconds > 0
        assert set(measurement.ratios) == {"loops", "im2col", "fast"}
        assert all(ratio > 0 for ratio in measurement.ratios.values())


@pytest.mark.parametrize("item", [0, 1, 2])
def test_ways_that_disagree_are_not_timed(item: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right: Callable[..., Any] = convolution.conv_backward_fast

    def wrong(dout: Any, cache: Any) -> list[Any]:
        gradients = list(right(dout, cache))
        gradients[item] = 1.1 * gradients[item]
        return gradients

    monkeypatch.setattr(convolution, "conv_backward_fast", wrong)
    with pytest.raises(CourseError, match="fast and torch disagree"):
        list(measure((TINY,), rounds=1))


def test_the_command_writes_figure_and_numbers_and_prints_the_ratios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_convolution, "LAYERS", (TINY,))
    done = CliRunner().invoke(app, ["--rounds", "1", "--folder", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "multiples of torch's time" in done.output
    assert "<svg" in (tmp_path / FIGURE).read_text()
    numbers = json.loads((tmp_path / NUMBERS).read_text())
    assert len(numbers["measurements"]) == len(KINDS)
    assert numbers["about"]["threads"] == 1


def test_the_book_shows_the_layers_that_the_bench_times() -> None:
    wanted = [json.loads(json.dumps(asdict(layer))) for layer in LAYERS for _ in KINDS]
    assert [measurement["layer"] for measurement in in_the_book()] == wanted
    assert "make bench" in (ROOT / "book/convolutional-networks/forward.md").read_text()


def test_what_the_page_says_of_the_figure_holds() -> None:
    for measurement in in_the_book():
        ratios = measurement["ratios"]
        assert 100 < ratios["loops"] < 3_000
        assert 0.3 < ratios["im2col"] < 3
        assert 0.1 < ratios["fast"] < (1 if measurement["dtype"] == "float64" else 2)
    assert (
        sum(measurement["ratios"]["fast"] < 1 for measurement in in_the_book())
        > len(in_the_book()) / 2
    )
