"""``features`` with shifted copies, one-hot matrices and products of them."""

import numpy as np


def to_polar(X):
    radius = np.sqrt(np.einsum("nd,nd->n", X, X))
    polar = np.empty(X.shape)
    polar[:, 0] = radius
    polar[:, 1] = np.arctan2(*X[:, ::-1].T)
    return polar


def standardize(train, test):
    mean = np.ones(len(train)) @ train / len(train)
    centered = train - mean
    deviation = np.sqrt(np.einsum("nd,nd->d", centered, centered) / len(train))
    constant = (train == train[0]).all(axis=0)
    factor = np.zeros(train.shape[1])
    factor[~constant] = 1 / deviation[~constant]
    return centered * factor, (test - mean) * factor


def color_histogram(image, bins=8):
    edges = np.arange(1, bins) / bins
    numbers = (image[..., None] >= edges).sum(axis=-1)  # how many edges lie below
    one_hot = np.eye(bins)[numbers]
    return one_hot.mean(axis=(0, 1)).ravel()


def _slopes(length):
    """The matrix that takes a row of pixels to its differences."""
    matrix = (np.eye(length, k=-1) - np.eye(length, k=1)) / 2
    matrix[:2, 0] = [-1, 1]
    matrix[-2:, -1] = [-1, 1]
    return matrix


def image_gradients(gray):
    return gray @ _slopes(gray.shape[1]), _slopes(gray.shape[0]).T @ gray


def orientation_histogram(gray, cell=8, bins=9):
    gx, gy = image_gradients(gray)
    # Turned into the upper half, both directions of an edge are the same arrow.
    turned = np.where((gy < 0) | ((gy == 0) & (gx < 0)), -1, 1)
    angle = np.arctan2(turned * gy, turned * gx)
    one_hot = np.eye(bins)[(angle * bins / np.pi).astype(int) % bins]
    weighted = one_hot * np.sqrt(gx * gx + gy * gy)[..., None]
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    which_row = np.eye(rows).repeat(cell, axis=1)
    which_column = np.eye(columns).repeat(cell, axis=1)
    inside = weighted[: rows * cell, : columns * cell]
    return np.einsum("ri,cj,ijk->rck", which_row, which_column, inside)


def extract_patches(gray, size, stride):
    down, right = (1 + (length - size) // stride for length in gray.shape)
    patches = np.zeros((down, right, size, size))
    for i in range(size):
        for j in range(size):
            shifted = gray[i : i + stride * (down - 1) + 1, j : j + stride * (right - 1) + 1]
            patches[:, :, i, j] = shifted[::stride, ::stride]
    return patches.reshape(down * right, size * size)


def nearest_codeword(patches, codebook):
    # ‖p - c‖² without ‖p‖², which is the same for all codewords.
    return np.argmin((codebook**2).sum(axis=1) - 2 * patches @ codebook.T, axis=1)


def bag_of_words(patches, codebook):
    one_hot = np.eye(len(codebook))[nearest_codeword(patches, codebook)]
    return one_hot.sum(axis=0) / one_hot.sum()
