"""nbgrader's own tests are left out only where nothing has changed that decides them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.nbgrader import run_suite
from tests.nbgrader.suite_digest import FILES, PINS, deciding_files, suite_digest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of all that may count, and of more."""
    shutil.copytree(
        ROOT / "autograder", tmp_path / "autograder", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in (*FILES, *PINS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def changes_the_digest(name: str, root: Path) -> bool:
    before = suite_digest(root)
    with (root / name).open("a") as file:
        file.write("# changed\n")
    return suite_digest(root) != before


@pytest.mark.parametrize(
    "name",
    [
        "autograder/inside/shell.py",
        "autograder/inside/added_later.py",
        "autograder/classroom/nbgrader/execute.py",
        "autograder/classroom/gradebook.py",
        "autograder/judge/judge.py",
        "autograder/sandbox/first_pass.py",
        "nbgrader_config.py",
        "tests/nbgrader/exceptions.toml",
    ],
)
def test_what_decides_the_suite_changes_its_digest(name: str, root: Path) -> None:
    assert changes_the_digest(name, root)


@pytest.mark.parametrize(
    "name",
    [
        "autograder/commands/check.py",
        "autograder/tools/bench_check.py",
        "autograder/assignments/losses/checks/scores.py",
    ],
)
def test_what_does_not_decide_it_leaves_its_digest_alone(name: str, root: Path) -> None:
    assert not changes_the_digest(name, root)


def test_only_pins_of_what_the_suite_runs_on_change_its_digest(root: Path) -> None:
    before = suite_digest(root)
    constraints = root / "constraints.txt"
    pinned = constraints.read_text()
    constraints.write_text(pinned.replace("alabaster==", "alabaster==9."))
    assert suite_digest(root) == before
    constraints.write_text(pinned.replace("nbclient==", "nbclient==9."))
    assert suite_digest(root) != before


def test_every_file_that_counts_is_the_courses_own() -> None:
    files = deciding_files(ROOT)
    assert all(path.is_file() and path.is_relative_to(ROOT) for path in files)
    assert {ROOT / "autograder/errors.py", ROOT / "autograder/inside/wire.py"} <= files


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The runs of the suite, each with pytest's arguments; none is made."""
    runs: list[list[str]] = []

    def run(only: list[str]) -> int:
        runs.append(only)
        return 0

    monkeypatch.setattr(run_suite, "PASSED", tmp_path / "passed.json")
    monkeypatch.setattr(run_suite, "run", run)
    return runs


def test_a_whole_run_that_passes_is_not_repeated_until_something_changes(
    runs: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_suite.main(["--if-changed"]) == 0
    assert run_suite.main(["--if-changed"]) == 0
    assert len(runs) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert "nothing that decides them has changed" in line
    assert run_suite.main([]) == 0
    monkeypatch.setattr(run_suite, "suite_digest", lambda root: "another")
    assert run_suite.main(["--if-changed"]) == 0
    assert len(runs) == 3
    assert json.loads(run_suite.PASSED.read_text()) == {"sha256": "another"}


def test_a_run_of_some_tests_is_not_kept_as_passed(runs: list[list[str]]) -> None:
    run_suite.main(["--if-changed", "-k", "grade"])
    assert runs == [["-k", "grade"]]
    assert not run_suite.PASSED.exists()


def test_a_run_that_fails_is_not_kept_as_passed(
    runs: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_suite, "run", lambda only: 1)
    assert run_suite.main([]) == 1
    assert not run_suite.PASSED.exists()
