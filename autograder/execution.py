"""Executes a restored notebook in the sandbox and asks the probe.

A pure function of its inputs: notebook and plans in, executed notebook and the
probe's replies out. It decides nothing and holds no answer.
"""

from __future__ import annotations

import atexit
import copy
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from autograder.limits import Limits
from autograder.notebook_run import Executed, NotebookRun
from autograder.plan import Apart
from autograder.sandbox.outside import Quotas, Sandbox


def execute(
    notebook: NotebookNode,
    plans: dict[str, str],
    limits: Limits,
    files: Path | None = None,
    sandbox: Sandbox | None = None,
    apart: Mapping[str, Apart] | None = None,
) -> Executed:
    """Run a notebook's cells in order, and each exercise's plan where its test stands.

    Where what an exercise builds on never came back, it is asked at the end, when it
    can stop nothing else any more: first with stand-ins, then whole.

    Arguments:
        notebook: a restored notebook; it is not changed.
        plans: what the probe is asked, by exercise.
        limits: what a cell and a submission may take.
        files: a folder whose files (data) lie beside the notebook when it runs.
        sandbox: where to run it instead, with the files and quotas that it has.
        apart: the plans in pieces, by exercise, for those that build on others.

    Raises:
        CourseError: untrusted code cannot be kept in on this system.
    """
    start = time.monotonic()
    executed = Executed(copy.deepcopy(notebook))
    sandbox = sandbox or warm_sandbox(files, limits.quotas)
    run = NotebookRun(executed, plans, apart or {}, limits, sandbox, start)
    run.all_cells()
    run.all_again()
    executed.seconds = time.monotonic() - start
    return executed


@cache
def warm_sandbox(files: Path | None, quotas: Quotas) -> Sandbox:
    """The sandbox of this process: warming up once serves a whole class."""
    sandbox = Sandbox(files, quotas)
    atexit.register(sandbox.close)
    return sandbox
