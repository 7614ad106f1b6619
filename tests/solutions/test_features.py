"""The reference solutions equal torch and NumPy, and the book's numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions import features

Array = np.ndarray[Any, Any]
Function = Callable[..., Any]

to_polar: Function = features.to_polar
standardize: Function = features.standardize
color_histogram: Function = features.color_histogram
image_gradients: Function = features.image_gradients
orientation_histogram: Function = features.orientation_histogram
extract_patches: Function = features.extract_patches
nearest_codeword: Function = features.nearest_codeword
bag_of_words: Function = features.bag_of_words

patient = settings(deadline=None)  # the first call of torch takes its time
seeds = st.integers(0, 2**32 - 1)
sides = st.integers(1, 12)
float_dtypes = st.sampled_from(["float32", "float64"])


@st.composite
def matrices(draw: st.DrawFn, smallest: int = 1) -> Array:
    """Values in [0, 1) of any shape and dtype, in any memory layout."""
    rng = np.random.default_rng(draw(seeds))
    height, width = draw(sides.map(lambda n: n + smallest - 1)), draw(sides) + smallest - 1
    values: Array = rng.random((2 * height, width)).astype(draw(float_dtypes))[::2]
    if draw(st.booleans()):
        values = np.asfortranarray(values)
    values.flags.writeable = False
    return values


def tensor(array: Array) -> torch.Tensor:
    return torch.tensor(np.array(array, dtype=np.float64))


def assert_close(got: Array, wanted: torch.Tensor, single: bool = False) -> None:
    tolerance = 1e-4 if single else 1e-10
    np.testing.assert_allclose(got, wanted.numpy(), rtol=tolerance, atol=tolerance)


# Coordinates and scale -----------------------------------------------------------------


@patient
@given(seeds, sides, st.sampled_from([1e-6, 1.0, 1e4]))
def test_polar_coordinates_lead_back_to_the_points(seed: int, N: int, size: float) -> None:
    X = size * np.random.default_rng(seed).standard_normal((N, 2))
    r, theta = to_polar(X).T
    np.testing.assert_allclose(np.stack([r * np.cos(theta), r * np.sin(theta)], 1), X, rtol=1e-9)
    x, y = tensor(X).T
    assert_close(r, torch.hypot(x, y))
    assert_close(theta, torch.atan2(y, x))


def test_polar_coordinates_of_the_book() -> None:
    polar = to_polar(np.array([[3.0, 4.0], [-3.0, -4.0], [3.0, -4.0], [-3.0, 4.0], [0.0, 0.0]]))
    np.testing.assert_allclose(polar[:, 0], [5, 5, 5, 5, 0])
    np.testing.assert_allclose(polar[:, 1], [0.927, -2.214, -0.927, 2.214, 0], atol=5e-4)


@patient
@given(matrices(smallest=2), seeds)
def test_a_standardized_training_set_has_mean_0_and_deviation_1(train: Array, seed: int) -> None:
    test = np.random.default_rng(seed).random((3, train.shape[1])).astype(train.dtype)
    scaled, scaled_test = standardize(train, test)
    tolerance = 1e-3 if train.dtype == np.float32 else 1e-9
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=tolerance)
    np.testing.assert_allclose(scaled.std(axis=0), 1, rtol=tolerance)
    deviation, mean = torch.std_mean(tensor(train), 0, correction=0)
    np.testing.assert_allclose(
        scaled_test, (tensor(test) - mean) / deviation, rtol=tolerance, atol=tolerance
    )


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_constant_feature_becomes_0_in_both_sets_though_its_deviation_may_not(dtype: str) -> None:
    train = np.column_stack([np.full(3, 0.1), np.zeros(3), [1, 2, 6]]).astype(dtype)
    scaled, scaled_test = standardize(train, np.full((1, 3), 3, dtype))
    np.testing.assert_array_equal(scaled[:, :2], 0)
    np.testing.assert_allclose(scaled_test, [[0, 0, 0]], atol=1e-6)  # 3 is the last one's mean
    assert scaled.dtype == scaled_test.dtype == dtype


def test_standardizing_one_and_three_as_in_the_book() -> None:
    train, test = standardize(np.array([[1.0], [3.0]]), np.array([[5.0]]))
    assert train.tolist() == [[-1], [1]]
    assert test.tolist() == [[3]]


# Histograms ----------------------------------------------------------------------------


@patient
@given(seeds, sides, sides, st.sampled_from([1, 2, 4, 8, 16]), float_dtypes)
def test_a_colour_histogram_equals_torch_histc(
    seed: int, H: int, W: int, bins: int, dtype: str
) -> None:
    # Thirty-seconds lie on the edges of bins, 0 and 1 among them.
    image = np.random.default_rng(seed).integers(0, 33, (H, W, 3)).astype(dtype) / 32
    found = color_histogram(image, bins).reshape(3, bins)
    for channel in range(3):
        counts = torch.histc(tensor(image[..., channel]), bins, 0, 1)
        assert_close(found[channel], counts / (H * W))
    np.testing.assert_allclose(found.sum(axis=1), 1)


@given(seeds)
def test_a_colour_histogram_does_not_care_where_a_pixel_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    image = rng.random((4, 6, 3))
    shaken = rng.permutation(image.reshape(-1, 3)).reshape(6, 4, 3)
    np.testing.assert_array_equal(color_histogram(shaken), color_histogram(image))


def test_the_eight_pixels_of_the_book() -> None:
    channel = np.array([0, 0.1, 0.3, 0.3, 0.5, 0.75, 0.9, 1.0])
    image = np.stack([channel, channel, channel], axis=1)[np.newaxis]
    assert color_histogram(image, bins=4).tolist() == [0.25, 0.25, 0.125, 0.375] * 3


@patient
@given(matrices(smallest=2))
def test_image_gradients_equal_torch(gray: Array) -> None:
    gy, gx = torch.gradient(tensor(gray))
    found = image_gradients(gray)
    single = gray.dtype == np.float32
    for got, wanted in zip(found, (gx, gy), strict=True):
        assert got.dtype == gray.dtype
        assert_close(got, wanted, single)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1))
def test_on_a_plane_the_gradient_is_exact_also_at_the_border(a: float, b: float, c: float) -> None:
    y, x = np.mgrid[:4, :5]
    gx, gy = image_gradients(a * x + b * y + c)
    np.testing.assert_allclose(gx, a, atol=1e-12)
    np.testing.assert_allclose(gy, b, atol=1e-12)


@patient
@given(matrices(smallest=8), st.integers(1, 8), st.integers(1, 18))
def test_orientation_histograms_keep_all_of_the_magnitude(
    gray: Array, cell: int, bins: int
) -> None:
    found = orientation_histogram(gray, cell, bins)
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    assert found.shape == (rows, columns, bins)
    magnitude = np.hypot(*image_gradients(gray))[: rows * cell, : columns * cell]
    sums = magnitude.reshape(rows, cell, columns, cell).sum(axis=(1, 3))
    np.testing.assert_allclose(found.sum(axis=2), sums, rtol=1e-4)


@given(seeds)
def test_light_only_scales_an_orientation_histogram_and_a_negative_has_the_same(seed: int) -> None:
    gray = np.random.default_rng(seed).integers(0, 8, (9, 12)) / 4
    bright = orientation_histogram(2 * gray - 3, 4, 7)
    np.testing.assert_allclose(bright, 2 * orientation_histogram(gray, 4, 7), atol=1e-12)
    negative = orientation_histogram(2 - gray, 4, 7)  # all arrows turn round
    np.testing.assert_allclose(negative, orientation_histogram(gray, 4, 7), atol=1e-12)


@pytest.mark.parametrize(
    ("slopes", "bin_number"),
    [((1, 0), 0), ((-1, 0), 0), ((0, 1), 4), ((0, -1), 4), ((1, 1), 2), ((1, -1), 6), ((-1, 1), 6)],
)
def test_a_ramp_fills_one_bin(slopes: tuple[int, int], bin_number: int) -> None:
    y, x = np.mgrid[:8, :8]
    histogram = orientation_histogram((slopes[0] * x + slopes[1] * y) / 16)[0, 0]
    wanted = np.zeros(9)
    wanted[bin_number] = 64 * np.hypot(*slopes) / 16
    np.testing.assert_allclose(histogram, wanted)


@pytest.mark.parametrize("bins", [1, 2, 9])
def test_a_hair_below_0_degrees_is_in_a_bin_although_its_remainder_is_180(bins: int) -> None:
    y, x = np.mgrid[:8, :8]
    gray = x / 8 - 1e-17 * y
    gx, gy = image_gradients(gray)
    assert np.any(np.degrees(np.arctan2(gy, gx)) % 180 == 180)
    assert orientation_histogram(gray, bins=bins).sum() == pytest.approx(8)


# Words -----------------------------------------------------------------------------------


@patient
@given(matrices(), st.integers(1, 12), st.integers(1, 5))
def test_patches_equal_torch_unfold(gray: Array, size: int, stride: int) -> None:
    size = min(size, *gray.shape)
    columns = torch.nn.functional.unfold(tensor(gray)[None, None], size, stride=stride)
    found = extract_patches(gray, size, stride)
    np.testing.assert_array_equal(found, columns[0].T.numpy())
    assert found.dtype == gray.dtype


def test_patches_are_copies_that_may_be_changed() -> None:
    gray = np.arange(9.0).reshape(3, 3)
    patches = extract_patches(gray, 3, 1)
    patches -= patches.mean()
    np.testing.assert_array_equal(gray, np.arange(9.0).reshape(3, 3))


@patient
@given(seeds, sides, sides, sides)
def test_the_nearest_codeword_is_nearest_in_torch(seed: int, P: int, K: int, D: int) -> None:
    rng = np.random.default_rng(seed)
    # Small whole numbers: many distances are equal, and exactly so.
    patches, codebook = rng.integers(-2, 3, (P, D)) * 1.0, rng.integers(-2, 3, (K, D)) * 1.0
    distances = torch.cdist(
        tensor(patches), tensor(codebook), compute_mode="donot_use_mm_for_euclid_dist"
    ).numpy()
    words = nearest_codeword(patches, codebook)
    assert words.dtype.kind == "i"
    for word, row in zip(words, distances, strict=True):
        assert word == min(np.flatnonzero(row == row.min()))


@patient
@given(seeds, sides, sides)
def test_a_bag_counts_every_patch_once(seed: int, P: int, K: int) -> None:
    rng = np.random.default_rng(seed)
    patches, codebook = rng.standard_normal((P, 4)), rng.standard_normal((K, 4))
    bag = bag_of_words(patches, codebook)
    assert bag.shape == (K,)
    assert bag.sum() == pytest.approx(1)
    words = torch.tensor(nearest_codeword(patches, codebook))
    assert_close(bag, torch.bincount(words, minlength=K) / P, single=True)
    np.testing.assert_allclose(bag_of_words(rng.permutation(patches), codebook), bag)


def test_k_means_of_the_book_in_two_rounds_by_nearest_codeword() -> None:
    values, words = np.array([[1.0], [2], [3], [9], [10], [14]]), np.array([[1.0], [2.0]])
    for _ in range(4):
        nearest = nearest_codeword(values, words)
        words = np.array([values[nearest == k].mean(axis=0) for k in (0, 1)])
    assert words.tolist() == [[2], [11]]
    assert bag_of_words(values, words).tolist() == [0.5, 0.5]
