"""Runs nbgrader's own tests with the course's way to autograde in place.

nbgrader reads the course's `Autograde` section from a configuration folder, as
it would from a teacher's; nothing is patched. What may fail is listed, each
with why ours is right, in `exceptions.toml`: anything else that fails, and
anything listed that passes, is an error.

They take minutes, and little decides how they come out. A whole run in which all is as it
should be writes a digest of that into `passed.json`; with `--if-changed` they run only
where it has become another.

    python -m tests.nbgrader.run_suite [--if-changed] [arguments for pytest]
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import tomllib
from pathlib import Path

import pytest
from traitlets.config.loader import PyFileConfigLoader

from tests.nbgrader.suite_digest import suite_digest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PASSED = HERE / "passed.json"
LEFT_OUT = "--ignore-glob=*test_instantiatetests.py"
"""It reads a file of nbgrader's repository, which the installed package does not have."""
SUITES = ("nbgrader.tests.apps.test_nbgrader_autograde", "nbgrader.tests.preprocessors")


class Outcomes:
    """Collects what came of each test; classes may have tests of one name."""

    def __init__(self) -> None:
        self.by_id: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep the worst of a test's phases."""
        if report.outcome != "passed" or report.when == "call":
            self.by_id[report.nodeid] = report.outcome

    def named(self, outcome: str) -> list[str]:
        """The names of the tests that came out so."""
        ids = [test for test, came_out in self.by_id.items() if came_out == outcome]
        return [test.rpartition("::")[2] for test in ids]


def main(arguments: list[str]) -> int:
    """Run the suites, where they have to be, and keep what a whole run came to.

    Arguments:
        arguments: of the command line; those that are not ours are pytest's.

    Returns:
        The exit status.
    """
    only = [argument for argument in arguments if argument != "--if-changed"]
    digest = suite_digest(ROOT)
    if only != arguments and has_passed(digest):
        print("nbgrader's own tests: nothing that decides them has changed since they passed")
        return 0
    status = run(only)
    if status == 0 and not only:
        PASSED.write_text(json.dumps({"sha256": digest}) + "\n")
    return status


def has_passed(digest: str) -> bool:
    """Whether the last whole run in which all was as it should be had that digest."""
    return PASSED.is_file() and json.loads(PASSED.read_text())["sha256"] == digest


def run(only: list[str]) -> int:
    """Run the suites and compare with what is listed; the exit status."""
    exceptions: dict[str, str] = tomllib.loads((HERE / "exceptions.toml").read_text())
    config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()
    outcomes = Outcomes()
    with tempfile.TemporaryDirectory() as folder:
        content = json.dumps({"Autograde": dict(config.Autograde)})
        Path(folder, "nbgrader_config.json").write_text(content)
        os.environ["JUPYTER_CONFIG_PATH"] = folder
        # nbgrader calls alembic by name, also where the environment is not activated.
        os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}"
        options = ["-q", "-c", os.devnull, "-p", "no:cacheprovider", f"--rootdir={folder}"]
        command = [*options, LEFT_OUT, *only, "--pyargs", *SUITES]
        pytest.main(command, plugins=[outcomes])
    failed, passed = outcomes.named("failed"), outcomes.named("passed")
    unlisted, fine = set(failed) - exceptions.keys(), exceptions.keys() & set(passed)
    for name in sorted(set(failed) & exceptions.keys()):
        print(f"differs, as listed: {name}: {exceptions[name]}")
    for name in sorted(unlisted):
        print(f"failed: {name}")
    for name in sorted(fine):
        print(f"passes, though exceptions.toml lists it: {name}")
    skipped = outcomes.named("skipped")
    print(f"{len(passed)} passed, {len(skipped)} skipped, {len(failed)} differ or failed")
    return 1 if unlisted or fine or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
