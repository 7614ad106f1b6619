"""The scikit-image that pages are tested with computes what the installed one does."""

from __future__ import annotations

import json
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from skimage import draw

from tests.book import scikit_image_for_pages

ENDS = st.integers(-9, 9)


@given(ENDS, ENDS, ENDS, ENDS)
@example(0, 0, 0, 0)
@example(0, 0, 1, 2)
def test_a_line_goes_through_the_librarys_pixels(r0: int, c0: int, r1: int, c1: int) -> None:
    ours = scikit_image_for_pages.line(r0, c0, r1, c1)
    np.testing.assert_array_equal(ours, draw.line(r0, c0, r1, c1))


@given(
    cells=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    size=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    rest=st.tuples(st.integers(0, 3), st.integers(0, 3)),
    bins=st.integers(1, 12),
    seed=st.integers(0, 2**32 - 1),
)
def test_histograms_of_directions_are_the_librarys(
    cells: tuple[int, int], size: tuple[int, int], rest: tuple[int, int], bins: int, seed: int
) -> None:
    (down, across), (height, width) = cells, size
    shape = down * height + min(rest[0], height - 1), across * width + min(rest[1], width - 1)
    # Small integers point along axes and diagonals, where the bins have their borders.
    gx, gy = np.random.default_rng(seed).integers(-3, 4, (2, *shape)).astype(float)
    ours, theirs = np.zeros((2, down, across, bins))
    sizes = (width, height, shape[1], shape[0], across, down, bins)
    scikit_image_for_pages.hog_histograms(gx, gy, *sizes, ours)
    library = import_module("skimage.feature._hoghistogram")
    library.hog_histograms(gx, gy, *sizes, theirs)
    np.testing.assert_allclose(ours, theirs, rtol=1e-5)  # it sums in float32


def test_what_is_compiled_and_not_written_here_raises_when_it_is_called() -> None:
    module = ModuleType("skimage._shared.fast_exp")
    exec(scikit_image_for_pages.stand_in("skimage/_shared/fast_exp"), module.__dict__)
    function = module.any_name
    with pytest.raises(NotImplementedError, match=r"skimage._shared.fast_exp.any_name is compiled"):
        function(1, out=2)


def test_a_distribution_stays_as_it_is_and_its_copy_has_wheels_beside_all_that_it_has(
    tmp_path: Path,
) -> None:
    distribution, target = tmp_path / "distribution", tmp_path / "target"
    distribution.mkdir()
    (distribution / "pyodide.mjs").write_text("start")
    lock = json.dumps({"info": {"python": "3.12.7"}, "packages": {"numpy": {"imports": []}}})
    (distribution / "pyodide-lock.json").write_text(lock)
    scikit_image_for_pages.add(distribution, target)
    assert (distribution / "pyodide-lock.json").read_text() == lock
    assert len(list(distribution.iterdir())) == 2
    assert (target / "pyodide.mjs").read_text() == "start"
    packages = json.loads((target / "pyodide-lock.json").read_text())["packages"]
    assert {"numpy", "scikit-image"} < packages.keys()
    described = packages["scikit-image"]
    wheel = target / described["file_name"]
    assert described["imports"] == ["skimage"]
    assert described["sha256"] == sha256(wheel.read_bytes()).hexdigest()
    names = set(ZipFile(wheel).namelist())
    assert {"skimage/data/camera.png", "skimage/draw/_draw.py", "skimage/__init__.pyi"} <= names
    assert not [name for name in names if name.endswith((".so", ".pyc"))]
