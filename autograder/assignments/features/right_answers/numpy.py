"""``features`` with what NumPy has ready: gradients, histograms, complex numbers."""

import numpy as np


def to_polar(X):
    points = X[:, 0] + 1j * X[:, 1]
    return np.column_stack([np.abs(points), np.angle(points)])


def standardize(train, test):
    varies = np.ptp(train, axis=0) > 0
    scale = np.ones(train.shape[1])
    scale[varies] = np.std(train[:, varies], axis=0)
    return tuple(varies * (data - np.average(train, axis=0)) / scale for data in (train, test))


def color_histogram(image, bins=8):
    shares = [
        np.histogram(image[..., channel], bins=bins, range=(0, 1))[0] / image[..., channel].size
        for channel in range(3)
    ]
    return np.hstack(shares)


def image_gradients(gray):
    return tuple(np.gradient(gray)[::-1])


def orientation_histogram(gray, cell=8, bins=9):
    gx, gy = image_gradients(gray)
    rows, columns = (length // cell for length in gray.shape)
    i, j = np.indices((rows * cell, columns * cell))
    gx, gy = gx[i, j], gy[i, j]
    numbers = np.floor(np.mod(np.arctan2(gy, gx), np.pi) * (bins / np.pi)).astype(int)
    numbers[numbers == bins] = 0
    histogram = np.zeros((rows, columns, bins))
    np.add.at(histogram, (i // cell, j // cell, numbers), np.sqrt(gx**2 + gy**2))
    return histogram


def extract_patches(gray, size, stride):
    tops = np.arange(0, gray.shape[0] - size + 1, stride)
    lefts = np.arange(0, gray.shape[1] - size + 1, stride)
    i = tops[:, None, None, None] + np.arange(size)[:, None]
    j = lefts[:, None, None] + np.arange(size)
    return gray[i, j].reshape(len(tops) * len(lefts), size**2)


def nearest_codeword(patches, codebook):
    return np.linalg.norm(patches[:, None] - codebook[None], axis=-1).argmin(axis=-1)


def bag_of_words(patches, codebook):
    nearest = nearest_codeword(patches, codebook)
    return np.mean(nearest[:, None] == np.arange(len(codebook)), axis=0)
