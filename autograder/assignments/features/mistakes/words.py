"""Known mistakes of ``nearest_codeword`` and ``bag_of_words``."""

import numpy as np

from autograder.judge.exercise import Mistake
from solutions.features import nearest_codeword


def farthest(patches, codebook):
    return ((patches[:, None] - codebook) ** 2).sum(axis=2).argmax(axis=1)


def city_blocks(patches, codebook):
    return np.abs(patches[:, None] - codebook).sum(axis=2).argmin(axis=1)


def largest_product(patches, codebook):
    return (patches @ codebook.T).argmax(axis=1)


def largest_step(patches, codebook):
    return np.abs(patches[:, None] - codebook).max(axis=2).argmin(axis=1)


def last_of_equals(patches, codebook):
    squares = ((patches[:, None] - codebook) ** 2).sum(axis=2)
    return squares.shape[1] - 1 - squares[:, ::-1].argmin(axis=1)


def nearest_patch(patches, codebook):
    return ((patches[:, None] - codebook) ** 2).sum(axis=2).argmin(axis=0)


def added_over_words(patches, codebook):
    return ((patches[:, None] - codebook) ** 2).sum(axis=1).argmin(axis=1)


def signed(patches, codebook):
    return (patches[:, None] - codebook).sum(axis=2).argmin(axis=1)


def distances(patches, codebook):
    return np.sqrt(((patches[:, None] - codebook) ** 2).sum(axis=2)).min(axis=1)


def words_themselves(patches, codebook):
    return codebook[((patches[:, None] - codebook) ** 2).sum(axis=2).argmin(axis=1)]


def from_one(patches, codebook):
    return ((patches[:, None] - codebook) ** 2).sum(axis=2).argmin(axis=1) + 1


def cosine(patches, codebook):
    lengths = np.linalg.norm(codebook, axis=1)
    return (patches @ codebook.T / np.where(lengths == 0, 1, lengths)).argmax(axis=1)


def product_not_doubled(patches, codebook):
    return ((codebook**2).sum(axis=1) - patches @ codebook.T).argmin(axis=1)


def means_compared(patches, codebook):
    return ((patches.mean(axis=1)[:, None] - codebook.mean(axis=1)) ** 2).argmin(axis=1)


NEAREST_CODEWORD = (
    Mistake("farthest", "This is the word that is farthest away.", farthest),
    Mistake(
        "city_blocks",
        "The sizes of the differences are added up: the Euclidean distance adds their squares.",
        city_blocks,
    ),
    Mistake(
        "largest_product",
        "The largest dot product wins: a long codeword then wins more often than it should.",
        largest_product,
    ),
    Mistake(
        "largest_step",
        "Only the pixel that differs most counts: all of them do.",
        largest_step,
    ),
    Mistake("last_of_equals", "Of equals the last is taken: the first is meant.", last_of_equals),
    Mistake(
        "nearest_patch",
        "This is the nearest patch of each codeword: asked is the codeword of each patch.",
        nearest_patch,
    ),
    Mistake(
        "added_over_words",
        "The squares are added up over the codewords: add them up over the pixels of a patch.",
        added_over_words,
    ),
    Mistake(
        "signed",
        "The differences are added up with their signs, and cancel: square them.",
        signed,
    ),
    Mistake("distances", "These are distances: the codeword's index is meant.", distances),
    Mistake("words_themselves", "These are the codewords: their index is meant.", words_themselves),
    Mistake("from_one", "The codewords are counted from 1: the first is number 0.", from_one),
    Mistake(
        "cosine",
        "The smallest angle wins: the smallest distance is meant.",
        cosine,
    ),
    Mistake(
        "product_not_doubled",
        "Multiplied out, a square has the product twice in it: here it stands once.",
        product_not_doubled,
    ),
    Mistake(
        "means_compared",
        "Only the mean of each patch is compared: two patches can have the same mean and look "
        "quite different.",
        means_compared,
    ),
)


# bag_of_words -------------------------------------------------------------------------


def counts(patches, codebook):
    return np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook)) * 1.0


def rare_words_missing(patches, codebook):
    return np.bincount(nearest_codeword(patches, codebook)) / len(patches)


def by_number_of_words(patches, codebook):
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return counts / len(codebook)


def unseen_dropped(patches, codebook):
    return np.unique(nearest_codeword(patches, codebook), return_counts=True)[1] / len(patches)


def each_once(patches, codebook):
    seen = np.zeros(len(codebook))
    seen[nearest_codeword(patches, codebook)] += 1
    return seen / len(patches)


def each_once_of_its_sum(patches, codebook):
    seen = np.zeros(len(codebook))
    seen[nearest_codeword(patches, codebook)] += 1
    return seen / seen.sum()


def present_or_not(patches, codebook):
    seen = np.zeros(len(codebook))
    seen[nearest_codeword(patches, codebook)] = 1
    return seen


def unit_length(patches, codebook):
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return counts / np.linalg.norm(counts)


def by_largest(patches, codebook):
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return counts / counts.max()


def words_of_patches(patches, codebook):
    return nearest_codeword(patches, codebook) / len(patches)


def sorted_counts(patches, codebook):
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return np.sort(counts)[::-1] / len(patches)


def roles_swapped(patches, codebook):
    counts = np.bincount(nearest_codeword(codebook, patches), minlength=len(patches))
    return counts / len(codebook)


BAG_OF_WORDS = (
    Mistake("counts", "These are counts: divide by the number of patches.", counts),
    Mistake(
        "rare_words_missing",
        "A last word that no patch came to has no entry: every word has one.",
        rare_words_missing,
    ),
    Mistake(
        "by_number_of_words",
        "The counts are divided by the number of words: divide by the number of patches.",
        by_number_of_words,
    ),
    Mistake(
        "unseen_dropped",
        "Words that no patch came to are left out: they have the frequency 0.",
        unseen_dropped,
    ),
    Mistake(
        "each_once",
        "Adding to entries that an array of indices picks counts each of them once, however often "
        "it is picked.",
        each_once,
    ),
    Mistake(
        "each_once_of_its_sum",
        "A word counts once, however many patches it is the nearest to: adding to entries that an "
        "array of indices picks does that.",
        each_once_of_its_sum,
    ),
    Mistake(
        "present_or_not",
        "This says whether a word occurs: asked is how often.",
        present_or_not,
    ),
    Mistake(
        "unit_length", "The squares sum to 1 here: the entries themselves should.", unit_length
    ),
    Mistake("by_largest", "The most frequent word has 1 here: all of them sum to 1.", by_largest),
    Mistake(
        "words_of_patches",
        "There is an entry for each patch: there is one for each word.",
        words_of_patches,
    ),
    Mistake(
        "sorted_counts",
        "The frequencies are sorted: they come in the order of the words.",
        sorted_counts,
    ),
    Mistake("roles_swapped", "Patches and codebook are swapped.", roles_swapped),
)
