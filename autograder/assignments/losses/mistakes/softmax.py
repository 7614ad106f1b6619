"""Known mistakes of ``softmax`` and ``cross_entropy``."""

from functools import partial

import numpy as np

from autograder.judge.exercise import Mistake


def _softmax(scores):
    """The right probabilities."""
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _log_softmax(scores):
    """The right logarithms of the probabilities."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


# softmax --------------------------------------------------------------------------


def softmax_no_shift(scores):
    exponentials = np.exp(scores)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_shift_of_all(scores):
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_shift_by_smallest(scores):
    exponentials = np.exp(scores - scores.min(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_shift_by_column(scores):
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_clips(scores):
    exponentials = np.exp(np.clip(scores, -500, 500))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def softmax_over_examples(scores):
    exponentials = np.exp(scores - scores.max(axis=0))
    return exponentials / exponentials.sum(axis=0)


def softmax_over_everything(scores):
    exponentials = np.exp(scores - scores.max())
    return exponentials / exponentials.sum()


def softmax_row_instead_of_column(scores):
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1)


def softmax_not_normalised(scores):
    return np.exp(scores - scores.max(axis=1, keepdims=True))


def softmax_no_exponential(scores):
    return scores / scores.sum(axis=1, keepdims=True)


def softmax_winner_takes_all(scores):
    return np.eye(scores.shape[1])[scores.argmax(axis=1)]


SOFTMAX = (
    Mistake(
        "no_shift",
        "Exponentials of large scores overflow, and those of very low scores all round to 0. "
        "What may you subtract from a row without changing its probabilities?",
        softmax_no_shift,
    ),
    Mistake(
        "shift_of_all",
        "All rows are shifted by the largest score of the whole batch: a row that lies far "
        "below it rounds to 0. Each row needs a shift of its own.",
        softmax_shift_of_all,
    ),
    Mistake(
        "shift_by_smallest",
        "The shift makes the smallest score 0, so the largest can still overflow.",
        softmax_shift_by_smallest,
    ),
    Mistake(
        "shift_by_column",
        "The shift differs from column to column, and that changes the probabilities: all "
        "scores of a row must move by the same amount.",
        softmax_shift_by_column,
    ),
    Mistake(
        "clips",
        "Large scores are cut off, and so scores that differ become equal. A shift avoids the "
        "overflow and changes nothing.",
        softmax_clips,
    ),
    Mistake(
        "over_examples",
        "The columns sum to 1, not the rows: the sum runs along the wrong axis.",
        softmax_over_examples,
    ),
    Mistake(
        "over_everything",
        "The whole batch sums to 1: each row is a distribution of its own.",
        softmax_over_everything,
    ),
    Mistake(
        "row_instead_of_column",
        "The sums are divided along the wrong axis: example i's sum goes to column i. Look at "
        "how the two shapes broadcast.",
        softmax_row_instead_of_column,
    ),
    Mistake(
        "not_normalised",
        "The rows do not sum to 1: the exponentials are not normalised yet.",
        softmax_not_normalised,
    ),
    Mistake(
        "no_exponential",
        "The scores themselves are normalised: exponentiate first, so that none is negative.",
        softmax_no_exponential,
    ),
    Mistake(
        "winner_takes_all",
        "The best class gets probability 1 and the others 0: softmax is softer than that.",
        softmax_winner_takes_all,
    ),
)

# cross_entropy --------------------------------------------------------------------


def cross_no_shift(scores, y):
    return np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y]


def cross_no_shift_in_quotient(scores, y):
    exponentials = np.exp(scores)
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return -np.log(probabilities[np.arange(len(y)), y])


def cross_logarithm_of_zero(scores, y):
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return -np.log(probabilities[np.arange(len(y)), y])


def cross_padded_logarithm(scores, y, padding):
    return -np.log(_softmax(scores)[np.arange(len(y)), y] + padding)


def cross_base_10(scores, y):
    return -_log_softmax(scores)[np.arange(len(y)), y] / np.log(10)


def cross_base_2(scores, y):
    return -_log_softmax(scores)[np.arange(len(y)), y] / np.log(2)


def cross_missing_minus(scores, y):
    return _log_softmax(scores)[np.arange(len(y)), y]


def cross_takes_mean(scores, y):
    return -_log_softmax(scores)[np.arange(len(y)), y].mean()


def cross_all_classes(scores, y):
    return -_log_softmax(scores).sum(axis=1)


def cross_best_class(scores, y):
    return -_log_softmax(scores).max(axis=1)


def cross_indexes_columns(scores, y):
    return -_log_softmax(scores)[:, y]


def cross_labels_as_weights(scores, y):
    return -(y[:, np.newaxis] * _log_softmax(scores)).sum(axis=1)


def cross_no_logarithm(scores, y):
    return 1 - _softmax(scores)[np.arange(len(y)), y]


def cross_entropy_of_prediction(scores, y):
    return -(_softmax(scores) * _log_softmax(scores)).sum(axis=1)


def cross_over_examples(scores, y):
    return -_log_softmax(scores.T).T[np.arange(len(y)), y]


def cross_scores_as_probabilities(scores, y):
    return -np.log(scores[np.arange(len(y)), y])


PADDINGS = (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
"""What people add to a probability before they take its logarithm."""

CROSS_ENTROPY = (
    Mistake(
        "no_shift",
        "Exponentials of large scores overflow, and those of very low scores all round to 0: "
        "shift each row first.",
        cross_no_shift,
    ),
    Mistake(
        "no_shift_in_quotient",
        "Exponentials of large scores overflow, and their quotient is not a number: shift each "
        "row first, and take the logarithm without forming the quotient.",
        cross_no_shift_in_quotient,
    ),
    Mistake(
        "logarithm_of_zero",
        "A small probability has rounded to 0 before its logarithm is taken, and the loss is "
        "infinite. The logarithm of a quotient can be written without the quotient.",
        cross_logarithm_of_zero,
    ),
    *(
        Mistake(
            f"padded_by_{padding:.0e}",
            "A small number added to the probability, or a cut below, hides how wrong a very "
            "wrong answer is: the loss stops growing. No such help is needed if no probability "
            "is formed.",
            partial(cross_padded_logarithm, padding=padding),
        )
        for padding in PADDINGS
    ),
    Mistake("base_10", "This is the logarithm to base 10: use the natural one.", cross_base_10),
    Mistake("base_2", "This is the logarithm to base 2: use the natural one.", cross_base_2),
    Mistake(
        "missing_minus",
        "The sign is wrong: a probability's logarithm is negative, a loss is not.",
        cross_missing_minus,
    ),
    Mistake(
        "takes_mean",
        "One number comes back for the whole batch: return the loss of each example.",
        cross_takes_mean,
    ),
    Mistake(
        "all_classes",
        "The logarithms of all classes are added up: only the true class's counts.",
        cross_all_classes,
    ),
    Mistake(
        "best_class",
        "This is the loss of the class with the best score: the true class is asked for, "
        "whether or not it is ahead.",
        cross_best_class,
    ),
    Mistake(
        "indexes_columns",
        "Indexing with a colon and the labels takes whole columns: you want one number from "
        "each row.",
        cross_indexes_columns,
    ),
    Mistake(
        "labels_as_weights",
        "The labels are multiplied with as if they were ones and zeros: they are positions of "
        "classes.",
        cross_labels_as_weights,
    ),
    Mistake(
        "no_logarithm",
        "The logarithm is missing: a probability near 0 must cost far more than 1.",
        cross_no_logarithm,
    ),
    Mistake(
        "entropy_of_prediction",
        "This weighs the logarithms by the predicted probabilities: the labels say which class "
        "counts.",
        cross_entropy_of_prediction,
    ),
    Mistake(
        "over_examples",
        "The probabilities are normalised over the examples: each row is a distribution.",
        cross_over_examples,
    ),
    Mistake(
        "scores_as_probabilities",
        "The scores are used as if they were probabilities: softmax makes them so first.",
        cross_scores_as_probabilities,
    ),
)
