"""Messages on a socket: a length, then JSON. Neither side trusts the other's length.

A message's item "text" follows in the next line as it is: to escape what is JSON
already, and to read that twice, would take longer than the rest of the message.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

HEADER = 8
PIECE = 2**18
TIMEVAL = struct.Struct("ll")
TEXT = "text"
NEW_LINE = b"\n"
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
    if not isinstance(message, dict) or TEXT not in message:
        return json.dumps(message).encode()
    text: str = message[TEXT]
    rest = {name: value for name, value in message.items() if name != TEXT}
    return json.dumps(rest).encode() + NEW_LINE + text.encode(errors="replace")


def write(line: socket.socket, content: bytes, deadline: float | None = None) -> None:
    """Write one message that is encoded already; as `send` does."""
    try:
        set_deadline(line, socket.SO_SNDTIMEO, deadline)
        line.sendall(len(content).to_bytes(HEADER, "big") + content)
    except BlockingIOError:
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
    header = _piece(line, HEADER, deadline)
    while len(header) < HEADER:
        header += _piece(line, HEADER - len(header), deadline)
    length = _length(header, most)
    return _read(line, b"", length, deadline)


def receive_alone(
    line: socket.socket, deadline: float | None = None, most: int = MAX_MESSAGE
) -> Any:
    """Read one message of a side that has no more to say until it is asked again.

    In one call of the system where it is short: each lets other threads go first.

    Raises:
        As `receive`; BadMessage also where there is more than one message.
    """
    content = b""
    while len(content) < HEADER:
        content += _piece(line, PIECE, deadline)
    length = _length(content[:HEADER], most)
    return _read(line, content[HEADER:], length, deadline)


def _length(header: bytes, most: int) -> int:
    length = int.from_bytes(header, "big")
    if length > most:
        raise BadMessage(f"a message of {length:,} bytes is over the limit")
    return length


def _read(line: socket.socket, start: bytes, length: int, deadline: float | None) -> Any:
    """The rest of a message of which this is the start."""
    content = bytearray(start)
    while len(content) < length:
        content += _piece(line, min(length - len(content), PIECE), deadline)
    if len(content) > length:
        raise BadMessage("there is more than the one message that was asked for")
    head, new_line, text = content.partition(NEW_LINE)
    try:
        message = json.loads(head)
    except (ValueError, RecursionError):
        raise BadMessage("a message is not JSON") from None
    if new_line and isinstance(message, dict):
        message[TEXT] = text.decode(errors="replace")
    return message


def _piece(line: socket.socket, most: int, deadline: float | None) -> bytes:
    try:
        set_deadline(line, socket.SO_RCVTIMEO, deadline)
        piece = line.recv(most)
    except BlockingIOError:
        raise LateMessage from None
    except OSError as error:
        raise BrokenLine(f"the line is closed: {error.strerror}") from None
    if not piece:
        raise BrokenLine("the other side hung up")
    return piece


def set_deadline(line: socket.socket, option: int, deadline: float | None) -> None:
    """Let the system end the next call; Python would ask it twice more for each.

    Arguments:
        line: a socket that blocks; what comes too late is a BlockingIOError.
        option: SO_RCVTIMEO for receiving, SO_SNDTIMEO for sending.
        deadline: by `time.monotonic`; None leaves the socket as it is.
    """
    if deadline is not None:
        left = max(0.001, deadline - time.monotonic())  # 0 would wait for ever
        seconds = int(left)
        time_left = TIMEVAL.pack(seconds, int(1e6 * (left - seconds)))
        line.setsockopt(socket.SOL_SOCKET, option, time_left)
