"""Known mistakes of ``relative_error``."""

import numpy as np

from autograder.judge.exercise import Mistake

FLOOR = 1e-8


def signed_difference(a, b):
    return np.max((a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def signed_sizes(a, b):
    return np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a + b)))


def mean_instead_of_max(a, b):
    return np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


def no_floor(a, b):
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


def floor_added(a, b):
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + FLOOR))


def floor_of_result(a, b):
    return np.max(np.maximum(FLOOR, np.abs(a - b) / (np.abs(a) + np.abs(b))))


def absolute(a, b):
    return np.max(np.abs(a - b))


def larger_size(a, b):
    return np.max(np.abs(a - b) / np.maximum(FLOOR, np.maximum(np.abs(a), np.abs(b))))


def mean_size(a, b):
    return np.max(np.abs(a - b) / np.maximum(FLOOR, (np.abs(a) + np.abs(b)) / 2))


def one_size(a, b):
    return np.max(np.abs(a - b) / np.maximum(FLOOR, np.abs(a)))


def other_size(a, b):
    return np.max(np.abs(a - b) / np.maximum(FLOOR, np.abs(b)))


def largest_of_each(a, b):
    return np.max(np.abs(a - b)) / np.maximum(FLOOR, np.max(np.abs(a) + np.abs(b)))


def norms(a, b):
    size = np.linalg.norm(a.ravel()) + np.linalg.norm(b.ravel())
    return np.linalg.norm((a - b).ravel()) / np.maximum(FLOOR, size)


def sums(a, b):
    return np.abs(a - b).sum() / np.maximum(FLOOR, (np.abs(a) + np.abs(b)).sum())


def each_entry(a, b):
    return np.abs(a - b) / np.maximum(FLOOR, np.abs(a) + np.abs(b))


def sum_instead_of_max(a, b):
    return np.sum(each_entry(a, b))


def max_along_one_axis(a, b):
    return np.max(each_entry(a, b), axis=0)


def pythons_max(a, b):
    return np.max(np.abs(a - b) / max(FLOOR, np.abs(a) + np.abs(b)))


RELATIVE_ERROR = (
    Mistake(
        "signed_difference",
        "The difference keeps its sign, so where a is below b it counts as less than nothing: "
        "its size is meant.",
        signed_difference,
    ),
    Mistake(
        "signed_sizes",
        "The size is taken of the sum: two numbers of opposite sign then cancel in the "
        "denominator. Add up their sizes.",
        signed_sizes,
    ),
    Mistake(
        "mean_instead_of_max",
        "This is the mean over the entries: one wrong entry among many right ones hides in it. "
        "The largest is meant.",
        mean_instead_of_max,
    ),
    Mistake(
        "no_floor",
        "Where both numbers are 0, or nearly so, nothing keeps the denominator away from 0.",
        no_floor,
    ),
    Mistake(
        "floor_added",
        "The small number is added to the sizes: it is a least value, and changes nothing where "
        "the sizes are above it.",
        floor_added,
    ),
    Mistake(
        "floor_of_result",
        "The small number bounds the quotient: it is the denominator that must not become too "
        "small.",
        floor_of_result,
    ),
    Mistake(
        "absolute",
        "This is the largest difference itself: it is not divided by the size of the numbers.",
        absolute,
    ),
    Mistake(
        "larger_size",
        "The difference is divided by the larger of the two sizes: here it is their sum.",
        larger_size,
    ),
    Mistake(
        "mean_size",
        "The difference is divided by the mean of the two sizes: here it is their sum, so that "
        "opposite signs give 1.",
        mean_size,
    ),
    Mistake(
        "one_size",
        "The difference is divided by the size of a alone: both sizes count.",
        one_size,
    ),
    Mistake(
        "other_size",
        "The difference is divided by the size of b alone: both sizes count.",
        other_size,
    ),
    Mistake(
        "largest_of_each",
        "The largest difference is divided by the largest size, which may be another entry's: "
        "divide entry by entry, then take the largest.",
        largest_of_each,
    ),
    Mistake(
        "norms",
        "The lengths of whole arrays are divided: divide entry by entry, then take the largest.",
        norms,
    ),
    Mistake(
        "sums",
        "The sum of all differences is divided by the sum of all sizes: divide entry by entry, "
        "then take the largest.",
        sums,
    ),
    Mistake("each_entry", "These are the errors of all entries: return the largest.", each_entry),
    Mistake(
        "sum_instead_of_max",
        "The errors of all entries are added up: the largest is meant.",
        sum_instead_of_max,
    ),
    Mistake(
        "max_along_one_axis",
        "The largest is taken along one axis only: one number is left of the whole array.",
        max_along_one_axis,
    ),
    Mistake(
        "pythons_max",
        "The built-in maximum of Python compares whole things, not entry by entry: NumPy has one "
        "that does.",
        pythons_max,
    ),
)
