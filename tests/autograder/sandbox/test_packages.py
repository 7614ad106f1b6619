"""A submission sees the packages that students may use, and no other, wherever these lie."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.sandbox import packages

HIDDEN = (
    "lib/python3.11/site-packages/torch/__init__.py",
    "lib/python3/dist-packages/torch.py",
    "lib/vendor/deep/down/python3.12/site-packages/torch/__init__.py",
    "lib64/python3.11/site-packages/torch/__init__.py",
    "pkgs/torch-2.13/lib/python3.11/site-packages/torch/__init__.py",
    "pkgs/torch-2.13/site-packages/torch/__init__.py",
    "envs/course/lib/python3.11/site-packages/torch/__init__.py",
)
SHOWN = ("bin/python3.11", "lib/libpython3.11.so", "lib/python3.11/json/__init__.py")


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A prefix as Conda has one, with other environments and unpacked packages in it."""
    for name in (*HIDDEN, *SHOWN):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    forget()
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    yield tmp_path
    forget()


def forget() -> None:
    packages._system_paths.cache_clear()
    packages._other_packages.cache_clear()


def is_below(path: Path | str, folders: list[str]) -> bool:
    return any(Path(path).is_relative_to(folder) for folder in folders)


def shows(command: list[str], path: Path) -> bool:
    """Whether bubblewrap shows a file: the last of its mounts above the file decides."""
    mounts = zip(command, command[1:], command[2:], strict=False)
    found = False
    for option, source, target in mounts:
        if option == "--ro-bind" and path.is_relative_to(target):
            found = source == target
        if option == "--tmpfs" and path.is_relative_to(source):
            found = False
    return found


def test_without_walls_no_other_package_is_readable(prefix: Path) -> None:
    readable = packages.readable(walled=False)
    assert [name for name in HIDDEN if is_below(prefix / name, readable)] == []
    assert all(is_below(prefix / name, readable) for name in SHOWN)
    assert is_below(np.__file__, readable)


def test_within_walls_no_other_package_is_there(prefix: Path) -> None:
    command = packages.walled("bwrap", prefix, 2**20)
    command = command[: command.index("--size")]  # then comes /tmp, where tests keep their files
    assert [name for name in HIDDEN if shows(command, prefix / name)] == []
    assert all(shows(command, prefix / name) for name in SHOWN)
    assert shows(command, Path(np.__file__))


def test_bubblewrap_is_tried_with_the_namespaces_that_it_is_to_give(tmp_path: Path) -> None:
    bwrap = tmp_path / "bwrap"
    bwrap.write_text(
        '#!/bin/sh\nfor one in "$@"; do [ "$one" = --unshare-user ] && exit 1; done; exit 0\n'
    )
    bwrap.chmod(0o700)
    assert not packages._works(str(bwrap))
