"""Known mistakes of ``to_polar``."""

import numpy as np


def angle_of_quotient(X):
    """The angle of y divided by x cannot tell a point from the opposite one, and fails where x is
    0."""
    with np.errstate(all="ignore"):
        return np.stack([np.hypot(X[:, 0], X[:, 1]), np.arctan(X[:, 1] / X[:, 0])], axis=1)


def arguments_swapped(X):
    """The angle is measured from the y axis: the function for it takes y first."""
    return np.stack([np.hypot(X[:, 0], X[:, 1]), np.arctan2(X[:, 0], X[:, 1])], axis=1)


def squared_radius(X):
    """This is the square of the distance."""
    return np.stack([X[:, 0] ** 2 + X[:, 1] ** 2, np.arctan2(X[:, 1], X[:, 0])], axis=1)


def degrees(X):
    """The angle is in degrees: radians are meant."""
    return np.stack([np.hypot(*X.T), np.degrees(np.arctan2(X[:, 1], X[:, 0]))], axis=1)


def angle_first(X):
    """The angle comes first: the distance is the first column."""
    return np.stack([np.arctan2(X[:, 1], X[:, 0]), np.hypot(*X.T)], axis=1)


def rows(X):
    """Distances and angles are rows here: each point has a row, they are columns."""
    return np.stack([np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])])


def positive_angles(X):
    """Angles run from 0 to twice pi here: below the x axis they are negative."""
    return np.stack([np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0]) % (2 * np.pi)], axis=1)


def sum_of_sizes(X):
    """The sizes of x and y are added up: the distance is along the straight line."""
    return np.stack([np.abs(X).sum(axis=1), np.arctan2(X[:, 1], X[:, 0])], axis=1)


def length_of_all(X):
    """This is one length for all points together: each point has its own."""
    radius = np.full(len(X), np.sqrt((X**2).sum()))
    return np.stack([radius, np.arctan2(X[:, 1], X[:, 0])], axis=1)


def y_up_is_down(X):
    """The angle has the wrong sign: above the x axis it is positive."""
    return np.stack([np.hypot(*X.T), np.arctan2(-X[:, 1], X[:, 0])], axis=1)


def two_arrays(X):
    """These are two arrays: one with two columns is meant."""
    return np.hypot(*X.T), np.arctan2(X[:, 1], X[:, 0])
