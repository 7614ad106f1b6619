"""Known mistakes of ``to_polar`` and ``standardize``."""

import numpy as np

from autograder.judge.exercise import Mistake


def angle_of_quotient(X):
    with np.errstate(all="ignore"):
        return np.stack([np.hypot(X[:, 0], X[:, 1]), np.arctan(X[:, 1] / X[:, 0])], axis=1)


def arguments_swapped(X):
    return np.stack([np.hypot(X[:, 0], X[:, 1]), np.arctan2(X[:, 0], X[:, 1])], axis=1)


def squared_radius(X):
    return np.stack([X[:, 0] ** 2 + X[:, 1] ** 2, np.arctan2(X[:, 1], X[:, 0])], axis=1)


def degrees(X):
    return np.stack([np.hypot(*X.T), np.degrees(np.arctan2(X[:, 1], X[:, 0]))], axis=1)


def angle_first(X):
    return np.stack([np.arctan2(X[:, 1], X[:, 0]), np.hypot(*X.T)], axis=1)


def rows(X):
    return np.stack([np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])])


def positive_angles(X):
    return np.stack([np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0]) % (2 * np.pi)], axis=1)


def sum_of_sizes(X):
    return np.stack([np.abs(X).sum(axis=1), np.arctan2(X[:, 1], X[:, 0])], axis=1)


def length_of_all(X):
    radius = np.full(len(X), np.sqrt((X**2).sum()))
    return np.stack([radius, np.arctan2(X[:, 1], X[:, 0])], axis=1)


def y_up_is_down(X):
    return np.stack([np.hypot(*X.T), np.arctan2(-X[:, 1], X[:, 0])], axis=1)


def two_arrays(X):
    return np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])


TO_POLAR = (
    Mistake(
        "angle_of_quotient",
        "The angle of y divided by x cannot tell a point from the opposite one, and fails where "
        "x is 0.",
        angle_of_quotient,
    ),
    Mistake(
        "arguments_swapped",
        "The angle is measured from the y axis: the function for it takes y first.",
        arguments_swapped,
    ),
    Mistake("squared_radius", "This is the square of the distance.", squared_radius),
    Mistake("degrees", "The angle is in degrees: radians are meant.", degrees),
    Mistake("angle_first", "The angle comes first: the distance is the first column.", angle_first),
    Mistake(
        "rows", "Distances and angles are rows here: each point has a row, they are columns.", rows
    ),
    Mistake(
        "positive_angles",
        "Angles run from 0 to twice pi here: below the x axis they are negative.",
        positive_angles,
    ),
    Mistake(
        "sum_of_sizes",
        "The sizes of x and y are added up: the distance is along the straight line.",
        sum_of_sizes,
    ),
    Mistake(
        "length_of_all",
        "This is one length for all points together: each point has its own.",
        length_of_all,
    ),
    Mistake(
        "y_up_is_down",
        "The angle has the wrong sign: above the x axis it is positive.",
        y_up_is_down,
    ),
    Mistake("two_arrays", "These are two arrays: one with two columns is meant.", two_arrays),
)


# standardize ---------------------------------------------------------------------------


def by_its_own(train, test):
    result = []
    for one in (train, test):
        constant = one.max(axis=0) == one.min(axis=0)
        centered = one - one.mean(axis=0)
        result.append(np.where(constant, 0, centered / np.where(constant, 1, one.std(axis=0))))
    return tuple(result)


def variance(train, test):
    constant = train.max(axis=0) == train.min(axis=0)
    scale = np.where(constant, 1, train.var(axis=0))
    return tuple(np.where(constant, 0, (one - train.mean(axis=0)) / scale) for one in (train, test))


def no_division(train, test):
    constant = train.max(axis=0) == train.min(axis=0)
    return tuple(np.where(constant, 0, one - train.mean(axis=0)) for one in (train, test))


def _standardized(one, train, center=np.mean, spread=np.std, constant=None):
    if constant is None:
        constant = train.max(axis=0) == train.min(axis=0)
    with np.errstate(all="ignore"):
        scaled = (one - center(train, axis=0)) / np.where(constant, 1, spread(train, axis=0))
    return np.where(constant, 0, scaled)


def _both(function):
    def standardize(train, test):
        return function(train, train), function(test, train)

    return standardize


def no_centering(train, test):
    def spread(one):
        return _standardized(one, train, center=lambda train, axis: 0)

    return spread(train), spread(test)


def test_left_alone(train, test):
    return _standardized(train, train), test


def by_both_together(train, test):
    together = np.concatenate([train, test])
    return _standardized(train, together), _standardized(test, together)


def together_but_for_constants(train, test):
    together = np.concatenate([train, test])
    constant = train.max(axis=0) == train.min(axis=0)
    return tuple(_standardized(one, together, constant=constant) for one in (train, test))


def _one_number(one, train):
    constant = train.max(axis=0) == train.min(axis=0)
    with np.errstate(all="ignore"):
        return np.where(constant, 0, (one - train.mean()) / train.std())


def _along_rows(one, train):
    constant = np.zeros((len(one), 1), bool)
    own = one.std(axis=1, keepdims=True)
    return np.where(constant, 0, (one - one.mean(axis=1, keepdims=True)) / np.where(own, own, 1))


def _divided_by_zero(one, train):
    with np.errstate(all="ignore"):
        return (one - train.mean(axis=0)) / train.std(axis=0)


def _tiny_added(one, train):
    return (one - train.mean(axis=0)) / (train.std(axis=0) + 1e-8)


def _deviation_compared(one, train):
    return _standardized(one, train, constant=train.std(axis=0) == 0)


def _small_spread(one, train):
    return _standardized(one, train, constant=train.std(axis=0) < 1e-8)


def _constant_centered(one, train):
    constant = train.max(axis=0) == train.min(axis=0)
    return (one - train.mean(axis=0)) / np.where(constant, 1, train.std(axis=0))


def _bessel(one, train):
    def spread(array, axis):
        return array.std(axis=axis, ddof=1) if len(array) > 1 else array.std(axis=axis)

    return _standardized(one, train, spread=spread)


def _median(one, train):
    return _standardized(one, train, center=np.median)


def _range(one, train):
    return _standardized(one, train, center=np.min, spread=np.ptp)


STANDARDIZE = (
    Mistake(
        "by_its_own",
        "The test set is scaled by its own mean and deviation: a classifier must see both sets "
        "through the same glasses, so it is the training set's that count.",
        by_its_own,
    ),
    Mistake(
        "variance",
        "The columns are divided by their variance: the standard deviation is its root.",
        variance,
    ),
    Mistake(
        "no_division",
        "The mean is subtracted, but nothing is divided by the standard deviation.",
        no_division,
    ),
    Mistake("no_centering", "The mean is not subtracted.", no_centering),
    Mistake("test_left_alone", "The test set comes back as it was.", test_left_alone),
    Mistake(
        "by_both_together",
        "Mean and deviation are those of both sets together: the test set must not be looked at.",
        by_both_together,
    ),
    Mistake(
        "together_but_for_constants",
        "Mean and deviation are those of both sets together: the test set must not be looked at.",
        together_but_for_constants,
    ),
    Mistake(
        "one_number",
        "One mean and one deviation are taken for all features: each column has its own.",
        _both(_one_number),
    ),
    Mistake(
        "along_rows",
        "Mean and deviation are taken along each example: they belong to the columns.",
        _both(_along_rows),
    ),
    Mistake(
        "divided_by_zero",
        "A column that is constant in the training set is divided by 0.",
        _both(_divided_by_zero),
    ),
    Mistake(
        "tiny_added",
        "A small number is added to every deviation: that changes what is not constant, and makes "
        "a constant column of the test set huge.",
        _both(_tiny_added),
    ),
    Mistake(
        "deviation_compared",
        "Rounding can leave a deviation a little above 0 where all entries are the same: ask the "
        "entries themselves.",
        _both(_deviation_compared),
    ),
    Mistake(
        "small_spread",
        "A feature with a small spread is taken for a constant one: its unit may just be a large "
        "one.",
        _both(_small_spread),
    ),
    Mistake(
        "constant_centered",
        "A column that is constant in the training set must be 0 in the test set, too.",
        _both(_constant_centered),
    ),
    Mistake(
        "bessel",
        "The sum of the squares is divided by one less than N: divide by N.",
        _both(_bessel),
    ),
    Mistake("median", "The median is subtracted: the mean is meant.", _both(_median)),
    Mistake(
        "range",
        "This maps the smallest to 0 and the largest to 1: mean and deviation are meant.",
        _both(_range),
    ),
)
