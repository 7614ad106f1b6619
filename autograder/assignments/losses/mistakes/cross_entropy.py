"""Known mistakes of ``cross_entropy``."""

from functools import partial

import numpy as np

from autograder.assignments.losses.mistakes._linear import PADDINGS
from autograder.judge.mistake import Mistake


def no_shift(scores, y):
    """Exponentials of large scores overflow, and those of very low scores all round to 0: shift
    each row first."""
    return np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y]


def no_shift_in_quotient(scores, y):
    """Exponentials of large scores overflow, and their quotient is not a number: shift each row
    first, and take the logarithm without forming the quotient."""
    exponentials = np.exp(scores)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return -np.log(probabilities[np.arange(len(y)), y])


def logarithm_of_zero(scores, y):
    """A small probability has rounded to 0 before its logarithm is taken, and the loss is infinite.
    The logarithm of a quotient can be written without the quotient."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return -np.log(probabilities[np.arange(len(y)), y])


def _softmax(scores):
    """The right probabilities."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _cross_padded_logarithm(scores, y, padding):
    return -np.log(_softmax(scores)[np.arange(len(y)), y] + padding)


padded = tuple(
    Mistake(
        f"padded_by_{padding:.0e}",
        "A small number added to the probability, or a cut below, hides how wrong a very wrong "
        "answer is: the loss stops growing. No such help is needed if no probability is formed.",
        partial(_cross_padded_logarithm, padding=padding),
    )
    for padding in PADDINGS
)


def _log_softmax(scores):
    """The right logarithms of the probabilities."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def base_10(scores, y):
    """This is the logarithm to base 10: use the natural one."""
    return -_log_softmax(scores)[np.arange(len(y)), y] / np.log(10)


def base_2(scores, y):
    """This is the logarithm to base 2: use the natural one."""
    return -_log_softmax(scores)[np.arange(len(y)), y] / np.log(2)


def missing_minus(scores, y):
    """The sign is wrong: a probability's logarithm is negative, a loss is not."""
    return _log_softmax(scores)[np.arange(len(y)), y]


def takes_mean(scores, y):
    """One number comes back for the whole batch: return the loss of each example."""
    return -_log_softmax(scores)[np.arange(len(y)), y].mean()


def all_classes(scores, y):
    """The logarithms of all classes are added up: only the true class's counts."""
    return -_log_softmax(scores).sum(axis=1)


def best_class(scores, y):
    """This is the loss of the class with the best score: the true class is asked for, whether or
    not it is ahead."""
    return -_log_softmax(scores).max(axis=1)


def indexes_columns(scores, y):
    """Indexing with a colon and the labels takes whole columns: you want one number from each
    row."""
    return -_log_softmax(scores)[:, y]


def labels_as_weights(scores, y):
    """The labels are multiplied with as if they were ones and zeros: they are positions of
    classes."""
    return -(y[:, np.newaxis] * _log_softmax(scores)).sum(axis=1)


def no_logarithm(scores, y):
    """The logarithm is missing: a probability near 0 must cost far more than 1."""
    return 1 - _softmax(scores)[np.arange(len(y)), y]


def entropy_of_prediction(scores, y):
    """This weighs the logarithms by the predicted probabilities: the labels say which class
    counts."""
    return -(_softmax(scores) * _log_softmax(scores)).sum(axis=1)


def over_examples(scores, y):
    """The probabilities are normalized over the examples: each row is a distribution."""
    return -_log_softmax(scores.T).T[np.arange(len(y)), y]


def scores_as_probabilities(scores, y):
    """The scores are used as if they were probabilities: softmax makes them so first."""
    return -np.log(scores[np.arange(len(y)), y])


def columns_of_all_labels(scores, y):
    """Each example gets the losses of everybody's labels: pick one entry of each row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logarithms[:, y].sum(axis=1)


def shift_not_undone(scores, y):
    """The largest score is taken off inside the logarithm alone: what is taken off all scores goes
    off the true class's score, too."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - scores[np.arange(len(y)), y]


def score_added(scores, y):
    """The true class's score is added: the better it is, the smaller the loss."""
    largest = scores.max(axis=1)
    exponentials = np.exp(scores - largest[:, np.newaxis])
    return largest + np.log(exponentials.sum(axis=1)) + scores[np.arange(len(y)), y]


def not_normalized(scores, y):
    """The sum of the exponentials is missing: it is what makes probabilities of them."""
    return (scores.max(axis=1, keepdims=True) - scores)[np.arange(len(y)), y]


def score_alone(scores, y):
    """The sum of the exponentials is missing: it is what makes probabilities of them."""
    return -scores[np.arange(len(y)), y]


def sum_of_all_rows(scores, y):
    """The exponentials of the whole batch are summed: each row has a sum of its own."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum()) - shifted[np.arange(len(y)), y]


def yes_or_no_of_each_class(scores, y):
    """Each class is taken for a question of its own, and pays for its answer: only the true class's
    logarithm counts."""
    probabilities = np.clip(_softmax(scores), 1e-12, 1 - 1e-12)
    is_true = np.eye(scores.shape[1])[y]
    answers = is_true * probabilities + (1 - is_true) * (1 - probabilities)
    return -np.log(answers).sum(axis=1)
