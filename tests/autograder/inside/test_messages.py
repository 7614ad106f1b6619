"""Messages cross whole, or the deadline ends them, whatever the other side does with its bytes."""

import json
import socket
import threading
from collections.abc import Iterator

import pytest

from autograder.inside import messages
from autograder.inside.messages import (
    BadMessage,
    BrokenLine,
    Incoming,
    LateMessage,
    encoded,
    receive,
    send,
)

SECONDS_EACH = 1.0
DEADLINE = 10.0
LONG = {"text": "x" * 3 * 2**20, "number": 3}


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    with near, far:
        yield near, far


class Clock:
    """Goes on by a second with each call of a line that drips."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(messages, "time", clock)
    return clock


class Dripping(socket.socket):
    """Gives and takes one byte a second."""

    clock: Clock
    calls = 0

    def recv(self, size: int, flags: int = 0) -> bytes:
        self._pass_a_second()
        return b"\0" if self.calls < 8 else b"\x0f" if self.calls == 8 else b" "

    def send(self, content: object, flags: int = 0) -> int:
        self._pass_a_second()
        if self.calls % 2:  # there is no room, and then for one byte
            raise BlockingIOError
        return 1

    def _pass_a_second(self) -> None:
        self.calls += 1
        self.clock.now += SECONDS_EACH


@pytest.fixture
def dripping(clock: Clock) -> Iterator[Dripping]:
    near, far = socket.socketpair()
    with far, Dripping(fileno=near.detach()) as made:
        made.clock = clock
        yield made


def test_a_message_read_byte_by_byte_ends_at_its_deadline(dripping: Dripping) -> None:
    with pytest.raises(LateMessage):
        receive(dripping, DEADLINE)
    assert dripping.calls == DEADLINE


def test_an_answer_read_byte_by_byte_ends_at_its_deadline(dripping: Dripping) -> None:
    with pytest.raises(LateMessage):
        Incoming(dripping).whole(DEADLINE)
    assert dripping.calls == DEADLINE


def test_a_message_taken_byte_by_byte_ends_at_its_deadline(dripping: Dripping) -> None:
    with pytest.raises(LateMessage):
        send(dripping, LONG, DEADLINE)
    assert dripping.calls <= DEADLINE + 1


def test_after_the_deadline_nothing_is_waited_for(
    clock: Clock, line: tuple[socket.socket, socket.socket]
) -> None:
    clock.now = DEADLINE
    with pytest.raises(LateMessage):
        receive(line[0], DEADLINE)
    with pytest.raises(LateMessage):
        send(line[0], LONG, DEADLINE)


def test_an_answer_goes_on_where_a_deadline_stopped_it(
    clock: Clock, line: tuple[socket.socket, socket.socket]
) -> None:
    near, far = line
    content = encoded({"text": "x" * 1000})
    whole = len(content).to_bytes(8, "big") + content
    answer = Incoming(near)
    for start in range(0, len(whole), 300):
        far.sendall(whole[start : start + 300])
        clock.now = DEADLINE - 0.01
        if start + 300 < len(whole):
            with pytest.raises(LateMessage):
                answer.whole(DEADLINE)
    assert answer.whole(DEADLINE) == {"text": "x" * 1000}


@pytest.mark.parametrize("deadline", [None, DEADLINE])
def test_a_long_message_crosses_whole(
    deadline: float | None, clock: Clock, line: tuple[socket.socket, socket.socket]
) -> None:
    near, far = line
    sender = threading.Thread(target=send, args=(near, LONG, deadline))
    sender.start()
    assert receive(far, deadline) == LONG
    sender.join()


@pytest.mark.parametrize(
    "written",
    [
        (2**63).to_bytes(8, "big"),
        (1).to_bytes(8, "big") + b"{",
        (2).to_bytes(8, "big") + b"{}{}",
        (4).to_bytes(8, "big") + b"\xff\xff\xff\xff",
        (10**5).to_bytes(8, "big") + b"[" * 10**5,
    ],
)
def test_what_is_no_single_message_is_bad(
    written: bytes, line: tuple[socket.socket, socket.socket]
) -> None:
    line[1].sendall(written)
    with pytest.raises(BadMessage):
        Incoming(line[0]).whole()


def test_a_side_that_hangs_up_in_the_middle_breaks_the_line(
    line: tuple[socket.socket, socket.socket],
) -> None:
    near, far = line
    far.sendall((10).to_bytes(8, "big") + json.dumps("x").encode())
    far.close()
    with pytest.raises(BrokenLine):
        Incoming(near).whole()
    with pytest.raises(BrokenLine):
        send(near, LONG)
