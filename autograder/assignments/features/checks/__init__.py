"""Judges the assignment ``features``: its exercises, their cases and their parts."""

from __future__ import annotations

from autograder.assignments.features.checks import histograms, points, words
from autograder.judge.exercise import ARGUMENTS, Assignment, Exercise, Part
from solutions import features as reference

ASSIGNMENT = Assignment(
    name="features",
    reference=reference,
    exercises=(
        Exercise(
            name="to_polar",
            parts=(Part("coordinates", 2), ARGUMENTS),
            draw=points.draw_to_polar,
            oracle=points.torch_to_polar,
        ),
        Exercise(
            name="standardize",
            parts=(Part("training set", 2, item=0), Part("test set", 2, item=1), ARGUMENTS),
            draw=points.draw_standardize,
            oracle=points.torch_standardize,
        ),
        Exercise(
            name="color_histogram",
            parts=(Part("histogram", 3), ARGUMENTS),
            draw=histograms.draw_color_histogram,
            oracle=histograms.torch_color_histogram,
        ),
        Exercise(
            name="image_gradients",
            parts=(Part("gx", 2, item=0), Part("gy", 2, item=1), ARGUMENTS),
            draw=histograms.draw_image_gradients,
            oracle=histograms.torch_image_gradients,
        ),
        Exercise(
            name="orientation_histogram",
            parts=(Part("histograms", 3), Part("half a turn", 1), ARGUMENTS),
            draw=histograms.draw_orientation_histogram,
            oracle=histograms.torch_orientation_histogram,
            builds_on=("image_gradients",),
            draw_stand_ins=histograms.draw_orientation_stand_ins,
        ),
        Exercise(
            name="extract_patches",
            parts=(Part("patches", 3), ARGUMENTS),
            draw=words.draw_extract_patches,
            oracle=words.torch_extract_patches,
        ),
        Exercise(
            name="nearest_codeword",
            parts=(Part("words", 3), ARGUMENTS),
            draw=words.draw_nearest_codeword,
            oracle=words.torch_nearest_codeword,
        ),
        Exercise(
            name="bag_of_words",
            parts=(Part("frequencies", 2), ARGUMENTS),
            draw=words.draw_bag_of_words,
            oracle=words.torch_bag_of_words,
            builds_on=("nearest_codeword",),
            draw_stand_ins=words.draw_bag_stand_ins,
        ),
    ),
)
