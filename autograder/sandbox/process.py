"""The trusted half of the sandbox: it starts the warm process and gives it orders."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.errors import CourseError
from autograder.inside.confinement import NOBODY
from autograder.inside.messages import BrokenLine, LateMessage, receive, send
from autograder.sandbox import packages
from autograder.sandbox.walls import Quotas, find_walls

WARM_UP_SECONDS = 60


class Died(Exception):
    """A submission's process ended, or had to be ended; the message says how."""


class SandboxEnded(Died):
    """The warm process ended, and every process of a submission with it."""

    def __init__(self) -> None:
        super().__init__("the sandbox was ended from outside")


class _AnothersChild:
    """A running process that only another may wait for, as a fork of that one sees it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)
        self._ended = select.poll()
        self._ended.register(self._handle, select.POLLIN)

    def poll(self) -> int | None:
        """Return a number if it has ended, as Popen's method does."""
        return 0 if self._ended.poll(0) else None

    def kill(self) -> None:
        """End it."""
        signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it has ended."""
        self._ended.poll()


class Sandbox:
    """A warm process and, one after another, its confined children.

    It starts to warm up at once; whoever needs it first waits until it has.

    Arguments:
        files: a folder whose files every submission finds beside it.
        quotas: what one submission may use.
    """

    def __init__(self, files: Path | None = None, quotas: Quotas | None = None) -> None:
        self.quotas = quotas or Quotas()
        self._walls = find_walls()
        self._home = tempfile.TemporaryDirectory(prefix="autograder-")
        self._fill_home(files)
        self.taken = threading.Lock()
        """Held by the one child that there may be at a time."""
        self._begin()

    @property
    def walls(self) -> str:
        """Say in a few words, for whoever grades, what keeps a submission in."""
        return str(self._walls)

    def _fill_home(self, files: Path | None) -> None:
        home = Path(self._home.name)
        self._complaints = home / "complaints"
        """What its start has to say to a person, before the warm process falls silent."""
        for name in ("data", "scratch", "inside"):
            (home / name).mkdir()
        # A copy of the data alone: beside it lies the notebook with the solutions.
        for path in files.iterdir() if files else ():
            if path.is_file() and path.suffix != ".ipynb":
                shutil.copy(path, home / "data")
        packages.copy_own_package(home / "inside")
        if self._walls.nobody:
            home.chmod(0o711)
            os.chown(home / "scratch", NOBODY, NOBODY)

    def _begin(self) -> None:
        self._is_warm = False
        self._control, inner = socket.socketpair()
        with inner:
            self._warm: subprocess.Popen[bytes] | _AnothersChild = self._start(inner.fileno())

    def warm_up(self) -> None:
        """Wait until a child can be forked.

        Raises:
            CourseError: untrusted code cannot be kept in on this system.
        """
        if self._is_warm:
            if self.is_running:
                return
            # Somebody ended it: the kernel for want of memory, or a person.
            self._stop()
            self._begin()
        try:
            ready = receive(self._control, time.monotonic() + WARM_UP_SECONDS)
        except (BrokenLine, LateMessage):
            said = self._complaints.read_text(errors="replace").splitlines()
            self.close()
            raise CourseError(
                f"the sandbox ({self.walls}) does not start"
                f"{f' ({said[-1]})' if said else ''}: students' code cannot be run here"
            ) from None
        if "refused" in ready:
            self.close()
            raise CourseError(f"students' code cannot be kept in here: {ready['refused']}")
        if self._walls.confined and ready["landlock"] == 0:
            self.close()
            raise CourseError(
                "this kernel has no Landlock, so students' code cannot be kept in: "
                "grade on Linux 5.13 or newer"
            )
        self._is_warm = True

    def _start(self, handle: int) -> subprocess.Popen[bytes]:
        home = Path(self._home.name)
        bubblewrap = self._walls.bubblewrap
        scratch = "/tmp" if bubblewrap else str(home / "scratch")
        settings = {
            "files": packages.DATA if bubblewrap else str(home / "data"),
            "scratch": scratch,
            "memory_bytes": self.quotas.memory_bytes,
            "file_bytes": self.quotas.file_bytes,
            "cpu_seconds": self.quotas.cpu_seconds,
            "walled": bubblewrap is not None,
            "confined": self._walls.confined,
            "nobody": self._walls.nobody,
            "readable": packages.readable(walled=bubblewrap is not None),
        }
        inside = packages.INSIDE if bubblewrap else str(home / "inside")
        command = packages.python_command(handle, json.dumps(settings), inside)
        if bubblewrap:
            size = self.quotas.file_bytes
            command = packages.walled(bubblewrap, home, size) + command
        with self._complaints.open("wb") as complaints:
            return subprocess.Popen(
                command,
                pass_fds=[handle],
                env=packages.environment(scratch),
                stdin=subprocess.DEVNULL,
                stdout=complaints,
                stderr=complaints,
                start_new_session=True,  # Ctrl-C at the terminal is for the process outside
            )

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process and with it everything inside."""
        self._stop()
        self._home.cleanup()

    def _stop(self) -> None:
        self._control.close()
        self._warm.kill()
        self._warm.wait()

    @property
    def handle(self) -> int:
        """The number of the line to the warm process, which a fork that adopts it needs."""
        return self._control.fileno()

    def adopt(self) -> None:
        """Go on as the sandbox of this process, which is a fork of the one that made it.

        The other one clears up in the end.
        """
        self._warm = _AnothersChild(self._warm.pid)

    @property
    def is_running(self) -> bool:
        """Tell whether the warm process lives, by the system's word and by its line."""
        if self._warm.poll() is not None:
            return False
        line = select.poll()
        line.register(self._control, 0)  # a line that is hung up is reported anyway
        return not line.poll(0)

    def fork(self, line: socket.socket) -> None:
        """Have a child forked that is at the other end of a line.

        Raises:
            CourseError: there is no warm process, or no more, and another does not start.
            SandboxEnded: it was ended just now.
        """
        self.warm_up()
        self.order("fork", line.fileno())

    def order(self, order: str, handle: int | None = None) -> Any:
        """Send an order to the warm process and wait for its answer.

        Raises:
            SandboxEnded: it is gone, or has been ended since it did not answer.
        """
        deadline = time.monotonic() + WARM_UP_SECONDS
        try:
            send(self._control, order, deadline)
            if handle is not None:
                socket.send_fds(self._control, [b"."], [handle])
            return receive(self._control, deadline)
        except (OSError, BrokenLine, LateMessage):
            self._stop()
            raise SandboxEnded from None
