"""Known mistakes that people write in any layer, whatever it computes."""

from __future__ import annotations

import numpy as np

from autograder.assignments.networks.mistakes import _caches
from autograder.judge.mistake import Mistake, brings, mistake
from solutions import networks as right


def forward_mistakes(layer: str) -> tuple[Mistake, ...]:
    """Mistakes in what a forward hands back."""
    forward = getattr(right, f"{layer}_forward")

    def nothing_returned(*inputs, **settings):
        """Nothing came back: is the return statement missing?"""
        forward(*inputs, **settings)

    def output_only(*inputs, **settings):
        """Only the output came back: return a pair of the output and the cache."""
        return forward(*inputs, **settings)[0]

    def cache_first(*inputs, **settings):
        """The cache comes before the output: return the output first."""
        return inputs, forward(*inputs, **settings)[0]

    return tuple(map(mistake, (nothing_returned, output_only, cache_first)))


def backward_mistakes(layer: str) -> tuple[Mistake, ...]:
    """Mistakes in how a backward treats the upstream gradient and the cache."""
    name = f"{layer}_forward"
    forward, backward = getattr(right, name), getattr(right, f"{layer}_backward")
    latest_cache, forward_that_remembers = _caches.through_the_latest(forward, backward)
    with_a_list = {name: _caches.in_a_list(forward)}

    def upstream_ignored(dout, cache):
        """The upstream gradient is not used: this is right only where it is 1 everywhere."""
        return backward(np.ones_like(dout), cache)

    def minus_upstream(dout, cache):
        """Every gradient has the wrong sign: a backward gives slopes, and the step downhill
        comes later."""
        return backward(-dout, cache)

    def upstream_twice(dout, cache):
        """The upstream gradient is multiplied in twice."""
        return backward(dout * dout, cache)

    def averaged(dout, cache):
        """The gradients are divided by the number of examples: that mean belongs to the loss,
        and the upstream gradient has it already."""
        return backward(dout / len(dout), cache)

    @brings(**with_a_list)
    def cache_emptied(dout, cache):
        """The cache is emptied on the way: a second backward finds nothing in it."""
        return backward(dout, cache.pop())

    @brings(**with_a_list)
    def last_gradient(dout, cache):
        """A second call gives the gradients of the first: they are kept in the cache, and the
        new upstream gradient is not used."""
        if len(cache) == 1:
            cache.append(backward(dout, cache[0]))
        return cache[-1]

    return (
        *map(mistake, (upstream_ignored, minus_upstream, upstream_twice, averaged)),
        Mistake(
            "latest_cache",
            "What the last forward left is used, and not what was handed in: with two forwards "
            "before a backward, that is another batch. Read everything from the cache.",
            latest_cache,
            {name: forward_that_remembers},
        ),
        mistake(cache_emptied),
        Mistake(
            "accumulates",
            "The gradients of two calls add up: each call gives those of its own upstream "
            "gradient alone.",
            _caches.accumulating(backward),
            with_a_list,
        ),
        mistake(last_gradient),
    )
