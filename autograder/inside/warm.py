"""The warm process: it has imported everything once, and forks a child for each submission.

It is given its settings and the control line to the process outside. It holds no
secret, so a child inherits none. While a child runs it counts what no limit of
the kernel counts for it: threads, files and, without bubblewrap, bytes on the disk.

All children of a warm process share its namespaces and its disk, so that one can learn
from its process number or from that of a file how many there were before. A namespace of
its own for each would not end that: the numbers of pipes are counted for the whole
machine, and 300,000 pipes of one child move those of the next one by 300,000. It would
take 3 ms more for each child, of 11 ms, and the warm process the right to mount.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from autograder.inside.child import serve
from autograder.inside.confinement import (
    FS_ADD,
    FS_WRITE,
    MAX_THREADS,
    NOBODY,
    Bounds,
    CannotConfine,
    give_up_for_all,
    landlock_version,
    load_seccomp,
    opened,
)
from autograder.inside.disk import disk_use
from autograder.inside.messages import BrokenLine, receive, send
from autograder.inside.removal import remove_folder
from autograder.inside.shell import Shell, make_shell

MAX_FILES = 10_000
WATCH_SECONDS = 0.05


class ForkServer:
    """Forks one child at a time, and ends it when told to."""

    def __init__(self, control: socket.socket, settings: dict[str, Any]) -> None:
        self.control = control
        self.settings = settings
        if settings["confined"]:
            load_seccomp()
        self.shell: Shell = make_shell()
        self.child = 0
        self.folder = ""
        self.reason = ""
        self.files_before = self._files_on_disk()
        # Opened once for all children; without bubblewrap's walls there are too many of them.
        self.readable = opened(settings["readable"]) if settings["walled"] else ()
        if settings["confined"]:
            give_up_for_all()
        gc.collect()
        gc.freeze()  # a child's collector leaves these pages shared

    def run(self) -> None:
        """Follow the orders on the control line until it closes."""
        landlock = landlock_version() if self.settings["confined"] else 0
        send(self.control, {"ready": True, "landlock": landlock})
        while True:
            while self.child and not self._is_ordered():
                self._watch()
            order = receive(self.control)
            if order == "fork":
                self._fork()
            elif order == "interrupt":
                self._signal(signal.SIGINT)
                send(self.control, {"done": True})
            elif order == "end":
                send(self.control, {"status": self.end(), "reason": self.reason})

    def _is_ordered(self) -> bool:
        line = select.poll()
        line.register(self.control, select.POLLIN)
        return bool(line.poll(WATCH_SECONDS * 1000))

    def _watch(self) -> None:
        """End a child that uses more than anybody needs."""
        if self.reason or not self.settings["confined"]:
            return
        self.reason = self._excess()
        if self.reason:
            self._signal(signal.SIGKILL)

    def _excess(self) -> str:
        """Say what the child uses too much of; nothing if it stays within bounds."""
        state = self._state()
        if state and int(state[17]) > MAX_THREADS:
            return f"it started more than {MAX_THREADS} threads"
        try:
            files, size = self._disk_use()
        except OSError:
            return "it made folders that are nested too deeply"
        if files > MAX_FILES:
            return f"it made more than {MAX_FILES:,} files"
        if size > self.settings["file_bytes"]:
            return f"it wrote more than {self.settings['file_bytes'] // 2**20} MB to the disk"
        return ""

    def _state(self) -> list[str]:
        """Read the system's account of the child, from behind its name, which may hold anything."""
        try:
            state = Path(f"/proc/{self.child}/stat").read_text()
        except OSError:
            return []
        return state.rpartition(")")[2].split()

    def _disk_use(self) -> tuple[int, int]:
        """Count the child's files and their bytes; within walls the disk's size bounds these."""
        if self.settings["walled"]:
            return self._files_on_disk() - self.files_before, 0
        return disk_use(self.folder, MAX_FILES)

    def _files_on_disk(self) -> int:
        """Count the files on the memory disk; another disk is not ours to count."""
        if not self.settings["walled"]:
            return 0
        disk = os.statvfs(self.settings["scratch"])
        return disk.f_files - disk.f_ffree

    def _fork(self) -> None:
        _, handles, _, _ = socket.recv_fds(self.control, 1, 1)
        self.reason = ""
        self.folder = tempfile.mkdtemp(prefix="submission-", dir=self.settings["scratch"])
        for path in Path(self.settings["files"]).iterdir():
            shutil.copy(path, self.folder)
        np.random.seed()  # here, where its memory is not shared yet
        self.child = os.fork()
        if self.child == 0:
            self.control.close()
            self._become_child(handles[0])
        for handle in handles:
            os.close(handle)
        send(self.control, {"done": True})

    def _become_child(self, handle: int) -> None:
        status = 1
        try:
            line = socket.socket(fileno=handle)
            os.chdir(self.folder)
            try:
                serve(line, self.shell, self._bounds())
                status = 0
            except CannotConfine as error:
                send(line, {"refused": str(error)})
        finally:
            os._exit(status)

    def _bounds(self) -> Bounds | None:
        if not self.settings["confined"]:
            return None
        readable = self.readable or opened(self.settings["readable"])
        writable = FS_WRITE if self.settings["walled"] else FS_ADD
        return Bounds(
            memory_bytes=self.settings["memory_bytes"],
            file_bytes=self.settings["file_bytes"],
            cpu_seconds=self.settings["cpu_seconds"],
            places=readable + opened([self.folder], writable),
            walled=self.settings["walled"],
        )

    def _signal(self, number: int) -> None:
        if self.child:
            os.kill(self.child, number)

    def end(self) -> int:
        """End the child, wait for it, and remove what it left behind."""
        if not self.child:
            return 0
        self._signal(signal.SIGKILL)
        _, status = os.waitpid(self.child, 0)
        self.child = 0
        remove_folder(Path(self.folder))
        return os.waitstatus_to_exitcode(status)


def become_nobody(readable: list[str]) -> None:
    """Become a user that owns nothing, for good.

    Raises:
        CannotConfine: that user cannot read what a student's code needs.
    """
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    for path in readable:
        if not os.access(path, os.R_OK):
            raise CannotConfine(
                f"without bubblewrap root's grading runs students' code as the user nobody, "
                f"who cannot read {path}: install bubblewrap, install Python where everybody "
                "can read it, or grade as another user than root"
            )


def main() -> None:
    """Warm up, then serve until the control line closes."""
    handle, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal is the outer's to act on
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    os.close(silent)
    control = socket.socket(fileno=handle)
    try:
        if settings["nobody"]:
            become_nobody(settings["readable"])
        server = ForkServer(control, settings)
    except CannotConfine as error:
        send(control, {"refused": str(error)})
        return
    try:
        server.run()
    except BrokenLine:
        server.end()  # without bubblewrap nothing else would end the child
