"""Known mistakes of the assignment ``features``, gathered from one module a topic."""

from autograder.assignments.features.mistakes.histograms import COLOR_HISTOGRAM
from autograder.assignments.features.mistakes.image_gradients import IMAGE_GRADIENTS
from autograder.assignments.features.mistakes.oriented import ORIENTATION_HISTOGRAM
from autograder.assignments.features.mistakes.patches import EXTRACT_PATCHES
from autograder.assignments.features.mistakes.points import STANDARDIZE, TO_POLAR
from autograder.assignments.features.mistakes.words import BAG_OF_WORDS, NEAREST_CODEWORD

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
