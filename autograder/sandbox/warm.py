"""The warm process: has imported everything once, and forks a child a submission.

Started as ``python -m autograder.sandbox.warm FD SETTINGS``, where FD is the
control line to the process outside. It holds no secret, so a child inherits
none.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from autograder.sandbox.child import serve
from autograder.sandbox.confinement import (
    Bounds,
    CannotConfine,
    landlock_version,
    load_seccomp,
)
from autograder.sandbox.messages import receive, send
from autograder.sandbox.shell import Shell, make_shell


class ForkServer:
    """Forks one child at a time, and ends it when told to."""

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        self.control = control
        self.settings = settings
        load_seccomp()
        self.shell: Shell = make_shell()
        self.child = 0
        self.folder: Path | None = None
        gc.collect()
        gc.freeze()  # a child's collector leaves these pages shared

    def run(self) -> None:
        """Follow the orders on the control line until it closes."""
        send(self.control, {"ready": True, "landlock": landlock_version()})
        while True:
            order = receive(self.control)
            if order == "fork":
                self._fork()
            elif order == "interrupt":
                self._signal(signal.SIGINT)
                send(self.control, {"done": True})
            elif order == "end":
                send(self.control, {"status": self._end()})

    def _fork(self) -> None:
        _, handles, _, _ = socket.recv_fds(self.control, 1, 1)
        self.folder = Path(tempfile.mkdtemp(prefix="submission-", dir=self.settings["scratch"]))
        for path in Path(self.settings["files"]).iterdir() if self.settings["files"] else ():
            shutil.copy(path, self.folder)
        self.child = os.fork()
        if self.child == 0:
            self.control.close()
            self._become_child(handles[0], self.folder)
        for handle in handles:
            os.close(handle)
        send(self.control, {"done": True})

    def _become_child(self, handle: int, folder: Path) -> None:
        status = 1
        try:
            line = socket.socket(fileno=handle)
            bounds = Bounds(
                memory_bytes=self.settings["memory_bytes"],
                file_bytes=self.settings["file_bytes"],
                cpu_seconds=self.settings["cpu_seconds"],
                readable=tuple(self.settings["readable"]),
                writable=str(folder),
            )
            try:
                serve(line, self.shell, bounds)
                status = 0
            except CannotConfine as error:
                send(line, {"refused": str(error)})
        finally:
            os._exit(status)

    def _signal(self, number: int) -> None:
        if self.child:
            os.kill(self.child, number)

    def _end(self) -> int:
        """End the child, wait for it, and remove what it left behind."""
        if not self.child:
            return 0
        self._signal(signal.SIGKILL)
        _, status = os.waitpid(self.child, 0)
        self.child = 0
        if self.folder is not None:
            # A student may have taken away their own right to list or remove.
            shutil.rmtree(self.folder, onerror=_force)
        return os.waitstatus_to_exitcode(status)


def _force(function: Any, path: str, problem: Any) -> None:
    parent = Path(path).parent
    for place in (parent, Path(path)):
        if place.exists() and not place.is_symlink():
            place.chmod(0o700)
    if Path(path).is_dir() and not Path(path).is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        Path(path).unlink(missing_ok=True)


def main() -> None:
    """Warm up, then serve until the control line closes."""
    handle, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is the outer's to act on
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    control = socket.socket(fileno=handle)
    try:
        server = ForkServer(control, settings)
    except CannotConfine as error:
        send(control, {"refused": str(error)})
    else:
        server.run()


if __name__ == "__main__":
    main()
