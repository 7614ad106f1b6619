"""Known mistakes of ``bag_of_words``."""

import numpy as np

from solutions.features import nearest_codeword


def counts(patches, codebook):
    """These are counts: divide by the number of patches."""
    return np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook)) * 1.0


def rare_words_missing(patches, codebook):
    """A last word that no patch came to has no entry: every word has one."""
    return np.bincount(nearest_codeword(patches, codebook)) / len(patches)


def by_number_of_words(patches, codebook):
    """The counts are divided by the number of words: divide by the number of patches."""
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return counts / len(codebook)


def unseen_dropped(patches, codebook):
    """Words that no patch came to are left out: they have the frequency 0."""
    return np.unique(nearest_codeword(patches, codebook), return_counts=True)[1] / len(patches)


def each_once(patches, codebook):
    """A word counts once, however many patches come to it: adding to the entries that an array of
    indices picks does that, too."""
    seen = np.zeros(len(codebook))
    seen[nearest_codeword(patches, codebook)] += 1
    return seen / len(patches)


def each_once_of_its_sum(patches, codebook):
    """A word counts once, however many patches it is the nearest to: adding to entries that an
    array of indices picks does that."""
    seen = np.zeros(len(codebook))
    seen[nearest_codeword(patches, codebook)] += 1
    return seen / seen.sum()


def present_or_not(patches, codebook):
    """This says whether a word occurs: asked is how often."""
    seen = np.zeros(len(codebook))
    seen[nearest_codeword(patches, codebook)] = 1
    return seen


def unit_length(patches, codebook):
    """The squares sum to 1 here: the entries themselves should."""
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return counts / np.linalg.norm(counts)


def by_largest(patches, codebook):
    """The most frequent word has 1 here: all of them sum to 1."""
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return counts / counts.max()


def words_of_patches(patches, codebook):
    """There is an entry for each patch: there is one for each word."""
    return nearest_codeword(patches, codebook) / len(patches)


def sorted_counts(patches, codebook):
    """The frequencies are sorted: they come in the order of the words."""
    counts = np.bincount(nearest_codeword(patches, codebook), minlength=len(codebook))
    return np.sort(counts)[::-1] / len(patches)


def roles_swapped(patches, codebook):
    """Patches and codebook are swapped."""
    counts = np.bincount(nearest_codeword(codebook, patches), minlength=len(patches))
    return counts / len(codebook)
