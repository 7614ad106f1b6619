"""Compares derived slopes with measured ones, for several pages of the book."""

import numpy as np


def gaps(loss, arrays, slopes, most=40, h=1e-5):
    """Move numbers of each array by ``h`` both ways, and compare the slopes.

    Arguments:
        loss: takes nothing and returns one number computed from the arrays as they are.
        arrays: the float64 arrays that the loss reads, by name; changed on the way, and as
            before afterwards.
        slopes: the derived gradient of each, by the same names.
        most: how many numbers of each array are moved, drawn at random with a fixed seed.

    Returns:
        the largest difference in each array, by name.
    """
    rng, found = np.random.default_rng(0), {}
    for name, array in arrays.items():
        places = rng.permutation(list(np.ndindex(array.shape)))[:most]
        found[name] = 0.0
        for place in map(tuple, places):
            before, two = array[place], []
            for moved in (before + h, before - h):
                array[place] = moved
                two.append(loss())
            array[place] = before
            difference = abs((two[0] - two[1]) / (2 * h) - slopes[name][place])
            found[name] = max(found[name], float(difference))
    return found
