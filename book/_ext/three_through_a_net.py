"""Sphinx extension: ``{three-through-a-net}`` draws a digit on its way through a small network.

The network is trained here, in NumPy, on scikit-learn's digits, as chapter 5 does it; each
line and disc of the picture is a number that it computed. The picture moves by CSS alone,
and rests in its last state where a reader asks for less motion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from docutils import nodes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

HIDDEN, STEPS, RATE, EXAMPLE = 10, 400, 0.5, 3
SEED = 1  # a start from which every hidden unit has something to say about this digit
HEIGHTS = np.linspace(20, 200, HIDDEN)
Array = NDArray[np.float64]


def softmax(scores: Array) -> Array:
    """Return probabilities (N, C) for scores (N, C)."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Array = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True)
class Passage:
    """A digit's way through the network, number by number."""

    pixels: Array
    """The digit (64,), from 0 for paper to 1 for ink."""
    into: Array
    """What each pixel adds to each hidden unit (64, HIDDEN)."""
    hidden: Array
    """The hidden units after their ReLU (HIDDEN,)."""
    out: Array
    """What each hidden unit adds to each score (HIDDEN, 10)."""
    probabilities: Array
    """What the network answers (10,)."""


def passage() -> Passage:
    """Return the way of a handwritten 3 through a network that was trained on the others."""
    digits = load_digits()
    X, y = digits.data / 16, digits.target
    seen = np.arange(len(X)) != EXAMPLE
    rng = np.random.default_rng(SEED)
    W1, b1 = rng.standard_normal((64, HIDDEN)) * np.sqrt(2 / 64), np.zeros(HIDDEN)
    W2, b2 = rng.standard_normal((HIDDEN, 10)) * np.sqrt(2 / HIDDEN), np.zeros(10)
    for _ in range(STEPS):
        A = np.maximum(0, X[seen] @ W1 + b1)
        G = (softmax(A @ W2 + b2) - np.eye(10)[y[seen]]) / seen.sum()
        dZ = (G @ W2.T) * (A > 0)
        W2 -= RATE * A.T @ G
        b2 -= RATE * G.sum(axis=0)
        W1 -= RATE * X[seen].T @ dZ
        b1 -= RATE * dZ.sum(axis=0)
    x = X[EXAMPLE]
    a = np.maximum(0, x @ W1 + b1)
    p = softmax((a @ W2 + b2)[None])[0]
    return Passage(x, x[:, None] * W1, a, a[:, None] * W2, p)


def drawing(way: Passage) -> str:
    """Return the picture as SVG: pixels on the left, hidden units, one bar for each digit."""
    answer, share = int(way.probabilities.argmax()), f"{way.probabilities.max():.1%}"
    label = (
        "A handwritten 3 of 8 by 8 pixels goes through a network of ten hidden units, "
        f"which gives the digit {answer} a probability of {share}."
    )
    parts = "".join([*_pixels(way), *_lines(way, answer), *_units(way), *_bars(way, answer)])
    said = f'<text class="most say" x="430" y="{25 + 20 * answer}">{share}</text>'
    return (
        f'<svg class="through" viewBox="0 0 474 220" role="img" aria-label="{label}">'
        f"{parts}{said}</svg>"
    )


def _pixels(way: Passage) -> Iterator[str]:
    for i, value in enumerate(way.pixels):
        if value > 0:
            yield (
                f'<rect class="pixel" x="{16 + 17 * (i % 8)}" y="{42 + 17 * (i // 8)}" width="16" '
                f'height="16" fill-opacity="{value:.2f}" style="--row:{i // 8}"/>'
            )


def _lines(way: Passage, answer: int) -> Iterator[str]:
    """Draw the strongest: five pixels into each unit, and out of it the answer and two others."""
    for unit, height in enumerate(HEIGHTS):
        for i in np.argsort(-np.abs(way.into[:, unit]))[:5]:
            start = (24 + 17 * (i % 8), 50 + 17 * (i // 8))
            strength = way.into[i, unit] / np.abs(way.into).max()
            yield _line(start, (217, height), strength, "in")
        strongest = np.argsort(-np.abs(way.out[unit]))[:2].tolist()
        for digit in sorted({answer, *strongest}):
            strength = way.out[unit, digit] / np.abs(way.out).max()
            yield _line((233, height), (318, 20 + 20 * digit), strength, "out")


def _units(way: Passage) -> Iterator[str]:
    for height, value in zip(HEIGHTS, way.hidden, strict=True):
        opacity = value / way.hidden.max()
        yield (
            f'<circle class="unit" cx="225" cy="{height:.0f}" r="8" fill-opacity="{opacity:.2f}"/>'
        )


def _bars(way: Passage, answer: int) -> Iterator[str]:
    for digit, share in enumerate(way.probabilities):
        height, name = 20 + 20 * digit, "most" if digit == answer else "other"
        yield f'<text class="{name}" x="324" y="{height + 5}">{digit}</text>'
        yield (
            f'<rect class="bar {name}" x="342" y="{height - 6}" '
            f'width="{max(1.5, 84 * share):.1f}" height="12" rx="2"/>'
        )


def _line(start: tuple[int, float], end: tuple[int, float], strength: float, kind: str) -> str:
    sign = "plus" if strength > 0 else "minus"
    (x1, y1), (x2, y2) = start, end
    return (
        f'<line class="{kind} {sign}" x1="{x1}" y1="{y1:.0f}" x2="{x2}" y2="{y2:.0f}" '
        f'pathLength="1" stroke-opacity="{0.15 + 0.75 * abs(strength):.2f}"/>'
    )


class ThreeThroughANet(SphinxDirective):
    """The picture."""

    def run(self) -> list[nodes.Node]:
        """Draw it."""
        return [
            nodes.raw("", f'<figure class="first">{drawing(passage())}</figure>', format="html")
        ]


def save_share_picture(app: Sphinx, error: Exception | None) -> None:
    """Save the picture (1200 × 630 pixels) that a shared link shows."""
    if error is not None or app.builder.format != "html":
        return
    path = Path(app.outdir) / "_static" / "share.png"
    if path.exists():
        return
    figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="#fbfaf6")
    figure.set_layout_engine("none")
    ax = figure.add_axes((0.06, 0.14, 0.38, 0.72))
    ax.imshow(load_digits().images[EXAMPLE], cmap="gray_r")
    ax.set_axis_off()
    title = str(app.config.html_title).replace(", ", ",\n")
    figure.text(0.48, 0.5, title, fontsize=44, family="DejaVu Serif", va="center", color="#22252b")
    figure.savefig(path, facecolor=figure.get_facecolor(), metadata={"Software": None})


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive and the picture for shared links."""
    app.add_directive("three-through-a-net", ThreeThroughANet)
    app.connect("build-finished", save_share_picture)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
