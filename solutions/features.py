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

    From each column, in both arrays, subtract the mean of that column of train,
    and divide by the standard deviation of that column of train: the root of the
    mean squared distance from the mean (divide by N). A column whose entries in
    train are all equal becomes 0 in both arrays.

    Arguments:
        train: (N, D) float array.
        test: (M, D) float array.
        N and M are at least 1.

    Returns:
        Both, standardized: (N, D) and (M, D).

    Source: the chapter Image features, section A change of coordinates.
    """
    mean = train.mean(axis=0)
    # The deviation of equal numbers can come out as 1e-17, so it is the numbers
    # that are asked. What is divided by infinity is 0.
    varies = train.max(axis=0) > train.min(axis=0)
    scale = np.where(varies, train.std(axis=0), np.inf)
    return (train - mean) / scale, (test - mean) / scale


def color_histogram(image, bins=8):
    """Count how often each brightness occurs, in each of the three colours.

    For each channel, [0, 1] is cut into bins of equal width. A value on an edge
    belongs to the bin that starts there, and 1.0 to the last bin. The counts of a
    channel are divided by the number of pixels, so that they sum to 1.

    Arguments:
        image: (H, W, 3) float array with values in [0, 1].
        bins: number of bins per channel.

    Returns:
        (3 * bins,) array: the bins of channel 0, then of channel 1, then of 2.

    Source: Swain and Ballard (1991), Color Indexing.
    """
    pixels = image.reshape(-1, 3)
    numbers = np.minimum((pixels * bins).astype(int), bins - 1)
    counts = [np.bincount(channel, minlength=bins) for channel in numbers.T]
    return np.concatenate(counts) / len(pixels)


def image_gradients(gray):
    """Return how fast the brightness changes, to the right and downwards.

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
    # Beyond the border stands a copy of it, which makes the difference one-sided there.
    wide = np.pad(gray, 1, mode="edge")
    gx = wide[1:-1, 2:] - wide[1:-1, :-2]
    gy = wide[2:, 1:-1] - wide[:-2, 1:-1]
    gx[:, 1:-1] /= 2
    gy[1:-1] /= 2
    return gx, gy


def orientation_histogram(gray, cell=8, bins=9):
    """Return which way the edges run, in each cell of an image.

    First take the gradients of the whole image, with `image_gradients`. Then cut it
    into cells of cell × cell pixels, from the top left; rows and columns that fill
    no cell are dropped. Each pixel adds its gradient's magnitude to one bin of its
    cell. The bin goes by the gradient's orientation, its angle modulo 180°: bin k
    is from k * 180 / bins degrees up to, but not including, (k + 1) * 180 / bins.
    So an angle of 180° belongs to bin 0. Nothing is shared between bins, and
    nothing is normalized.

    Arguments:
        gray: (H, W) float array, with H and W at least 2 and at least cell.
        cell: pixels along a cell's side.
        bins: number of bins per cell.

    Returns:
        (H // cell, W // cell, bins) array of summed magnitudes.

    Source: Dalal and Triggs (2005), Histograms of Oriented Gradients.
    """
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    gx, gy = (g[: rows * cell, : columns * cell] for g in image_gradients(gray))
    magnitude = np.hypot(gx, gy)
    angle = np.degrees(np.arctan2(gy, gx)) % 180
    # The remainder of -1e-17 is 180, by rounding, and 180° is 0°.
    numbers = (angle * bins / 180).astype(int) % bins
    votes = magnitude * (numbers == np.arange(bins)[:, np.newaxis, np.newaxis])
    return votes.reshape(bins, rows, cell, columns, cell).sum(axis=(2, 4)).transpose(1, 2, 0)


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
    tops = range(0, gray.shape[0] - size + 1, stride)
    lefts = range(0, gray.shape[1] - size + 1, stride)
    return np.array([gray[i : i + size, j : j + size].ravel() for i in tops for j in lefts])


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
    """Count how often each codeword is the nearest to a patch.

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
