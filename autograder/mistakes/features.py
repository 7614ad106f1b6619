"""Known mistakes of the assignment ``features``, gathered from one module a topic."""

from autograder.mistakes.histograms import COLOR_HISTOGRAM
from autograder.mistakes.image_gradients import IMAGE_GRADIENTS
from autograder.mistakes.oriented import ORIENTATION_HISTOGRAM
from autograder.mistakes.patches import EXTRACT_PATCHES
from autograder.mistakes.points import STANDARDIZE, TO_POLAR
from autograder.mistakes.words import BAG_OF_WORDS, NEAREST_CODEWORD

__all__ = [
    "BAG_OF_WORDS",
    "COLOR_HISTOGRAM",
    "EXTRACT_PATCHES",
    "IMAGE_GRADIENTS",
    "NEAREST_CODEWORD",
    "ORIENTATION_HISTOGRAM",
    "STANDARDIZE",
    "TO_POLAR",
]
