"""Known mistakes of ``color_histogram``."""

import numpy as np


def one_is_lost(image, bins=8):
    """Pixels of exactly 1 are in no bin: they belong to the last one."""
    numbers = (image.reshape(-1, 3) * bins).astype(int)
    counts = [np.bincount(channel, minlength=bins + 1)[:bins] for channel in numbers.T]
    return np.concatenate(counts) / len(numbers)


def one_is_beyond(image, bins=8):
    """A value of exactly 1 gets a bin that is not there: it belongs to the last one."""
    counts = np.zeros((3, bins))
    for channel in range(3):
        for value in image[..., channel].ravel():
            counts[channel][int(value * bins)] += 1
    return counts.ravel() / (image.shape[0] * image.shape[1])


def counts_only(image, bins=8):
    """These are counts: divide by the number of pixels, whatever the image's size."""
    numbers = np.minimum((image.reshape(-1, 3) * bins).astype(int), bins - 1)
    return np.concatenate([np.bincount(channel, minlength=bins) for channel in numbers.T]) * 1.0


def by_all_values(image, bins=8):
    """All three channels together sum to 1 here: each one should."""
    numbers = np.minimum((image.reshape(-1, 3) * bins).astype(int), bins - 1)
    return np.concatenate([np.bincount(c, minlength=bins) for c in numbers.T]) / numbers.size


def _histogram(image, bins, number=None):
    pixels = image.reshape(-1, 3)
    numbers = np.minimum(
        (pixels * bins).astype(int) if number is None else number(pixels), bins - 1
    )
    return np.stack([np.bincount(channel, minlength=bins) for channel in numbers.T]) / len(pixels)


def bins_first(image, bins=8):
    """The channels alternate: all bins of the first channel come first, then the second's."""
    return _histogram(image, bins).T.ravel()


def one_for_all(image, bins=8):
    """This is one histogram of all channels together."""
    return _histogram(image, bins).mean(axis=0)


def two_axes(image, bins=8):
    """Each channel has a row: put the three in a row."""
    return _histogram(image, bins)


def own_range(image, bins=8):
    """The bins run from the darkest to the brightest value of the image: they cut the range from 0
    to 1."""
    pixels = image.reshape(-1, 3).astype(float)
    return np.concatenate([np.histogram(channel, bins)[0] for channel in pixels.T]) / len(pixels)


def rounded(image, bins=8):
    """Values are rounded to the nearest bin: round them down."""
    return _histogram(image, bins, lambda pixels: np.rint(pixels * (bins - 1)).astype(int)).ravel()


def one_bin_less(image, bins=8):
    """The range from 0 to 1 is cut into one bin less than asked for."""
    return _histogram(image, bins, lambda pixels: (pixels * (bins - 1)).astype(int)).ravel()


def edges_below(image, bins=8):
    """A value on an edge goes to the bin that ends there: it belongs to the one that starts."""

    def number(pixels):
        return np.maximum(np.ceil(pixels * bins).astype(int) - 1, 0)

    return _histogram(image, bins, number).ravel()


def of_bytes(image, bins=8):
    """The bins reach up to 255, or the values are divided by it: they run from 0 to 1 already."""
    return _histogram(image, bins, lambda pixels: (pixels * bins / 255).astype(int)).ravel()


def by_height(image, bins=8):
    """The counts are divided by the number of rows: divide by the number of pixels."""
    return _histogram(image, bins).ravel() * image.shape[1]


def channels_mixed(image, bins=8):
    """The channels are mixed up: the last axis of the image tells them apart."""
    return _histogram(image.reshape(3, -1).T, bins).ravel()


def always_eight(image, bins=8):
    """There are always eight bins: the argument is not used."""
    return _histogram(image, 8).ravel()


def density(image, bins=8):
    """This is a density, whose area is 1: the shares themselves sum to 1."""
    return _histogram(image, bins).ravel() * bins


def as_bytes(image, bins=8):
    """The values are made whole numbers up to 255 first, and some fall into a lower bin: cut the
    range from 0 to 1 itself."""
    return _histogram(image, bins, lambda p: (p * 255).astype(int) // (256 // bins)).ravel()


def rounded_to_edges(image, bins=8):
    """Values are rounded to the nearest edge of a bin: round them down."""
    return _histogram(
        image, bins, lambda pixels: np.minimum(np.rint(pixels * bins), bins - 1).astype(int)
    ).ravel()


def last_channel_first(image, bins=8):
    """The channels come in reverse order: red, the first of the image, comes first."""
    return _histogram(image[..., ::-1], bins).ravel()


def one_for_all_three_times(image, bins=8):
    """All channels are counted together, and each gets the same bins: count each by itself."""
    return np.tile(_histogram(image, bins).reshape(3, bins).mean(axis=0), 3)
