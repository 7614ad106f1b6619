"""The trusted half of the sandbox: starts the warm process and owns the clock."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.errors import CourseError
from autograder.inside.messages import (
    BadMessage,
    BrokenLine,
    LateMessage,
    receive,
    receive_alone,
    send,
)
from autograder.sandbox import packages
from autograder.sandbox.account import Account

WARM_UP_SECONDS = 60
GRACE_SECONDS = 2
"""How long a child may take to end its cell after it was interrupted."""
OUTPUT_ROOM = 10 * 2**20
"""Bytes of JSON that the outputs of one submission may take."""
MAX_REPLIES = 8 * 2**20
"""Bytes of JSON that the replies of one exercise may take."""
FRAME = 2**10
"""Bytes of a message beside what it carries."""
NOBODY = 65534


class Stopped(Exception):
    """A cell ran too long and was interrupted; its process goes on."""


class Died(Exception):
    """A submission's process ended, or had to be ended; the message says how."""


class Unanswered(Exception):
    """The probe has no replies to a plan; the message says why."""


@dataclass(frozen=True)
class Quotas:
    """What one submission may use, whatever the clock says."""

    memory_bytes: int = 2 * 2**30
    file_bytes: int = 256 * 2**20
    cpu_seconds: int = 330


@dataclass(frozen=True)
class Walls:
    """What keeps a submission in on this system.

    Attributes:
        bubblewrap: the program that gives namespaces; None where none works.
        confined: whether the child gives up its rights; without, it is trusted.
        nobody: whether root's sandbox becomes a user that owns nothing.
    """

    bubblewrap: str | None
    confined: bool
    nobody: bool

    def __str__(self) -> str:
        if not self.confined:
            return "a plain subprocess: for trusted code only"
        user = ", as the user nobody" if self.nobody else ""
        first = "bubblewrap" if self.bubblewrap else f"no namespaces{user}"
        return f"{first}, Landlock, seccomp"


def find_walls() -> Walls:
    """The best that this system has."""
    if sys.platform != "linux":
        return Walls(None, confined=False, nobody=False)
    bubblewrap = packages.find_bubblewrap()
    return Walls(bubblewrap, confined=True, nobody=bubblewrap is None and os.geteuid() == 0)


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
        """What keeps a submission in, in a few words for whoever grades."""
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
            self._warm = self._start(inner.fileno())

    def warm_up(self) -> None:
        """Wait until a child can be forked.

        Raises:
            CourseError: untrusted code cannot be kept in on this system.
        """
        if self._is_warm:
            return
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

    def fork(self, line: socket.socket) -> None:
        """Have a child forked that is at the other end of a line.

        Raises:
            CourseError: there is no warm process, or no more, and another does not start.
        """
        self.warm_up()
        try:
            self.order("fork", line.fileno())
        except Died:  # somebody ended it: the kernel for want of memory, or a person
            self._begin()
            self.warm_up()
            self.order("fork", line.fileno())

    def order(self, order: str, handle: int | None = None) -> Any:
        """Send an order to the warm process and wait for its answer.

        Raises:
            Died: it is gone, or has been ended since it did not answer.
        """
        deadline = time.monotonic() + WARM_UP_SECONDS
        try:
            send(self._control, order, deadline)
            if handle is not None:
                socket.send_fds(self._control, [b"."], [handle])
            return receive(self._control, deadline)
        except (OSError, BrokenLine, LateMessage):
            self._stop()
            raise Died("the sandbox was ended from outside") from None


class Child:
    """One submission's process; a context, at whose end it is gone.

    Arguments:
        sandbox: whose child it is; another one waits until it has ended.

    Raises:
        CourseError: there is no sandbox any more, and another does not start.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        try:
            self._begin()
        except Died:  # with its sandbox, which was ended while this one was made
            self._begin()

    def _begin(self) -> None:
        self._line, inner = socket.socketpair()
        self._account = Account(self._line)
        self._ended = False
        self.sandbox.taken.acquire()
        try:
            with inner:
                self.sandbox.fork(inner)
            self._wait_until_confined()
        except BaseException:
            if not self._ended:
                self._line.close()
                self.sandbox.taken.release()
            raise

    def _wait_until_confined(self) -> None:
        """Hear the one message that is still the course's own: no student's code ran yet."""
        deadline = time.monotonic() + WARM_UP_SECONDS
        try:
            self._account.open(deadline)
            first = receive(self._line, deadline)
        except (BrokenLine, LateMessage):
            reason = self.end()
            raise CourseError(f"students' code cannot be run here: {reason}") from None
        if "refused" in first:
            self.end()
            raise CourseError(f"students' code cannot be kept in here: {first['refused']}")

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever has become of it."""
        with contextlib.suppress(Died):  # then it is gone with its sandbox
            self.end()

    def end(self) -> str:
        """End the process, however it resists; how it had ended before, in words.

        Raises:
            Died: the sandbox around it was ended.
        """
        if self._ended:
            return "its Python process ended"
        self._ended = True
        self._line.close()
        self._account.close()
        try:
            answer = self.sandbox.order("end")
        finally:
            self.sandbox.taken.release()
        return answer["reason"] or _ending(answer["status"])

    def run(self, source: str, deadline: float, room: int = OUTPUT_ROOM) -> list[dict[str, Any]]:
        """Run a cell; its outputs, which may be anything.

        Arguments:
            source: the cell's.
            deadline: by `time.monotonic`.
            room: bytes that the outputs may take as JSON.

        Raises:
            Stopped: the deadline passed and the cell was interrupted.
            Died: the process ended or had to be ended.
        """
        request = {"what": "run", "room": room, "text": source}
        outputs = self._request(request, deadline, room + FRAME).get("outputs")
        return outputs if isinstance(outputs, list) else []

    def ask(self, plan: str, deadline: float) -> str:
        """Ask the probe; its replies as text for the wire, which may be anything.

        Raises:
            Stopped: the deadline passed and the probe was interrupted.
            Died: the process ended or had to be ended.
            Unanswered: the probe could not, or had too much to say.
        """
        answer = self._request({"what": "ask", "text": plan}, deadline, MAX_REPLIES)
        if answer.get("too_large"):
            raise Unanswered(f"more came back than the {MAX_REPLIES // 2**20} MB that may")
        replies = answer.get("text")
        if not isinstance(replies, str):
            raise Unanswered("something that the tests need does not work any more")
        return replies

    def cpu_seconds(self) -> float:
        """Processor time that the process has used, by the system's account."""
        return self._account.cpu_seconds()

    def _request(self, request: dict[str, Any], deadline: float, most: int) -> dict[str, Any]:
        nonce = secrets.token_hex(16)
        try:
            send(self._line, {"nonce": nonce, "most": most} | request, deadline)
            answer = self._answer(deadline, most + FRAME)
        except BadMessage:
            answer = None
        except BrokenLine:
            raise Died(self.end()) from None
        except LateMessage:
            self.end()
            raise Died("it did not listen any more") from None
        if not isinstance(answer, dict) or answer.get("nonce") != nonce:
            # Written too early, twice, or by somebody who was not asked.
            self.end()
            raise Died("it wrote to the grader's own line")
        if answer.get("interrupted"):
            raise Stopped
        return answer

    def _answer(self, deadline: float, most: int) -> Any:
        try:
            return receive_alone(self._line, deadline, most)
        except LateMessage:
            self.sandbox.order("interrupt")
        try:
            answer = receive_alone(self._line, time.monotonic() + GRACE_SECONDS, most)
        except LateMessage:
            self.end()
            raise Died("it could not be interrupted") from None
        return answer | {"interrupted": True} if isinstance(answer, dict) else answer


def _ending(status: int) -> str:
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"its Python process was ended by {signal.Signals(-status).name}"
    return "its Python process ended"
