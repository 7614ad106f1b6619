"""Whose a notebook is, by the names that learning management systems give.

| where from | how a notebook is named |
| --- | --- |
| Moodle | `Ada Lovelace_12345_assignsubmission_file_/losses.ipynb`, or that in one name |
| Canvas | `lovelaceada_12345_67890_losses-1.ipynb`, with `_late_` where it was late |
| Blackboard | `losses_ada_attempt_2026-11-30-10-20-30_losses.ipynb` |
| GitHub Classroom | `losses-ada/losses.ipynb` |
| folders | `ada/losses.ipynb`, `ada/losses/losses.ipynb`, `ada.ipynb`, `losses_ada.ipynb` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

MOODLE = re.compile(r"(?P<who>.{1,200}?)_(?P<id>\d{1,20})_assignsubmission_file(?:_(?P<file>.*))?")
CANVAS = re.compile(
    r"(?P<who>[^_]{1,200})_(?:(?i:late)_)?(?P<id>\d{1,20})_\d{1,20}_(?P<file>.{1,200})\.(?:ipynb|zip)",
    re.IGNORECASE,
)
BLACKBOARD = re.compile(
    r"(?P<who>.{1,200}?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.{1,200}))?\.(?:ipynb|zip)",
    re.IGNORECASE,
)
AGAIN = re.compile(r"(?:-| ?\()(?P<number>\d{1,3})\)?$")
"""How a file that was handed in again, or saved again, ends: "losses-1", "losses (1)"."""


@dataclass(frozen=True)
class Claim:
    """Whose a notebook seems to be.

    Attributes:
        lms: which system named it: "moodle", "canvas", "blackboard", or "" for a plain folder.
        candidates: who it may be of, the likeliest first: names, ids, addresses.
        lms_id: the system's own number for them, if it gives one.
        stem: the notebook's name as the student gave it, without its ending.
        again: which time it was handed in, from 0, as far as the name says.
        time: when it was handed in, without a time zone, where the name says it.
        prefix: how the name of a file for them has to begin, to be handed back.
        folders: who it may be of by the folders around it, the outermost first; where one
            of them is on the roster, it counts before anything inside it.
    """

    lms: str
    candidates: tuple[str, ...]
    lms_id: str
    stem: str
    again: int = 0
    time: datetime | None = None
    prefix: str = ""
    folders: tuple[str, ...] = ()


def claim(parts: tuple[str, ...], assignment: str, shared: int = 0) -> Claim:
    """Read the names of a notebook and the folders it is in.

    Arguments:
        parts: the folders, and last the notebook.
        assignment: its name; "losses" says nothing about who wrote it.
        shared: how many of the outer folders are around other notebooks too.
    """
    # A student may name a file, and folders in a zip, like somebody else's: what is
    # outside was named by the system.
    for index, part in enumerate(parts):
        inside = parts[-1] if index < len(parts) - 1 else ""
        said = _named_by_system(part, inside, assignment)
        if said:
            around = _of_folders(parts[: index + 1], assignment, 0)
            return said if said.lms == "moodle" else replace(said, folders=tuple(around))
    names = (*_of_folders(parts, assignment, shared), *_of_file(parts[-1], assignment))
    said = _claimed("", names, "", _stem(parts[-1]))
    return replace(said, folders=tuple(_of_folders(parts, assignment, 0)))


def _named_by_system(part: str, inside: str, assignment: str) -> Claim | None:
    """Return what the name of a folder, a zip or a notebook says, if a system gave it.

    Arguments:
        part: it.
        inside: the notebook's own name, where it lies in that.
        assignment: its name.
    """
    found = MOODLE.fullmatch(part)
    if found:
        prefix = f"{found['who']}_{found['id']}_assignsubmission_file_"
        stem = _stem(inside or found["file"] or part)
        return _claimed("moodle", (found["who"],), found["id"], stem, prefix=prefix)
    found = CANVAS.fullmatch(part)
    if found:
        stem, prefix = _stem(inside or found["file"]), part[: found.start("file")]
        return _claimed("canvas", (found["id"], found["who"]), found["id"], stem, prefix=prefix)
    found = BLACKBOARD.fullmatch(part)
    if found:
        who, stem = found["who"], _stem(inside or found["file"] or assignment)
        names = (who.removeprefix(f"{assignment}_"), *_endings(who, "_"))
        return _claimed("blackboard", names, "", stem, _time(found["time"]))
    return None


def _claimed(
    lms: str,
    candidates: tuple[str, ...],
    lms_id: str,
    stem: str,
    time: datetime | None = None,
    prefix: str = "",
) -> Claim:
    again = AGAIN.search(stem)
    number = int(again["number"]) if again else 0
    stem = AGAIN.sub("", stem) if again else stem
    return Claim(lms, tuple(dict.fromkeys(candidates)), lms_id, stem, number, time, prefix)


def _of_folders(parts: tuple[str, ...], assignment: str, shared: int) -> Iterator[str]:
    """Return who it may be of by its folders, the outermost of its own first."""
    for part in (*parts[shared:-1], *reversed(parts[:shared])):
        name = _stem(part)
        if name.casefold() == assignment.casefold():
            continue
        if name.casefold().startswith(f"{assignment}-".casefold()):
            yield name[len(assignment) + 1 :]
        yield name
        yield from _endings(name, "-")


def _of_file(name: str, assignment: str) -> Iterator[str]:
    """Return who it may be of by its own name, if that is not the assignment's."""
    stem = _stem(name)
    if AGAIN.sub("", stem).casefold() != assignment.casefold():
        for joint in "_- ":
            bare = stem.removeprefix(assignment + joint).removesuffix(joint + assignment)
            if bare != stem:
                yield bare
        yield stem


def _endings(name: str, joint: str) -> Iterator[str]:
    """Return what follows each joint, the longest first: names of assignments may hold one too."""
    pieces = name.split(joint)[:20]
    for start in range(1, len(pieces)):
        yield joint.join(pieces[start:])


def _stem(file: str) -> str:
    return re.sub(r"\.(?:ipynb|zip)$", "", file, flags=re.IGNORECASE)


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
