"""Shared by the visible tests of this notebook. Run this cell first; there is nothing to write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np


@contextmanager
def visible_tests(name: str, *earlier: str) -> Iterator[None]:
    """Run the tests of one function, which may need some of earlier notebooks."""
    with experiment(name, earlier=earlier):
        yield
        print(f"{name}: the visible tests pass.")


@contextmanager
def experiment(*names: str, earlier: tuple[str, ...] = ()) -> Iterator[None]:
    """Run code that calls your functions, or say which of them it still needs."""
    try:
        # An overflow shows in the numbers, and the tests look at those.
        with np.errstate(all="ignore"):
            yield
    except NotImplementedError:
        among = "One of " if len(names) > 1 else ""
        print(f"{among}{', '.join(names)} is not written yet.")
    except NameError as error:
        if error.name not in (*names, *earlier):
            raise
        print(f"{error.name} is not known yet: run the cell that makes it first.")


def check(got: Any, expected: Any, hint: str, tolerance: float = 1e-6) -> None:
    """Compare numbers or arrays, and fail with both of them and a hint."""
    assert got is not None, "Nothing came back: is the return statement missing?"

    def found() -> str:
        # As arrays, since a list shows its numbers as np.float64(0.1).
        return f"\n  expected: {np.asarray(expected)}\n  got:      {np.asarray(got)}\n  {hint}"

    assert np.shape(got) == np.shape(expected), (
        f"The shape should be {np.shape(expected)}, but it is {np.shape(got)}.{found()}"
    )
    wants_array = isinstance(expected, np.ndarray)
    assert not (wants_array and isinstance(got, list)), f"A list, and no array, came back.{found()}"
    assert np.allclose(got, expected, rtol=0, atol=tolerance), f"The numbers differ.{found()}"
