"""Runs in every page's kernel before its first cell: a picture has no axes.

What ``imshow`` draws gets no ticks, no grid and no frame, as ``matplotlibrc`` has no setting
for that. A page that wants ticks sets them afterwards; a picture with an ``extent`` lies in a
plot, and keeps its axes.
"""

from collections.abc import Callable as _Callable
from functools import wraps as _wraps
from typing import Any as _Any

from matplotlib.axes import Axes as _Axes


def _without_axes(imshow: _Callable[..., _Any]) -> _Callable[..., _Any]:
    @_wraps(imshow)
    def draw(axes: _Axes, *arguments: _Any, **options: _Any) -> _Any:
        image = imshow(axes, *arguments, **options)
        if "extent" not in options:
            axes.set(xticks=[], yticks=[])
            axes.grid(False)
            axes.spines[:].set_visible(False)
        return image

    return draw


_Axes.imshow = _without_axes(_Axes.imshow)  # type: ignore[method-assign]
