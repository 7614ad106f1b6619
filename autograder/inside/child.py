"""One submission's process: confines itself, then runs cells and answers plans.

Everything it sends may be a forgery, since a student's code can do all that it
can. The outer process takes it for data and for nothing else.
"""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType
from typing import Any

from autograder.inside.confinement import Bounds, confine
from autograder.inside.messages import BrokenLine, Incoming, encoded, send, write
from autograder.inside.probe import answer
from autograder.inside.shell import Shell


class _Interrupts:
    """Ctrl-C from outside counts while a cell runs, and not between cells."""

    def __init__(self) -> None:
        self.running = False

    def handle(self, number: int, frame: FrameType | None) -> None:
        if self.running:
            raise KeyboardInterrupt

    @contextlib.contextmanager
    def welcome(self) -> Any:
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
        shell: warm, and from now on the submission's.
        bounds: what is left of this process's rights; None for trusted code.
    """
    if bounds is not None:
        confine(bounds)
    send(line, {"confined": bounds is not None})
    interrupts = _Interrupts()
    with contextlib.suppress(BrokenLine):
        while True:
            request = Incoming(line).whole()
            try:
                with interrupts.welcome():
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
    """The answer to a request, unless it is more than the process outside will read."""
    nonce = {"nonce": request["nonce"]}
    content = encoded(nonce | result)
    return content if len(content) <= request["most"] else encoded(nonce | {"too_large": True})
