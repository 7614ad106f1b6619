"""Image features: from pixels to numbers that a linear classifier can use.

Reference solutions of the assignment ``features``.
"""

import numpy as np


def to_polar(X):
    """Points in the plane by their distance and direction from the origin.

    Arguments:
        X: (N, 2) float array, a point (x, y) in each row.

    Returns:
        (N, 2) array with r and θ in each row: r is the distance from the origin,
        θ the angle as `np.arctan2` gives it, in radians from -π to π, 0 along
        the positive x axis.

    Source: the chapter Image features, section A change of coordinates.
    """
    x, y = X[:, 0], X[:, 1]
    return np.stack([np.hypot(x, y), np.arctan2(y, x)], axis=1)


def standardize(train, test):
    """Give every feature the same scale, by the training set alone.

    From each column the mean of that column of train is taken away, and the rest
    is divided by the standard deviation of that column of train: the root of the
    mean squared distance from the mean (divide by N). In both arrays a column
    becomes 0 if all its entries in train are equal.

    Arguments:
        train: (N, D) float array, N ≥ 1.
        test: (M, D) float array.

    Returns:
        Both, standardized: (N, D) and (M, D).

    Source: the chapter Image features, section A change of coordinates.
    """
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    # Rounding may leave a deviation of 1e-17 where all entries are the same.
    constant = train.max(axis=0) == train.min(axis=0)
    scale = np.where(constant, 1, deviation)
    return (
        np.where(constant, 0, (train - mean) / scale),
        np.where(constant, 0, (test - mean) / scale),
    )


def color_histogram(image, bins=8):
    """How often each brightness occurs, in each of the three colours.

    For each channel, [0, 1] is cut into bins of equal width. A value on an edge
    belongs to the bin that starts there, and 1.0 to the last bin. The counts of a
    channel are divided by the number of pixels, so that they sum to 1.

    Arguments:
        image: (H, W, 3) float array with values in [0, 1].
        bins: number of bins a channel.

    Returns:
        (3 * bins,) array: the bins of channel 0, then of channel 1, then of 2.

    Source: Swain and Ballard (1991), Color Indexing.
    """
    pixels = image.reshape(-1, 3)
    numbers = np.minimum((pixels * bins).astype(int), bins - 1)
    counts = [np.bincount(channel, minlength=bins) for channel in numbers.T]
    return np.concatenate(counts) / len(pixels)


def image_gradients(gray):
    """How fast the brightness changes, to the right and downwards.

    Inside it is the central difference, (f(x + 1) - f(x - 1)) / 2. In the first
    and last column (for gx) or row (for gy), where one neighbour is missing, it
    is the difference between the pixel and its only neighbour there.

    Arguments:
        gray: (H, W) float array, with H and W at least 2.

    Returns:
        gx and gy, both (H, W): the change from left to right, and the change from
        top to bottom.

    Source: Dalal and Triggs (2005), Histograms of Oriented Gradients.
    """
    gx, gy = np.empty_like(gray), np.empty_like(gray)
    gx[:, 1:-1] = (gray[:, 2:] - gray[:, :-2]) / 2
    gx[:, 0] = gray[:, 1] - gray[:, 0]
    gx[:, -1] = gray[:, -1] - gray[:, -2]
    gy[1:-1] = (gray[2:] - gray[:-2]) / 2
    gy[0] = gray[1] - gray[0]
    gy[-1] = gray[-1] - gray[-2]
    return gx, gy


def orientation_histogram(gray, cell=8, bins=9):
    """Which way the edges run, in each cell of an image.

    The image is cut into cells of cell × cell pixels, from the top left; rows and
    columns that fill no cell are dropped, after the gradients of the whole image
    were taken with `image_gradients`. Each pixel adds its gradient's magnitude to
    one bin of its cell. The bin goes by the gradient's angle without its sign, in
    [0°, 180°): bin k is from k * 180 / bins degrees up to, and without,
    (k + 1) * 180 / bins. An angle of 180° is 0°. There is no sharing between bins
    and no normalisation.

    Arguments:
        gray: (H, W) float array, with H and W at least 2 and at least cell.
        cell: pixels along a cell's side.
        bins: number of bins a cell.

    Returns:
        (H // cell, W // cell, bins) array of summed magnitudes.

    Source: Dalal and Triggs (2005), Histograms of Oriented Gradients.
    """
    gx, gy = image_gradients(gray)
    magnitude = np.hypot(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx)) % 180
    numbers = (angle * bins / 180).astype(int) % bins
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for k in range(bins):
        share = np.where(numbers == k, magnitude, 0)[: rows * cell, : columns * cell]
        histogram[:, :, k] = share.reshape(rows, cell, columns, cell).sum(axis=(1, 3))
    return histogram


def extract_patches(gray, size, stride):
    """All square patches of an image, a step apart, each as a row of numbers.

    The first patch lies at the top left. The next ones are `stride` pixels to the
    right of one another, as long as they fit; then `stride` pixels further down it
    begins again at the left.

    Arguments:
        gray: (H, W) float array, H and W at least size.
        size: pixels along a patch's side.
        stride: pixels from one patch to the next, in both directions.

    Returns:
        (P, size * size) array: a patch in each row, its own rows one after another.

    Source: Csurka et al. (2004), Visual Categorization with Bags of Keypoints.
    """
    windows = np.lib.stride_tricks.sliding_window_view(gray, (size, size))
    return windows[::stride, ::stride].reshape(-1, size * size)


def nearest_codeword(patches, codebook):
    """The codeword that each patch is most like.

    Nearest is the one at the smallest Euclidean distance, and of equals the one
    with the lowest index.

    Arguments:
        patches: (P, D) float array.
        codebook: (K, D) float array, a codeword in each row.

    Returns:
        (P,) array of ints in [0, K).

    Source: Csurka et al. (2004), Visual Categorization with Bags of Keypoints.
    """
    apart = patches[:, np.newaxis] - codebook
    return (apart**2).sum(axis=2).argmin(axis=1)


def bag_of_words(patches, codebook):
    """How often each codeword is the nearest to a patch.

    Uses `nearest_codeword`.

    Arguments:
        patches: (P, D) float array, P ≥ 1.
        codebook: (K, D) float array, a codeword in each row.

    Returns:
        (K,) array: the share of the patches that each codeword is the nearest to.
        They sum to 1.

    Source: Csurka et al. (2004), Visual Categorization with Bags of Keypoints.
    """
    words = nearest_codeword(patches, codebook)
    return np.bincount(words, minlength=len(codebook)) / len(patches)
