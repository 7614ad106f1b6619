"""A PostgreSQL server of a test's own: on loopback, by an ordinary user, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

INSTALLED = Path("/usr/lib/postgresql")
USER = "nobody"
"""Who runs the server where the tests are run by root, whom it refuses."""


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a new server, up to the name of a database.

    Where none is installed the test is skipped, or fails if the environment says
    REQUIRE_POSTGRESQL=1.
    """
    programs = next(iter(sorted(INSTALLED.glob("*/bin"), reverse=True)), None)
    if programs is None:
        reason = f"no PostgreSQL server below {INSTALLED} (Debian's package is 'postgresql')"
        if os.environ.get("REQUIRE_POSTGRESQL") == "1":
            pytest.fail(f"REQUIRE_POSTGRESQL=1, but {reason}")
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    user = USER if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            command = [str(programs / program), *arguments]
            subprocess.run(command, cwd=folder, check=True, stdout=log, stderr=log, user=user)

    try:
        run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "grader", "-E", "UTF8")
        port = _free_port()
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "start", "-w", "-D", str(folder / "data"), "-o", options)
        try:
            yield f"postgresql+psycopg://grader@127.0.0.1:{port}/"
        finally:
            run("pg_ctl", "stop", "-m", "immediate", "-D", str(folder / "data"))
    finally:
        shutil.rmtree(folder)
        folder.parent.joinpath(f"{folder.name}.log").unlink()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
