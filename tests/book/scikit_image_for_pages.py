"""Adds scikit-image to the distribution of Pyodide that pages are tested with, which lacks it.

Readers get scikit-image, compiled for the browser, from Pyodide's own host. A test cannot, but
almost all that the book calls of it is Python over NumPy and SciPy. So the one that is installed
here becomes a wheel, photographs included. Compiled functions come in as a name that raises when
it is called, but for the two that pages need: those are written below, in NumPy. It is for tests
alone:

    python -m tests.book.scikit_image_for_pages DISTRIBUTION TARGET
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib import metadata
from pathlib import Path, PurePosixPath
from shutil import rmtree
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

FROM_HERE: Final = {
    "scikit-image": ["imageio", "lazy-loader", "packaging", "pillow", "scipy", "tifffile"],
    "imageio": ["numpy", "pillow"],
    "lazy-loader": ["packaging"],
    "tifffile": ["numpy"],
}
"""What is added, and the packages of the distribution, or added, that each depends on."""


def hog_histograms(
    gradient_x: NDArray[np.float64],
    gradient_y: NDArray[np.float64],
    cell_width: int,
    cell_height: int,
    width: int,
    height: int,
    cells_across: int,
    cells_down: int,
    bins: int,
    out: NDArray[np.float64],
) -> None:
    """Write into `out`, (cells_down, cells_across, bins), each cell's histogram of directions.

    A pixel counts with its gradient's length, in the bin of its direction from 0 to 180 degrees,
    divided by the number of pixels in a cell (Dalal and Triggs 2005, without interpolation).
    """
    rows, columns = cells_down * cell_height, cells_across * cell_width
    degrees = np.rad2deg(np.arctan2(gradient_y, gradient_x))[:rows, :columns] % 180
    length = np.hypot(gradient_x, gradient_y)[:rows, :columns]
    for number in range(bins):
        inside = (degrees >= 180 / bins * number) & (degrees < 180 / bins * (number + 1))
        cells = np.where(inside, length, 0).reshape(cells_down, cell_height, cells_across, -1)
        out[:, :, number] = cells.sum(axis=(1, 3)) / (cell_width * cell_height)


def line(r0: int, c0: int, r1: int, c1: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows and columns of the pixels on a line, both ends included (Bresenham 1965)."""
    down, across = r1 - r0, c1 - c0
    steps = max(abs(down), abs(across))
    k = np.arange(steps + 1)
    twice = 2 * max(steps, 1)  # so that integers round, a half away from the start
    rows = r0 + np.sign(down) * ((2 * k * abs(down) + steps) // twice)
    columns = c0 + np.sign(across) * ((2 * k * abs(across) + steps) // twice)
    return rows, columns


WRITTEN_HERE: Final[dict[str, tuple[str, Callable[..., Any]]]] = {
    "skimage/feature/_hoghistogram": ("hog_histograms", hog_histograms),
    "skimage/draw/_draw": ("_line", line),
}
"""By compiled module, the name of the function that pages need of it, and ours."""

STAND_IN: Final = '''
def __getattr__(name):
    """Return a function that raises, instead of any that is compiled."""
    if name.startswith("__"):
        raise AttributeError(name)

    def compiled(*arguments, **named):
        raise NotImplementedError(f"{__name__}.{name} is compiled, and left out for the tests")

    return compiled
'''


def stand_in(module: str) -> str:
    """Return the code that takes a compiled module's place; its path has no suffix."""
    if module not in WRITTEN_HERE:
        return STAND_IN
    name, function = WRITTEN_HERE[module]
    head = "from __future__ import annotations\nimport numpy as np\n\n"
    return f"{head}{inspect.getsource(function)}\n{name} = {function.__name__}\n{STAND_IN}"


def write_wheel(package: str, depends: list[str], folder: Path) -> dict[str, Any]:
    """Write an installed package's wheel into a folder; return what a lock file says of it."""
    installed = metadata.distribution(package)
    stem = f"{package.replace('-', '_')}-{installed.version}"
    wheel, imports = folder / f"{stem}-py3-none-any.whl", set()
    with ZipFile(wheel, "w", ZIP_DEFLATED) as archive:
        for path in installed.files or ():
            inside = PurePosixPath(path)
            if inside.parts[0] == ".." or inside.suffix == ".pyc":
                continue
            content = path.read_binary()
            if inside.suffix == ".so":
                module = str(inside.with_name(inside.name.split(".")[0]))
                inside, content = PurePosixPath(f"{module}.py"), stand_in(module).encode()
            if inside.suffix == ".py":
                imports.add(inside.parts[0])
            archive.writestr(ZipInfo(str(inside)), content, ZIP_DEFLATED)
    return {
        "name": package,
        "version": installed.version,
        "file_name": wheel.name,
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": sorted(imports),
        "depends": depends,
        "unvendored_tests": False,
    }


def add(distribution: Path, target: Path) -> None:
    """Make the folder `target`: all that a distribution holds, by links, and what is added."""
    rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    lock = json.loads((distribution / "pyodide-lock.json").read_text(encoding="utf8"))
    for path in distribution.resolve().iterdir():
        if path.name != "pyodide-lock.json":
            (target / path.name).symlink_to(path)
    for package, depends in FROM_HERE.items():
        lock["packages"][package] = write_wheel(package, depends, target)
    (target / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf8")


if __name__ == "__main__":
    add(*map(Path, sys.argv[1:3]))
