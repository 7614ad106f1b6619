"""Known mistakes of ``standardize``."""

import numpy as np

from autograder.judge.mistake import made


def by_its_own(train, test):
    """The test set is scaled by its own mean and deviation: a classifier must see both sets through
    the same glasses, so it is the training set's that count."""
    result = []
    for data in (train, test):
        constant = data.max(axis=0) == data.min(axis=0)
        centered = data - data.mean(axis=0)
        result.append(np.where(constant, 0, centered / np.where(constant, 1, data.std(axis=0))))
    return tuple(result)


def variance(train, test):
    """The columns are divided by their variance: the standard deviation is its root."""
    constant = train.max(axis=0) == train.min(axis=0)
    scale = np.where(constant, 1, train.var(axis=0))
    return tuple(
        np.where(constant, 0, (data - train.mean(axis=0)) / scale) for data in (train, test)
    )


def no_division(train, test):
    """The mean is subtracted, but nothing is divided by the standard deviation."""
    constant = train.max(axis=0) == train.min(axis=0)
    return tuple(np.where(constant, 0, data - train.mean(axis=0)) for data in (train, test))


def _standardized(data, train, center=np.mean, spread=np.std, constant=None):
    if constant is None:
        constant = train.max(axis=0) == train.min(axis=0)
    with np.errstate(all="ignore"):
        scaled = (data - center(train, axis=0)) / np.where(constant, 1, spread(train, axis=0))
    return np.where(constant, 0, scaled)


def no_centering(train, test):
    """The mean is not subtracted."""

    def spread(data):
        return _standardized(data, train, center=lambda train, axis: 0)

    return spread(train), spread(test)


def test_left_alone(train, test):
    """The test set comes back as it was."""
    return _standardized(train, train), test


def by_both_together(train, test):
    """Mean and deviation are those of both sets together: the test set must not be looked at."""
    together = np.concatenate([train, test])
    return _standardized(train, together), _standardized(test, together)


def together_but_for_constants(train, test):
    """Mean and deviation are those of both sets together: the test set must not be looked at."""
    together = np.concatenate([train, test])
    constant = train.max(axis=0) == train.min(axis=0)
    return tuple(_standardized(data, together, constant=constant) for data in (train, test))


def _both(function):
    def standardize(train, test):
        return function(train, train), function(test, train)

    return standardize


def _one_number(data, train):
    constant = train.max(axis=0) == train.min(axis=0)
    with np.errstate(all="ignore"):
        return np.where(constant, 0, (data - train.mean()) / train.std())


one_number = made(
    "One mean and one deviation are taken for all features: each column has its own.",
    _both(_one_number),
)


def _along_rows(data, train):
    constant = np.zeros((len(data), 1), bool)
    own = data.std(axis=1, keepdims=True)
    return np.where(constant, 0, (data - data.mean(axis=1, keepdims=True)) / np.where(own, own, 1))


along_rows = made(
    "Mean and deviation are taken along each example: they belong to the columns.",
    _both(_along_rows),
)


def _divided_by_zero(data, train):
    with np.errstate(all="ignore"):
        return (data - train.mean(axis=0)) / train.std(axis=0)


divided_by_zero = made(
    "A column that is constant in the training set is divided by 0.",
    _both(_divided_by_zero),
)


def _tiny_added(data, train):
    return (data - train.mean(axis=0)) / (train.std(axis=0) + 1e-8)


tiny_added = made(
    "A small number is added to every deviation: that changes what is not constant, and makes "
    "a constant column of the test set huge.",
    _both(_tiny_added),
)


def _deviation_compared(data, train):
    return _standardized(data, train, constant=train.std(axis=0) == 0)


deviation_compared = made(
    "Rounding can leave a deviation a little above 0 where all entries are the same: ask the "
    "entries themselves.",
    _both(_deviation_compared),
)


def _small_spread(data, train):
    return _standardized(data, train, constant=train.std(axis=0) < 1e-8)


small_spread = made(
    "A feature with a small spread is taken for a constant one: its unit may just be a large one.",
    _both(_small_spread),
)


def _constant_centered(data, train):
    constant = train.max(axis=0) == train.min(axis=0)
    return (data - train.mean(axis=0)) / np.where(constant, 1, train.std(axis=0))


constant_centered = made(
    "A column that is constant in the training set must be 0 in the test set, too.",
    _both(_constant_centered),
)


def _bessel(data, train):
    def spread(array, axis):
        return array.std(axis=axis, ddof=1) if len(array) > 1 else array.std(axis=axis)

    return _standardized(data, train, spread=spread)


bessel = made(
    "The sum of the squares is divided by one less than N: divide by N.",
    _both(_bessel),
)


def _median(data, train):
    return _standardized(data, train, center=np.median)


median = made(
    "The median is subtracted: the mean is meant.",
    _both(_median),
)


def _range(data, train):
    return _standardized(data, train, center=np.min, spread=np.ptp)


range = made(
    "This maps the smallest to 0 and the largest to 1: mean and deviation are meant.",
    _both(_range),
)


def one_number_for_all(train, test):
    """One mean and one deviation are taken for all features: each column has its own."""
    return tuple((data - train.mean()) / (train.std() or 1) for data in (train, test))


def _by_range(data, train):
    return _standardized(data, train, spread=np.ptp)


by_range = made(
    "The columns are divided by their range: the standard deviation is meant.",
    _both(_by_range),
)


def _tiny_added_to_what_varies(data, train):
    return _standardized(data, train, spread=lambda array, axis: array.std(axis=axis) + 1e-8)


tiny_added_to_what_varies = made(
    "A small number is added to every deviation: that changes what is not constant, and a feature "
    "in large units most.",
    _both(_tiny_added_to_what_varies),
)


def along_rows_but_for_constants(train, test):
    """Mean and deviation are taken along each example: they belong to the columns."""
    constant = train.max(axis=0) == train.min(axis=0)
    return tuple(np.where(constant, 0, _along_rows(data, train)) for data in (train, test))


def test_centered_alone(train, test):
    """From the test set the mean is subtracted, and then nothing is divided by the deviation."""
    constant = train.max(axis=0) == train.min(axis=0)
    return _standardized(train, train), np.where(constant, 0, test - train.mean(axis=0))


def one_number_or_zeros(train, test):
    """One mean and one deviation are taken for all features: each column has its own."""
    return tuple(
        (data - train.mean()) / train.std() if train.std() else 0 * data for data in (train, test)
    )
