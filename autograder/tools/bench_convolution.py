"""Measures how fast a convolution is, four ways, as multiples of torch's time.

Four Python loops, the windows as columns of a matrix, the fast one of the
solutions, and torch, on one thread. In every round the quick ways are timed one
after another, so that all meet the same machine; a ratio is the median over the
rounds. What counts is the processor's time in this process, which other processes
do not add to. Before that, all ways have to agree.

    python -m autograder.tools.bench_convolution [--rounds 30] [--folder book/_static]
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import matplotlib
import numpy as np
import threadpoolctl
import typer
from matplotlib import pyplot as plt
from rich.progress import Progress
from rich.table import Table

from autograder.classroom.tables import console
from autograder.errors import CourseError
from autograder.judge.torch_oracle import Torch
from solutions import convolution as reference

Array = np.ndarray[Any, Any]
Way = Callable[[], Any]
convolution: Any = reference  # it has no annotations

FIGURE = "convolution-speed.svg"
NUMBERS = "convolution-speed.json"
WAYS = ("loops", "im2col", "fast", "torch")
DTYPES = ("float32", "float64")
WARM_UP = 3
"""Rounds that are not counted: memory is fetched and code is loaded in them."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@dataclass(frozen=True)
class Layer:
    """A convolution to time: shapes of the images and of the filters, stride and pad."""

    x: tuple[int, int, int, int]
    w: tuple[int, int, int, int]
    stride: int
    pad: int

    def __str__(self) -> str:
        x, w = (" × ".join(map(str, shape)) for shape in (self.x, self.w))
        return f"x {x}, w {w}, stride {self.stride}"


@dataclass(frozen=True)
class Measurement:
    """One pass of one layer: torch's milliseconds, and all others as multiples of them."""

    layer: Layer
    dtype: str
    direction: str
    torch_milliseconds: float
    ratios: dict[str, float]


LAYERS = (
    Layer((16, 3, 32, 32), (32, 3, 5, 5), 1, 2),
    Layer((32, 16, 32, 32), (32, 16, 3, 3), 1, 1),
    Layer((8, 3, 96, 96), (64, 3, 7, 7), 2, 3),
)


@app.command()
def bench(
    rounds: Annotated[int, typer.Option(help="How often the quick ways are timed.", min=1)] = 30,
    folder: Annotated[
        Path, typer.Option(help="Where figure and numbers go.", exists=True, file_okay=False)
    ] = Path("book/_static"),
) -> None:
    """Time a convolution four ways, print the ratios, and write the book's figure of them."""
    matplotlib.use("agg")
    with threadpoolctl.threadpool_limits(limits=1), Progress(console=console()) as progress:
        task = progress.add_task("timing", total=2 * len(LAYERS) * len(DTYPES))
        measurements = []
        for measured in measure(LAYERS, rounds):
            measurements.append(measured)
            progress.update(task, advance=1, description=f"{measured.layer}, {measured.dtype}")
    write_numbers(folder / NUMBERS, measurements)
    draw(folder / FIGURE, measurements)
    console().print(_table(measurements))
    console().print(f"written: {folder / FIGURE}, {folder / NUMBERS}")


def measure(layers: tuple[Layer, ...], rounds: int) -> Iterator[Measurement]:
    """Time both passes of every layer in both dtypes.

    Raises:
        CourseError: two ways disagree, so that there is nothing to compare.
    """
    torch = Torch("cpu").torch
    torch.set_num_threads(1)
    for layer in layers:
        for dtype in DTYPES:
            rng = np.random.default_rng(0)
            x, w = (rng.standard_normal(shape).astype(dtype) for shape in (layer.x, layer.w))
            b = rng.standard_normal(len(w)).astype(dtype)
            there, back = _ways(torch, x, w, b, layer)
            for direction, ways in (("forward", there), ("backward", back)):
                seconds, ratios = _time(ways, rounds)
                yield Measurement(layer, dtype, direction, 1000 * seconds, ratios)


def _ways(
    torch: Any, x: Array, w: Array, b: Array, layer: Layer
) -> tuple[dict[str, Way], dict[str, Way]]:
    """Each way to go forward and to go backward, ready to be called."""
    arguments = (x, w, b, layer.stride, layer.pad)
    leaves = [torch.tensor(array, requires_grad=True) for array in (x, w, b)]

    def by_torch() -> Any:
        conv2d = torch.nn.functional.conv2d
        return conv2d(*leaves, stride=layer.stride, padding=layer.pad)

    def by_torch_without_graph() -> Any:
        with torch.no_grad():
            return by_torch()

    out = by_torch()
    dout = np.random.default_rng(1).standard_normal(tuple(out.shape)).astype(x.dtype)
    upstream = torch.tensor(dout)
    there: dict[str, Way] = {
        "loops": lambda: convolution.conv_forward(*arguments),
        "im2col": lambda: im2col_forward(*arguments),
        "fast": lambda: convolution.conv_forward_fast(*arguments),
        "torch": by_torch_without_graph,
    }
    # With loops the cache is what went in: that pass need not be run for it.
    _, of_im2col = _agreeing("im2col", there["im2col"](), out)
    _, of_fast = _agreeing("fast", there["fast"](), out)
    back: dict[str, Way] = {
        "loops": lambda: convolution.conv_backward(dout, (x, w, layer.stride, layer.pad)),
        "im2col": lambda: im2col_backward(dout, of_im2col),
        "fast": lambda: convolution.conv_backward_fast(dout, of_fast),
        "torch": lambda: torch.autograd.grad(out, leaves, upstream, retain_graph=True),
    }
    for name in ("im2col", "fast"):
        for got, wanted in zip(back[name](), back["torch"](), strict=True):
            _agreeing(name, (got, None), wanted)
    return there, back


def _agreeing(name: str, got: tuple[Any, Any], wanted: Any) -> tuple[Any, Any]:
    """Return what came back, if its first item is what torch has."""
    right = wanted.detach().numpy()
    if not np.allclose(got[0], right, rtol=1e-3, atol=1e-3 * np.abs(right).max()):
        raise CourseError(f"{name} and torch disagree: there is nothing to time")
    return got


def _time(ways: dict[str, Way], rounds: int) -> tuple[float, dict[str, float]]:
    """torch's median seconds, and the median of every other way's multiple of them."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(WARM_UP + rounds):
        for name, way in ways.items():
            if name == "loops" and turn > 0:
                continue  # seconds a call: one is enough
            start = time.process_time()
            way()
            took = time.process_time() - start
            if name == "loops" or turn >= WARM_UP:
                seconds[name].append(took)
    torch = statistics.median(seconds["torch"])
    ratios = {"loops": seconds["loops"][0] / torch}
    for name in ("im2col", "fast"):
        pairs = zip(seconds[name], seconds["torch"], strict=True)
        ratios[name] = statistics.median(one / other for one, other in pairs)
    return torch, ratios


# One matrix product on the columns of the contract's im2col ---------------------------


def im2col_forward(x: Array, w: Array, b: Array, stride: int, pad: int) -> tuple[Array, Any]:
    """A convolution as one product of the filters with all windows as columns."""
    columns: Array = convolution.im2col(x, w.shape[2], stride, pad)
    out = w.reshape(len(w), -1) @ columns + b[:, np.newaxis]
    side = (x.shape[2] + 2 * pad - w.shape[2]) // stride + 1
    return out.reshape(len(x), len(w), side, -1), (x.shape, w, columns, stride, pad)


def im2col_backward(dout: Array, cache: Any) -> tuple[Array, Array, Array]:
    """Its gradients: two products, and col2im."""
    shape, w, columns, stride, pad = cache
    flat = dout.reshape(*dout.shape[:2], -1)
    dw = (flat @ columns.swapaxes(1, 2)).sum(axis=0).reshape(w.shape)
    dcolumns = w.reshape(len(w), -1).T @ flat
    dx: Array = convolution.col2im(dcolumns, shape, w.shape[2], stride, pad)
    return dx, dw, flat.sum(axis=(0, 2))


# What comes of it ---------------------------------------------------------------------


def write_numbers(path: Path, measurements: list[Measurement]) -> None:
    """Write all ratios, and what they were measured with, as JSON."""
    libraries = threadpoolctl.threadpool_info()
    about = {
        "made by": "make bench",
        "threads": 1,
        "clock": "processor time",
        "numpy": np.__version__,
        "torch": Torch("cpu").torch.__version__,
        "kernels of OpenBLAS": sorted(
            {
                library["architecture"]
                for library in libraries
                if library["internal_api"] == "openblas"
            }
        ),
    }
    plain = [asdict(measurement) for measurement in measurements]
    for entry in plain:
        entry["torch_milliseconds"] = float(f"{entry['torch_milliseconds']:.3g}")
        entry["ratios"] = {name: float(f"{ratio:.3g}") for name, ratio in entry["ratios"].items()}
    path.write_text(json.dumps({"about": about, "measurements": plain}, indent=1) + "\n")


def _table(measurements: list[Measurement]) -> Table:
    table = Table(title="multiples of torch's time, on one thread")
    table.add_column("layer")
    for column in ("pass", "dtype", "torch", *WAYS[:-1], "loops / fast"):
        table.add_column(column, justify="right")
    for measurement in measurements:
        ratios = measurement.ratios
        table.add_row(
            str(measurement.layer),
            measurement.direction,
            measurement.dtype,
            f"{measurement.torch_milliseconds:.2f} ms",
            f"{ratios['loops']:,.0f}",
            f"{ratios['im2col']:.2f}",
            f"{ratios['fast']:.2f}",
            f"{ratios['loops'] / ratios['fast']:,.0f}",
        )
    return table


def draw(path: Path, measurements: list[Measurement]) -> None:
    """Draw the ratios: one panel per pass, one line per layer and dtype."""
    markers = {"loops": ("s", "C1"), "im2col": ("^", "C2"), "fast": ("o", "C0")}
    ticks = (0.1, 1, 10, 100, 1_000, 10_000)
    figure, panels = plt.subplots(2, 1, sharex=True, figsize=(5.8, 6.4))
    for panel, direction in zip(panels, ("forward", "backward"), strict=True):
        shown = [measurement for measurement in measurements if measurement.direction == direction]
        for name, (marker, colour) in markers.items():
            ratios = [entry.ratios[name] for entry in shown]
            panel.plot(ratios, range(len(shown)), marker, color=colour, markersize=8, label=name)
        panel.axvline(1, color="black", linewidth=1.5, label="torch")
        panel.set_xscale("log")
        panel.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        panel.set_xlim(ticks[0], ticks[-1])
        panel.set_title(direction)
        labels = [f"{_size(entry.layer)}, {entry.dtype}" for entry in shown]
        panel.set_yticks(range(len(shown)), labels, fontsize=9)
        panel.set_ylim(len(shown) - 0.4, -0.6)
    panels[-1].set_xlabel("time, as a multiple of torch's")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def _size(layer: Layer) -> str:
    """A layer in few characters, for a tick."""
    count, _, rows, columns = layer.x
    filters, channels, height, width = layer.w
    images = f"{count} images {channels}×{rows}×{columns}"
    return f"{images}\n{filters} filters {channels}×{height}×{width}"


if __name__ == "__main__":
    try:
        app()
    except CourseError as error:
        raise SystemExit(str(error)) from None
