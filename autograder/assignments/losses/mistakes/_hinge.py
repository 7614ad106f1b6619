"""Right margins, for the mistakes of both hinge losses that change one step."""

import numpy as np


def differences(scores, y):
    """Scores less the true class's score, one row per example."""
    return scores - scores[np.arange(len(y)), y][:, np.newaxis]


def margins(scores, y, delta):
    """The right margins, 0 at the true class, before the maximum is taken."""
    margins = differences(scores, y) + delta
    margins[np.arange(len(y)), y] = 0
    return margins
