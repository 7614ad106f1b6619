"""The sandbox itself: what students need works, it recovers, leaks nothing, and says what it is."""

import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.errors import CourseError
from autograder.inside import warm
from autograder.inside.confinement import CannotConfine
from autograder.inside.messages import send
from autograder.inside.removal import remove_folder
from autograder.sandbox import packages
from autograder.sandbox import process as outside
from autograder.sandbox.account import CREDENTIALS
from autograder.sandbox.child import Child
from autograder.sandbox.process import Died, Sandbox
from autograder.sandbox.walls import Quotas, Walls, find_walls

SMALL = Quotas(memory_bytes=512 * 2**20, file_bytes=8 * 2**20, cpu_seconds=60)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(quotas=SMALL) as made:
        yield made


def run(sandbox: Sandbox, source: str) -> str:
    """What a new child prints, or how it failed."""
    with Child(sandbox) as child:
        outputs = child.run(source, time.monotonic() + 20)
    return "".join(
        output.get("text") or output.get("evalue") or str(output["data"]) for output in outputs
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("import asyncio\nawait asyncio.sleep(0)\nprint('later')", "later\n"),
        (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor(8) as pool: print(sum(pool.map(abs, range(9))))",
            "36\n",
        ),
        (
            "import tempfile\nwith tempfile.TemporaryFile() as file: print(file.write(b'x'))",
            "1\n",
        ),
        ("import numpy as np\nnp.savez('a.npz', b=[1])\nprint(np.load('a.npz')['b'])", "[1]\n"),
        (
            "import shutil\nopen('a', 'w').close()\nshutil.copy('a', 'b')\nprint('copied')",
            "copied\n",
        ),
        ("%timeit -n1 -r1 1\nprint('timed')", "timed\n"),
        ("import logging, pathlib, pickle, random, re\nprint('imported')", "imported\n"),
    ],
    ids=["await", "threads", "temporary files", "arrays on disk", "copies", "magics", "imports"],
)
def test_what_students_need_works(source: str, shown: str, sandbox: Sandbox) -> None:
    assert run(sandbox, source).endswith(shown)


def test_figures_are_pictures(sandbox: Sandbox) -> None:
    shown = run(sandbox, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    assert "image/png" in shown


def end_outer(sandbox: Sandbox) -> None:
    """Kill the process that was started, as a person might."""
    sandbox._warm.kill()
    sandbox._warm.wait()


def end_inner(sandbox: Sandbox) -> None:
    """Kill the process that forks children, as the kernel might for want of memory."""
    sandbox._control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    send(sandbox._control, "interrupt")
    _, about, _, _ = sandbox._control.recvmsg(100, socket.CMSG_SPACE(CREDENTIALS.size))
    handle = os.pidfd_open(CREDENTIALS.unpack(about[0][2])[0])
    signal.pidfd_send_signal(handle, signal.SIGKILL)
    select.select([handle], [], [])
    os.close(handle)


ENDS = [end_outer, end_inner]


@pytest.mark.parametrize("end", ENDS)
def test_another_warm_process_takes_the_place_of_one_that_was_killed(
    end: Callable[[Sandbox], None], sandbox: Sandbox
) -> None:
    sandbox.warm_up()
    end(sandbox)
    assert run(sandbox, "print(1)") == "1\n"


@pytest.mark.parametrize("end", ENDS)
def test_a_warm_process_killed_right_after_it_forked_is_replaced(
    end: Callable[[Sandbox], None], sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork, kills = sandbox.fork, [end]

    def fork_and_die(line: socket.socket) -> None:
        fork(line)
        if kills:
            kills.pop()(sandbox)

    monkeypatch.setattr(sandbox, "fork", fork_and_die)
    assert run(sandbox, "print(1)") == "1\n"
    assert not kills


@pytest.mark.parametrize("end", ENDS)
def test_a_warm_process_killed_before_the_first_question_is_replaced(
    end: Callable[[Sandbox], None], sandbox: Sandbox
) -> None:
    with Child(sandbox) as child:
        end(sandbox)
        (output,) = child.run("print(1)", time.monotonic() + 20)
        assert output["text"] == "1\n"


def test_a_warm_process_killed_during_a_cell_costs_that_cell_alone(sandbox: Sandbox) -> None:
    with Child(sandbox) as child:
        killer = threading.Timer(0.2, sandbox._warm.kill)
        killer.start()
        with pytest.raises(Died, match="the sandbox was ended from outside"):
            child.run("while True: pass", time.monotonic() + 20)
        killer.join()
    assert run(sandbox, "print(1)") == "1\n"


def test_two_hundred_submissions_leave_no_file_open(sandbox: Sandbox) -> None:
    count = "import os\nprint(sum(os.path.lexists(f'/proc/self/fd/{n}') for n in range(256)))"
    run(sandbox, count)
    open_before, inside_before = len(list(Path("/proc/self/fd").iterdir())), run(sandbox, count)
    for _ in range(200):
        with Child(sandbox):
            pass
    assert run(sandbox, count) == inside_before
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_two_submissions_at_once_each_get_their_own_answer(sandbox: Sandbox) -> None:
    answers: dict[int, str] = {}

    def submit(number: int) -> None:
        answers[number] = run(sandbox, f"print({number})")

    threads = [threading.Thread(target=submit, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"{number}\n" for number in range(4)}


def test_data_is_there_for_every_submission_and_no_notebook_is(tmp_path: Path) -> None:
    (tmp_path / "digits.npz").write_bytes(b"data")
    (tmp_path / "losses.ipynb").write_text("the solutions")
    look = "import os\nprint(os.listdir(), open('digits.npz').read())\nos.remove('digits.npz')"
    with Sandbox(tmp_path, SMALL) as sandbox:
        for _ in range(2):
            assert run(sandbox, look) == "['digits.npz'] data\n"


def test_with_bubblewrap_its_name_is_said() -> None:
    assert str(Walls("/usr/bin/bwrap", confined=True, nobody=False)) == (
        "bubblewrap, Landlock, seccomp"
    )


@pytest.fixture
def no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "find_bubblewrap", lambda: None)


@pytest.mark.usefixtures("no_bubblewrap")
def test_without_bubblewrap_the_confined_child_alone_works_and_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: 1000)
        sandbox = Sandbox(quotas=SMALL)
    with sandbox:
        assert sandbox.walls == "no namespaces, Landlock, seccomp"
        assert run(sandbox, "import numpy as np; print(np.ones(2).sum())") == "2.0\n"
        assert run(sandbox, "open('/etc/passwd')").startswith("[Errno 13]")
        assert list((Path(sandbox._home.name) / "scratch").glob("submission-*")) == []


@pytest.mark.usefixtures("no_bubblewrap")
def test_root_without_bubblewrap_becomes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert find_walls() == Walls(None, confined=True, nobody=True)
    assert str(find_walls()) == "no namespaces, as the user nobody, Landlock, seccomp"
    steps: list[object] = []
    for name in ("setgroups", "setresgid", "setresuid"):
        monkeypatch.setattr(os, name, lambda *ids, name=name: steps.append((name, ids)))
    warm.become_nobody(["/"])
    nobody = (65534, 65534, 65534)
    assert steps == [("setgroups", ([],)), ("setresgid", nobody), ("setresuid", nobody)]


def test_what_nobody_cannot_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("setgroups", "setresgid", "setresuid"):
        monkeypatch.setattr(os, name, lambda *ids: None)
    with pytest.raises(CannotConfine, match=r"cannot read /absent: install bubblewrap"):
        warm.become_nobody(["/", "/absent"])


@pytest.mark.usefixtures("no_bubblewrap")
def test_without_bubblewrap_roots_submissions_run_as_nobody_or_not_at_all() -> None:
    try:
        with Sandbox(quotas=SMALL) as sandbox:
            user = run(sandbox, "import os; print(os.getuid())")
    except CourseError as error:
        assert "install bubblewrap" in str(error)
    else:
        assert user == f"{os.getuid() or 65534}\n"


def started_with(first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have warm processes run a line before anything else."""
    command = packages.python_command

    def changed(handle: int, settings: str, inside: str) -> list[str]:
        words = command(handle, settings, inside)
        words[4] = words[4].replace("; main()", f"; {first}; main()")
        return words

    monkeypatch.setattr(packages, "python_command", changed)


def test_without_landlock_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = "from autograder.inside import confinement; confinement.LANDLOCK_CREATE_RULESET = 9999"
    started_with(absent, monkeypatch)
    with pytest.raises(CourseError, match=r"no Landlock.*grade on Linux 5\.13 or newer"):
        Sandbox(quotas=SMALL).warm_up()


@pytest.mark.parametrize(
    ("lack", "telling"),
    [
        ("sys.modules['pyseccomp'] = None", r"package pyseccomp is missing.*install it with pip"),
        (
            "import ctypes; ctypes.CDLL = lambda *names, **options: open('/libseccomp.so.2')",
            r"library libseccomp is missing.*install libseccomp2",
        ),
    ],
)
def test_without_seccomp_it_refuses_and_names_what_is_missing(
    lack: str, telling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_with(lack, monkeypatch)
    with pytest.raises(CourseError, match=telling):
        Sandbox(quotas=SMALL).warm_up()


def test_a_child_that_cannot_confine_itself_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "from autograder.inside import confinement; confinement.LANDLOCK_RESTRICT_SELF = 9999"
    started_with(broken, monkeypatch)
    with (
        Sandbox(quotas=SMALL) as sandbox,
        pytest.raises(CourseError, match="cannot be kept in here: the kernel refused"),
    ):
        Child(sandbox)


def test_a_warm_process_that_does_not_start_is_said_to_who_waits_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started_with("sys.exit('no more memory')", monkeypatch)
    sandbox = Sandbox(quotas=SMALL)
    with pytest.raises(CourseError, match=r"the sandbox \(.*\) does not start \(no more memory\):"):
        sandbox.warm_up()


def test_elsewhere_than_on_linux_it_is_for_trusted_code_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.platform", "darwin")
        walls = find_walls()
    assert str(walls) == "a plain subprocess: for trusted code only"
    monkeypatch.setattr(outside, "find_walls", lambda: walls)
    with Sandbox(quotas=SMALL) as sandbox:
        assert "trusted code only" in sandbox.walls
        assert run(sandbox, "import numpy as np; print(np.ones(2).sum())") == "2.0\n"


def test_a_folder_is_removed_however_deep_and_whatever_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "submission"
    folder.mkdir()
    (tmp_path / "kept").write_text("x")
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        Path("file").write_text("x")
        Path("link").symlink_to(tmp_path / "kept")
        Path().chmod(0)
    finally:
        os.chdir(here)
    remove_folder(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
