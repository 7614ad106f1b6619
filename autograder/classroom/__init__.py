"""A class: what was handed in, the workers that execute it, and the gradebook."""

import autograder.notebooks  # noqa: F401  # before nbgrader and nbformat: it says why
