"""Loads CIFAR-10 from files that you have, and checks them before it believes them.

The data set is Krizhevsky's (2009): 60,000 colour photographs of 32 by 32
pixels in ten classes. This file needs its "python version", unpacked: a folder
with data_batch_1 to data_batch_5, test_batch and batches.meta.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

CHECKSUMS = {
    "data_batch_1": "c99cafc152244af753f735de768cd75f",
    "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
    "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
    "data_batch_4": "634d18415352ddfa80567beed471001a",
    "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
    "test_batch": "40351d587109b95175f43aff81a1287e",
    "batches.meta": "5ff9c542aee3614f3951f8cda6e48888",
}
"""MD5 of each file, as the data set's authors publish them."""

Array = np.ndarray[Any, Any]


class Cifar10Error(Exception):
    """The files are not there, or are not what they should be; says what to do."""


@dataclass(frozen=True)
class Cifar10:
    """The data set.

    Attributes:
        train_images: (50000, 32, 32, 3) uint8, red, green and blue from 0 to 255.
        train_labels: (50000,) int64 in [0, 10).
        test_images: (10000, 32, 32, 3) uint8.
        test_labels: (10000,) int64.
        names: what the ten classes are called.
    """

    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array
    names: tuple[str, ...]


def load_cifar10(folder: str | Path, checksums: Mapping[str, str] = CHECKSUMS) -> Cifar10:
    """Load the data set from a folder.

    Arguments:
        folder: where the files lie.
        checksums: the MD5 that each file must have.

    Raises:
        Cifar10Error: a file is missing or damaged.
    """
    home = Path(folder).expanduser()
    train = [_batch(home, f"data_batch_{number}", checksums) for number in range(1, 6)]
    test_images, test_labels = _batch(home, "test_batch", checksums)
    names = _verified(home, "batches.meta", checksums)[b"label_names"]
    return Cifar10(
        np.concatenate([images for images, _ in train]),
        np.concatenate([labels for _, labels in train]),
        test_images,
        test_labels,
        tuple(name.decode() for name in names),
    )


def _batch(home: Path, name: str, checksums: Mapping[str, str]) -> tuple[Array, Array]:
    """One file's images, (N, 32, 32, 3), and labels."""
    content = _verified(home, name, checksums)
    # A row holds the red plane, then the green, then the blue one.
    planes = np.asarray(content[b"data"], dtype=np.uint8).reshape(-1, 3, 32, 32)
    return planes.transpose(0, 2, 3, 1), np.asarray(content[b"labels"], dtype=np.int64)


def _verified(home: Path, name: str, checksums: Mapping[str, str]) -> dict[bytes, Any]:
    """A file's content, read only after its checksum was found right.

    A pickle can run any code when it is read, so the checksum comes first.
    """
    path = home / name
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Cifar10Error(
            f"{path} cannot be read ({error.strerror}): name the folder that holds "
            "data_batch_1 to data_batch_5, test_batch and batches.meta"
        ) from None
    if hashlib.md5(raw, usedforsecurity=False).hexdigest() != checksums[name]:
        raise Cifar10Error(f"{path} is damaged or another file: unpack the data set again")
    content = pickle.loads(raw, encoding="bytes")
    assert isinstance(content, dict)
    return content
