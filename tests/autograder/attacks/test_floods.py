"""Whatever a submission spends, breaks or floods, it ends on time and the next one is graded."""

import time
from collections.abc import Callable

import nbformat
import pytest

from autograder.classroom.graded import Graded
from autograder.sandbox.child import Child, Stopped
from autograder.sandbox.process import Died, Sandbox
from autograder.sandbox.walls import Quotas
from tests.autograder.attacks.paid import is_paid

Attack = Callable[..., Graded]
SOLVED, UNSOLVED = "hinge_loss", "softmax"
FLOODS = {
    "processes": "import os\nwhile True: os.fork()",
    "processes, errors ignored": """
import os
while True:
    try: os.fork()
    except OSError: pass
""",
    "threads": """
import threading, time
threading.stack_size(32768)
while True:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
""",
    "threads that work": """
import threading
def work():
    while True: pass
for _ in range(1000): threading.Thread(target=work, daemon=True).start()
""",
    "memory": "kept = []\nwhile True: kept.append(bytearray(2**26))",
    "memory of small things": "kept = []\nwhile True: kept.append([kept] * 100)",
    "one large file": """
with open("large", "wb") as file:
    while True: file.write(bytes(2**20))
""",
    "large files": """
for number in range(10**6):
    with open(f"large{number}", "wb") as file: file.write(bytes(2**20))
""",
    "many small files": "for number in range(10**7): open(str(number), 'w').close()",
    "deep folders": """
import os
while True:
    os.mkdir("d")
    os.chdir("d")
""",
    "folders without rights": """
import os
for number in range(20):
    os.makedirs(f"{number}/inner")
    open(f"{number}/inner/file", "w").close()
    os.chmod(f"{number}/inner/file", 0)
    os.chmod(f"{number}/inner", 0)
    os.chmod(str(number), 0)
os.chmod(".", 0)
""",
    "file names that are no text": "open(b'\\xff\\n', 'w').close()",
    "open files": "kept = []\nwhile True: kept.append(open('/dev/null'))",
    "prints": "while True: print('flood' * 1000)",
    "small prints": "import sys\nwhile True: sys.stdout.write('x'); sys.stderr.write('y')",
    "raw writes": "import os\nwhile True: os.write(1, b'flood' * 1000)",
    "displays": """
from IPython.display import display, HTML
while True: display(HTML('x' * 10000))
""",
    "a giant representation": """
class Giant:
    def __repr__(self): return 'x' * 10**8
Giant()
""",
    "a giant message": "raise Exception('x' * 10**8)",
    "a giant chain of errors": """
def fail(depth):
    try: raise ValueError('x' * 10000)
    except ValueError:
        if depth: fail(depth - 1)
        raise KeyError('y' * 10000)
fail(50)
""",
    "a giant name": "raise type('x' * 10**7, (Exception,), {})",
    "half characters": "print('\\ud800'); '\\udfff'",
    "a picture that is none": """
from IPython.display import display
display({'image/png': '"><script>alert(1)</script>', 'text/plain': 'x', 'text/html': object()},
        raw=True)
""",
    "a message that cannot be read": """
class Hostile(Exception):
    def __str__(self): raise SystemExit
    __repr__ = __str__
raise Hostile
""",
    "a representation that exits": """
class Hostile:
    def __repr__(self): raise SystemExit
    _repr_html_ = _repr_png_ = _ipython_display_ = __repr__
Hostile()
""",
    "an object of a lying class": """
class Hostile:
    __class__ = property(lambda self: 1 / 0)
Hostile()
""",
    "exit": "exit()",
    "sys.exit": "import sys; sys.exit(3)",
    "os._exit": "import os; os._exit(0)",
    "abort": "import os; os.abort()",
    "a segmentation fault": "import ctypes; ctypes.string_at(0)",
    "a stack overflow": """
import sys
sys.setrecursionlimit(10**9)
class Deep:
    def __getattr__(self, name): return getattr(self, name + 'x')
Deep().x
""",
    "a signal that stops it": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    "a signal that kills it": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "signals ignored": """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
while True: pass
""",
    "interrupts swallowed": """
while True:
    try:
        while True: pass
    except BaseException: pass
""",
    "a call that does not return": "import ctypes; ctypes.CDLL(None).pause()",
    "an expression that does not end": "10**10**9",
    "a pattern that does not end": "import re; re.match('(a*)*b', 'a' * 100)",
    "work at exit": """
import atexit
@atexit.register
def never():
    while True: pass
import os; os._exit(1)
""",
    "a thread left running": """
import threading
def work():
    while True: print('still here')
threading.Thread(target=work).start()
""",
    "an object that does not die": """
class Zombie:
    def __del__(self):
        while True: pass
zombie = Zombie()
""",
    "timers": """
import signal
signal.signal(signal.SIGALRM, lambda *rest: 1 / 0)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
""",
}


OWN_FAULT = {"timers", "a thread left running", "threads that work", "folders without rights"}
"""What goes on after its cell may cost the same submission's other exercises."""


TELLING = {
    "threads": "it started more than 64 threads",
    "many small files": "it made more than 10,000 files",
    "os._exit": "its Python process ended",
    "a segmentation fault": "its Python process was ended by SIGSEGV",
    "signals ignored": "it was stopped after 2 s and it could not be interrupted",
    "a signal that stops it": "it was stopped after 2 s and it could not be interrupted",
    "an expression that does not end": "2 s",
}
"""What is said of some of them."""


@pytest.mark.parametrize("name", FLOODS)
def test_it_ends_on_time_costs_nobody_else_and_what_happened_is_said(
    name: str, attack: Attack, solution: str
) -> None:
    graded = attack(solution, FLOODS[name])
    assert graded.verdicts[UNSOLVED].score == 0
    assert is_paid(graded.verdicts[SOLVED]) or name in OWN_FAULT, graded.notes
    assert TELLING.get(name, "") in str(graded.notes)
    assert len(nbformat.writes(graded.notebook).encode()) < 24 * 2**20


WASTE = {
    "one large file after another": ("large files", "it wrote more than 8 MB to the disk"),
    "many small files": ("many small files", "it made more than 10,000 files"),
    "deep folders": ("deep folders", "it made folders that are nested too deeply"),
}


@pytest.mark.parametrize(("flood", "telling"), WASTE.values(), ids=WASTE)
def test_without_bubblewrap_the_disk_is_bounded_too(
    flood: str, telling: str, sandbox_alone: Sandbox
) -> None:
    with Child(sandbox_alone) as child, pytest.raises(Died, match=telling):
        child.run(FLOODS[flood], time.monotonic() + 60)
    with Child(sandbox_alone) as child:
        (output,) = child.run("import os; print(os.listdir())", time.monotonic() + 60)
    assert output["text"] == "[]\n"


NAMELESS = {
    "a file that is removed": "open('a', 'w').close()\nos.remove('a')",
    "a file that another replaces": "[open(n, 'w').close() for n in 'ab']\nos.replace('a', 'b')",
    "a folder that is removed": "os.mkdir('c')\nos.rmdir('c')",
    "a file without a name": "os.open('.', os.O_TMPFILE | os.O_RDWR)",
    "one by another call": """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
how = (ctypes.c_uint64 * 3)(os.O_TMPFILE | os.O_RDWR, 0o600, 0)
if libc.syscall(ctypes.c_long(437), -100, b'.', how, ctypes.c_size_t(24)) == -1:
    raise PermissionError(ctypes.get_errno(), 'openat2')
""",
}


@pytest.mark.parametrize("source", NAMELESS.values(), ids=NAMELESS)
def test_without_bubblewrap_no_file_takes_up_disk_unseen(
    source: str, sandbox_alone: Sandbox
) -> None:
    with Child(sandbox_alone) as child:
        outputs = child.run(f"import os\n{source}", time.monotonic() + 60)
    assert outputs[-1]["ename"] == "PermissionError"


def test_a_definition_that_ends_every_process_costs_its_own_cell_alone(
    attack: Attack, solution: str
) -> None:
    deadly = "import os\nclass Deadly:\n    os._exit(1)"
    graded = attack(solution, deadly, "import os\ndef softmax(scores, x=os._exit(1)): pass")
    assert is_paid(graded.verdicts[SOLVED])


def test_many_deaths_end_with_the_submissions_time(attack: Attack, solution: str) -> None:
    graded = attack(solution, *["import os; os._exit(0)"] * 30)
    assert is_paid(graded.verdicts[SOLVED])


def test_outputs_of_all_cells_together_are_bounded(attack: Attack, solution: str) -> None:
    graded = attack(solution, *["print('x' * 4_000_000)"] * 6)
    assert len(str(graded.notebook)) < 12 * 2**20
    assert is_paid(graded.verdicts[SOLVED])


def test_processor_time_is_bounded_whatever_the_clock_says() -> None:
    with (
        Sandbox(quotas=Quotas(2**29, 2**23, cpu_seconds=2)) as sandbox,
        Child(sandbox) as child,
        pytest.raises((Died, Stopped)),
    ):
        child.run("while True: pass", time.monotonic() + 60)
