"""Known mistakes of ``conv_backward_fast``."""

from dataclasses import replace

import numpy as np

from autograder.assignments.convolution.mistakes import conv_backward
from autograder.assignments.convolution.mistakes._conv_nd import backward, forward
from autograder.judge.mistake import brings, mistakes_of


@brings(conv_forward_fast=forward)
def indexed_places_overwritten(dout, cache):
    """Where windows share a pixel only the last one counts: an array that is indexed with arrays is
    changed once for each pixel, however often the index names it."""
    x, w, stride, pad = cache
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = stride * np.arange(dout.shape[2])[:, np.newaxis] + np.arange(w.shape[2])
    columns = stride * np.arange(dout.shape[3])[:, np.newaxis] + np.arange(w.shape[3])
    place = np.s_[:, :, rows[:, :, np.newaxis, np.newaxis], columns]
    dw = np.einsum("nfij,ncikjl->fckl", dout, padded[place])
    dpadded = np.zeros(padded.shape)
    dpadded[place] += np.einsum("nfij,fckl->ncikjl", dout, w)
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


@brings(conv_forward_fast=forward)
def dout_reshaped_not_transposed(dout, cache):
    """The upstream gradient is mixed up: it has the images first, the product wants the filters
    first, and a reshape does not move an axis. With one image you do not see it."""
    x, w, stride, pad = cache
    N, F, down, across = dout.shape
    HH, WW = w.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    mixed = dout.reshape(F, N, down, across)
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for k in range(HH):
        for j in range(WW):
            below, right = k + stride * down, j + stride * across
            place = np.s_[:, :, k:below:stride, j:right:stride]
            dw[:, :, k, j] = np.einsum("fnij,ncij->fc", mixed, padded[place])
            dpadded[place] += np.einsum("fnij,fc->ncij", mixed, w[:, :, k, j])
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


@brings(conv_forward_fast=forward)
def cropped_to_nothing(dout, cache):
    """With pad 0 nothing is left of the gradient of the images: an end of minus 0 is 0, which is
    the beginning. Count the end from the front."""
    x, w, stride, pad = cache
    down, across = dout.shape[2:]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for k in range(w.shape[2]):
        for j in range(w.shape[3]):
            below, right = k + stride * down, j + stride * across
            place = np.s_[:, :, k:below:stride, j:right:stride]
            dw[:, :, k, j] = np.einsum("nfij,ncij->fc", dout, padded[place])
            dpadded[place] += np.einsum("nfij,fc->ncij", dout, w[:, :, k, j])
    return dpadded[:, :, pad:-pad, pad:-pad], dw, dout.sum(axis=(0, 2, 3))


@brings(conv_forward_fast=forward)
def dw_reshaped_not_transposed(dout, cache):
    """The gradient of the filters has its numbers in the wrong places: the product has the filters
    last. A reshape does not move an axis: transpose as well."""
    dx, dw, db = backward(dout, cache)
    return dx, dw.reshape(len(dw), -1).T.reshape(dw.shape), db


@brings(conv_forward_fast=forward)
def dw_channels_last(dout, cache):
    """The gradient of the filters stands in the order of the windows, with the channels last: they
    belong after the filters."""
    # The columns have the channels last; the gradient is read as if they came first.
    dx, dw, db = backward(dout, cache)
    return dx, dw.transpose(0, 2, 3, 1).reshape(dw.shape), db


@brings(conv_forward_fast=forward)
def dx_channels_last(dout, cache):
    """On the way to the images a window's numbers stand in another order than the filter's: one has
    the channels last, the other first."""
    # The columns of dx have the channels last; they are read as if these came first.
    x, w, stride, pad = cache
    _, dw, db = backward(dout, cache)
    mixed = w.transpose(0, 2, 3, 1).reshape(w.shape)
    return backward(dout, (x, mixed, stride, pad))[0], dw, db


@brings(conv_forward_fast=forward)
def images_and_places_mixed(dout, cache):
    """The upstream gradient runs over images and places in one order, the windows in the other."""
    # The columns run over the places first; dout is laid out with the images first.
    _, _, db = backward(dout, cache)
    flat = dout.transpose(1, 2, 3, 0).reshape(dout.shape[1], len(dout), *dout.shape[2:])
    dx, dw, _ = backward(flat.swapaxes(0, 1), cache)
    return dx, dw, db


@brings(conv_forward_fast=forward)
def db_over_rows(dout, cache):
    """The gradient of the biases is not summed along the rows: it has an entry for each filter, and
    no more."""
    dx, dw, _ = backward(dout, cache)
    return dx, dw, dout.sum(axis=(0, 2))


_WITH_LOOPS = {
    *("frame_left_on", "frame_cut_at_one_side", "stride_not_used", "filters_turned", "dw_turned"),
    *("dw_of_unpadded_images", "averaged_over_images", "db_for_every_image", "db_one_number"),
    *("dw_averaged_over_images", "db_averaged_over_images", "overlaps_overwritten_by_weight"),
    *("dw_without_stride", "dx_without_stride", "db_averaged"),
    *("overlaps_overwritten", "upstream_not_used", "upstream_in_db_alone", "images_last"),
    *("dx_without_upstream", "dw_without_upstream", "dw_of_the_first_image"),
    *("db_as_column", "dx_without_filters", "dw_without_windows"),
    *("db_of_images_only", "remainder_cut_off", "weights_first", "without_db"),
    *("last_forward_instead_of_cache", "adds_up_in_the_cache"),
}

with_loops = tuple(
    replace(known, also={"conv_forward_fast": known.also["conv_forward"]})
    for known in mistakes_of(conv_backward)
    if known.name in _WITH_LOOPS
)
