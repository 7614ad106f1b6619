"""What a cell defines is found, and each definition can be had without the others."""

import pytest

from autograder.reading.definitions import definitions, definitions_apart


@pytest.mark.parametrize("magic", ["%matplotlib inline", "!ls", "files = !ls", "x, y = %sx ls"])
def test_a_line_of_ipython_costs_no_definition(magic: str) -> None:
    assert definitions(f"{magic}\nstep = 2") == "step = 2"


@pytest.mark.parametrize("cell", ["x = " + "1+" * 5000 + "1", "x = 0x" + "f" * 100_000])
def test_what_cannot_be_written_down_again_defines_nothing(cell: str) -> None:
    assert definitions(cell) == ""


def test_a_definition_that_fails_harms_no_other() -> None:
    names: dict[str, object] = {}
    exec(definitions_apart("import not_installed\ndef two():\n    return 2\nx = missing"), names)
    assert "two" in names and "x" not in names
