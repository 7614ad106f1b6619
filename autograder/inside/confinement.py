"""The rights that a child gives up before it runs the first line of a student's code.

The warm process gives up those that neither of them needs, once for all its children.

Three means do it: resource limits, Landlock (which files; no network; no signal to anybody
else) and seccomp (no new process, no socket, no look at another process). What was given
up cannot be had back. Landlock's numbers are the kernel's user interface
(linux/landlock.h); system calls are named and resolved by libseccomp.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import resource
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
RULE_PATH_BENEATH = 1
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38
CLONE_THREAD = 0x00010000

FS_READ = (1 << 2) | (1 << 3)  # read files, list folders
FS_ADD = FS_READ | (1 << 1) | (1 << 7) | (1 << 8) | (1 << 14)  # write, make, truncate
"""Without walls nothing is removed: a file that is held open and has no name takes up disk
that nobody can count."""
FS_WRITE = FS_ADD | (1 << 4) | (1 << 5) | (1 << 13)  # remove, move
FS_ALL = (1 << 13) - 1
FS_SINCE = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # refer, truncate, ioctl on devices
NET_ALL = 0b11  # bind and connect TCP
SCOPE_ALL = 0b11  # abstract sockets, signals
NET_SINCE, SCOPE_SINCE = 4, 6

DENIED = (
    # another program or process
    "execve execveat fork vfork "
    # the network, and every other kind of socket
    "socket connect bind listen accept accept4 "
    # looking into another process, or signalling it by another name
    "ptrace process_vm_readv process_vm_writev process_madvise kcmp pidfd_open pidfd_getfd "
    "pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo perf_event_open "
    "migrate_pages move_pages "
    # other people's share of the machine, or of what the system counts for a user
    "setpriority sched_setscheduler sched_setparam sched_setattr ioprio_set sync syncfs "
    "inotify_init inotify_init1 inotify_add_watch io_setup io_submit "
    # what outlives a process, or belongs to another
    "shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semtimedop semctl "
    "mq_open mq_unlink memfd_create add_key request_key keyctl "
    # namespaces, mounts, kernel
    "unshare setns mount umount2 pivot_root chroot move_mount open_tree fsopen fsmount "
    "fsconfig fspick mount_setattr bpf userfaultfd io_uring_setup io_uring_enter "
    "io_uring_register personality acct swapon swapoff reboot kexec_load init_module "
    "finit_module delete_module quotactl syslog settimeofday clock_settime adjtimex "
    "name_to_handle_at open_by_handle_at fanotify_init vhangup"
).split()
DENIED_ALONE = (
    # Landlock leaves these be; within bubblewrap's walls there is nothing to use them on
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat "
    "futimesat setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr "
    "removexattrat"
).split()
F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY = 8, 10, 15, 1024, 1026
TIOCSTI, FIOSETOWN, SIOCSPGRP = 0x5412, 0x8901, 0x8902
AF_UNIX, SOCK_STREAM, SOCK_TYPES = 1, 1, 0xF
INT = 0xFFFFFFFF
"""The bits that the kernel looks at where an argument is an int."""
MAX_THREADS = 64
MAX_SIGNALS = 256
NOBODY = 65534
"""The user and group that own nothing."""


class CannotConfine(Exception):
    """This system cannot keep untrusted code in; the message says what is missing."""


@dataclass(frozen=True)
class Place:
    """A file or folder that a child may use: an open handle of it, and the rights to it."""

    handle: int
    rights: int


@dataclass(frozen=True)
class Bounds:
    """Limits of what a child may use.

    Attributes:
        memory_bytes: beyond what the warm process holds already.
        file_bytes: the size of one file; all of them together are bounded by the size of the
            memory disk or, without one, by the warm process, which counts them.
        cpu_seconds: a last resort; the outer process owns the wall clock.
        places: files and folders that may be read, and the one that may be written.
        walled: whether all this lies in bubblewrap's namespaces already.
    """

    memory_bytes: int
    file_bytes: int
    cpu_seconds: int
    places: tuple[Place, ...]
    walled: bool


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


_libc = ctypes.CDLL(None, use_errno=True)


def confine(bounds: Bounds) -> None:
    """Give up everything that a student's code does not need, for good.

    Raises:
        CannotConfine: this system lacks a part of it.
    """
    held = _memory_held()  # while it can be read
    # It does not outlive the warm process, by whichever hand that one ends.
    _call(_libc.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _call(_libc.prctl, PR_SET_DUMPABLE, 0, 0, 0, 0)
    _call(_libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _landlock(bounds)  # with its places closed again, before fewer files may be open
    _limit_resources(bounds, held)
    _deny_processes(bounds)


def give_up_for_all() -> None:
    """Give up, in this process and for all that it forks, what none of them needs.

    Raises:
        CannotConfine: this system lacks seccomp, its library, or the binding to it.
    """
    _call(_libc.prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _deny_for_all()


def opened(paths: Iterable[str], rights: int = FS_READ) -> tuple[Place, ...]:
    """Open files and folders for a child's bounds; it closes them when it is confined."""
    return tuple(
        Place(os.open(path, os.O_PATH | os.O_CLOEXEC), _rights(path, rights)) for path in paths
    )


def landlock_version() -> int:
    """Return the version of the kernel's Landlock; 0 if it has none."""
    version = _libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    return max(0, int(version))


def _call(function: Callable[..., int], *arguments: object) -> int:
    result = function(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise CannotConfine(f"the kernel refused to confine ({os.strerror(number)})")
    return int(result)


def _memory_held() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _limit_resources(bounds: Bounds, held: int) -> None:
    if bounds.walled:
        # Elsewhere everything else of this user would count, too.
        resource.setrlimit(resource.RLIMIT_NPROC, (MAX_THREADS, MAX_THREADS))
    for kind, limit in (
        (resource.RLIMIT_AS, bounds.memory_bytes + held),
        (resource.RLIMIT_FSIZE, bounds.file_bytes),
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, MAX_SIGNALS),
    ):
        resource.setrlimit(kind, (limit, limit))


def _landlock(bounds: Bounds) -> None:
    version = landlock_version()
    if version == 0:
        raise CannotConfine("this kernel has no Landlock")
    handled = FS_ALL | sum(bit for since, bit in FS_SINCE.items() if version >= since)
    attributes = _Ruleset(
        handled,
        NET_ALL if version >= NET_SINCE else 0,
        SCOPE_ALL if version >= SCOPE_SINCE else 0,
    )
    # Older kernels know a shorter structure, and take no more of it.
    size = 24 if version >= SCOPE_SINCE else 16 if version >= NET_SINCE else 8
    ruleset = _call(
        _libc.syscall, LANDLOCK_CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), 0
    )
    for place in bounds.places:
        rule = _PathBeneath(place.rights & handled, place.handle)
        _call(_libc.syscall, LANDLOCK_ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
        os.close(place.handle)
    _call(_libc.syscall, LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _rights(path: str, rights: int) -> int:
    """Leave out, for a file, the rights that only folders have."""
    return rights if Path(path).is_dir() else rights & (1 << 2 | 1 << 1)


def load_seccomp() -> Any:
    """Import the binding to libseccomp; the warm process does so before anybody else's code.

    Raises:
        CannotConfine: the binding or the library is not installed.
    """
    # The binding looks libraries up with tools that the sandbox does not have.
    known = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}
    ctypes.util.find_library = lambda name: known.get(name)
    try:
        import pyseccomp
    except ImportError as error:
        raise CannotConfine(
            f"the Python package pyseccomp is missing ({error}): install it with pip"
        ) from None
    except (RuntimeError, OSError) as error:
        raise CannotConfine(
            f"the library libseccomp is missing ({error}): install libseccomp2"
        ) from None
    return pyseccomp


def _denying(names: Iterable[str]) -> tuple[Any, Any]:
    """Make a filter that refuses some system calls; return it with its refusal."""
    seccomp = load_seccomp()
    refuse = seccomp.ERRNO(errno.EPERM)
    rules = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in names:
        # A name that this architecture does not have needs no rule.
        if seccomp.resolve_syscall(seccomp.Arch.NATIVE, name) >= 0:
            rules.add_rule(refuse, name)
    return rules, refuse


def _deny_processes(bounds: Bounds) -> None:
    """Deny what the warm process needs and a child does not: processes and signals."""
    seccomp = load_seccomp()
    rules, refuse = _denying([] if bounds.walled else DENIED_ALONE)
    if not bounds.walled:
        _deny_nameless_files(seccomp, rules, refuse)
    own = os.getpid()
    rules.add_rule(refuse, "kill", seccomp.Arg(0, seccomp.NE, own))
    rules.add_rule(refuse, "tgkill", seccomp.Arg(0, seccomp.NE, own))
    rules.add_rule(refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, CLONE_THREAD, 0))
    rules.add_rule(refuse, "prctl", seccomp.Arg(0, seccomp.MASKED_EQ, INT, PR_SET_PDEATHSIG))
    rules.load()


def _deny_nameless_files(seccomp: Any, rules: Any, refuse: Any) -> None:
    nameless = os.O_TMPFILE & ~os.O_DIRECTORY
    rules.add_rule(refuse, "openat", seccomp.Arg(2, seccomp.MASKED_EQ, nameless, nameless))
    if seccomp.resolve_syscall(seccomp.Arch.NATIVE, "open") >= 0:
        rules.add_rule(refuse, "open", seccomp.Arg(1, seccomp.MASKED_EQ, nameless, nameless))
    # Its flags lie in memory, where no filter can look.
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "openat2")


def _deny_for_all() -> None:
    seccomp = load_seccomp()
    rules, refuse = _denying(DENIED)
    differs, masked = seccomp.NE, seccomp.MASKED_EQ
    rules.add_rule(refuse, "prlimit64", seccomp.Arg(0, differs, 0))
    rules.add_rule(refuse, "sched_setaffinity", seccomp.Arg(0, differs, 0))
    # Its flags lie in memory, where no filter can look; the C library then uses clone.
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    # Of the upper half of an int the kernel takes no notice, so neither may a rule.
    for command in (F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY):
        rules.add_rule(refuse, "fcntl", seccomp.Arg(1, masked, INT, command))
    for command in (TIOCSTI, FIOSETOWN, SIOCSPGRP):
        rules.add_rule(refuse, "ioctl", seccomp.Arg(1, masked, INT, command))
    # A pair of streams wakes an event loop; one of datagrams could send to anybody.
    rules.add_rule(refuse, "socketpair", seccomp.Arg(0, differs, AF_UNIX))
    for kind in set(range(SOCK_TYPES + 1)) - {SOCK_STREAM}:
        rules.add_rule(refuse, "socketpair", seccomp.Arg(1, masked, SOCK_TYPES, kind))
    rules.load()
