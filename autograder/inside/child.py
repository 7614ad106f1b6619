"""The process of one submission: it confines itself, then runs cells and answers plans.

All that it sends may be forged, since a student's code can do whatever this process can.
The process outside takes it for data and for nothing else.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Iterator
from types import FrameType
from typing import Any

from autograder.inside.confinement import Bounds, confine
from autograder.inside.messages import BrokenLine, Incoming, encoded, send, write
from autograder.inside.probe import answer
from autograder.inside.shell import Shell
from autograder.inside.work import follow_threads


class _Interrupts:
    """Interrupts from outside: they count while a cell runs, and not between cells."""

    def __init__(self) -> None:
        self.running = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        if self.running:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def allowed(self) -> Iterator[None]:
        """Let an interrupt end what runs in this context with a KeyboardInterrupt."""
        # Set anew for each cell: the one before may have changed it.
        signal.signal(signal.SIGINT, self.handle)
        self.running = True
        try:
            yield
        finally:
            self.running = False


def serve(line: socket.socket, shell: Shell, bounds: Bounds | None) -> None:
    """Run a submission's cells as they are asked for, until the line closes.

    Arguments:
        line: to the process outside.
        shell: a warm one, which from now on is this submission's.
        bounds: the rights that this process keeps; None for trusted code, which keeps all.
    """
    if bounds is not None:
        confine(bounds)
    send(line, {"confined": bounds is not None})
    follow_threads()
    interrupts = _Interrupts()
    with contextlib.suppress(BrokenLine):
        while True:
            request = Incoming(line).whole()
            try:
                with interrupts.allowed():
                    result = _message(request, _result(request, shell))
            except KeyboardInterrupt:
                result = _message(request, {"interrupted": True})
            except Exception:  # nothing that the student's code raises: they may have changed ours
                result = _message(request, {"failed": True})
            write(line, result)


def _result(request: dict[str, Any], shell: Shell) -> dict[str, Any]:
    if request["what"] == "ask":
        return {"text": answer(request["text"], shell.user_ns)}
    return {"outputs": shell.run(request["text"], request["room"])}


def _message(request: dict[str, Any], result: dict[str, Any]) -> bytes:
    """Encode the answer to a request, or say that it is more than is read outside."""
    nonce = {"nonce": request["nonce"]}
    content = encoded(nonce | result)
    return content if len(content) <= request["most"] else encoded(nonce | {"too_large": True})
