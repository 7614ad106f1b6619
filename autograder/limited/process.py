"""One limited process: the end outside that asks, and the end inside that works."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.inside.messages import TEXT, BrokenLine, LateMessage, receive, send
from autograder.limited.work import MEMORY_BYTES, Allowed, Outcome, Work

HANG_UP_SECONDS = 1
"""So long a process that hung up may take to end by itself, so that one knows by what."""
PAGE = os.sysconf("SC_PAGE_SIZE")
IS_FORKED = sys.platform == "linux"


_limited = False


def is_limited() -> bool:
    """Tell whether this process is a limited one itself."""
    return _limited


class Process:
    """One process, forked when it is first asked; or none, where there is no forking.

    Attributes:
        line: to it, once it was forked.
        deadline: by `time.monotonic`, when it has to have answered.
        has_served: whether it has answered before.
        is_used_up: whether it has been lost, or must not be asked any more.
        was_late: whether the last job was given up for its time.
    """

    def __init__(self, work: Work, allowed: Allowed) -> None:
        self._work = work
        self._allowed = allowed
        self._pid = 0
        self._job: Any = None
        self.line: socket.socket | None = None
        self.deadline = 0.0
        self.has_served = self.is_used_up = self.was_late = False

    def ask(self, job: Any) -> None:
        """Begin a job."""
        self._job = job
        self.was_late = False
        self.deadline = time.monotonic() + self._allowed.seconds
        if not IS_FORKED:
            return
        if self.line is None:
            self.line, inner = socket.socketpair()
            with inner:
                self._pid = os.fork()
                if self._pid == 0:
                    _serve(inner, self._work, self._allowed)
        with contextlib.suppress(BrokenLine, LateMessage):  # then there is no answer either
            send(self.line, job, self.deadline)

    def answer(self) -> Outcome:
        """Return what came of the job.

        Raises:
            CourseError: no job can be done here at all.
        """
        if self.line is None:
            answer = _answer(self._work, self._job)
        else:
            try:
                answer = receive(self.line, self.deadline)
            except LateMessage:
                self.was_late = True
                return self._lost(f"it took more than {self._allowed.seconds:g} s")
            except BrokenLine:
                return self._lost("")
        if "refused" in answer:
            raise CourseError(answer["refused"])
        self.has_served = True
        if "trouble" in answer:
            self.is_used_up = True
            return Outcome(trouble=answer["trouble"])
        return Outcome({TEXT: answer[TEXT]} | answer["done"])

    def _lost(self, trouble: str) -> Outcome:
        self.is_used_up = True
        status = self._end(0 if trouble else HANG_UP_SECONDS)
        if trouble:
            return Outcome(trouble=trouble)
        if status == -signal.SIGXCPU:
            self.was_late = True
            seconds = self._allowed.cpu_seconds
            return Outcome(trouble=f"it could not be read within {seconds} s of processor time")
        how = f"was ended by {signal.Signals(-status).name}" if status < 0 else "ended"
        return Outcome(trouble=f"the process that read it {how}")

    def _end(self, patience: float = 0) -> int:
        """End the process, if it does not end of itself before, and say how it ended."""
        if not self._pid:
            return 0
        pid, self._pid = self._pid, 0
        if not _ends(pid, patience):
            os.kill(pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def close(self) -> None:
        """End the process and clear up after it."""
        self._end()
        if self.line is not None:
            self.line.close()
        self._work.end()


def _ends(pid: int, seconds: float) -> bool:
    """Tell whether a child ends by itself in some seconds; it is left to be waited for."""
    handle = os.pidfd_open(pid)
    try:
        ended = select.poll()
        ended.register(handle, select.POLLIN)
        return bool(ended.poll(1000 * seconds))
    finally:
        os.close(handle)


def _serve(line: socket.socket, work: Work, allowed: Allowed) -> None:
    """Do jobs until the line closes; never returns."""
    global _limited
    _limited, status = True, 1
    try:
        os.setsid()  # Ctrl-C at the terminal is for the process outside
        gc.freeze()  # what was inherited stays shared
        _let_go({line.fileno(), *work.handles()})
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_AS, _address_space() + allowed.memory_bytes)
        work.begin()
        while True:
            job = receive(line)
            used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
            _limit(resource.RLIMIT_CPU, int(used) + 1 + allowed.cpu_seconds)
            send(line, _answer(work, job))
    except BrokenLine:
        status = 0
    finally:
        os._exit(status)  # nothing of what was inherited is ours to clear up


def _let_go(kept: Collection[int]) -> None:
    """Put nothing in the place of every file and line that was inherited but those to keep.

    Among them are the lines to other limited processes, whose answers could be forged, the
    gradebook, and the lock of the class, which would last as long as the longest job. Their
    numbers stay taken: what was inherited with them may still close them.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    inherited = {int(entry.name) for entry in Path("/proc/self/fd").iterdir()}
    for number in inherited - {nothing, *kept}:
        os.dup2(nothing, number)


def _limit(which: int, value: int) -> None:
    """Set what the system heeds, and not the bound up to which it may be set."""
    hard = resource.getrlimit(which)[1]
    soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (soft, hard))


def _address_space() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * PAGE


def _answer(work: Work, job: Any) -> dict[str, Any]:
    """Do a job; whatever goes wrong with it is said in words."""
    try:
        done = dict(work.do(job))
        return {TEXT: done.pop(TEXT, ""), "done": done}
    except CourseError as error:
        return {"refused": str(error)}
    except MemoryError:
        trouble = f"it takes more than {MEMORY_BYTES // 2**30} GB of memory to read"
    except RecursionError:
        trouble = "something in it is nested too deep to be read"
    except Exception as error:  # by whatever means it was brought about
        trouble = f"it could not be read ({type(error).__name__}{_place(error)})"
    return {"trouble": trouble}


def _place(error: Exception) -> str:
    """Return where of our code an error came up, for whoever mends that."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return ""
    return f" in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
