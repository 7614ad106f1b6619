"""A process that reads what a student wrote can be lost: it costs its own job, and no other."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import CourseError
from autograder.limited import Allowed, Limited, Work, is_limited

ALLOWED = Allowed(seconds=120, cpu_seconds=1, memory_bytes=300 * 2**20)


def spin() -> None:
    while True:
        pass


def nest() -> None:
    nest()


HARMS: dict[str, tuple[Callable[[], object], str]] = {
    "time": (spin, "it could not be read within 1 s of processor time"),
    "memory": (lambda: bytearray(2**30), "it takes more than"),
    "nesting": (nest, "something in it is nested too deep to be read"),
    "error": (lambda: int("x"), "it could not be read (ValueError in test_limited.py:"),
    "crash": (lambda: os._exit(3), "the process that read it ended"),
    "kill": (lambda: os.kill(os.getpid(), 9), "the process that read it was ended by SIGKILL"),
    "stop": (lambda: os.kill(os.getpid(), signal.SIGSTOP), "it took more than 3 s"),
    "too much": (lambda: "x" * 40 * 2**20, "the process that read it"),
}


class Doing(Work):
    """Does what its jobs are called after, and tells what it has done and where."""

    def __init__(self) -> None:
        self.ended = False

    def begin(self) -> None:
        self.done = 0

    def do(self, job: str) -> Mapping[str, Any]:
        if job == "refuse":
            raise CourseError("nothing can be kept in here")
        text = HARMS[job][0]() if job in HARMS else f"{job} is done"
        self.done += 1
        return {"text": text, "done": self.done, "by": os.getpid(), "limited": is_limited()}

    def end(self) -> None:
        self.ended = True


@pytest.fixture
def works() -> list[Doing]:
    """All that were made, in order."""
    return []


@pytest.fixture
def processes(works: list[Doing]) -> Iterator[Limited]:
    def make() -> Doing:
        works.append(Doing())
        return works[-1]

    with Limited(make, 2, ALLOWED) as made:
        yield made


def test_jobs_are_done_by_several_processes_that_are_not_this_one(processes: Limited) -> None:
    names = [f"job {number}" for number in range(20)]
    outcomes = dict(processes.answers({name: name for name in names}))
    assert {name: outcome.value["text"] for name, outcome in outcomes.items()} == {
        name: f"{name} is done" for name in names
    }
    by = {outcome.value["by"] for outcome in outcomes.values()}
    assert len(by) == 2
    assert os.getpid() not in by
    assert all(outcome.value["limited"] for outcome in outcomes.values())
    assert not is_limited()


@pytest.mark.parametrize("harm", HARMS)
def test_a_job_that_harms_its_process_is_said_in_words_and_costs_no_other(
    harm: str, works: list[Doing]
) -> None:
    def make() -> Doing:
        works.append(Doing())
        return works[-1]

    seconds = 3 if harm == "stop" else 120
    allowed = Allowed(seconds, ALLOWED.cpu_seconds, ALLOWED.memory_bytes)
    with Limited(make, 1, allowed) as processes:
        jobs = {name: name for name in ("before", harm, "after")}
        outcomes = dict(processes.answers(jobs))
    assert outcomes[harm].trouble.startswith(HARMS[harm][1])
    assert outcomes["before"].value["text"] == "before is done"
    assert outcomes["after"].value["text"] == "after is done"
    assert all(work.ended for work in works)


def test_processor_time_is_counted_job_by_job(works: list[Doing]) -> None:
    class Busy(Doing):
        def do(self, job: str) -> Mapping[str, Any]:
            end = time.process_time() + 0.6
            while time.process_time() < end:
                pass
            return super().do(job)

    with Limited(Busy, 1, ALLOWED) as processes:
        outcomes = dict(processes.answers({str(number): str(number) for number in range(5)}))
    assert [outcome.trouble for outcome in outcomes.values()] == [""] * 5
    assert len({outcome.value["by"] for outcome in outcomes.values()}) == 1


def test_what_a_process_had_no_room_for_any_more_is_tried_in_a_fresh_one() -> None:
    class Hoarding(Doing):
        def do(self, job: str) -> Mapping[str, Any]:
            self.kept = [*getattr(self, "kept", []), bytearray(200 * 2**20)]
            return super().do(job)

    with Limited(Hoarding, 1, ALLOWED) as processes:
        outcomes = dict(processes.answers({name: name for name in ("a", "b", "c")}))
    assert [outcome.trouble for outcome in outcomes.values()] == [""] * 3
    assert len({outcome.value["by"] for outcome in outcomes.values()}) == 3


def test_that_no_job_can_be_done_here_ends_all(processes: Limited, works: list[Doing]) -> None:
    with pytest.raises(CourseError, match="nothing can be kept in here"):
        dict(processes.answers({"one": "one", "two": "refuse", "three": "three"}))


def test_who_leaves_early_leaves_no_process_behind(works: list[Doing]) -> None:
    started = []

    class Telling(Doing):
        def do(self, job: str) -> Mapping[str, Any]:
            return super().do(job)

    def stop() -> None:
        with Limited(Telling, 2, ALLOWED) as processes:
            for _, outcome in processes.answers({"a": "a", "b": "b", "time": "time"}):
                started.append(outcome.value["by"])
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert not Path(f"/proc/{started[0]}").exists()
    with pytest.raises(ChildProcessError):
        os.waitpid(started[0], os.WNOHANG)


def test_a_process_keeps_of_what_was_open_its_own_line_and_what_its_work_needs(
    tmp_path: Path,
) -> None:
    class Telling(Doing):
        def handles(self) -> Collection[int]:
            return [needed.fileno()]

        def do(self, job: str) -> Mapping[str, Any]:
            kept = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.exists()]
            return {"text": needed.readline(), "kept": [str(path) for path in kept], "done": 0}

    for name in ("needed", "gradebook"):
        (tmp_path / name).write_text("kept\n")
    needed, gradebook = (tmp_path / "needed").open(), (tmp_path / "gradebook").open()
    with needed, gradebook, Limited(Telling, 2, ALLOWED) as processes:
        outcomes = dict(processes.answers({name: name for name in ("a", "b", "c", "d")}))
        assert gradebook.read() == "kept\n"
    for outcome in outcomes.values():
        assert outcome.value["text"] in ("kept\n", "")  # all share one place in the file
        kept = [path for path in outcome.value["kept"] if path != os.devnull]
        assert str(tmp_path / "needed") in kept
        assert len(kept) == 2  # and the line
