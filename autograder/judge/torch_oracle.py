"""torch as the second oracle: float64, on the CPU or on CUDA, imported when needed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

from autograder.errors import CourseError

DEVICES = ("auto", "cpu", "cuda")


class Torch:
    """torch on one device, with arrays in and arrays out.

    It is imported when it is first asked, which takes as long as a sandbox takes to start.

    Arguments:
        device: "cpu", "cuda", or "auto", which takes CUDA where there is one.

    Raises:
        CourseError: torch is not installed, or CUDA is asked for and not there.
    """

    def __init__(self, device: str = "auto") -> None:
        if device not in DEVICES:
            raise CourseError(f"unknown device '{device}': take one of {', '.join(DEVICES)}")
        if importlib.util.find_spec("torch") is None:
            raise _not_installed()
        self._wanted = device
        if device == "cuda":  # whether it is there should not come out in the midst of grading
            _ = self.device

    @cached_property
    def torch(self) -> Any:
        """The module, which computes in one thread.

        A forked process has none of its parent's other threads, and would wait for them for ever.
        """
        try:
            torch = importlib.import_module("torch")
        except ImportError:
            raise _not_installed() from None
        torch.set_num_threads(1)
        return torch

    @cached_property
    def device(self) -> str:
        """Return where it computes: "cpu" or "cuda"."""
        if self._wanted == "cpu":
            return "cpu"
        if self.torch.cuda.is_available():
            return "cuda"
        if self._wanted == "cuda":
            raise CourseError("no CUDA device was found: use '--device cpu' or '--device auto'")
        return "cpu"

    def tensor(self, array: Any) -> Any:
        """A float64 tensor of an array, on the device."""
        # In order "C": torch takes no array that runs backwards through memory.
        values = np.asarray(array, dtype=np.float64, order="C")
        return self.torch.tensor(values, device=self.device)

    def labels(self, y: Any) -> Any:
        """An int64 tensor of labels of any integer dtype, on the device."""
        values = np.asarray(y, dtype=np.int64, order="C")
        return self.torch.tensor(values, device=self.device)

    def array(self, tensor: Any) -> np.ndarray[Any, Any]:
        """The NumPy array of a tensor."""
        return np.asarray(tensor.detach().cpu().numpy())

    def value_and_gradients(
        self, function: Callable[..., Any], *arrays: Any
    ) -> tuple[np.ndarray[Any, Any], ...]:
        """A scalar function's value and its gradient for each array, by autograd."""
        leaves = [self.tensor(array).requires_grad_() for array in arrays]
        value = function(*leaves)
        gradients = self.torch.autograd.grad(value, leaves)
        return (self.array(value), *(self.array(gradient) for gradient in gradients))


def _not_installed() -> CourseError:
    return CourseError(
        "torch is not installed: grading compares with it; "
        "run 'make course' or 'pip install -r requirements.txt'"
    )
