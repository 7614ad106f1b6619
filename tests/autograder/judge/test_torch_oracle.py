"""The second oracle takes every array that a case may hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograder.judge.torch_oracle import Torch

GRID = np.arange(12.0).reshape(3, 4)


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
