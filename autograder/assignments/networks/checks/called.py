"""Right nets that call every earlier function that a net may call.

The reference writes the softmax loss out. A student may call their own from the notebook
on losses, and then stand-ins show how.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.assignments.random_inputs import Array
from solutions import networks
from solutions.losses import cross_entropy, softmax
from solutions.networks import affine_backward, affine_forward, relu_backward, relu_forward


class _Net:
    params: dict[str, Array]

    def loss(self, X: Array, y: Array | None = None, reg: float = 0.0) -> Any:
        """Scores, or loss and gradients, for any depth."""
        depth, out, caches = len(self.params) // 2, X, []
        for layer in range(1, depth + 1):
            bend = None
            if layer > 1:
                out, bend = relu_forward(out)
            out, cache = affine_forward(out, self.params[f"W{layer}"], self.params[f"b{layer}"])
            caches.append((bend, cache))
        if y is None:
            return out
        loss, dout = np.mean(cross_entropy(out, y)), np.array(softmax(out))
        dout[np.arange(len(y)), y] -= 1
        dout, grads = dout / len(y), {}
        for layer in range(depth, 0, -1):
            W, (bend, cache) = self.params[f"W{layer}"], caches.pop()
            dout, dW, grads[f"b{layer}"] = affine_backward(dout, cache)
            grads[f"W{layer}"], loss = dW + 2 * reg * W, loss + reg * np.sum(W * W)
            if layer > 1:
                dout = relu_backward(dout, bend)
        return loss, grads


class TwoLayerNet(_Net, networks.TwoLayerNet):
    """The reference's start, and a loss that calls."""


class FullyConnectedNet(_Net, networks.FullyConnectedNet):
    """The reference's start, and a loss that calls."""
