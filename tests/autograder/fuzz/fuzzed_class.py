"""A class of hostile students between two honest ones, graded and looked at."""

from __future__ import annotations

import json
import shutil
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograder import assignments
from autograder.classroom.executing import Options
from autograder.classroom.feedback import make_feedback
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.grading_work import allowed
from autograder.classroom.record import Record
from autograder.classroom.sample_class import notebooks_of_a_class
from autograder.course import Course
from autograder.errors import CourseError
from autograder.harmless.text import plain_line
from autograder.inside.removal import remove_folder
from autograder.limited import Allowed
from autograder.notebooks.files import as_json
from autograder.sandbox.limits import Limits
from tests.autograder.fuzz.hostile_folders import HandedIn

ASSIGNMENT = "losses"
HONEST = ("00-honest", "zz-honest")
SEED = 20
MOST_MEMORY = 256 * 2**20
"""What the process that grades may take for a class, beyond what it had before."""
LOST = ("could not be read", "the process that read it", "it took more than", "of memory to read")
"""What a status says where a limited process was lost, or met what nobody had thought of."""


@dataclass
class Looked:
    """What was seen of one class.

    Attributes:
        wrong: sentences on what must not be; empty where all is well.
        seconds: wall time of grading and of feedback.
        memory: bytes that the process took at most, beyond what it had before.
    """

    wrong: list[str] = field(default_factory=list)
    seconds: float = 0
    memory: int = 0


class FuzzedClass:
    """A class whose students change; whoever is honest must be graded the same each time.

    Arguments:
        course: with the assignment released, and a class that is nobody's.
        limits: what a submission may take.
    """

    def __init__(self, course: Course, limits: Limits) -> None:
        self.course = course
        self._limits = limits
        self._grader = Grader(course, ASSIGNMENT, "cpu", SEED)
        path = course.release / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        released = nbformat.read(path, as_version=4)
        made = notebooks_of_a_class(assignments.load(ASSIGNMENT), released)
        solved = made["right-vectorised"]
        assert not isinstance(solved, bytes)
        self._right = json.loads(as_json(solved))
        self._expected = ""
        alone = self.graded([])
        if alone.wrong:
            raise CourseError(f"nobody is hostile, and yet: {alone.wrong[0]}")
        self._expected = self._honest_notebook(HONEST[0])

    def graded(self, hostile: list[HandedIn]) -> Looked:
        """Grade a class, make its feedback, and say what must not be of what came out."""
        course, looked = self.course, Looked()
        for folder in (course.submitted, course.autograded, course.feedback):
            if folder.exists():
                remove_folder(folder)
        self._lay(hostile)
        before = _peak_memory()
        begun = time.monotonic()
        try:
            options = Options(self._limits)
            records = grade_class(course, self._grader, options, _quiet)
            students = [record.student for record in records]
            troubles = make_feedback(course, ASSIGNMENT, students, _quiet)
        except Exception:
            looked.wrong.append(f"the class is aborted:\n{traceback.format_exc()}")
        else:
            looked.wrong += self._wrong(records, troubles)
        looked.seconds = time.monotonic() - begun
        looked.memory = _peak_memory(reset=False) - before
        if looked.memory > MOST_MEMORY:
            looked.wrong.append(f"grading took {looked.memory / 2**20:.0f} MB in the main process")
        most = (2 + len(hostile)) * (allowed(self._limits).seconds + Allowed().seconds)
        if looked.seconds > most:
            looked.wrong.append(f"it took {looked.seconds:.0f} s, where limits allow {most:.0f} s")
        return looked

    def guilty(self, hostile: list[HandedIn]) -> HandedIn | None:
        """The first student for whom alone something is wrong, whose folder is left in place."""
        for student in hostile:
            if self.graded([student]).wrong:
                return student
        return None

    def keep(self, place: Path) -> None:
        """Move what is handed in to another place."""
        if place.exists():
            remove_folder(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.course.submitted, place)

    def _lay(self, hostile: list[HandedIn]) -> None:
        for number, student in enumerate(hostile, start=1):
            student.lay(self.course.submitted, number, self._right)
        for name in HONEST:
            folder = self.course.submitted / name / ASSIGNMENT
            folder.mkdir(parents=True)
            folder.joinpath(f"{ASSIGNMENT}.ipynb").write_text(json.dumps(self._right))

    def _wrong(self, records: list[Record], troubles: dict[str, str]) -> Iterator[str]:
        by_name = {record.student: record for record in records}
        handed_in = len(list(self.course.submitted.iterdir()))
        if len(by_name) != handed_in:
            yield f"{handed_in} handed in, and there are {len(by_name)} records"
        for student in HONEST:
            record = by_name.get(student)
            if record is None or record.score != record.max_score or record.status != "graded":
                yield f"{student}, who is honest, got {record}"
            elif self._expected not in ("", self._honest_notebook(student)):
                yield f"{student}, who is honest, got another notebook back than alone"
        for record in records:
            page = self.course.feedback / record.student / ASSIGNMENT / f"{ASSIGNMENT}.html"
            if not page.exists() and record.student not in troubles:
                yield f"{record.student} got no page"
            if record.status != plain_line(record.status):
                yield f"{record.student} has a status that a terminal may obey: {record.status!r}"
            if any(words in record.status for words in LOST):
                yield f"{record.student}: {record.status}"
        for student, trouble in troubles.items():
            yield f"{student} got no page: {trouble}"

    def _honest_notebook(self, student: str) -> str:
        path = self.course.autograded / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        return path.read_text()


def _quiet(done: int, total: int) -> None:
    pass


def _peak_memory(reset: bool = True) -> int:
    """The most memory that this process has had, in bytes, since it was last reset.

    Arguments:
        reset: begin anew, so that what is returned is what it has now.
    """
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(kilobytes) * 1024
