"""Finds the course's folders on disk, by nbgrader's own configuration."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.errors import CourseError
from autograder.places import own_name, reachable

CONFIG_FILE = "nbgrader_config.py"


@dataclass(frozen=True)
class Course:
    """The course's folders and gradebook.

    Attributes:
        root: the folder that holds ``nbgrader_config.py``.
        config: nbgrader's configuration, paths made absolute.
        option: how a command is told of this class, if it is not the configured one.
    """

    root: Path
    config: Config
    option: str = ""

    @cached_property
    def directory(self) -> Any:
        """nbgrader's own object for the folders; one notebook is checked without it."""
        from nbgrader.coursedir import CourseDirectory  # half a second

        return CourseDirectory(config=self.config)

    @property
    def source(self) -> Path:
        """Notebooks with solutions and hidden tests, one folder per assignment."""
        return self._folder("source")

    @property
    def release(self) -> Path:
        """Return what students get, one folder per assignment."""
        return self._folder("release")

    @property
    def submitted(self) -> Path:
        """Return what students handed in: STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb."""
        return self._folder("submitted")

    @property
    def autograded(self) -> Path:
        """Executed and judged notebooks: STUDENT/ASSIGNMENT/ASSIGNMENT.ipynb."""
        return self._folder("autograded")

    @property
    def feedback(self) -> Path:
        """Pages for students: STUDENT/ASSIGNMENT/ASSIGNMENT.html."""
        return self._folder("feedback")

    @property
    def home(self) -> Path:
        """The class's own folder: what was handed in lies in it, and `late.toml`."""
        return self.submitted.parent

    @property
    def summary(self) -> Path:
        """Return what a class understood: pages and tables, beside what was handed in."""
        return self.home / "summary"

    @property
    def db_url(self) -> str:
        """The gradebook, as SQLAlchemy names it."""
        return str(self.directory.db_url)

    def _folder(self, step: str) -> Path:
        return Path(self.config.CourseDirectory[f"{step}_directory"])

    def source_notebook(self, assignment: str) -> Path:
        """The instructor's notebook of an assignment.

        Raises:
            CourseError: it has not been made.
        """
        path = self.source / assignment / f"{assignment}.ipynb"
        if not path.is_file():
            raise CourseError(
                f"the assignment '{assignment}' is not released yet ({shown(path)} is missing): "
                f"run 'make release' or 'autograder release {assignment}' first"
            )
        return path


def open_course(class_directory: Path | None = None) -> Course:
    """The course that the working directory lies in.

    Arguments:
        class_directory: another class than the configured one: a folder with
            its own ``submitted/``, ``autograded/``, ``feedback/`` and gradebook. Where the
            configured gradebook is on a server, it stays there; ``{class}`` in its address
            becomes the folder's name, so that each class has a database of its own.

    Raises:
        CourseError: no course is here, or its configuration cannot be read.
    """
    root = _find_root(Path.cwd())
    loader = PyFileConfigLoader(CONFIG_FILE, path=str(root))
    try:
        config = loader.load_config()
    except Exception as error:
        raise CourseError(f"{root / CONFIG_FILE} cannot be read: {error}") from None
    folders = config.CourseDirectory
    root = reachable(root)
    folders.root = str(root)
    for step in ("source", "release", "submitted", "autograded", "feedback"):
        folders[f"{step}_directory"] = str(root / folders[f"{step}_directory"])
    if class_directory is not None:
        home = reachable(class_directory.resolve())
        for step in ("submitted", "autograded", "feedback"):
            folders[f"{step}_directory"] = str(home / step)
        if _is_file(folders.db_url):
            folders.db_url = f"sqlite:///{home / 'gradebook.db'}"
    folders.db_url = folders.db_url.replace("{class}", _database_name(folders))
    option = (
        ""
        if class_directory is None
        else f" --class {shlex.quote(shown(class_directory.resolve()))}"
    )
    return Course(root, config, option)


def _is_file(db_url: str) -> bool:
    """Say whether a gradebook is a file, and not on a server."""
    return db_url.startswith("sqlite")


def _database_name(folders: Any) -> str:
    """A class's name as a database can be called: that of its folder."""
    name = Path(folders.submitted_directory).parent.name.lower()
    return re.sub(r"[^a-z0-9_]", "_", name)


def _find_root(start: Path) -> Path:
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file() and (folder / "exercises").is_dir():
            return folder
    raise CourseError(f"no course was found here: change to the folder that holds {CONFIG_FILE}")


def shown_url(url: str) -> str:
    """A gradebook's address as a person wants to read it: a file's path, and no password."""
    import sqlalchemy as sa

    parsed = sa.make_url(url)
    if parsed.drivername.startswith("sqlite") and parsed.database:
        return shown(Path(parsed.database))
    return parsed.render_as_string(hide_password=True)


def shown(path: Path) -> str:
    """A path as a person wants to read it: relative to where they are, if below."""
    path = own_name(path)
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
