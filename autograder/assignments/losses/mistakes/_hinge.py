"""Right margins, for the mistakes of both hinge losses that change one step."""

import numpy as np

from autograder.judge.mistake import mistake


def differences(scores, y):
    """Scores less the true class's score, one row per example."""
    return scores - scores[np.arange(len(y)), y][:, np.newaxis]


def margins(scores, y, delta):
    """The right margins, 0 at the true class, before the maximum is taken."""
    margins = differences(scores, y) + delta
    margins[np.arange(len(y)), y] = 0
    return margins


def of_a_loop(of_classes):
    """Mistakes in a loop over examples and classes, where `of_classes` gives the right terms."""

    def running_total(scores, y, delta=1.0):
        """The total is not set back to 0: each loss holds those of the examples before it."""
        return np.cumsum(of_classes(scores, y, delta).sum(axis=1))

    def last_class_only(scores, y, delta=1.0):
        """Only the last wrong class counts, since each one overwrites the one before: add them
        up."""
        terms, last = of_classes(scores, y, delta), scores.shape[1] - 1
        wrong = np.where(y == last, last - 1, last)
        return np.where(wrong >= 0, terms[np.arange(len(y)), wrong], 0.0)

    def whole_numbers(scores, y, delta=1.0):
        """The losses are whole numbers: everything after the point is lost where the array that
        takes them holds such numbers."""
        return np.trunc(of_classes(scores, y, delta).sum(axis=1))

    def divided_by_examples(scores, y, delta=1.0):
        """The losses are divided by the number of examples: each example keeps its own loss."""
        return of_classes(scores, y, delta).sum(axis=1) / len(y)

    def columns_emptied(scores, y, delta=1.0):
        """Indexing with a colon and the labels empties whole columns: each row has one true
        class."""
        terms = of_classes(scores, y, delta)
        terms[:, y] = 0
        return terms.sum(axis=1)

    slips = (running_total, last_class_only, whole_numbers, divided_by_examples, columns_emptied)
    return tuple(map(mistake, slips))
