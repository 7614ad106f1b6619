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
from dataclasses import dataclass
from datetime import datetime

MOODLE = re.compile(r"(?P<who>.{1,200})_(?P<id>\d{1,20})_assignsubmission_file(?:_(?P<file>.*))?")
CANVAS = re.compile(
    r"(?P<who>[^_]{1,200})_(?:(?i:late)_)?(?P<id>\d{1,20})_\d{1,20}_(?P<file>.{1,200})\.ipynb",
    re.IGNORECASE,
)
BLACKBOARD = re.compile(
    r"(?P<who>.{1,200})_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.{1,200}))?\.ipynb",
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
    """

    lms: str
    candidates: tuple[str, ...]
    lms_id: str
    stem: str
    again: int = 0
    time: datetime | None = None
    prefix: str = ""


def claim(parts: tuple[str, ...], assignment: str, shared: int = 0) -> Claim:
    """Read the names of a notebook and the folders it is in.

    Arguments:
        parts: the folders, and last the notebook.
        assignment: its name; "losses" says nothing about who wrote it.
        shared: how many of the outer folders are around other notebooks too.
    """
    for part in reversed(parts):
        found = MOODLE.fullmatch(part)
        if found:
            file = parts[-1] if part != parts[-1] else found["file"] or parts[-1]
            prefix = f"{found['who']}_{found['id']}_assignsubmission_file_"
            return _claimed("moodle", (found["who"],), found["id"], _stem(file), prefix=prefix)
    found = CANVAS.fullmatch(parts[-1])
    if found:
        prefix = parts[-1][: found.start("file")]
        names = (found["id"], found["who"])
        return _claimed("canvas", names, found["id"], found["file"], prefix=prefix)
    found = BLACKBOARD.fullmatch(parts[-1])
    if found:
        who = found["who"]
        likeliest = who.removeprefix(f"{assignment}_")
        file = _stem(found["file"] or assignment)
        candidates = (likeliest, *_endings(who, "_"))
        return _claimed("blackboard", candidates, "", file, _time(found["time"]))
    return _claimed("", tuple(_of_folders(parts, assignment, shared)), "", _stem(parts[-1]))


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
    """Who it may be of by its folders, the outermost of its own first; then by its own name."""
    for part in (*parts[shared:-1], *reversed(parts[:shared])):
        name = _stem(part)
        if name.casefold() == assignment.casefold():
            continue
        if name.casefold().startswith(f"{assignment}-".casefold()):
            yield name[len(assignment) + 1 :]
        yield name
        yield from _endings(name, "-")
    stem = _stem(parts[-1])
    if AGAIN.sub("", stem).casefold() != assignment.casefold():
        for joint in "_- ":
            bare = stem.removeprefix(assignment + joint).removesuffix(joint + assignment)
            if bare != stem:
                yield bare
        yield stem


def _endings(name: str, joint: str) -> Iterator[str]:
    """What follows each joint, the longest first: names of assignments may hold one too."""
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
