"""Submissions graded on a Dask cluster: as they would be here, and none harms another."""

from __future__ import annotations

import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from distributed import Client

from autograder.classroom import cluster as on_clusters
from autograder.classroom.cluster import Task, outcomes
from autograder.classroom.executing import Options
from autograder.classroom.grader import Grader
from autograder.classroom.grading import grade_class
from autograder.classroom.submissions import Submission
from autograder.course import Course, open_course
from autograder.errors import CourseError
from autograder.limited import Outcome
from autograder.notebooks.files import write_beside
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits

STUDENTS = ("ada", "emile", "no")
GUIDE = Path(__file__).parents[3] / "book/teaching/installations.md"
START, GRADE = re.findall(
    r"```bash\n(dask scheduler.*?|autograder grade.*?)```", GUIDE.read_text(), re.DOTALL
)
"""What the guide says: how a scheduler and a worker are started, and how one grades with them."""


class Cluster:
    """A scheduler and two workers, started as the guide says, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = str(probe.getsockname()[1])
        self.address = self._at_our_port(shlex.split(GRADE)[-1])
        self._log = (folder / "cluster.log").open("w")
        scheduler, worker = map(shlex.split, START.strip().splitlines())
        self.scheduler = self._started(*scheduler, "--no-dashboard")
        self.workers = [
            self._started(*worker, "--no-dashboard", "--local-directory", str(folder / name))
            for name in ("first", "second")
        ]
        with Client(self.address, timeout="60s") as client:
            client.wait_for_workers(2, timeout=60)

    def _at_our_port(self, text: str) -> str:
        return text.replace("8786", self._port)

    def _started(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        path = Path(sys.executable).with_name(program)
        command = [str(path), *map(self._at_our_port, arguments)]
        return subprocess.Popen(command, stdout=self._log, stderr=self._log)

    def lose(self, process: subprocess.Popen[bytes]) -> None:
        """Kill a process with all that it started, as if its machine were gone."""
        family = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.wait()
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.kill()

    def close(self) -> None:
        """Kill what is left."""
        for process in (self.scheduler, *self.workers):
            if process.poll() is None:
                self.lose(process)
        self._log.close()


@pytest.fixture(scope="module")
def course(course_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """A class of three: one who is right, one who has not begun, one whose file is damaged."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course_folder)
        opened = open_course(tmp_path_factory.mktemp("class"))
        release(opened, "losses")
        solved = opened.source_notebook("losses").read_bytes()
        started = (opened.release / "losses/losses.ipynb").read_bytes()
        for student, content in zip(STUDENTS, (solved, started, solved[:1000]), strict=True):
            write_beside(opened.submitted / student / "losses/losses.ipynb", content)
        yield opened


@pytest.fixture(scope="module")
def cluster(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    made.close()


def graded(
    course: Course, scheduler: str | None, lose: Callable[[], None] = lambda: None
) -> dict[str, tuple[float, str]]:
    """Grade a class, and lose something as soon as the first grade is there."""

    def progress(done: int, total: int) -> None:
        if done == 1:
            lose()

    options = Options(Limits(), scheduler=scheduler, force=True)
    records = grade_class(course, Grader(course, "losses", "cpu", 3), options, progress)
    return {record.student: (record.score, record.status) for record in records}


def test_a_cluster_grades_as_own_processes_do_though_a_worker_is_lost_in_mid_submission(
    course: Course, cluster: Cluster
) -> None:
    here = graded(course, None)
    assert {student: score > 0 for student, (score, _) in here.items()} == {
        "ada": True,
        "emile": False,
        "no": False,
    }
    there = graded(course, cluster.address, lambda: cluster.lose(cluster.workers[0]))
    assert there == here
    assert cluster.workers[0].poll() is not None


def test_where_the_scheduler_is_lost_the_command_says_so_and_the_next_goes_on(
    course: Course, cluster: Cluster
) -> None:
    endless = nbformat.read(course.source_notebook("losses"), as_version=4)
    endless.cells.insert(0, nbformat.v4.new_code_cell("while True:\n    pass"))
    zoe = course.submitted / "zoe/losses/losses.ipynb"  # is still at work when the others are done
    write_beside(zoe, nbformat.writes(endless).encode())
    with pytest.raises(
        CourseError, match=r"the scheduler at tcp.* was lost: .* run the same command"
    ):
        graded(course, cluster.address, lambda: cluster.lose(cluster.scheduler))
    shutil.rmtree(course.submitted / "zoe")
    options = Options(Limits())
    anew: list[int] = []
    grade_class(
        course, Grader(course, "losses", "cpu", 3), options, lambda done, _: anew.append(done)
    )
    assert anew[0] >= 1  # what was graded is saved


def test_an_address_where_nobody_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_clusters, "ANSWER_SECONDS", 0.1)
    task = Task(Path("losses.ipynb"), "losses", 1, Limits())
    with pytest.raises(CourseError, match=r"no Dask scheduler answers at tcp.*: check"):
        list(on_clusters.on_cluster("tcp://127.0.0.1:9", task, {}))


def test_a_submission_whose_machine_fails_once_is_graded_at_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: Counter[str] = Counter()

    def graded(task: Task, file: str, content: bytes, others: tuple[str, ...]) -> Outcome:
        tries[file] += 1
        if file == "fails" or (file == "fails once" and tries[file] == 1):
            raise MemoryError
        return Outcome({"text": file})

    monkeypatch.setattr(on_clusters, "grade_there", graded)
    handed_in = {
        name: Submission(name, tmp_path, tmp_path / name, "")
        for name in ("fails once", "fails", "works")
    }
    for name in handed_in:
        (tmp_path / name).touch()
    task = Task(tmp_path, "losses", 1, Limits())
    with ThreadPoolExecutor(2) as executor:
        found = dict(outcomes(executor, task, handed_in))
    assert {name for name, outcome in found.items() if not outcome.trouble} == {
        "fails once",
        "works",
    }
    assert found["fails"].trouble == "the machine that it was graded on failed"
    assert tries == {"fails once": 2, "fails": 2, "works": 1}
