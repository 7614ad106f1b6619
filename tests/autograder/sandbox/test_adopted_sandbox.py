"""A sandbox goes on in a process that was forked from the one that made it."""

import time
from collections.abc import Collection, Mapping
from typing import Any

from autograder.limited import Allowed, Limited, Work
from autograder.sandbox.child import Child
from autograder.sandbox.process import Sandbox


class Running(Work):
    """Runs what its jobs say, and ends its sandbox's process before it if it is told to."""

    def __init__(self) -> None:
        self.sandbox = Sandbox()

    def handles(self) -> Collection[int]:
        return [self.sandbox.handle]

    def begin(self) -> None:
        self.sandbox.adopt()

    def do(self, job: Mapping[str, Any]) -> Mapping[str, Any]:
        if job["kill"]:
            self.sandbox.warm_up()
            self.sandbox._warm.kill()
            self.sandbox._warm.wait()
        with Child(self.sandbox) as child:
            (output,) = child.run(job["source"], time.monotonic() + 60)
        return {"text": output["text"], "pid": self.sandbox._warm.pid}

    def end(self) -> None:
        self.sandbox.close()


def test_a_forked_process_runs_code_in_the_sandbox_it_was_given_and_in_one_that_follows() -> None:
    jobs = {
        str(number): {"source": f"print({number} ** 2)", "kill": number == 2} for number in range(4)
    }
    works: list[Running] = []

    def make() -> Running:
        works.append(Running())
        return works[-1]

    with Limited(make, 1, Allowed()) as process:
        outcomes = dict(process.answers(jobs))
    assert [outcome.trouble for outcome in outcomes.values()] == [""] * 4
    assert [outcome.value["text"] for outcome in outcomes.values()] == ["0\n", "1\n", "4\n", "9\n"]
    assert len(works) == 1
    assert works[0].sandbox._warm.poll() is not None
    first, second, third, fourth = (outcome.value["pid"] for outcome in outcomes.values())
    assert first == second == works[0].sandbox._warm.pid
    assert third == fourth != first
