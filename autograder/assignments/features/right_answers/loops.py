"""``features`` with Python loops, as the formulas read."""

import math

import numpy as np


def to_polar(X):
    return np.array([[math.sqrt(x**2 + y**2), math.atan2(y, x)] for x, y in X])


def standardize(train, test):
    new_train, new_test = np.zeros(train.shape), np.zeros(test.shape)
    for j in range(train.shape[1]):
        column = [float(number) for number in train[:, j]]
        if all(number == column[0] for number in column):
            continue
        mean = sum(column) / len(column)
        deviation = math.sqrt(sum((number - mean) ** 2 for number in column) / len(column))
        new_train[:, j] = (train[:, j] - mean) / deviation
        new_test[:, j] = (test[:, j] - mean) / deviation
    return new_train, new_test


def color_histogram(image, bins=8):
    counts = np.zeros((3, bins))
    for row in image.tolist():
        for pixel in row:
            for channel in range(3):
                counts[channel, min(int(pixel[channel] * bins), bins - 1)] += 1
    return (counts / (image.shape[0] * image.shape[1])).ravel()


def image_gradients(gray):
    height, width = gray.shape
    gx, gy = np.zeros((height, width)), np.zeros((height, width))
    values = gray.tolist()
    for i in range(height):
        for j in range(width):
            left, right = max(j - 1, 0), min(j + 1, width - 1)
            above, below = max(i - 1, 0), min(i + 1, height - 1)
            gx[i, j] = (values[i][right] - values[i][left]) / (right - left)
            gy[i, j] = (values[below][j] - values[above][j]) / (below - above)
    return gx, gy


def orientation_histogram(gray, cell=8, bins=9):
    gx, gy = (gradient.tolist() for gradient in image_gradients(gray))
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins)).tolist()
    for i in range(rows * cell):
        for j in range(columns * cell):
            angle = math.atan2(gy[i][j], gx[i][j]) % math.pi
            k = int(angle / math.pi * bins) % bins
            histogram[i // cell][j // cell][k] += math.hypot(gx[i][j], gy[i][j])
    return np.array(histogram)


def extract_patches(gray, size, stride):
    patches = []
    for i in range(0, gray.shape[0] - size + 1, stride):
        for j in range(0, gray.shape[1] - size + 1, stride):
            patches.append(gray[i : i + size, j : j + size].flatten())
    return np.array(patches)


def nearest_codeword(patches, codebook):
    words = []
    for patch in patches:
        best, nearest = math.inf, 0
        for k, codeword in enumerate(codebook):
            distance = np.sum((patch - codeword) ** 2)
            if distance < best:
                best, nearest = distance, k
        words.append(nearest)
    return np.array(words)


def bag_of_words(patches, codebook):
    counts = [0] * len(codebook)
    for k in nearest_codeword(patches, codebook):
        counts[k] += 1
    return np.array([count / len(patches) for count in counts])
