"""Known mistakes that people write in any layer, whatever it computes."""

from __future__ import annotations

import numpy as np

from autograder.assignments.networks.mistakes import caches
from autograder.judge.exercise import Mistake
from solutions import networks as right


def forward_mistakes(layer: str) -> tuple[Mistake, ...]:
    """Mistakes in what a forward hands back."""
    forward = getattr(right, f"{layer}_forward")

    def output_only(*inputs, **settings):
        return forward(*inputs, **settings)[0]

    def cache_first(*inputs, **settings):
        return inputs, forward(*inputs, **settings)[0]

    def nothing_returned(*inputs, **settings):
        forward(*inputs, **settings)

    return (
        Mistake(
            "nothing_returned",
            "Nothing came back: is the return statement missing?",
            nothing_returned,
        ),
        Mistake(
            "output_only",
            "Only the output came back: return a pair of the output and the cache.",
            output_only,
        ),
        Mistake(
            "cache_first",
            "The cache comes before the output: return the output first.",
            cache_first,
        ),
    )


def backward_mistakes(layer: str) -> tuple[Mistake, ...]:
    """Mistakes in how a backward treats the upstream gradient and the cache."""
    name = f"{layer}_forward"
    forward, backward = getattr(right, name), getattr(right, f"{layer}_backward")

    def upstream_ignored(dout, cache):
        return backward(np.ones_like(dout), cache)

    def minus_upstream(dout, cache):
        return backward(-dout, cache)

    def upstream_twice(dout, cache):
        return backward(dout * dout, cache)

    def averaged(dout, cache):
        return backward(dout / len(dout), cache)

    latest_cache, forward_that_remembers = caches.through_the_latest(forward, backward)

    def cache_emptied(dout, cache):
        return backward(dout, cache.pop())

    def last_gradient(dout, cache):
        if len(cache) == 1:
            cache.append(backward(dout, cache[0]))
        return cache[-1]

    with_a_list = {name: caches.in_a_list(forward)}
    return (
        Mistake(
            "upstream_ignored",
            "The upstream gradient is not used: this is right only where it is 1 everywhere.",
            upstream_ignored,
        ),
        Mistake(
            "minus_upstream",
            "Every gradient has the wrong sign: a backward gives slopes, and the step downhill "
            "comes later.",
            minus_upstream,
        ),
        Mistake("upstream_twice", "The upstream gradient is multiplied in twice.", upstream_twice),
        Mistake(
            "averaged",
            "The gradients are divided by the number of examples: that mean belongs to the loss, "
            "and the upstream gradient has it already.",
            averaged,
        ),
        Mistake(
            "latest_cache",
            "What the last forward left is used, and not what was handed in: with two forwards "
            "before a backward, that is another batch. Read everything from the cache.",
            latest_cache,
            {name: forward_that_remembers},
        ),
        Mistake(
            "cache_emptied",
            "The cache is emptied on the way: a second backward finds nothing in it.",
            cache_emptied,
            with_a_list,
        ),
        Mistake(
            "accumulates",
            "The gradients of two calls add up: each call gives those of its own upstream "
            "gradient alone.",
            caches.accumulating(backward),
            with_a_list,
        ),
        Mistake(
            "last_gradient",
            "A second call gives the gradients of the first: they are kept in the cache, and the "
            "new upstream gradient is not used.",
            last_gradient,
            with_a_list,
        ),
    )
