"""Messages on a socket: a length, then JSON. Neither side trusts the other's length."""

from __future__ import annotations

import json
import select
import socket
import time
from typing import Any

HEADER = 8
MAX_MESSAGE = 96 * 2**20
"""A reply holds at most 64 MiB for the wire, or a cell's bounded outputs."""


class BrokenLine(Exception):
    """The other side hung up, or wrote what is no message."""


class LateMessage(Exception):
    """No whole message came before the deadline."""


def send(line: socket.socket, message: Any) -> None:
    """Write one message.

    Raises:
        BrokenLine: the other side is gone.
    """
    content = json.dumps(message).encode()
    try:
        line.sendall(len(content).to_bytes(HEADER, "big") + content)
    except OSError as error:
        raise BrokenLine(f"the line is closed: {error.strerror}") from None


def receive(line: socket.socket, deadline: float | None = None) -> Any:
    """Read one message.

    Arguments:
        line: the socket.
        deadline: by `time.monotonic`; None waits for ever.

    Raises:
        BrokenLine: the other side hung up or wrote what is no message.
        LateMessage: the deadline passed.
    """
    length = int.from_bytes(_exactly(line, HEADER, deadline), "big")
    if length > MAX_MESSAGE:
        raise BrokenLine(f"a message of {length:,} bytes is over the limit")
    content = _exactly(line, length, deadline)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise BrokenLine("a message is not JSON") from None


def _exactly(line: socket.socket, count: int, deadline: float | None) -> bytes:
    content = bytearray()
    while len(content) < count:
        wait = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([line], [], [], wait)[0]:
            raise LateMessage
        try:
            piece = line.recv(min(count - len(content), 2**20))
        except OSError as error:
            raise BrokenLine(f"the line is closed: {error.strerror}") from None
        if not piece:
            raise BrokenLine("the other side hung up")
        content += piece
    return bytes(content)
