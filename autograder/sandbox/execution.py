"""Executes a restored notebook in the sandbox and asks the probe.

A pure function of its inputs: notebook and plans in, executed notebook and the
probe's replies out. It decides nothing and holds no answer.
"""

from __future__ import annotations

import atexit
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from autograder.inside.plan import FollowUp
from autograder.sandbox.first_pass import FirstPass
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook_run import Executed, NotebookRun
from autograder.sandbox.process import Sandbox
from autograder.sandbox.second_pass import SecondPass
from autograder.sandbox.walls import Quotas


def execute(
    notebook: NotebookNode,
    plans: Mapping[str, str],
    limits: Limits,
    files: Path | None = None,
    sandbox: Sandbox | None = None,
    follow_ups: Mapping[str, FollowUp] | None = None,
) -> Executed:
    """Run a notebook's cells in order, and each exercise's plan where its test stands.

    What builds on an exercise that never came back is put off: it would not either.

    Arguments:
        notebook: a restored notebook; it is not changed.
        plans: what the probe is asked, by exercise.
        limits: what a cell and a submission may take.
        files: a folder whose files (data) lie beside the notebook when it runs.
        sandbox: where to run it instead, with the files and quotas that it has.
        follow_ups: what the probe can be asked if an exercise fails, by exercise.

    Raises:
        CourseError: untrusted code cannot be kept in on this system.
    """
    start = time.monotonic()
    executed = Executed(_copied(notebook))
    sandbox = sandbox or warm_sandbox(files, limits.quotas)
    run = NotebookRun(executed, plans, follow_ups or {}, limits, sandbox)
    FirstPass(run).all_cells()
    executed.seconds = time.monotonic() - start
    return executed


def ask_again(
    executed: Executed,
    plans: Mapping[str, str],
    follow_ups: Mapping[str, FollowUp],
    limits: Limits,
    files: Path | None = None,
    sandbox: Sandbox | None = None,
) -> Executed:
    """Ask what may explain failures, and then whatever was put off.

    Arguments:
        executed: what came of the first pass; it is not changed.
        follow_ups: what to ask, by exercise that fails.
        plans, limits, files, sandbox: as they were for `execute`.

    Returns:
        The same with the new replies; the limits hold for both passes together.

    Raises:
        CourseError: untrusted code cannot be kept in on this system.
    """
    start = time.monotonic()
    again = replace(
        executed,  # its notebook is only read
        replies=dict(executed.replies),
        troubles=dict(executed.troubles),
        given_up=set(executed.given_up),
        followed_up={},
    )
    sandbox = sandbox or warm_sandbox(files, limits.quotas)
    SecondPass(NotebookRun(again, plans, follow_ups, limits, sandbox)).ask_all()
    return replace(again, put_off=[], seconds=again.seconds + time.monotonic() - start)


def _copied(notebook: NotebookNode) -> NotebookNode:
    """Copy a notebook so that its cells and metadata take new items; these items are shared."""
    cells = [NotebookNode(cell) for cell in notebook.cells]
    return NotebookNode(notebook | {"metadata": NotebookNode(notebook.metadata), "cells": cells})


@cache
def warm_sandbox(files: Path | None, quotas: Quotas) -> Sandbox:
    """The sandbox of this process: warming up once serves a whole class."""
    sandbox = Sandbox(files, quotas)
    atexit.register(sandbox.close)
    return sandbox
