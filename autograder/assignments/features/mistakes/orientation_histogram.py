"""Known mistakes of ``orientation_histogram``."""

import numpy as np

from autograder.judge.mistake import made
from solutions.features import image_gradients


def signed_directions(gray, cell=8, bins=9):
    """Angles run over the full circle here: an edge from dark to light and one from light to dark
    belong together."""
    gx, gy = image_gradients(gray)
    numbers = (np.degrees(np.arctan2(gy, gx)) % 360 * bins / 360).astype(int) % bins
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows * cell, columns * cell):
        histogram[i // cell, j // cell, numbers[i, j]] += np.hypot(gx[i, j], gy[i, j])
    return histogram


def counted(gray, cell=8, bins=9):
    """Each pixel counts as one: it counts by its gradient's magnitude."""
    gx, gy = image_gradients(gray)
    numbers = (np.degrees(np.arctan2(gy, gx)) % 180 * bins / 180).astype(int) % bins
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows * cell, columns * cell):
        histogram[i // cell, j // cell, numbers[i, j]] += 1
    return histogram


def normalized(gray, cell=8, bins=9):
    """The bins of a cell sum to 1: nothing is to be normalized."""
    gx, gy = image_gradients(gray)
    numbers = (np.degrees(np.arctan2(gy, gx)) % 180 * bins / 180).astype(int) % bins
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows * cell, columns * cell):
        histogram[i // cell, j // cell, numbers[i, j]] += np.hypot(gx[i, j], gy[i, j])
    total = histogram.sum(axis=2, keepdims=True)
    return histogram / np.where(total == 0, 1, total)


def _angles(gx, gy):
    return np.degrees(np.arctan2(gy, gx)) % 180


def _histogram(gray, cell, bins, *, angle=_angles, magnitude=np.hypot, number=None):
    """Right but for what is given."""
    gx, gy = image_gradients(gray)
    numbers = angle(gx, gy) * bins / 180 if number is None else number(angle(gx, gy), bins)
    numbers = numbers.astype(int) % bins
    rows, columns = gx.shape[0] // cell, gx.shape[1] // cell
    strength = magnitude(gx, gy)
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows * cell, columns * cell):
        histogram[i // cell, j // cell, numbers[i, j]] += strength[i, j]
    return histogram


def unit_length(gray, cell=8, bins=9):
    """The numbers of each cell are brought to length 1: nothing is to be normalized."""
    histogram = _histogram(gray, cell, bins)
    length = np.linalg.norm(histogram, axis=2, keepdims=True)
    return histogram / np.where(length == 0, 1, length)


def remainder_not_dropped(gray, cell=8, bins=9):
    """Pixels that are in no cell are counted, too: leave them out."""
    gx, gy = image_gradients(gray)
    numbers = (_angles(gx, gy) * bins / 180).astype(int) % bins
    histogram = np.zeros((gray.shape[0] // cell, gray.shape[1] // cell, bins))
    for i, j in np.ndindex(gray.shape):
        histogram[i // cell, j // cell, numbers[i, j]] += np.hypot(gx[i, j], gy[i, j])
    return histogram


def half_turn_lost(gray, cell=8, bins=9):
    """An angle of 180 degrees lands in the last bin: it is the same as 0."""

    def unsigned(gx, gy):
        angle = np.degrees(np.arctan2(gy, gx))
        return np.where(angle < 0, angle + 180, angle)

    def number(angle, bins):
        return np.minimum(angle * bins / 180, bins - 1)

    return _histogram(gray, cell, bins, angle=unsigned, number=number)


def rounded_half_turn_in_last_bin(gray, cell=8, bins=9):
    """A hair below 0 degrees, the remainder by 180 comes out as 180 itself, by rounding, and lands
    in the last bin: it is the same as 0, the first."""

    def number(angle, bins):
        return np.minimum(angle * bins / 180, bins - 1)

    return _histogram(gray, cell, bins, number=number)


def cell_by_cell(gray, cell=8, bins=9):
    """Each cell's gradients are taken by themselves: that makes borders where there are none. Take
    those of the whole image first."""
    if cell < 2:
        return _histogram(gray, cell, bins)
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows, columns):
        part = gray[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell]
        histogram[i, j] = _histogram(part, cell, bins)[0, 0]
    return histogram


def picked_entries(gray, cell=8, bins=9):
    """Of all pixels that fall into one bin the last one counts: their magnitudes add up. Adding to
    the entries that an array of numbers picks does not add them either."""
    gx, gy = image_gradients(gray)
    numbers = (_angles(gx, gy) * bins / 180).astype(int) % bins
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows, columns):
        place = slice(i * cell, (i + 1) * cell), slice(j * cell, (j + 1) * cell)
        histogram[i, j, numbers[place]] += np.hypot(gx, gy)[place]
    return histogram


def _with(**changed):
    def orientation_histogram(gray, cell=8, bins=9):
        return _histogram(gray, cell, bins, **changed)

    return orientation_histogram


def _absolute_angle(gx, gy):
    return np.abs(np.degrees(np.arctan2(gy, gx)))


absolute_angle = made(
    "The sign of the angle is dropped: that mirrors it, where half a turn should be added.",
    _with(angle=_absolute_angle),
)


absolute_angle_in_last_bin = made(
    "The sign of the angle is dropped: that mirrors it, where half a turn should be added.",
    _with(
        angle=_absolute_angle,
        number=lambda angle, bins: np.minimum(angle * bins / 180, bins - 1),
    ),
)


def _swapped_angle(gx, gy):
    return np.degrees(np.arctan2(gx, gy)) % 180


swapped_angle = made(
    "The angle is measured from the vertical: the function for it takes gy first.",
    _with(angle=_swapped_angle),
)


def mean_of_cell(gray, cell=8, bins=9):
    """These are means over a cell: sums are meant."""
    return _histogram(gray, cell, bins) / cell**2


def transposed(gray, cell=8, bins=9):
    """Rows and columns of cells are swapped."""
    return _histogram(gray, cell, bins).transpose(1, 0, 2)


def bins_first(gray, cell=8, bins=9):
    """The bins are the first axis: they are the last."""
    return _histogram(gray, cell, bins).transpose(2, 0, 1)


def cropped_first(gray, cell=8, bins=9):
    """The image is cut before its gradients are taken: that makes a border where there was none."""
    rows, columns = gray.shape[0] // cell * cell, gray.shape[1] // cell * cell
    if min(rows, columns) < 2:
        return _histogram(gray, cell, bins)
    return _histogram(gray[:rows, :columns], cell, bins)


def _nearest_bin(angle, bins):
    return np.rint(angle * bins / 180)


nearest_bin = made(
    "Angles are rounded to the nearest edge of a bin: they are rounded down.",
    _with(number=_nearest_bin),
)


def _edges_below(angle, bins):
    return np.ceil(angle * bins / 180) - 1


edges_below = made(
    "An angle on an edge goes to the bin that ends there: it belongs to the one that starts.",
    _with(number=_edges_below),
)


def _whole_width(angle, bins):
    return angle // (180 // bins)


whole_width = made(
    "The width of a bin is rounded to whole degrees.",
    _with(number=_whole_width),
)


def negative_from_the_end(gray, cell=8, bins=9):
    """A negative angle is rounded towards 0 and its bin counted from the end: first bring every
    angle to where the bins are."""

    def signed(gx, gy):
        return np.degrees(np.arctan2(gy, gx))

    return _histogram(gray, cell, bins, angle=signed)


def remainder_of_a_half_turn(gray, cell=8, bins=9):
    """A hair below 0 degrees, the remainder by 180 comes out as 180 itself, by rounding, and there
    is no bin for it: 180 degrees is 0."""
    gx, gy = image_gradients(gray)
    numbers = (_angles(gx, gy) * bins / 180).astype(int)
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows * cell, columns * cell):
        histogram[i // cell, j // cell, numbers[i, j]] += np.hypot(gx[i, j], gy[i, j])
    return histogram


def nine_bins(gray, cell=8, bins=9):
    """There are always nine bins: the argument is not used."""
    return _histogram(gray, cell, 9)


def cells_of_eight(gray, cell=8, bins=9):
    """Cells always have eight pixels: the argument is not used."""
    return _histogram(gray, 8, bins)


def flattened(gray, cell=8, bins=9):
    """All in one row: each cell has its place on two axes."""
    return _histogram(gray, cell, bins).ravel()


def shared(gray, cell=8, bins=9):
    """Each magnitude is shared between two bins: all of it goes to one."""
    gx, gy = image_gradients(gray)
    place = _angles(gx, gy) * bins / 180
    lower, part = np.floor(place).astype(int), place % 1
    strength = np.hypot(gx, gy)
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, bins))
    for i, j in np.ndindex(rows * cell, columns * cell):
        own = histogram[i // cell, j // cell]
        own[lower[i, j] % bins] += (1 - part[i, j]) * strength[i, j]
        own[(lower[i, j] + 1) % bins] += part[i, j] * strength[i, j]
    return histogram


def _sum_of_sizes(gx, gy):
    return np.abs(gx) + np.abs(gy)


sum_of_sizes = made(
    "The sizes of gx and gy are added up: the magnitude is the length of the arrow.",
    _with(magnitude=_sum_of_sizes),
)


def _square(gx, gy):
    return gx**2 + gy**2


square = made(
    "The magnitude is squared: take the root.",
    _with(magnitude=_square),
)


def cells_of_the_remainder(gray, cell=8, bins=9):
    """Rows and columns that fill no cell have cells of their own: they are dropped."""
    gx, gy = image_gradients(gray)
    numbers = (_angles(gx, gy) * bins / 180).astype(int) % bins
    histogram = np.zeros((-(-gray.shape[0] // cell), -(-gray.shape[1] // cell), bins))
    for i, j in np.ndindex(gray.shape):
        histogram[i // cell, j // cell, numbers[i, j]] += np.hypot(gx[i, j], gy[i, j])
    return histogram


def own_range(gray, cell=8, bins=9):
    """The bins run from the smallest to the largest angle of a cell: they cut the half circle from
    0 to 180 degrees."""
    gx, gy = image_gradients(gray)
    angles, sizes = _angles(gx, gy), np.hypot(gx, gy)
    histogram = np.zeros((gray.shape[0] // cell, gray.shape[1] // cell, bins))
    for i, j in np.ndindex(histogram.shape[:2]):
        place = np.s_[i * cell : (i + 1) * cell, j * cell : (j + 1) * cell]
        histogram[i, j] = np.histogram(angles[place], bins, weights=sizes[place])[0]
    return histogram


def _radians(gx, gy):
    return np.arctan2(gy, gx) % 180


radians_for_degrees = made(
    "The angles are in radians and taken for degrees: half a circle is 180 degrees, or pi.",
    _with(angle=_radians),
)


def bins_of_twenty_degrees(gray, cell=8, bins=9):
    """Each bin has 20 degrees, however many there are: half a circle is shared among the bins."""
    gx, gy = image_gradients(gray)
    numbers, sizes = (_angles(gx, gy) % 180 // 20).astype(int), np.hypot(gx, gy)
    rows, columns = gray.shape[0] // cell, gray.shape[1] // cell
    histogram = np.zeros((rows, columns, max(bins, 9)))
    for i, j in np.ndindex(rows * cell, columns * cell):
        histogram[i // cell, j // cell, numbers[i, j]] += sizes[i, j]
    return histogram[:, :, :bins]


def mean_of_bin(gray, cell=8, bins=9):
    """Each number is the mean of its pixels' magnitudes: it is their sum."""
    count = np.maximum(1, _histogram(gray, cell, bins, magnitude=lambda gx, gy: np.ones(gx.shape)))
    return _histogram(gray, cell, bins) / count


def cells_one_pixel_apart(gray, cell=8, bins=9):
    """Every cell is one pixel after the last: each begins where the one before it ends."""
    gx, gy = image_gradients(gray)
    numbers, sizes = (_angles(gx, gy) * bins / 180).astype(int) % bins, np.hypot(gx, gy)
    histogram = np.zeros((gray.shape[0] // cell, gray.shape[1] // cell, bins))
    for i, j in np.ndindex(histogram.shape[:2]):
        place = np.s_[i : i + cell, j : j + cell]
        histogram[i, j] = np.bincount(numbers[place].ravel(), sizes[place].ravel(), bins)
    return histogram
