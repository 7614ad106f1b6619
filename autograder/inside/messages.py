"""Messages on a socket: a length, then JSON. Neither side trusts the other's length.

A deadline holds for a whole message, however slowly its bytes are read or written. A
message's item "text" follows in the next line as it is: to escape what is JSON
already, and to read that twice, would take longer than the rest of the message.
"""

from __future__ import annotations

import json
import math
import select
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
    """Encode a message as it crosses, without its length."""
    if not isinstance(message, dict) or TEXT not in message:
        return json.dumps(message).encode()
    text: str = message[TEXT]
    rest = {name: value for name, value in message.items() if name != TEXT}
    return json.dumps(rest).encode() + NEW_LINE + text.encode(errors="replace")


def write(line: socket.socket, content: bytes, deadline: float | None = None) -> None:
    """Write one message that is encoded already, as `send` does."""
    left = memoryview(len(content).to_bytes(HEADER, "big") + content)
    while left:
        try:
            left = left[line.send(left, socket.MSG_DONTWAIT) :]
        except BlockingIOError:
            _wait_for_room(line, deadline)
        except OSError as error:
            raise BrokenLine(f"the line is closed: {error.strerror}") from None


def _wait_for_room(line: socket.socket, deadline: float | None) -> None:
    room = select.poll()
    room.register(line, select.POLLOUT)
    room.poll(None if deadline is None else math.ceil(1e3 * _seconds_until(deadline)))


def _seconds_until(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise LateMessage
    return left


def receive(line: socket.socket, deadline: float | None = None, most: int = MAX_MESSAGE) -> Any:
    """Read one message, and nothing of what follows it.

    Arguments:
        line: the socket.
        deadline: by `time.monotonic`; None waits for ever.
        most: bytes that a message may have.

    Raises:
        BrokenLine: the other side hung up.
        BadMessage: it wrote what is no message, or a larger one.
        LateMessage: the deadline passed.
    """
    header = _exactly(line, HEADER, deadline)
    return _parsed(_exactly(line, _length(header, most), deadline))


def _exactly(line: socket.socket, length: int, deadline: float | None) -> bytearray:
    content = bytearray()
    while len(content) < length:
        content += _piece(line, min(length - len(content), PIECE), deadline)
    return content


class Incoming:
    """The one message of a side that has no more to say until it is asked again.

    It is read in one call of the system if it is short: each call lets other threads go first.

    Arguments:
        line: the socket.
        most: bytes that the message may have.
    """

    def __init__(self, line: socket.socket, most: int = MAX_MESSAGE) -> None:
        self._line = line
        self._most = most
        self._content = bytearray()

    def whole(self, deadline: float | None = None) -> Any:
        """Read the message; after a LateMessage, go on where that one stopped.

        Raises:
            As `receive`; BadMessage also where there is more than one message.
        """
        while missing := self._missing():
            self._content += _piece(self._line, min(missing, PIECE), deadline)
        return _parsed(self._content[HEADER:])

    def _missing(self) -> int:
        """Bytes to ask for next; more than there may be as long as the length is not known."""
        if len(self._content) < HEADER:
            return PIECE
        missing = HEADER + _length(self._content[:HEADER], self._most) - len(self._content)
        if missing < 0:
            raise BadMessage("there is more than the one message that was asked for")
        return missing


def _length(header: bytearray, most: int) -> int:
    length = int.from_bytes(header, "big")
    if length > most:
        raise BadMessage(f"a message of {length:,} bytes is over the limit")
    return length


def _parsed(content: bytearray) -> Any:
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
        set_deadline(line, deadline)
        piece = line.recv(most)
    except BlockingIOError:
        raise LateMessage from None
    except OSError as error:
        raise BrokenLine(f"the line is closed: {error.strerror}") from None
    if not piece:
        raise BrokenLine("the other side hung up")
    return piece


def set_deadline(line: socket.socket, deadline: float | None) -> None:
    """Let the system end the next call that reads; Python would ask it twice more for each.

    Arguments:
        line: a socket that blocks; what comes too late is a BlockingIOError.
        deadline: by `time.monotonic`; None leaves the socket as it is.

    Raises:
        LateMessage: the deadline has passed.
    """
    if deadline is not None:
        microseconds = math.ceil(1e6 * _seconds_until(deadline))  # 0 would wait for ever
        time_left = TIMEVAL.pack(*divmod(microseconds, 10**6))
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, time_left)
