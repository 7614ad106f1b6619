"""Several jobs at once: none harms another, here or on a Dask cluster."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import dask
import nbformat
import pytest
from distributed import LocalCluster

from autograder.classroom.workers import FirstPass, Job, Outcome, Workers, workers
from autograder.errors import CourseError
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook_run import Executed
from autograder.sandbox.process import Sandbox


class EndsItsProcess(FirstPass):
    """Work that ends the process that does it."""

    def execute(self, sandbox: Sandbox | None = None) -> Executed:
        os._exit(3)


def job(source: str, kind: type[FirstPass] = FirstPass) -> FirstPass:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    return kind(notebook=notebook, plans={}, follow_ups={}, limits=Limits(), files=None)


def shown(outcome: Outcome) -> str:
    assert outcome.value is not None
    (output,) = outcome.value.notebook.cells[0].outputs
    return str(output.text)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a scheduler with a worker process of its own."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as made,
    ):
        yield made.scheduler_address


def test_a_cluster_executes_what_own_sandboxes_do(cluster: str) -> None:
    jobs = {str(number): job(f"print({number} ** 2)") for number in range(3)}
    wanted = {"0": "0\n", "1": "1\n", "2": "4\n"}
    for scheduler in (None, cluster):
        with workers(2, scheduler) as pool:
            assert {name: shown(outcome) for name, outcome in pool.run_all(jobs)} == wanted


def test_who_ends_a_clusters_worker_is_tried_once_more_and_harms_nobody(cluster: str) -> None:
    jobs = {"harmful": job("1", EndsItsProcess), "harmless": job("print(1)")}
    with workers(1, cluster) as pool:
        outcomes = dict(pool.run_all(jobs))
    assert outcomes["harmful"] == Outcome(None, "its worker process failed (KilledWorker)")
    assert shown(outcomes["harmless"]) == "1\n"


def test_an_address_where_nobody_answers_is_said() -> None:
    with (
        pytest.raises(CourseError, match=r"no Dask scheduler answers at tcp.*: check"),
        workers(1, "tcp://127.0.0.1:9"),
    ):
        pass


def test_a_job_whose_worker_fails_once_is_done_at_the_second_try() -> None:
    tries: Counter[str] = Counter()

    def run(one: Job) -> Executed:
        assert isinstance(one, FirstPass)
        source = one.notebook.cells[0].source
        tries[source] += 1
        if source == "fails" or (source == "fails once" and tries[source] == 1):
            raise MemoryError
        return Executed(one.notebook)

    jobs = {name: job(name) for name in ("fails once", "fails", "works")}
    with ThreadPoolExecutor(2) as executor:
        outcomes = dict(Workers(executor, run).run_all(jobs))
    assert {name for name, outcome in outcomes.items() if outcome.value} == {"fails once", "works"}
    assert outcomes["fails"] == Outcome(None, "its worker process failed (MemoryError)")
    assert tries == {"fails once": 2, "fails": 2, "works": 1}


def test_that_nothing_can_be_kept_in_here_ends_all() -> None:
    def run(one: Job) -> Executed:
        raise CourseError("no walls")

    with ThreadPoolExecutor(1) as executor, pytest.raises(CourseError, match="no walls"):
        list(Workers(executor, run).run_all({"one": job("1")}))
