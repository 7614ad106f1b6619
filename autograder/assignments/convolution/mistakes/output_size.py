"""Known mistakes of ``output_size``."""

import math

from autograder.judge.mistake import made


def remainder_dropped(n, f, stride=1, pad=0):
    """A remainder is dropped in silence: where the stride does not come out even, raise a
    ValueError."""
    if n + 2 * pad < f:
        raise ValueError("does not fit")
    return (n + 2 * pad - f) // stride + 1


def divided_with_one_slash(n, f, stride=1, pad=0):
    """A division with one slash gives a float, even where it comes out even: a size is a whole
    number."""
    if n + 2 * pad < f or (n + 2 * pad - f) % stride != 0:
        raise ValueError("does not fit")
    return (n + 2 * pad - f) / stride + 1


def pad_on_one_side(n, f, stride=1, pad=0):
    """The pad is counted once: it is there at both ends."""
    if n + pad < f or (n + pad - f) % stride != 0:
        raise ValueError("does not fit")
    return (n + pad - f) // stride + 1


def _sized(size, fits):
    """A size, and a check before it: `fits(n, f, stride, pad)`."""

    def output_size(n, f, stride=1, pad=0):
        if not fits(n, f, stride, pad):
            raise ValueError("does not fit")
        return size(n + 2 * pad - f, stride)

    return output_size


def _right_check(n, f, stride, pad):
    return n + 2 * pad >= f and (n + 2 * pad - f) % stride == 0


first_place_forgotten = made(
    "One place is missing: before its first step the filter has a place already.",
    _sized(lambda room, stride: room // stride, _right_check),
)

one_added_too_early = made(
    "The 1 is added before the division: count the steps first, then add the place where the "
    "filter starts.",
    _sized(lambda room, stride: (room + 1) // stride, _right_check),
)

stride_not_used = made(
    "The stride is checked but not used: the filter does not stop at every pixel.",
    _sized(lambda room, stride: room + 1, _right_check),
)


def _right_size(room, stride):
    return room // stride + 1


too_long_not_noticed = made(
    "A filter that is longer than the padded input is not noticed: there is no room for it, "
    "whatever the remainder.",
    _sized(_right_size, lambda n, f, s, p: (n + 2 * p - f) % s == 0),
)

rounded_up = made(
    "A remainder is rounded up: a window that hangs over the edge is none. Raise a ValueError "
    "there.",
    _sized(lambda room, stride: math.ceil(room / stride) + 1, lambda n, f, s, p: n + 2 * p >= f),
)

check_without_pad = made(
    "The remainder is taken of the unpadded length: the filter slides over the padded one.",
    _sized(_right_size, lambda n, f, s, p: n + 2 * p >= f and (n - f) % s == 0),
)

pad_cannot_help = made(
    "A filter that is longer than the input is refused although the padding makes room for it.",
    _sized(_right_size, lambda n, f, s, p: n >= f and (n + 2 * p - f) % s == 0),
)

one_place_refused = made(
    "A filter as long as the padded input is refused: it has exactly one place.",
    _sized(_right_size, lambda n, f, s, p: n + 2 * p > f and (n + 2 * p - f) % s == 0),
)

divides_by_stride = made(
    "The check asks whether the stride divides the padded length: the first window needs no "
    "step, so take the filter off first.",
    _sized(_right_size, lambda n, f, s, p: n + 2 * p >= f and (n + 2 * p) % s == 0),
)


def asserted(n, f, stride=1, pad=0):
    """An assertion stops it: raise a ValueError, which is what a caller can expect and handle."""
    assert _right_check(n, f, stride, pad), "does not fit"
    return (n + 2 * pad - f) // stride + 1


def none_returned(n, f, stride=1, pad=0):
    """Nothing comes back where the filter does not fit: raise a ValueError, which nobody can
    overlook."""
    return (n + 2 * pad - f) // stride + 1 if _right_check(n, f, stride, pad) else None


def text_returned(n, f, stride=1, pad=0):
    """A text comes back where the filter does not fit: raise a ValueError with it instead."""
    return (n + 2 * pad - f) // stride + 1 if _right_check(n, f, stride, pad) else "does not fit"


def pad_before_stride(n, f, pad=0, stride=1):
    """Stride and pad change places: the third argument is the stride."""
    return _sized(_right_size, _right_check)(n, f, stride, pad) if stride else 0


def remainder_asserted(n, f, stride=1, pad=0):
    """An assertion stops a remainder, and nothing a filter that is too long: raise a ValueError for
    both, which is what a caller can expect and handle."""
    assert (n + 2 * pad - f) % stride == 0, "does not fit"
    return (n + 2 * pad - f) // stride + 1


rounded = made(
    "A remainder is rounded away: where the stride does not come out even, raise a ValueError.",
    _sized(lambda room, stride: round(room / stride) + 1, lambda n, f, s, p: n + 2 * p >= f),
)
