"""Finds the notebooks in what a learning management system hands out: a zip, or a folder.

A zip's names are read and never used as paths, so nothing can be unpacked outside its place.
Links are not followed, and everything is bounded: how many files, how large each, how much
all of them together.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.course import shown
from autograder.errors import CourseError
from autograder.harmless.text import plain_line
from autograder.notebooks.bounds import MAX_BYTES
from autograder.notebooks.files import read_bytes

MAX_FILES = 100_000
MAX_TOTAL = 8 * 2**30
MAX_INNER_ZIP = 20 * 2**20
MAX_INNER_FILES = 2_000
MAX_DEPTH = 12
NOTEBOOK, ZIP = ".ipynb", ".zip"
NOT_HANDED_IN = ("__MACOSX", ".ipynb_checkpoints", ".git")
ENTRY = b"PK\x01\x02"
"""How each entry of a zip's directory begins (APPNOTE.TXT, 4.3.12)."""
UTF8_NAME, ENCRYPTED = 0x800, 0x1


@dataclass(frozen=True)
class FoundNotebook:
    """A notebook in an archive.

    Attributes:
        parts: the folders it is in and its name, as text.
        archive: what it was found in, as a person knows it.
        position: its place among all that was found; later ones come later.
        modified: when the archive says it was changed, without a time zone.
        read: gives its content; raises a CourseError that says why not.
        beside: gives the content of a small file beside it, or nothing.
    """

    parts: tuple[str, ...]
    archive: str
    position: int
    modified: datetime | None
    read: Callable[[], bytes]
    beside: Callable[[str], bytes] = field(default=lambda name: b"")

    @property
    def name(self) -> str:
        """The path in the archive, on one line."""
        return plain_line("/".join(self.parts), 300)


class Budget:
    """Counts how much may still be read, of all archives together."""

    def __init__(self, files: int = MAX_FILES, total: int = MAX_TOTAL) -> None:
        self.files = files
        self.total = total

    def take_file(self, archive: str) -> None:
        """Count a file.

        Raises:
            CourseError: there are too many.
        """
        self.files -= 1
        if self.files < 0:
            raise CourseError(f"{archive} holds too many files: give the class's own archive")

    def take_bytes(self, count: int, archive: str) -> None:
        """Count what was unpacked.

        Raises:
            CourseError: it is too much.
        """
        self.total -= count
        if self.total < 0:
            raise CourseError(f"{archive} unpacks to too much: it may be a zip bomb, look at it")


def notebooks_in(path: Path, budget: Budget) -> Iterator[FoundNotebook]:
    """The notebooks in a zip or a folder, also those in zips of students one level down.

    Raises:
        CourseError: there is no such file, or it is no zip, or it holds too much.
    """
    if path.is_dir():
        yield from _in_folder(path, budget)
    elif not path.exists():
        raise CourseError(f"{shown(path)} is not there: give a zip or a folder of notebooks")
    else:
        try:
            archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise CourseError(f"{shown(path)} is no zip that can be read ({error})") from None
        yield from _in_zip(archive, (), shown(path), budget)


def _in_zip(
    archive: zipfile.ZipFile, above: tuple[str, ...], label: str, budget: Budget
) -> Iterator[FoundNotebook]:
    listed = [(_parts(_name_of(info)), info) for info in archive.infolist()]
    members = dict(listed)
    for parts, info in listed:  # two members may have one name
        budget.take_file(label)
        if not _may_be_handed_in(parts) or info.is_dir():
            continue

        def read(info: zipfile.ZipInfo = info) -> bytes:
            return _unpacked(archive, info, MAX_BYTES, label, budget)

        def beside(name: str, parts: tuple[str, ...] = parts) -> bytes:
            other = members.get((*parts[:-1], name))
            return _unpacked(archive, other, 1000, label, budget) if other else b""

        if parts[-1].lower().endswith(NOTEBOOK):
            place = budget.files
            found = (*above, *parts)
            yield FoundNotebook(found, label, -place, _changed(info), read, beside)
        elif parts[-1].lower().endswith(ZIP) and not above:
            yield from _in_inner_zip(info, parts, read, label, budget)


def _in_inner_zip(
    info: zipfile.ZipInfo,
    parts: tuple[str, ...],
    read: Callable[[], bytes],
    label: str,
    budget: Budget,
) -> Iterator[FoundNotebook]:
    """Return what a student zipped; one that cannot be read holds nothing."""
    if info.file_size > MAX_INNER_ZIP:
        return
    try:
        content = read()
        if content.count(ENTRY) > MAX_INNER_FILES:
            return
        inner = zipfile.ZipFile(io.BytesIO(content))
    except (CourseError, zipfile.BadZipFile, ValueError, OSError):
        return
    yield from _in_zip(inner, parts, label, budget)


def _unpacked(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, label: str, budget: Budget
) -> bytes:
    name = plain_line("/".join(_parts(_name_of(info))), 200)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise CourseError(f"{name} in {label} is a link to another place")
    if info.flag_bits & ENCRYPTED:
        raise CourseError(f"{name} in {label} is encrypted")
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)  # what the directory says of its size may be wrong
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise CourseError(f"{name} in {label} is damaged") from None
    budget.take_bytes(len(content), label)
    if len(content) > most:
        raise CourseError(f"{name} in {label} is over the limit of {most / 2**20:.0f} MB")
    return content


def _name_of(info: zipfile.ZipInfo) -> str:
    """A member's name: what is not marked as UTF-8 often is; else it is as zips began."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _changed(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time)
    except ValueError:
        return None


def _in_folder(root: Path, budget: Budget) -> Iterator[FoundNotebook]:
    label = shown(root)
    for place, folders, files in os.walk(root, followlinks=False):
        inside = Path(place).relative_to(root).parts
        folders[:] = sorted(folder for folder in folders if folder not in NOT_HANDED_IN)
        if len(inside) >= MAX_DEPTH:
            folders.clear()
        for file in sorted(files):
            budget.take_file(label)
            path = Path(place, file)
            parts = tuple(os.fsencode(part).decode(errors="replace") for part in (*inside, file))
            if not _may_be_handed_in(parts) or path.is_symlink():
                continue
            if file.lower().endswith(NOTEBOOK):
                yield _of_file(path, _normal(parts), label, -budget.files)
            elif file.lower().endswith(ZIP):
                yield from _zip_in_folder(path, _normal(parts), label, budget)


def _zip_in_folder(
    path: Path, parts: tuple[str, ...], label: str, budget: Budget
) -> Iterator[FoundNotebook]:
    try:
        content = read_bytes(path)
        if len(content) > MAX_INNER_ZIP or content.count(ENTRY) > MAX_INNER_FILES:
            return
        inner = zipfile.ZipFile(io.BytesIO(content))
    except (CourseError, zipfile.BadZipFile, ValueError, OSError):
        return
    yield from _in_zip(inner, parts, label, budget)


def _of_file(path: Path, parts: tuple[str, ...], label: str, position: int) -> FoundNotebook:
    def beside(name: str) -> bytes:
        other = path.with_name(name)
        if other.is_symlink() or not other.is_file():
            return b""
        return read_bytes(other)[:1000]

    # When a file of a folder was changed is when it was copied or cloned: that says nothing.
    return FoundNotebook(parts, label, position, None, lambda: read_bytes(path), beside)


def _parts(name: str) -> tuple[str, ...]:
    """A member's name as its parts, whichever way the slashes lean."""
    return _normal(
        tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))
    )


def _normal(parts: tuple[str, ...]) -> tuple[str, ...]:
    """macOS writes an accent as a character of its own: one way of writing is enough."""
    return tuple(unicodedata.normalize("NFC", part) for part in parts)


def _may_be_handed_in(parts: tuple[str, ...]) -> bool:
    """Tell whether it can be a submission: no twin that macOS made, no copy by Jupyter, no `..`."""
    return bool(parts) and not (
        parts[-1].startswith("._") or ".." in parts or any(part in NOT_HANDED_IN for part in parts)
    )
