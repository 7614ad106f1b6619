"""Known mistakes of ``relative_error``."""

import numpy as np


def signed_difference(a, b):
    """The difference keeps its sign, so where a is below b it counts as less than nothing: its size
    is meant."""
    return np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def signed_sizes(a, b):
    """The size is taken of the sum: two numbers of opposite sign then cancel in the denominator.
    Add up their sizes."""
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b)))


def mean_instead_of_max(a, b):
    """This is the mean over the entries: one wrong entry among many right ones hides in it. The
    largest is meant."""
    return np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def no_floor(a, b):
    """Where both numbers are 0, or nearly so, nothing keeps the denominator away from 0."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


_FLOOR = 1e-8


def floor_added(a, b):
    """The small number is added to the sizes: it is a least value, and changes nothing where the
    sizes are above it."""
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + _FLOOR))


def floor_of_result(a, b):
    """The small number bounds the quotient: it is the denominator that must not become too
    small."""
    return np.max(np.maximum(_FLOOR, np.abs(a - b) / (np.abs(a) + np.abs(b))))


def absolute(a, b):
    """This is the largest difference itself: it is not divided by the size of the numbers."""
    return np.max(np.abs(a - b))


def larger_size(a, b):
    """The difference is divided by the larger of the two sizes: here it is their sum."""
    return np.max(np.abs(a - b) / np.maximum(_FLOOR, np.maximum(np.abs(a), np.abs(b))))


def mean_size(a, b):
    """The difference is divided by the mean of the two sizes: here it is their sum, so that
    opposite signs give 1."""
    return np.max(np.abs(a - b) / np.maximum(_FLOOR, (np.abs(a) + np.abs(b)) / 2))


def one_size(a, b):
    """The difference is divided by the size of a alone: both sizes count."""
    return np.max(np.abs(a - b) / np.maximum(_FLOOR, np.abs(a)))


def other_size(a, b):
    """The difference is divided by the size of b alone: both sizes count."""
    return np.max(np.abs(a - b) / np.maximum(_FLOOR, np.abs(b)))


def largest_of_each(a, b):
    """The largest difference is divided by the largest size, which may be another entry's: divide
    entry by entry, then take the largest."""
    return np.max(np.abs(a - b)) / np.maximum(_FLOOR, np.max(np.abs(a) + np.abs(b)))


def norms(a, b):
    """The lengths of whole arrays are divided: divide entry by entry, then take the largest."""
    size = np.linalg.norm(a.ravel()) + np.linalg.norm(b.ravel())
    return np.linalg.norm((a - b).ravel()) / np.maximum(_FLOOR, size)


def sums(a, b):
    """The sum of all differences is divided by the sum of all sizes: divide entry by entry, then
    take the largest."""
    return np.abs(a - b).sum() / np.maximum(_FLOOR, (np.abs(a) + np.abs(b)).sum())


def each_entry(a, b):
    """These are the errors of all entries: return the largest."""
    return np.abs(a - b) / np.maximum(_FLOOR, np.abs(a) + np.abs(b))


def sum_instead_of_max(a, b):
    """The errors of all entries are added up: the largest is meant."""
    return np.sum(each_entry(a, b))


def max_along_one_axis(a, b):
    """The largest is taken along one axis only: one number is left of the whole array."""
    return np.max(each_entry(a, b), axis=0)


def pythons_max(a, b):
    """The built-in maximum of Python compares whole things, not entry by entry: NumPy has one that
    does."""
    return np.max(np.abs(a - b) / max(_FLOOR, np.abs(a) + np.abs(b)))


def smaller_below(a, b):
    """The smaller of the two numbers stands in the denominator, and that is nearly always the fixed
    one: the larger is meant."""
    return np.max(np.abs(a - b) / np.minimum(1e-8, np.abs(a) + np.abs(b)))
