"""What lies outside a submission's process is out of its reach, with bubblewrap or without.

Each attack is a cell that has to end with an error of the kernel's.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.sandbox.child import Child
from autograder.sandbox.process import Died, Sandbox

ROOT = Path(__file__).parents[3]
REFUSED = ("PermissionError", "FileNotFoundError", "NotADirectoryError")
PRELUDE = """
import ctypes, fcntl, os, resource, signal, socket, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    if result in (-1, 2**64 - 1):
        raise OSError(ctypes.get_errno(), name)
    return result
"""
RAW = """
arguments = [ctypes.c_long(one) for one in ({arguments})]
if libc.syscall(*arguments) == -1:
    raise OSError(ctypes.get_errno(), "raw")
"""
FCNTL = "(72 if os.uname().machine == 'x86_64' else 25)"

READING = {
    "the tests": f"open({str(ROOT / 'tests/autograder/judge/test_judge.py')!r})",
    "the solutions": f"open({str(ROOT / 'solutions/losses.py')!r})",
    "the judge": f"open({str(ROOT / 'autograder/judge/judge.py')!r})",
    "the course folder": f"os.listdir({str(ROOT)!r})",
    "the gradebook": f"open({str(ROOT / 'class/gradebook.db')!r}, 'rb')",
    "the folder of all submissions": "os.listdir('..')",
    "the module of the judge": (
        "os.stat(sys.modules['autograder.inside.probe'].__file__ + '/../../judge/judge.py')"
    ),
    "the passwords": "open('/etc/passwd')",
    "the home of whoever grades": f"os.listdir({str(Path.home())!r})",
    "its own environment in /proc": "open('/proc/self/environ', 'rb')",
    "the environment of the first process": "open('/proc/1/environ', 'rb')",
    "the environment of its parent": "open(f'/proc/{os.getppid()}/environ', 'rb')",
    "the memory of its parent": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "its own memory": "open('/proc/self/mem', 'r+b')",
    "the list of processes": "os.listdir('/proc')",
    "the root": "os.listdir('/')",
}
WRITING = {
    "beside its folder": "open('../left', 'w')",
    "to /tmp": "open('/tmp/left', 'w')",
    "to shared memory": "open('/dev/shm/left', 'w')",
    "into a package": "open(sys.modules['numpy'].__file__, 'a') if 'numpy' in sys.modules else 1/0",
    "a link out of its folder": "os.symlink('/etc/passwd', 'link')",
    "another name for a package": "os.link(os.__file__, 'os.py')",
    "a named pipe": "os.mkfifo('pipe')",
    "a device": "os.mknod('device', 0o20666, os.makedev(1, 3))",
    "System V shared memory": "call('shmget', 4711, 4096, 0o1666)",
    "System V messages": "call('msgget', 4711, 0o1666)",
    "System V semaphores": "call('semget', 4711, 1, 0o1666)",
    "a message queue": "call('mq_open', b'/left', os.O_CREAT | os.O_RDWR, 0o600, None)",
    "memory with a name": "os.memfd_create('left')",
    "a lease on a shared file": "fcntl.fcntl(open(os.__file__), fcntl.F_SETLEASE, fcntl.F_WRLCK)",
    "the rights of a shared file": "os.chmod(os.__file__, 0o777)",
    "the time of a shared file": "os.utime(os.__file__)",
    "the owner of a shared file": "os.chown(os.__file__, os.getuid(), os.getgid())",
}
PROCESSES = {
    "fork": "os.fork()",
    "vfork": "call('vfork')",
    "a command": "subprocess.run(['/usr/bin/env'])",
    "a shell": "type(get_ipython()).__mro__[2].getoutput(get_ipython(), 'true')",
    "a spawned program": "os.posix_spawn('/usr/bin/env', ['env'], {})",
    "another program in its place": "os.execv('/usr/bin/env', ['env'])",
    "a signal to its parent": "os.kill(os.getppid(), signal.SIGKILL)",
    "a test signal to its parent": "os.kill(os.getppid(), 0)",
    "a signal to the first process": "os.kill(1, signal.SIGKILL)",
    "a signal to its group": "os.kill(0, signal.SIGKILL)",
    "a signal to everybody": "os.kill(-1, signal.SIGKILL)",
    "a signal to its parent's group": "os.killpg(os.getpgid(os.getppid()), signal.SIGKILL)",
    "a queued signal": "call('sigqueue', os.getppid(), signal.SIGKILL, None)",
    "a handle of its parent": "os.pidfd_open(os.getppid())",
    "a signal by handle": "signal.pidfd_send_signal(0, signal.SIGKILL)",
    "a signal through a pipe": "fcntl.fcntl(os.pipe()[0], fcntl.F_SETOWN, os.getppid())",
    "a signal through a pipe, with a long number": RAW.format(
        arguments=f"{FCNTL}, os.pipe()[0], 2**32 + fcntl.F_SETOWN, os.getppid()"
    ),
    "tracing its parent": "call('ptrace', 16, os.getppid(), None, None)",
    "reading its parent's memory": "call('process_vm_readv', os.getppid(), None, 0, None, 0, 0)",
    "its parent's limits": "resource.prlimit(os.getppid(), resource.RLIMIT_CPU)",
    "more memory": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "its parent's cores": "os.sched_setaffinity(os.getppid(), {0})",
    "its parent's priority": "os.setpriority(os.PRIO_PROCESS, os.getppid(), 19)",
    "a new namespace": "call('unshare', 0x10000000)",
    "another namespace": "call('setns', 0, 0)",
    "a mount": "call('mount', b'none', b'.', b'tmpfs', 0, None)",
    "another root": "os.chroot('.')",
    "the number of system watches": "call('inotify_init')",
    "outliving its parent": "call('prctl', 1, 0, 0, 0, 0)",
}
NETWORK = {
    "TCP": "socket.create_connection(('127.0.0.1', 80), 1)",
    "UDP": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "IPv6": "socket.socket(socket.AF_INET6)",
    "Unix sockets": "socket.socket(socket.AF_UNIX).connect('/run/x')",
    "abstract sockets": "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).bind('\\0left')",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "raw packets": "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    "a pair of datagram sockets": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "a pair of sequenced sockets": "socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)",
}


@pytest.fixture(scope="module")
def child(either_sandbox: Sandbox) -> Iterator[Child]:
    """One that lives through all these attacks: not even it may be harmed."""
    with Child(either_sandbox) as made:
        yield made


def last_error(child: Child, source: str) -> str:
    outputs = child.run(PRELUDE + source, time.monotonic() + 10)
    return str(outputs[-1]["ename"]) if outputs and "ename" in outputs[-1] else f"none: {outputs}"


def test_it_has_no_line_but_its_own(child: Child) -> None:
    source = """
import fcntl, os, stat
kinds = []
for handle in range(256):
    try:
        mode = os.fstat(handle).st_mode
    except OSError:
        continue
    if stat.S_ISSOCK(mode):
        kinds.append("socket")
    elif not stat.S_ISCHR(mode) and not stat.S_ISREG(mode):
        kinds.append(oct(mode))
    elif stat.S_ISREG(mode):
        assert fcntl.fcntl(handle, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
print(kinds)
"""
    outputs = child.run(source, time.monotonic() + 10)
    assert outputs[0]["text"].strip() == "['socket']"


@pytest.mark.parametrize("source", READING.values(), ids=READING)
def test_it_reads_nothing_but_packages_and_its_own(source: str, child: Child) -> None:
    assert last_error(child, source) in REFUSED


@pytest.mark.parametrize("source", WRITING.values(), ids=WRITING)
def test_it_leaves_nothing_elsewhere(source: str, child: Child) -> None:
    assert last_error(child, "import numpy\n" + source) in (*REFUSED, "OSError")


@pytest.mark.parametrize("source", PROCESSES.values(), ids=PROCESSES)
def test_it_starts_and_touches_no_process(source: str, child: Child) -> None:
    assert last_error(child, source) in (*REFUSED, "ValueError")


@pytest.mark.parametrize("source", NETWORK.values(), ids=NETWORK)
def test_it_talks_to_nobody(source: str, child: Child) -> None:
    assert last_error(child, source) in REFUSED


@pytest.mark.parametrize("module", ["solutions", "torch", "nbgrader", "autograder.judge"])
def test_it_imports_no_answer(module: str, child: Child) -> None:
    assert last_error(child, f"import {module}") in ("ModuleNotFoundError", "PermissionError")


def test_its_environment_says_nothing_of_the_teachers(
    child: Child,
) -> None:
    outputs = child.run("import os; print(*os.environ)", time.monotonic() + 10)
    names = set(outputs[0]["text"].split())
    assert names <= {
        *("HOME", "LANG", "MPLCONFIGDIR", "IPYTHONDIR", "MPLBACKEND"),
        *("OPENBLAS_NUM_THREADS", "PYTHONDONTWRITEBYTECODE", "PWD"),
        "NBGRADER_EXECUTION",
    }


def test_a_call_of_another_numbering_ends_it(child: Child) -> None:
    # On x86-64 the same kernel has a second table of calls, which no rule names.
    source = "libc.syscall(ctypes.c_long(0x40000000 + 57)) == -1 and os.abort()"
    with pytest.raises(Died):
        child.run(PRELUDE + source, time.monotonic() + 10)
