"""The system's account of the process at the other end of a line: its processor time."""

from __future__ import annotations

import os
import socket
import struct
from pathlib import Path

from autograder.inside.messages import LateMessage, set_deadline

CREDENTIALS = struct.Struct("iii")
"""pid, uid and gid of who wrote a message, as the kernel knows them."""
TICKS = os.sysconf("SC_CLK_TCK")


class Account:
    """The kernel's account of who writes to a line.

    The kernel says who wrote, in the reader's own numbers, whatever the writer's
    namespace calls itself. The file stays open, so that a number that is used again
    after the process ended cannot be taken for it.

    Arguments:
        line: the reader's end, before anything is written to the other.
    """

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._handle: int | None = None
        if hasattr(socket, "SO_PASSCRED"):  # Linux; elsewhere nothing is known
            line.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)

    def open(self, deadline: float) -> None:
        """Wait for the first message, leave it on the line, and note who wrote it.

        Arguments:
            deadline: by `time.monotonic`.

        Raises:
            LateMessage: there is none by then.
        """
        if not hasattr(socket, "SO_PASSCRED"):
            return
        try:
            set_deadline(self._line, deadline)
            space = socket.CMSG_SPACE(CREDENTIALS.size)
            _, about, _, _ = self._line.recvmsg(1, space, socket.MSG_PEEK)
        except BlockingIOError:
            raise LateMessage from None
        except OSError:
            return  # whoever reads the message will see why
        for level, kind, content in about:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
                self._open_file(CREDENTIALS.unpack(content)[0])

    def _open_file(self, pid: int) -> None:
        try:
            self._handle = os.open(Path("/proc", str(pid), "stat"), os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._handle = None  # it has ended, or this system does not show it

    def cpu_seconds(self) -> float:
        """Return the processor time that the process has used; 0 if the system does not say."""
        if self._handle is None:
            return 0.0
        try:
            state = os.pread(self._handle, 4096, 0)
        except OSError:  # it has ended
            return 0.0
        # After its name, which may hold anything.
        fields = state.rpartition(b")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def close(self) -> None:
        """Close the account."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
