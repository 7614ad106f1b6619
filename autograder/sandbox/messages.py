"""Messages on a socket: a length, then JSON. Neither side trusts the other's length."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

HEADER = 8
MAX_MESSAGE = 32 * 2**20
"""Beyond this nothing is read: parsing costs the grader time and memory."""


class BrokenLine(Exception):
    """The other side hung up."""


class BadMessage(BrokenLine):
    """The other side wrote what is no message, or one over the limit."""


class LateMessage(Exception):
    """No whole message came, or was taken, before the deadline."""


def send(line: socket.socket, message: Any, deadline: float | None = None) -> None:
    """Write one message.

    Arguments:
        line: the socket.
        message: plain data.
        deadline: by `time.monotonic`; None waits for ever.

    Raises:
        BrokenLine: the other side is gone.
        LateMessage: the other side did not take it in time.
    """
    write(line, encoded(message), deadline)


def encoded(message: Any) -> bytes:
    """A message as it crosses, without its length."""
    return json.dumps(message).encode()


def write(line: socket.socket, content: bytes, deadline: float | None = None) -> None:
    """Write one message that is encoded already; as `send` does."""
    try:
        line.settimeout(_left(deadline))
        line.sendall(len(content).to_bytes(HEADER, "big") + content)
    except TimeoutError:
        raise LateMessage from None
    except OSError as error:
        raise BrokenLine(f"the line is closed: {error.strerror}") from None


def receive(line: socket.socket, deadline: float | None = None, most: int = MAX_MESSAGE) -> Any:
    """Read one message.

    Arguments:
        line: the socket.
        deadline: by `time.monotonic`; None waits for ever.
        most: bytes that a message may have.

    Raises:
        BrokenLine: the other side hung up.
        BadMessage: it wrote what is no message, or a larger one.
        LateMessage: the deadline passed.
    """
    length = int.from_bytes(_exactly(line, HEADER, deadline), "big")
    if length > most:
        raise BadMessage(f"a message of {length:,} bytes is over the limit")
    content = _exactly(line, length, deadline)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise BadMessage("a message is not JSON") from None


def _exactly(line: socket.socket, count: int, deadline: float | None) -> bytes:
    content = bytearray()
    while len(content) < count:
        try:
            line.settimeout(_left(deadline))
            piece = line.recv(min(count - len(content), 2**20))
        except TimeoutError:
            raise LateMessage from None
        except OSError as error:
            raise BrokenLine(f"the line is closed: {error.strerror}") from None
        if not piece:
            raise BrokenLine("the other side hung up")
        content += piece
    return bytes(content)


def _left(deadline: float | None) -> float | None:
    # A socket with a timeout of 0 would not wait at all, and say so differently.
    return None if deadline is None else max(0.001, deadline - time.monotonic())
