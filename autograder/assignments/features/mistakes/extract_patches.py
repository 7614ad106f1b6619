"""Known mistakes of ``extract_patches``."""

import numpy as np


def column_by_column(gray, size, stride):
    """The patches come column by column: go to the right first, then down."""
    corners = [
        (i, j)
        for j in range(0, gray.shape[1] - size + 1, stride)
        for i in range(0, gray.shape[0] - size + 1, stride)
    ]
    return np.array([gray[i : i + size, j : j + size].ravel() for i, j in corners])


def last_missing(gray, size, stride):
    """The last patch that fits, at the right and below, is missing: a range leaves out its end."""
    corners = [
        (i, j)
        for i in range(0, max(gray.shape[0] - size, 1), stride)
        for j in range(0, max(gray.shape[1] - size, 1), stride)
    ]
    return np.array([gray[i : i + size, j : j + size].ravel() for i, j in corners])


def stride_ignored(gray, size, stride):
    """Patches start at every pixel: the stride is not used."""
    corners = [
        (i, j)
        for i in range(0, gray.shape[0] - size + 1)
        for j in range(0, gray.shape[1] - size + 1)
    ]
    return np.array([gray[i : i + size, j : j + size].ravel() for i, j in corners])


def _cut(gray, size, corners):
    return np.array([gray[i : i + size, j : j + size] for i, j in corners])


def _corners(gray, size, stride):
    return [
        (i, j)
        for i in range(0, gray.shape[0] - size + 1, stride)
        for j in range(0, gray.shape[1] - size + 1, stride)
    ]


def stride_of_size(gray, size, stride):
    """Patches are always a patch's length apart: the stride is not used."""
    return _cut(gray, size, _corners(gray, size, size)).reshape(-1, size**2)


def patches_transposed(gray, size, stride):
    """Within a patch the pixels come column by column: row by row is meant."""
    patches = _cut(gray, size, _corners(gray, size, stride))
    return patches.transpose(0, 2, 1).reshape(-1, size**2)


def not_flat(gray, size, stride):
    """Patches are still squares: each one is a row of numbers."""
    return _cut(gray, size, _corners(gray, size, stride))


def columns_of_pixels(gray, size, stride):
    """The patches are columns: each one is a row."""
    return _cut(gray, size, _corners(gray, size, stride)).reshape(-1, size**2).T


def remainder_padded(gray, size, stride):
    """Where the last patch does not fit, the image is made larger: such a patch is dropped."""
    rows, columns = (-(length - size) % stride for length in gray.shape)
    wide = np.pad(gray, ((0, rows), (0, columns)))
    return _cut(wide, size, _corners(wide, size, stride)).reshape(-1, size**2)


def counted_by_stride(gray, size, stride):
    """The number of patches is taken as the image's length divided by the stride: the last patch
    must fit as a whole."""
    rows, columns = gray.shape[0] // stride, gray.shape[1] // stride
    patches = np.zeros((rows * columns, size * size))
    for n, (i, j) in enumerate(np.ndindex(rows, columns)):
        patch = gray[i * stride : i * stride + size, j * stride : j * stride + size]
        patches[n] = patch.ravel()
    return patches


def centered(gray, size, stride):
    """What does not fit is dropped on both sides: the first patch starts in the corner."""
    above, left = ((length - size) % stride // 2 for length in gray.shape)
    moved = gray[above:, left:]
    return _cut(moved, size, _corners(moved, size, stride)).reshape(-1, size**2)


def from_the_end(gray, size, stride):
    """What does not fit is dropped at the left and above: the first patch starts in the corner."""
    above, left = ((length - size) % stride for length in gray.shape)
    moved = gray[above:, left:]
    return _cut(moved, size, _corners(moved, size, stride)).reshape(-1, size**2)


def zero_mean(gray, size, stride):
    """The mean of each patch is taken away: it is not asked for."""
    patches = _cut(gray, size, _corners(gray, size, stride)).reshape(-1, size**2)
    return patches - patches.mean(axis=1, keepdims=True)


def wrong_order(gray, size, stride):
    """The numbers are put in rows in the wrong order, so that each row mixes many patches."""
    windows = np.lib.stride_tricks.sliding_window_view(gray, (size, size))[::stride, ::stride]
    return windows.transpose(2, 3, 0, 1).reshape(-1, size**2)


def square_counts(gray, size, stride):
    """As many patches are taken to the right as down: an image need not be square."""
    count = (gray.shape[0] - size) // stride + 1
    corners = [(i * stride, j * stride) for i in range(count) for j in range(count)]
    return np.array([gray[i : i + size, j : j + size].ravel() for i, j in corners])


def over_the_edge(gray, size, stride):
    """The patches have different sizes: the last ones reach beyond the image. Stop where the last
    whole one begins."""
    corners = np.ndindex(-(-gray.shape[0] // stride), -(-gray.shape[1] // stride))
    pieces = [gray[i * stride :, j * stride :][:size, :size] for i, j in corners]
    return np.array([piece.flatten() for piece in pieces])


def height_and_width_swapped(gray, size, stride):
    """Height and width are swapped: a patch begins in a row below the image, or too few do."""
    corners = [
        (i, j)
        for i in range(0, gray.shape[1] - size + 1, stride)
        for j in range(0, gray.shape[0] - size + 1, stride)
    ]
    return np.array([gray[i : i + size, j : j + size].flatten() for i, j in corners])


def none_of_a_whole_image(gray, size, stride):
    """The last patch that fits, at the right and below, is missing, and an image of a patch's size
    has none: a range leaves out its end."""
    corners = [
        (i, j)
        for i in range(0, gray.shape[0] - size, stride)
        for j in range(0, gray.shape[1] - size, stride)
    ]
    return np.array([gray[i : i + size, j : j + size].ravel() for i, j in corners])


def one_pixel_apart(gray, size, stride):
    """There are as many patches as the stride leaves, but each starts one pixel after the last: the
    stride is missing where they are cut."""
    rows, columns = ((side - size) // stride + 1 for side in gray.shape)
    return _cut(gray, size, np.ndindex(rows, columns)).reshape(-1, size**2)


def as_long_as_the_stride(gray, size, stride):
    """The patches end where the next ones start: they are as long as their size says."""
    return np.array(
        [gray[i : i + stride, j : j + stride].ravel() for i, j in _corners(gray, size, stride)]
    )


def rows_numbered_by_height(gray, size, stride):
    """The number of a patch counts the rows where it should count the columns: in a row there are
    as many patches as fit across."""
    rows, columns = ((side - size) // stride + 1 for side in gray.shape)
    patches = np.zeros((rows * columns, size * size))
    for i, j in np.ndindex(rows, columns):
        patch = gray[i * stride : i * stride + size, j * stride : j * stride + size]
        patches[i * rows + j] = patch.ravel()
    return patches


def one_size_apart(gray, size, stride):
    """There are as many patches as the stride leaves, but each starts where the one before it ends:
    they start a stride apart."""
    rows, columns = ((side - size) // stride + 1 for side in gray.shape)
    patches = [
        gray[i * size : (i + 1) * size, j * size : (j + 1) * size].ravel()
        for i, j in np.ndindex(rows, columns)
    ]
    return np.array(patches)
