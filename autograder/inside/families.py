"""Callables that an exercise needs as arguments, made where the student's code runs.

A function cannot cross the line, so the plan names a family and its numbers. No
family is the answer to an exercise: quadratics for losses, cube and subtract
for gates.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def quadratic(scale: Array, center: Array) -> Callable[[Array], Any]:
    """f(x) = sum(scale * (x - center)**2), a scalar."""
    return lambda x: (scale * (x - center) ** 2).sum()


def quadratic_gradient(scale: Array, center: Array) -> Callable[[Array], Array]:
    """The gradient of `quadratic`: 2 * scale * (x - center)."""
    return lambda x: 2 * scale * (x - center)


def cubic(scale: Array) -> Callable[[Array], Any]:
    """f(x) = sum(scale * x**3): its one-sided and its central quotient differ."""
    return lambda x: (scale * x**3).sum()


def cubed_sum(scale: Array) -> Callable[[Array], Any]:
    """f(x) = sum(scale * x)**3: the slope in one entry depends on all others."""
    return lambda x: (scale * x).sum() ** 3


def squared_error(targets: Array) -> Callable[[Array, Array, Array], tuple[Any, Array]]:
    """loss_and_grad(W, X, y): mean squared distance of X @ W from each label's target row."""

    def loss_and_grad(W: Array, X: Array, y: Array) -> tuple[Any, Array]:
        error = X @ W - targets[y]
        return (error**2).sum() / len(X), 2 * X.T @ error / len(X)

    return loss_and_grad


def halves(X: Array, y: Array, batch_size: int, rng: np.random.Generator) -> Any:
    """Stands in for minibatches, and cuts otherwise: every second example, then the others."""
    first = rng.integers(2)
    for start in (first, 1 - first):
        yield X[start::2], y[start::2]


def brightness_as_gradients(gray: Array) -> tuple[Array, Array]:
    """Stands in for image_gradients: brightness on the opposite side, shifted and stretched.

    So an image that is cut, or cell after cell, gives others.
    """
    opposite = gray[::-1, ::-1]
    return opposite + 0.25, 3 * (opposite - 0.5)


def shares_by_distance(unit: float) -> Callable[[Array], Array]:
    """Stands in for softmax: shares by how many units a score is below the best of its row."""

    def shares(scores: Array) -> Array:
        units = (scores.max(axis=1, keepdims=True) - scores) / unit
        weights = np.asarray(1 / (1 + units**100))
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))

    return shares


def distance_and_unit(unit: float) -> Callable[[Array, Array], Array]:
    """Stands in for cross_entropy: how far the true class is below the best, and a unit."""
    return lambda scores, y: scores.max(axis=1) - scores[np.arange(len(y)), y] + unit


def cubic_hinge() -> Callable[..., Array]:
    """Stands in for hinge_loss: a cubic polynomial of each margin, with roots at -1, 0 and 4."""

    def bent(margins: Any) -> Any:
        return margins * (margins + 1) * (4 - margins) / 6

    def losses(scores: Array, y: Array, delta: float = 1.0) -> Array:
        true = scores[np.arange(len(y)), y]
        margins = scores - true[:, np.newaxis] + delta
        return np.asarray(bent(margins).sum(axis=1) - bent(delta))

    return losses


def penalty_of_fourth_powers(unit: float) -> Callable[[Array], tuple[Any, Array]]:
    """Stands in for l2_penalty: large weights count far more, and small ones hardly."""
    return lambda W: ((W**4).sum() / unit**2, 2 * W**3 / unit**2)


def penalty_of_sixth_powers(unit: float) -> Callable[[Array], tuple[Any, Array]]:
    """Stands in for l1_penalty: even more so."""
    return lambda W: ((W**6).sum() / unit**5, W**3 / unit**3)


def every_second_word(patches: Array, codebook: Array) -> Array:
    """Stands in for nearest_codeword: every second word, from the first one on, and around."""
    return 2 * np.arange(len(patches)) % len(codebook)


def tiled_images(x: Array, pad: int) -> Array:
    """Stands in for zero_pad: the image repeats itself from the corner on."""
    rows, columns = (np.arange(side + 2 * pad) % side for side in x.shape[2:])
    return x[:, :, rows][:, :, :, columns]


def corners_of_windows(x: Array, field: int, stride: int = 1, pad: int = 0) -> Array:
    """Stands in for im2col: of every window its first pixel alone."""
    corners = x[:, :, ::stride, ::stride]
    return corners.reshape(*x.shape[:2], -1)


def corners_put_back(
    cols: Array, x_shape: tuple[int, ...], field: int, stride: int = 1, pad: int = 0
) -> Array:
    """Stands in for col2im: every window is one pixel."""
    x = np.zeros(x_shape)
    corners = x[:, :, ::stride, ::stride]
    corners[...] = cols.reshape(corners.shape)
    return x


def largest_product(window: Array, w: Array, b: Any) -> Any:
    """Stands in for conv_step: no sum but the largest product, less the bias."""
    return np.max(window * w) - b


def mean_map_forward(x: Array, w: Array, b: Array, stride: int = 1, pad: int = 0) -> Any:
    """Stands in for a convolution: the mean channel, larger or smaller for each filter."""
    mean, sums = x.mean(axis=1, keepdims=True), (stride + 2 * pad) * w.sum(axis=(1, 2, 3))
    out = mean * sums[:, np.newaxis, np.newaxis] - b[:, np.newaxis, np.newaxis]
    return out, (mean, sums, x.shape, w.shape, stride + 2 * pad)


def mean_map_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The gradients of `mean_map_forward`."""
    mean, sums, x_shape, w_shape, factor = cache
    dmean = np.tensordot(dout, sums, axes=(1, 0))[:, np.newaxis]
    dsums = factor * (dout * mean).sum(axis=(0, 2, 3))
    dx = np.broadcast_to(dmean / x_shape[1], x_shape)
    dw = np.broadcast_to(dsums[:, np.newaxis, np.newaxis, np.newaxis], w_shape)
    return dx, dw, -dout.sum(axis=(0, 2, 3))


def corners_forward(x: Array, size: int = 2, stride: int = 2) -> Any:
    """Stands in for max pooling: the last pixel of each block, times its size."""
    return size * x[:, :, size - 1 :: stride, size - 1 :: stride], (x.shape, size, stride)


def corners_backward(dout: Array, cache: Any) -> Array:
    """The gradient of `corners_forward`."""
    shape, size, stride = cache
    dx = np.zeros(shape)
    dx[:, :, size - 1 :: stride, size - 1 :: stride] = size * dout
    return dx


def weighed_forward(x: Array, w: Array, b: Array) -> tuple[Array, Any]:
    """Stands in for affine_forward: rank one, features weighed by their place, b twice."""
    place = np.arange(1, len(w) + 1)
    rows, columns = x.reshape(len(x), -1) @ place, (w / place[:, np.newaxis]).sum(axis=0)
    return np.multiply.outer(rows, columns) + 2 * b, (rows, columns, place, x.shape)


def weighed_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """The gradients of `weighed_forward` for x, w and b."""
    rows, columns, place, shape = cache
    drows, dcolumns = (dout * columns).sum(axis=1), (dout.T * rows).sum(axis=1)
    dx, dw = np.multiply.outer(drows, place), dcolumns / place[:, np.newaxis]
    return dx.reshape(shape), dw, 2 * dout.sum(axis=0)


def square_forward(x: Array) -> tuple[Array, Array]:
    """Stands in for an activation: x**2, which has no kink."""
    return x**2, x


def square_backward(dout: Array, cache: Array) -> Array:
    """The gradient of `square_forward`."""
    return 2 * cache * dout


def nearness_to_the_largest(scores: Array) -> Array:
    """Stands in for softmax: 1 for a row's largest score, less the further one is below it."""
    near: Array = 1 / (1 + scores.max(axis=1, keepdims=True) - scores)
    return near


def squared_shortfall(scores: Array, y: Array) -> Any:
    """Stands in for cross_entropy: how far the true score is below the largest, squared."""
    return (scores.max(axis=1) - scores[np.arange(len(y)), y]) ** 2


class ParabolaNet:
    """Stands in for a network: to each feature its own parabola, all shifted by one number.

    The loss is the mean squared distance of scale * x + bend * x**2 + shift from each
    label's target, plus reg * sum(scale**2).
    """

    def __init__(self, scale: Array, bend: Array, shift: Array, targets: Array) -> None:
        self.params = {"scale": scale.copy(), "bend": bend.copy(), "shift": shift.copy()}
        self.targets = targets

    def loss(self, X: Array, y: Array | None = None, reg: float = 0.0) -> Any:
        """Return what it makes of the features or, with labels, the loss and its gradients."""
        scale, bend, shift = (self.params[name] for name in ("scale", "bend", "shift"))
        out = scale * X + bend * X**2 + shift
        if y is None:
            return out
        error = out - self.targets[y]
        dout = 2 * error / len(X)
        return (error**2).sum() / len(X) + reg * (scale**2).sum(), {
            "scale": (dout * X).sum(axis=0) + 2 * reg * scale,
            "bend": (dout * X**2).sum(axis=0),
            "shift": np.atleast_1d(dout.sum()),
        }


def standard_normal(seed: int, *shape: int) -> Array:
    """An array for a case that is large on purpose: it crosses as its seed."""
    return np.random.default_rng(seed).standard_normal(shape)


class CubeGate:
    """out = x**3, for graphs that need a gate nobody has written."""

    def forward(self, x: Any) -> Any:
        """Remember the input and cube it."""
        self.x = x
        return x**3

    def backward(self, dout: Any) -> Any:
        """The gradient for x."""
        return 3 * self.x**2 * dout


class SubtractGate:
    """out = a - b."""

    def forward(self, a: Any, b: Any) -> Any:
        """The difference."""
        return a - b

    def backward(self, dout: Any) -> Any:
        """The gradients for a and b."""
        return dout, -dout


class AverageGate:
    """out = (a + b) / 2; on the way back both inputs get one and the same array."""

    def forward(self, a: Any, b: Any) -> Any:
        """The mean of the two."""
        return (a + b) / 2

    def backward(self, dout: Any) -> Any:
        """The gradients for a and b."""
        half = dout / 2
        return half, half


class RowSumGate:
    """out = x.sum(axis=-1): its output has another shape than its input."""

    def forward(self, x: Any) -> Any:
        """The sum of each row."""
        self.shape = x.shape
        return x.sum(axis=-1)

    def backward(self, dout: Any) -> Any:
        """The gradient for x: each entry of a row has its row's."""
        return np.broadcast_to(dout[..., np.newaxis], self.shape)


FAMILIES: dict[str, Callable[..., Any]] = {
    "quadratic": quadratic,
    "quadratic_gradient": quadratic_gradient,
    "cubic": cubic,
    "cubed_sum": cubed_sum,
    "squared_error": squared_error,
    "halves": lambda: halves,
    "brightness_as_gradients": lambda: brightness_as_gradients,
    "shares_by_distance": shares_by_distance,
    "distance_and_unit": distance_and_unit,
    "cubic_hinge": cubic_hinge,
    "penalty_of_fourth_powers": penalty_of_fourth_powers,
    "penalty_of_sixth_powers": penalty_of_sixth_powers,
    "every_second_word": lambda: every_second_word,
    "tiled_images": lambda: tiled_images,
    "corners_of_windows": lambda: corners_of_windows,
    "corners_put_back": lambda: corners_put_back,
    "largest_product": lambda: largest_product,
    "mean_map_forward": lambda: mean_map_forward,
    "mean_map_backward": lambda: mean_map_backward,
    "corners_forward": lambda: corners_forward,
    "corners_backward": lambda: corners_backward,
    "weighed_forward": lambda: weighed_forward,
    "weighed_backward": lambda: weighed_backward,
    "square_forward": lambda: square_forward,
    "square_backward": lambda: square_backward,
    "nearness_to_the_largest": lambda: nearness_to_the_largest,
    "squared_shortfall": lambda: squared_shortfall,
    "parabola_net": ParabolaNet,
    "standard_normal": standard_normal,
    "cube_gate": CubeGate,
    "subtract_gate": SubtractGate,
    "average_gate": AverageGate,
    "row_sum_gate": RowSumGate,
}
