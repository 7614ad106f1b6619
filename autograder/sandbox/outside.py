"""The trusted half of the sandbox: starts the warm process and owns the clock."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.errors import CourseError
from autograder.sandbox import packages
from autograder.sandbox.messages import BrokenLine, LateMessage, receive, send

WARM_UP_SECONDS = 60
GRACE_SECONDS = 2
"""How long a child may take to end its cell after it was interrupted."""


class Stopped(Exception):
    """A cell ran too long and was interrupted; its process goes on."""


class Died(Exception):
    """A submission's process ended, or had to be ended; the message says how."""


@dataclass(frozen=True)
class Quotas:
    """What one submission may use, whatever the clock says."""

    memory_bytes: int = 2 * 2**30
    file_bytes: int = 256 * 2**20
    cpu_seconds: int = 330


class Sandbox:
    """A warm process and, one after another, its confined children.

    Arguments:
        files: a folder whose files every submission finds beside it.
        quotas: what one submission may use.

    Raises:
        CourseError: untrusted code cannot be kept in on this system.
    """

    def __init__(self, files: Path | None = None, quotas: Quotas | None = None) -> None:
        self._data = tempfile.TemporaryDirectory(prefix="autograder-")
        self._copy_data(files)
        self.quotas = quotas or Quotas()
        self._control, inner = socket.socketpair()
        with inner:
            self._warm = self._start(inner)
        self._wait_until_warm()

    def _copy_data(self, files: Path | None) -> None:
        # A copy of the data alone: beside it lies the notebook with the solutions.
        for path in files.iterdir() if files else ():
            if path.is_file() and path.suffix != ".ipynb":
                shutil.copy(path, self._data.name)

    def _start(self, inner: socket.socket) -> subprocess.Popen[bytes]:
        handle = inner.fileno()
        bwrap = packages.find_bubblewrap()
        self.walls = f"{'bubblewrap' if bwrap else 'no namespaces'}, Landlock, seccomp"
        scratch = "/tmp" if bwrap else self._data.name
        settings = {
            "files": packages.DATA if bwrap else self._data.name,
            "scratch": scratch,
            "memory_bytes": self.quotas.memory_bytes,
            "file_bytes": self.quotas.file_bytes,
            "cpu_seconds": self.quotas.cpu_seconds,
            "readable": packages.readable(),
        }
        command = packages.python_command(handle, json.dumps(settings))
        if bwrap:
            size = self.quotas.file_bytes
            command = packages.walled(bwrap, Path(self._data.name), size) + command
        return subprocess.Popen(
            command, pass_fds=[handle], env=packages.environment(), stdin=subprocess.DEVNULL
        )

    def _wait_until_warm(self) -> None:
        try:
            ready = receive(self._control, time.monotonic() + WARM_UP_SECONDS)
        except (BrokenLine, LateMessage):
            self.close()
            raise CourseError(
                f"the sandbox ({self.walls}) does not start: students' code cannot be run here"
            ) from None
        if "refused" in ready:
            self.close()
            raise CourseError(f"students' code cannot be kept in here: {ready['refused']}")
        if ready["landlock"] == 0:
            self.close()
            raise CourseError(
                "this kernel has no Landlock, so students' code cannot be kept in: "
                "grade on Linux 5.13 or newer"
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
        self._control.close()
        self._warm.kill()
        self._warm.wait()
        self._data.cleanup()

    def order(self, order: str, handle: int | None = None) -> Any:
        """Send an order to the warm process and wait for its answer."""
        send(self._control, order)
        if handle is not None:
            socket.send_fds(self._control, [b"."], [handle])
        return receive(self._control, time.monotonic() + WARM_UP_SECONDS)


class Child:
    """One submission's process; a context, at whose end it is gone.

    Arguments:
        sandbox: whose child it is; one at a time.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._line, inner = socket.socketpair()
        with inner:
            sandbox.order("fork", inner.fileno())
        self._ended = False

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def end(self) -> int:
        """End the process, however it resists; its exit status, negative for a signal."""
        if self._ended:
            return 0
        self._ended = True
        self._line.close()
        return int(self.sandbox.order("end")["status"])

    def run(self, source: str, deadline: float) -> list[dict[str, Any]]:
        """Run a cell; its outputs, which may be anything.

        Raises:
            Stopped: the deadline passed and the cell was interrupted.
            Died: the process ended or had to be ended.
        """
        outputs = self._request({"run": source}, deadline).get("outputs")
        return outputs if isinstance(outputs, list) else []

    def ask(self, plan: str, deadline: float) -> str:
        """Ask the probe; its replies as text for the wire, which may be anything.

        Raises:
            Stopped: the deadline passed and the probe was interrupted.
            Died: the process ended or had to be ended.
        """
        replies = self._request({"ask": plan}, deadline).get("replies")
        return replies if isinstance(replies, str) else ""

    def _request(self, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        nonce = secrets.token_hex(16)
        try:
            send(self._line, {"nonce": nonce} | request)
            answer = self._answer(deadline)
        except BrokenLine:
            raise Died(self._how_it_ended()) from None
        if isinstance(answer, dict) and "refused" in answer and "nonce" not in answer:
            raise CourseError(f"students' code cannot be kept in here: {answer['refused']}")
        if not isinstance(answer, dict) or answer.get("nonce") != nonce:
            # Written too early, twice, or by somebody who was not asked.
            self.end()
            raise Died("it wrote to the grader's own line")
        if answer.get("interrupted"):
            raise Stopped
        return answer

    def _answer(self, deadline: float) -> Any:
        try:
            return receive(self._line, deadline)
        except LateMessage:
            self.sandbox.order("interrupt")
        try:
            answer = receive(self._line, time.monotonic() + GRACE_SECONDS)
        except LateMessage:
            self.end()
            raise Died("it could not be interrupted") from None
        return answer | {"interrupted": True} if isinstance(answer, dict) else answer

    def _how_it_ended(self) -> str:
        status = self.end()
        if status >= 0:
            return "its Python process ended"
        with contextlib.suppress(ValueError):
            return f"its Python process was ended by {signal.Signals(-status).name}"
        return "its Python process was ended"
