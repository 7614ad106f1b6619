"""CIFAR-10 loads from a folder that the reader names, and only if it is the real one."""

from __future__ import annotations

import hashlib
import importlib.util
import pickle
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def cifar10() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "cifar10", ROOT / "book" / "modules" / "cifar10.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["cifar10"] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two images a file, in the data set's own format."""
    rng = np.random.default_rng(0)
    for index, name in enumerate([*(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]):
        rows = rng.integers(256, size=(2, 3072), dtype=np.uint8)
        content = {b"data": rows, b"labels": [index, 9 - index]}
        (tmp_path / name).write_bytes(pickle.dumps(content))
    names = {b"label_names": [f"class {n}".encode() for n in range(10)]}
    (tmp_path / "batches.meta").write_bytes(pickle.dumps(names))
    return tmp_path


def sums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.md5(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_all_batches_load_in_order_with_channels_last(cifar10: ModuleType, folder: Path) -> None:
    data = cifar10.load_cifar10(folder, sums(folder))
    assert data.train_images.shape == (10, 32, 32, 3)
    assert data.train_images.dtype == np.uint8
    assert data.train_labels.tolist() == [0, 9, 1, 8, 2, 7, 3, 6, 4, 5]
    assert data.test_labels.tolist() == [5, 4]
    assert data.names[3] == "class 3"
    row = pickle.loads((folder / "data_batch_1").read_bytes())[b"data"][0]
    red, green = data.train_images[0, :, :, 0], data.train_images[0, :, :, 1]
    np.testing.assert_array_equal(red.ravel(), row[:1024])
    np.testing.assert_array_equal(green.ravel(), row[1024:2048])


def test_a_missing_file_is_named_with_what_to_do(cifar10: ModuleType, folder: Path) -> None:
    known = sums(folder)
    (folder / "data_batch_3").unlink()
    with pytest.raises(cifar10.Cifar10Error, match=r"data_batch_3 cannot be read .* name the"):
        cifar10.load_cifar10(folder, known)


def test_a_damaged_file_is_never_unpickled(cifar10: ModuleType, folder: Path) -> None:
    known = sums(folder)

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (eval, ("1 / 0",))

    (folder / "data_batch_2").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(cifar10.Cifar10Error, match="data_batch_2 is damaged"):
        cifar10.load_cifar10(folder, known)


def test_files_that_merely_have_the_format_are_refused(cifar10: ModuleType, folder: Path) -> None:
    with pytest.raises(cifar10.Cifar10Error, match="data_batch_1 is damaged"):
        cifar10.load_cifar10(folder)
