"""Backward passes that do not leave the cache as it is, with the forward passes they need."""


def _added(first, second):
    """Gradients added, one by one where there are several."""
    if isinstance(first, tuple):
        return tuple(_added(one, other) for one, other in zip(first, second, strict=True))
    return first + second


def through_the_latest(forward, backward):
    """A backward pass that goes back through the latest forward pass, and that forward pass."""
    kept = {}

    def forward_that_remembers(*inputs, **settings):
        out, kept["cache"] = forward(*inputs, **settings)
        return out, kept["cache"]

    def latest_cache(dout, cache):
        return backward(dout, kept["cache"])

    return latest_cache, forward_that_remembers


def in_a_list(forward):
    """A forward pass that hands on its cache in a list, which a backward pass can change."""

    def forward_with_a_list(*inputs, **settings):
        out, cache = forward(*inputs, **settings)
        return out, [cache]

    return forward_with_a_list


def accumulating(backward):
    """A backward pass that adds up the gradients of all calls; its cache is in a list."""

    def accumulates(dout, cache):
        gradients = backward(dout, cache[0])
        cache.append(_added(cache[-1], gradients) if len(cache) > 1 else gradients)
        return cache[-1]

    return accumulates
