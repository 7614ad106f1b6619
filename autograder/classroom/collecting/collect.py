"""Decides what of an archive goes where, and puts it there.

A plan is made first and can be shown. Carrying it out again changes nothing. Of what a
student handed in more than once the newest counts; the others, and what was in its place
before, are set aside beside the class, each under a name made of its content.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import takewhile
from pathlib import Path

from autograder.classroom import timestamps
from autograder.classroom.collecting.archives import FoundNotebook
from autograder.classroom.collecting.lms_names import Claim, claim
from autograder.classroom.collecting.roster import Roster
from autograder.course import Course
from autograder.errors import CourseError
from autograder.notebooks.files import read_bytes, write_beside

UNFIT = re.compile(r"[^\w.@+-]+")
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class HandedIn:
    """A notebook, whose it is, and when it was handed in, where that is known.

    Attributes:
        has_its_name: whether it is called after the assignment, or after the student.
    """

    student: str
    found: FoundNotebook
    claim: Claim
    time: datetime | None
    digest: str
    has_its_name: bool

    @property
    def order(self) -> tuple[datetime, bool, datetime, int, int]:
        """The greater counts: it was handed in later, as far as anything tells.

        Of several files that were handed in at once, that is one with the right name.
        """
        changed = self.found.modified or datetime.min
        named = self.has_its_name
        return (self.time or NEVER, named, changed, self.claim.again, self.found.position)


@dataclass(frozen=True)
class Step:
    """One step of a plan: where one student's files go, and why.

    Attributes:
        newest: what counts.
        others: what is set aside.
        action: "new", "replaces an older one", "is there already" or "a newer one is there".
    """

    newest: HandedIn
    others: tuple[HandedIn, ...]
    action: str


@dataclass
class Plan:
    """The steps of one run of `autograder collect`, before any of them is taken.

    Attributes:
        steps: one for each student.
        unmatched: notebooks of nobody on the roster.
        unreadable: what cannot be taken, and why.
        passed_over: notebooks of another name than the assignment's, beside one that has it.
    """

    steps: list[Step] = field(default_factory=list)
    unmatched: list[FoundNotebook] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    passed_over: list[FoundNotebook] = field(default_factory=list)


class Collecting:
    """Collects one assignment of one class.

    Arguments:
        course: where it is put.
        assignment: its name.
        roster: who may hand in; nobody known means everybody.
        take_others: take also who is not on the roster, under the name that they have.
        zone: of times that an archive gives without one.
        trust_zip_times: take a zip's dates as the times of handing in.
        trust_timestamps: take what a `timestamp.txt` beside a notebook says. nbgrader's
            exchange writes one, but a student's repository may hold one, too.
    """

    def __init__(
        self,
        course: Course,
        assignment: str,
        roster: Roster,
        take_others: bool = False,
        zone: tzinfo = UTC,
        trust_zip_times: bool = False,
        trust_timestamps: bool = False,
    ) -> None:
        self.course = course
        self.assignment = assignment
        self.roster = roster
        self.take_others = take_others or not roster.ids
        self.zone = zone
        self.trust_zip_times = trust_zip_times
        self.trust_timestamps = trust_timestamps

    def plan(self, notebooks: Iterable[FoundNotebook]) -> Plan:
        """Decide what to do with what was found; nothing is written.

        Raises:
            CourseError: an archive holds too much.
        """
        plan = Plan()
        of: dict[str, list[HandedIn]] = defaultdict(list)
        for found, shared in _with_shared_folders(list(notebooks)):
            said = claim(found.parts, self.assignment, shared)
            student = self.roster.find((*said.folders, *said.candidates))
            if student is None and self.take_others:
                student = folder_name(_likeliest(said))
            if not student:
                plan.unmatched.append(found)
                continue
            try:
                digest = hashlib.sha256(found.read()).hexdigest()
            except CourseError as error:
                plan.unreadable.append((student, str(error)))
                continue
            named = self._has_its_name(student, said)
            time = self._time(found, said)
            of[student].append(HandedIn(student, found, said, time, digest, named))
        for student in sorted(of):
            # A folder holds what it likes; what a system gives was handed in for this.
            kept = [
                handed_in
                for handed_in in of[student]
                if handed_in.has_its_name or handed_in.claim.lms
            ] or of[student]
            plan.passed_over += [
                handed_in.found for handed_in in of[student] if handed_in not in kept
            ]
            plan.steps.append(self._step(kept))
        return plan

    def carry_out(self, step: Step) -> None:
        """Put one student's notebook in place, and set the others aside.

        Raises:
            CourseError: it can no longer be read.
        """
        folder = self.course.submitted / step.newest.student / self.assignment
        target = folder / f"{self.assignment}.ipynb"
        for other in step.others:
            self._set_aside(other.student, other.found.read())
        if step.action == NEWER:
            self._set_aside(step.newest.student, step.newest.found.read())
            return
        if step.action == REPLACES:
            self._set_aside(step.newest.student, read_bytes(target))
        if step.newest.time:
            stamp = timestamps.written(step.newest.time.astimezone(UTC))
            write_beside(folder / timestamps.NAME, stamp)
        elif step.action == REPLACES:
            (folder / timestamps.NAME).unlink(missing_ok=True)  # it was the older one's
        said = step.newest.claim
        origin = {"lms": said.lms, "id": said.lms_id, "prefix": said.prefix}
        place = origin_of(self.course, step.newest.student, self.assignment)
        write_beside(place, json.dumps(origin, ensure_ascii=False).encode())
        if step.action != THERE:
            write_beside(target, step.newest.found.read())

    def _time(self, found: FoundNotebook, said: Claim) -> datetime | None:
        time = said.time or (_timestamp(found) if self.trust_timestamps else None)
        if time is None and self.trust_zip_times:
            time = found.modified
        if time is None or time.tzinfo:
            return time
        return time.replace(tzinfo=self.zone)

    def _has_its_name(self, student: str, said: Claim) -> bool:
        stem = said.stem.casefold()
        return self.assignment.casefold() in stem or student.casefold() == stem

    def _step(self, handed_in: Sequence[HandedIn]) -> Step:
        *others, newest = sorted(handed_in, key=lambda step: step.order)
        different = {step.digest: step for step in others if step.digest != newest.digest}
        return Step(newest, tuple(different.values()), self._action(newest))

    def _action(self, newest: HandedIn) -> str:
        folder = self.course.submitted / newest.student / self.assignment
        target = folder / f"{self.assignment}.ipynb"
        if not target.is_file() or target.is_symlink():
            return NEW
        try:
            if hashlib.sha256(read_bytes(target)).hexdigest() == newest.digest:
                return THERE
        except CourseError:
            return NEW
        before, _ = timestamps.handed_in_at(folder)
        if before and newest.time and newest.time < before.replace(tzinfo=UTC):
            return NEWER
        return REPLACES

    def _set_aside(self, student: str, content: bytes) -> None:
        path = self.aside / student / f"{hashlib.sha256(content).hexdigest()[:16]}.ipynb"
        if not path.exists():
            write_beside(path, content)

    @property
    def aside(self) -> Path:
        """Return where what does not count is kept."""
        return set_aside(self.course, self.assignment)


NEW = "new"
REPLACES = "replaces an older one"
THERE = "is there already"
NEWER = "a newer one is there"


def _with_shared_folders(
    notebooks: Sequence[FoundNotebook],
) -> Iterator[tuple[FoundNotebook, int]]:
    """Each notebook, and how many of its outer folders are around all of its archive."""
    of: dict[str, list[FoundNotebook]] = defaultdict(list)
    for found in notebooks:
        of[found.archive].append(found)
    for all_of_it in of.values():
        outer = zip(*(found.parts[:-1] for found in all_of_it), strict=False)
        shared = sum(1 for _ in takewhile(lambda names: len(set(names)) == 1, outer))
        for found in all_of_it:
            yield found, shared


def set_aside(course: Course, assignment: str) -> Path:
    """Return where notebooks that were collected and do not count are kept, a folder a student."""
    return course.home / "set_aside" / assignment


def origin_of(course: Course, student: str, assignment: str) -> Path:
    """The file that says what a submission was called where it came from.

    Handing back goes by it, so it lies where nothing of a student's does.
    """
    return course.home / "collected" / assignment / f"{student}.json"


def folder_name(text: str) -> str:
    """A folder's name for somebody whom no roster names; empty where nothing of it can be one."""
    plain = UNFIT.sub("-", unicodedata.normalize("NFC", text)).strip("-. ")
    return plain[:100]


def _likeliest(said: Claim) -> str:
    """Of what a notebook says of its owner, what names a folder best: a name, not a number."""
    return next((candidate for candidate in said.candidates if not candidate.isdigit()), "")


def _timestamp(found: FoundNotebook) -> datetime | None:
    """Return what a file beside a notebook says, in the form that nbgrader writes."""
    try:
        time = timestamps.parsed(found.beside(timestamps.NAME).decode(errors="replace"))
    except CourseError:
        return None
    return time.replace(tzinfo=UTC) if time else None
