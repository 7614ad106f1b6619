"""The trusted end of one submission's process: it asks, and decides when that has to end."""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any

from autograder.errors import CourseError
from autograder.inside.messages import (
    BadMessage,
    BrokenLine,
    Incoming,
    LateMessage,
    receive,
    send,
)
from autograder.sandbox.account import Account
from autograder.sandbox.process import WARM_UP_SECONDS, Died, Sandbox, SandboxEnded

GRACE_SECONDS = 2
"""How long a child may take to end its cell after it was interrupted."""
OUTPUT_ROOM = 10 * 2**20
"""Bytes of JSON that the outputs of one submission may take."""
MAX_REPLIES = 8 * 2**20
"""Bytes of JSON that the replies of one exercise may take."""
FRAME = 2**10
"""Bytes of a message beside what it carries."""


class Stopped(Exception):
    """A cell ran too long and was interrupted; its process goes on."""


class Unanswered(Exception):
    """The probe has no replies to a plan; the message says why."""


class Child:
    """One submission's process; a context, at whose end it is gone.

    Arguments:
        sandbox: whose child it is; another one waits until it has ended.

    Raises:
        CourseError: there is no sandbox any more, and another does not start.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self._begin()

    def _begin(self) -> None:
        self._was_asked = False
        try:
            self._start()
        except SandboxEnded:  # while this child was made: another sandbox takes its place
            self._start()

    def _start(self) -> None:
        self._ending = "its Python process ended"
        self._line, inner = socket.socketpair()
        with inner, contextlib.ExitStack() as held:
            held.enter_context(self._line)
            held.enter_context(self.sandbox.taken)
            self._account = Account(self._line)
            held.callback(self._account.close)
            self.sandbox.fork(inner)
            held.callback(self._end_process)
            self._held = held.pop_all()
        self._wait_until_confined()

    def _wait_until_confined(self) -> None:
        """Hear the one message that is still the course's own: no student's code ran yet."""
        deadline = time.monotonic() + WARM_UP_SECONDS
        try:
            with self._ended_if_broken():
                self._account.open(deadline)
                first = receive(self._line, deadline)
        except SandboxEnded:
            raise
        except Died as error:
            raise CourseError(f"students' code cannot be run here: {error}") from None
        if "refused" in first:
            self.close()
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
        with contextlib.suppress(SandboxEnded):  # then it is gone with its sandbox
            self.end()

    def end(self) -> str:
        """End the process, however it resists, and say how it had ended before.

        Raises:
            SandboxEnded: the sandbox around it was ended.
        """
        self._held.close()  # does nothing a second time
        return self._ending

    def _end_process(self) -> None:
        answer = self.sandbox.order("end")
        self._ending = answer["reason"] or _ending(answer["status"])

    @contextlib.contextmanager
    def _ended_if_broken(self) -> Iterator[None]:
        """End the process if talking with it fails.

        Raises:
            Died: how it had ended, or why it had to be.
        """
        try:
            yield
        except BadMessage:
            reason = "it wrote to the grader's own line"
        except BrokenLine:
            reason = ""
        except LateMessage as error:
            reason = str(error) or "it did not listen any more"
        else:
            return
        ending = self.end()
        raise Died(reason or ending)

    def run(self, source: str, deadline: float, room: int = OUTPUT_ROOM) -> list[dict[str, Any]]:
        """Run a cell and return its outputs, which may be anything.

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
        """Ask the probe and return its replies as text for the wire, which may be anything.

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
        """Return the processor time that the process has used, by the system's account."""
        return self._account.cpu_seconds()

    def _request(self, request: dict[str, Any], deadline: float, most: int) -> dict[str, Any]:
        self._replace_if_lost()
        nonce = secrets.token_hex(16)
        with self._ended_if_broken():
            send(self._line, {"nonce": nonce, "most": most} | request, deadline)
            answer = self._answer(deadline, most + FRAME)
            if not isinstance(answer, dict) or answer.get("nonce") != nonce:
                # Written too early, twice, or by somebody who was not asked.
                raise BadMessage
        if answer.get("interrupted"):
            raise Stopped
        return answer

    def _replace_if_lost(self) -> None:
        """Begin anew if the sandbox was ended before the first question: nothing ran yet."""
        if not self._was_asked and not self.sandbox.is_running:
            self.close()
            self._begin()
        self._was_asked = True

    def _answer(self, deadline: float, most: int) -> Any:
        """Wait for the answer; interrupt the process at the deadline and wait a little more."""
        answer = Incoming(self._line, most)
        try:
            return answer.whole(deadline)
        except LateMessage:
            self.sandbox.order("interrupt")
        try:
            late = answer.whole(time.monotonic() + GRACE_SECONDS)
        except LateMessage:
            raise LateMessage("it could not be interrupted") from None
        return late | {"interrupted": True} if isinstance(late, dict) else late


def _ending(status: int) -> str:
    if status < 0:
        with contextlib.suppress(ValueError):
            return f"its Python process was ended by {signal.Signals(-status).name}"
    return "its Python process ended"
