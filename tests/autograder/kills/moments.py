"""Moments at which a command can be killed, counted over its process and all that it forks.

A moment is whenever something is about to be written, or has just been opened for it: a file,
a name, a statement or a commit of the gradebook. Which one is fatal is a number, so a kill
happens at the same place however fast the machine is.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from autograder.commands.app import app

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Moments:
    """Counts moments, and kills the command at one of them.

    Arguments:
        fatal: its number, from 1; 0 to kill nobody.
    """

    def __init__(self, fatal: int) -> None:
        self._count = mmap.mmap(-1, 8)  # forked processes share it
        self._fatal = fatal
        self._command = os.getpid()

    @property
    def count(self) -> int:
        """How many there were."""
        return int.from_bytes(self._count[:8], "little")

    def watch(self) -> None:
        """Count from now on, in this process and those that it forks."""
        self._command = os.getpid()
        sys.addaudithook(self._event)
        sa.event.listen(sa.Engine, "before_cursor_execute", self._next)
        sa.event.listen(sa.Engine, "commit", self._next)

    def _event(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name in CHANGES:
            self._next()
        elif name == "open" and arguments[2] & WRITING:
            self._next()
            if self.count + 1 == self._fatal and arguments[2] & os.O_TRUNC:
                Path(os.fsdecode(arguments[0])).open("w").close()  # half of it is written
            self._next()

    def _next(self, *_: Any) -> None:
        number = self.count + 1
        self._count[:8] = number.to_bytes(8, "little")
        if number == self._fatal:
            os.kill(self._command, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)


def run(arguments: Sequence[str], fatal: int = 0) -> int:
    """Run a command in a fork of this process, and kill it at a moment.

    Arguments:
        arguments: of `autograder`.
        fatal: number of the moment; 0 to let it end.

    Returns:
        How many moments there were.
    """
    moments = Moments(fatal)
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1):
                os.dup2(silent, stream)
            moments.watch()
            app(list(arguments), standalone_mode=False)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    expected = (0,) if not fatal else (0, -signal.SIGKILL)  # it may end before its moment
    assert status in expected, (arguments, status)
    return moments.count
