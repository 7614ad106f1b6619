"""Known mistakes of ``output_size``."""

import math

from autograder.judge.exercise import Mistake


def remainder_dropped(n, f, stride=1, pad=0):
    if n + 2 * pad < f:
        raise ValueError("does not fit")
    return (n + 2 * pad - f) // stride + 1


def divided_with_one_slash(n, f, stride=1, pad=0):
    if n + 2 * pad < f or (n + 2 * pad - f) % stride != 0:
        raise ValueError("does not fit")
    return (n + 2 * pad - f) / stride + 1


def pad_on_one_side(n, f, stride=1, pad=0):
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


def _right_size(room, stride):
    return room // stride + 1


def _right_check(n, f, stride, pad):
    return n + 2 * pad >= f and (n + 2 * pad - f) % stride == 0


first_place_forgotten = _sized(lambda room, stride: room // stride, _right_check)
one_added_too_early = _sized(lambda room, stride: (room + 1) // stride, _right_check)
stride_not_used = _sized(lambda room, stride: room + 1, _right_check)
too_long_not_noticed = _sized(_right_size, lambda n, f, s, p: (n + 2 * p - f) % s == 0)
rounded_up = _sized(
    lambda room, stride: math.ceil(room / stride) + 1, lambda n, f, s, p: n + 2 * p >= f
)
check_without_pad = _sized(_right_size, lambda n, f, s, p: n + 2 * p >= f and (n - f) % s == 0)
pad_cannot_help = _sized(_right_size, lambda n, f, s, p: n >= f and (n + 2 * p - f) % s == 0)
one_place_refused = _sized(
    _right_size, lambda n, f, s, p: n + 2 * p > f and (n + 2 * p - f) % s == 0
)
divides_by_stride = _sized(_right_size, lambda n, f, s, p: n + 2 * p >= f and (n + 2 * p) % s == 0)


def asserted(n, f, stride=1, pad=0):
    assert _right_check(n, f, stride, pad), "does not fit"
    return (n + 2 * pad - f) // stride + 1


def none_returned(n, f, stride=1, pad=0):
    return (n + 2 * pad - f) // stride + 1 if _right_check(n, f, stride, pad) else None


def text_returned(n, f, stride=1, pad=0):
    return (n + 2 * pad - f) // stride + 1 if _right_check(n, f, stride, pad) else "does not fit"


def pad_before_stride(n, f, pad=0, stride=1):
    return _sized(_right_size, _right_check)(n, f, stride, pad) if stride else 0


OUTPUT_SIZE = (
    Mistake(
        "remainder_dropped",
        "A remainder is dropped in silence: where the stride does not come out even, raise a "
        "ValueError.",
        remainder_dropped,
    ),
    Mistake(
        "divided_with_one_slash",
        "A division with one slash gives a float, even where it comes out even: a size is a whole "
        "number.",
        divided_with_one_slash,
    ),
    Mistake(
        "pad_on_one_side",
        "The pad is counted once: it is there at both ends.",
        pad_on_one_side,
    ),
    Mistake(
        "first_place_forgotten",
        "One place is missing: before its first step the filter has a place already.",
        first_place_forgotten,
    ),
    Mistake(
        "one_added_too_early",
        "The 1 is added before the division: count the steps first, then add the place where the "
        "filter starts.",
        one_added_too_early,
    ),
    Mistake(
        "stride_not_used",
        "The stride is checked but not used: the filter does not stop at every pixel.",
        stride_not_used,
    ),
    Mistake(
        "too_long_not_noticed",
        "A filter that is longer than the padded input is not noticed: there is no room for it, "
        "whatever the remainder.",
        too_long_not_noticed,
    ),
    Mistake(
        "rounded_up",
        "A remainder is rounded up: a window that hangs over the edge is none. Raise a ValueError "
        "there.",
        rounded_up,
    ),
    Mistake(
        "check_without_pad",
        "The remainder is taken of the unpadded length: the filter slides over the padded one.",
        check_without_pad,
    ),
    Mistake(
        "pad_cannot_help",
        "A filter that is longer than the input is refused although the padding makes room for it.",
        pad_cannot_help,
    ),
    Mistake(
        "one_place_refused",
        "A filter as long as the padded input is refused: it has exactly one place.",
        one_place_refused,
    ),
    Mistake(
        "divides_by_stride",
        "The check asks whether the stride divides the padded length: the first window needs no "
        "step, so take the filter off first.",
        divides_by_stride,
    ),
    Mistake(
        "asserted",
        "An assertion stops it: raise a ValueError, which is what a caller can expect and handle.",
        asserted,
    ),
    Mistake(
        "none_returned",
        "Nothing comes back where the filter does not fit: raise a ValueError, which nobody can "
        "overlook.",
        none_returned,
    ),
    Mistake(
        "text_returned",
        "A text comes back where the filter does not fit: raise a ValueError with it instead.",
        text_returned,
    ),
    Mistake(
        "pad_before_stride",
        "Stride and pad change places: the third argument is the stride.",
        pad_before_stride,
    ),
)
