"""What the experiments of a notebook share: pictures with a description, and best results."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib
import pytest

PATH = Path(__file__).parents[2] / "exercises/experiments.py"


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    matplotlib.use("Agg")
    monkeypatch.chdir(tmp_path)
    with matplotlib.rc_context():
        spec = importlib.util.spec_from_file_location("experiments", PATH)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module


def kept() -> Any:
    return json.loads(Path("my_best_results.json").read_text())


def test_a_picture_is_shown_with_its_description_and_closed(
    shared: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(shared, "display", shown.append)
    shared.plt.plot([0, 1])
    shared.show('A line that says "up", for x < 1.')
    (picture,) = shown
    assert 'alt="A line that says &quot;up&quot;, for x &lt; 1."' in picture.data
    assert "data:image/png;base64,iVBOR" in picture.data
    assert shared.plt.get_fignums() == []


def test_the_first_result_is_the_best(
    shared: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    shared.keep_best("digits", 94.5, "plain")
    assert capsys.readouterr().out == "digits: 94.5 is your best so far.\n"
    assert kept() == {"digits": [94.5, "plain"]}


@pytest.mark.parametrize(
    ("smaller_is_better", "better", "worse"), [(False, 97, 96), (True, 10, 11)]
)
def test_a_better_result_is_kept_and_a_worse_one_is_not(
    shared: ModuleType,
    smaller_is_better: bool,
    better: float,
    worse: float,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for result, how in [(worse, "first"), (better, "second"), (worse, "third")]:
        shared.keep_best("task", result, how, smaller_is_better=smaller_is_better)
    assert kept() == {"task": [better, "second"]}
    assert f"Before, your best was {better} (second)." in capsys.readouterr().out.splitlines()[-1]


def test_results_of_two_tasks_are_kept_side_by_side(shared: ModuleType) -> None:
    shared.keep_best("digits", 97.0)
    shared.keep_best("spiral", 123, smaller_is_better=True)
    assert set(kept()) == {"digits", "spiral"}


@pytest.mark.parametrize("content", ["", "[1]", '{"digits": 3}', '{"digits": ["x", 1]}'])
def test_a_file_that_cannot_be_read_is_begun_anew(
    shared: ModuleType, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("my_best_results.json").write_text(content)
    shared.keep_best("digits", 97.0, "again")
    assert "is begun anew" in capsys.readouterr().out
    assert kept() == {"digits": [97.0, "again"]}


def test_a_folder_that_cannot_be_written_costs_no_result(
    shared: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    shared.keep_best("digits", 97.0, file="no_such_folder/best.json")
    assert "digits: 97 is your best so far.\nIt could not be kept" in capsys.readouterr().out
