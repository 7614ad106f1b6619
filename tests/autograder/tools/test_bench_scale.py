"""What a bench of a large class says of a larger one."""

from __future__ import annotations

import pytest

from autograder.tools.bench_scale import Measured, print_figures

FOUND = Measured(
    workers=2,
    students=1000,
    wall=50.0,
    cpu=90.0,
    gradebook=8.0,
    files=2.0,
    writing_cpu=9.0,
    memory=(300.0, 301.0),
)


def test_figures_of_a_class_are_carried_over_to_a_hundred_thousand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert FOUND.rate == 20
    assert FOUND.most == 100
    assert FOUND.cores == pytest.approx(100_000 * 0.09 / 28_800)
    assert FOUND.hours == pytest.approx(1000 / 3600)
    print_figures("losses", [FOUND])
    said = capsys.readouterr().out
    assert "100,000 submissions: 0.3 cores grade them in 8 hours" in said
    assert "0.3 hours" in said
    assert "300 301" in said
    assert "9.0 ms" in said
