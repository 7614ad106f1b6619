"""Sphinx extension: ``{three-through-a-net}`` draws a digit on its way through a small network.

The network is trained here, in NumPy, on scikit-learn's digits, as chapter 5 does it; each
line and disc of the picture is a number that it computed. The picture moves by CSS alone,
and rests in its last state where a reader asks for less motion.
"""

from __future__ import annotations

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
Array = NDArray[np.float64]


def softmax(scores: Array) -> Array:
    """Return probabilities (N, C) for scores (N, C)."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Array = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares


def trained() -> tuple[Array, Array, Array, Array]:
    """Return the pixels (64,) of the digit 3, its contributions W1, hidden layer and scores.

    The digit is not among those that the network was trained on. Returned are pixels (64,),
    pixels times weights (64, HIDDEN), hidden times weights (HIDDEN, 10), probabilities (10,).
    """
    digits = load_digits()
    X, y = digits.data / 16, digits.target
    seen = np.arange(len(X)) != EXAMPLE
    rng = np.random.default_rng(0)
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
    return x, x[:, None] * W1, a[:, None] * W2, p


def drawing() -> str:
    """Return the picture as SVG: pixels on the left, hidden units, one bar for each digit."""
    x, into, out, p = trained()
    a = np.maximum(0, into.sum(axis=0))
    parts = [
        f'<rect class="pixel" x="{16 + 17 * (i % 8)}" y="{42 + 17 * (i // 8)}" width="16" '
        f'height="16" fill-opacity="{value:.2f}" style="--row:{i // 8}"/>'
        for i, value in enumerate(x)
        if value > 0
    ]
    heights = np.linspace(20, 200, HIDDEN)
    for unit, height in enumerate(heights):
        for i in np.argsort(-np.abs(into[:, unit]))[:5]:
            start = (24 + 17 * (i % 8), 50 + 17 * (i // 8))
            parts.append(_line(start, (217, height), into[i, unit] / np.abs(into).max(), "in"))
    for unit, height in enumerate(heights):
        for digit in np.argsort(-np.abs(out[unit]))[:3]:
            strength = out[unit, digit] / np.abs(out).max()
            parts.append(_line((233, height), (318, 20 + 20 * digit), strength, "out"))
    parts += [
        f'<circle class="unit" cx="225" cy="{height:.0f}" r="8" '
        f'fill-opacity="{min(1, value / a.max()):.2f}"/>'
        for height, value in zip(heights, a, strict=True)
    ]
    for digit, share in enumerate(p):
        height, name = 20 + 20 * digit, "most" if share == p.max() else "other"
        parts.append(f'<text class="{name}" x="324" y="{height + 5}">{digit}</text>')
        parts.append(
            f'<rect class="bar {name}" x="342" y="{height - 6}" '
            f'width="{max(1.5, 84 * share):.1f}" height="12" rx="2"/>'
        )
    say = f"{p.max():.0%}"
    parts.append(f'<text class="most say" x="432" y="{25 + 20 * int(p.argmax())}">{say}</text>')
    label = (
        "A handwritten 3 of 8 by 8 pixels goes through a network of ten hidden units, "
        f"which gives the digit {int(p.argmax())} a probability of {say}."
    )
    return (
        f'<svg class="through" viewBox="0 0 474 220" role="img" aria-label="{label}">'
        f"{''.join(parts)}</svg>"
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
        return [nodes.raw("", f'<figure class="first">{drawing()}</figure>', format="html")]


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
