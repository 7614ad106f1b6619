"""Random numbers of few digits, so that the calls that a verdict shows can be read and pasted."""

from __future__ import annotations

from typing import Any

import numpy as np

DECIMALS = 3


class ShortNumbers(np.random.Generator):
    """A generator whose floats have three decimals, and are never 0.

    What is drawn by a seed that it draws is not concerned: nobody reads that.
    """

    def standard_normal(self, *arguments: Any, **keywords: Any) -> Any:
        """As the generator does it, rounded."""
        return _rounded(super().standard_normal(*arguments, **keywords))

    def normal(self, *arguments: Any, **keywords: Any) -> Any:
        """As the generator does it, rounded."""
        return _rounded(super().normal(*arguments, **keywords))

    def uniform(self, *arguments: Any, **keywords: Any) -> Any:
        """As the generator does it, rounded."""
        return _rounded(super().uniform(*arguments, **keywords))

    def random(self, *arguments: Any, **keywords: Any) -> Any:
        """As the generator does it, rounded; 1.0 may come."""
        return _rounded(super().random(*arguments, **keywords))


def short_numbers(seed: Any) -> ShortNumbers:
    """A generator of that seed."""
    return ShortNumbers(np.random.PCG64(seed))


def _rounded(drawn: Any) -> Any:
    short = np.round(drawn, DECIMALS)
    return np.where(short == 0, 10.0**-DECIMALS, short) if np.ndim(drawn) else float(short) or 0.001
