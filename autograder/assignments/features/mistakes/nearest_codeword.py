"""Known mistakes of ``nearest_codeword``."""

import numpy as np


def farthest(patches, codebook):
    """This is the word that is farthest away."""
    return ((patches[:, None] - codebook) ** 2).sum(axis=2).argmax(axis=1)


def city_blocks(patches, codebook):
    """The sizes of the differences are added up: the Euclidean distance adds their squares."""
    return np.abs(patches[:, None] - codebook).sum(axis=2).argmin(axis=1)


def largest_product(patches, codebook):
    """The largest dot product wins: a long codeword then wins more often than it should."""
    return (patches @ codebook.T).argmax(axis=1)


def largest_step(patches, codebook):
    """Only the pixel that differs most counts: all of them do."""
    return np.abs(patches[:, None] - codebook).max(axis=2).argmin(axis=1)


def last_of_equals(patches, codebook):
    """Of equals the last is taken: the first is meant."""
    squares = ((patches[:, None] - codebook) ** 2).sum(axis=2)
    return squares.shape[1] - 1 - squares[:, ::-1].argmin(axis=1)


def nearest_patch(patches, codebook):
    """This is the nearest patch of each codeword: asked is the codeword of each patch."""
    return ((patches[:, None] - codebook) ** 2).sum(axis=2).argmin(axis=0)


def added_over_words(patches, codebook):
    """The squares are added up over the codewords: add them up over the pixels of a patch."""
    return ((patches[:, None] - codebook) ** 2).sum(axis=1).argmin(axis=1)


def signed(patches, codebook):
    """The differences are added up with their signs, and cancel: square them."""
    return (patches[:, None] - codebook).sum(axis=2).argmin(axis=1)


def distances(patches, codebook):
    """These are distances: the codeword's index is meant."""
    return np.sqrt(((patches[:, None] - codebook) ** 2).sum(axis=2)).min(axis=1)


def words_themselves(patches, codebook):
    """These are the codewords: their index is meant."""
    return codebook[((patches[:, None] - codebook) ** 2).sum(axis=2).argmin(axis=1)]


def from_one(patches, codebook):
    """The codewords are counted from 1: the first is number 0."""
    return ((patches[:, None] - codebook) ** 2).sum(axis=2).argmin(axis=1) + 1


def cosine(patches, codebook):
    """The smallest angle wins: the smallest distance is meant."""
    lengths = np.linalg.norm(codebook, axis=1)
    return (patches @ codebook.T / np.where(lengths == 0, 1, lengths)).argmax(axis=1)


def product_not_doubled(patches, codebook):
    """Multiplied out, a square has the product twice in it: here it stands once."""
    return ((codebook**2).sum(axis=1) - patches @ codebook.T).argmin(axis=1)


def means_compared(patches, codebook):
    """Only the mean of each patch is compared: two patches can have the same mean and look quite
    different."""
    return ((patches.mean(axis=1)[:, None] - codebook.mean(axis=1)) ** 2).argmin(axis=1)


def always_the_first(patches, codebook):
    """Every patch gets the first word: nothing is smaller than what the search starts with, or
    what it finds is not kept."""
    return np.zeros(len(patches), dtype=int)


def product_added(patches, codebook):
    """Multiplied out, the square of a difference has twice the product taken off: here it is
    added."""
    return ((codebook**2).sum(axis=1) + 2 * patches @ codebook.T).argmin(axis=1)


def length_not_squared(patches, codebook):
    """Multiplied out, a square has the square of the codeword's length in it: here it is the length
    itself."""
    return (np.linalg.norm(codebook, axis=1) - 2 * patches @ codebook.T).argmin(axis=1)
