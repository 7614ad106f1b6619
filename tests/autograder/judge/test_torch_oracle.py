"""The second oracle takes every array that a case may hold."""

from __future__ import annotations

import multiprocessing
from typing import Any

import numpy as np
import pytest
import torch

from autograder.judge.torch_oracle import Torch

GRID = np.arange(12.0).reshape(3, 4)
LONG_ENOUGH_S = 60


@pytest.mark.parametrize(
    "array",
    [GRID[::-1], GRID[:, ::-2], GRID.T, np.float32(GRID), np.array(3.0), np.zeros((0, 2))],
    ids=["backwards", "backwards in steps", "transposed", "float32", "no axes", "empty"],
)
def test_a_tensor_holds_the_same_numbers(array: np.ndarray[Any, Any], torch_oracle: Torch) -> None:
    back = torch_oracle.array(torch_oracle.tensor(array))
    assert back.dtype == np.float64
    np.testing.assert_array_equal(back, array)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint64"])
def test_labels_that_run_backwards_stay_in_order(dtype: str, torch_oracle: Torch) -> None:
    y = np.array([2, 0, 1], dtype=dtype)[::-1]
    assert torch_oracle.array(torch_oracle.labels(y)).tolist() == [1, 0, 2]


def large_product(torch_oracle: Torch) -> None:
    matrix = torch_oracle.tensor(np.ones((600, 600)))
    torch_oracle.array(matrix @ matrix + matrix)


def test_a_forked_process_computes_though_its_parent_did_so_in_threads() -> None:
    torch.set_num_threads(2)
    matrix = torch.ones((600, 600), dtype=torch.float64)
    _ = matrix @ matrix + matrix
    forked = multiprocessing.get_context("fork").Process(target=large_product, args=[Torch("cpu")])
    forked.start()
    forked.join(LONG_ENOUGH_S)
    forked.kill()
    assert forked.exitcode == 0
