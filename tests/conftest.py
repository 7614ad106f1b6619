"""What tests of several folders share."""

from __future__ import annotations

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from autograder.course import open_course
from autograder.notebooks.release import release

if TYPE_CHECKING:
    from nbformat import NotebookNode

settings.register_profile("untimed", deadline=None)  # an import of torch is no slow example
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


LONG = ("test_checks.py", "test_mutation.py", "test_browser.py", "test_chapters_in_page.py")
"""Files whose tests name first of all what they are about: an assignment, a screen, a chapter."""


class FilesAndParts(LoadScopeScheduling):
    """Keeps the tests of a file in one process, since they share what its fixtures make.

    Of a long file those stay together that are about the same assignment, screen or chapter.
    (`--dist loadgroup` would read this from marks; xdist 3.8 does not find them in pytest 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        about = re.search(r"\[(\w+)", test)
        return f"{file} {about[1]}" if about and file.endswith(LONG) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FilesAndParts:
    """Where tests run in several processes, share them out so."""
    return FilesAndParts(config, log)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window or a network; a test opens contexts of its own in it.

    Where there is none the test is skipped, or fails if the environment says
    REQUIRE_CHROMIUM=1.
    """
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        reason = f"no Chromium on the PATH (looked for {', '.join(CHROMIUM_NAMES)})"
        if os.environ.get("REQUIRE_CHROMIUM") == "1":
            pytest.fail(f"REQUIRE_CHROMIUM=1, but {reason}")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-background-networking", NO_OTHER_HOST],
        )
        yield launched
        # A forked process that garbage still holds would keep the browser's driver waiting.
        gc.collect()
        launched.close()


@pytest.fixture(scope="session")
def new_course(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a course of that name with `losses` released, and nobody in it."""

    def new_course(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        for part in ("exercises", "solutions"):
            shutil.copytree(ROOT / part, folder / part)
        for part in ("nbgrader_config.py", "requirements.txt"):
            shutil.copy(ROOT / part, folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            release(open_course(), "losses")
        return folder

    return new_course


@pytest.fixture(scope="session")
def course_folder(new_course: Callable[[str], Path]) -> Path:
    """A course of its own with `losses` released; tests may add classes to it."""
    return new_course("course")


def read(path: Path) -> NotebookNode:
    """Return a notebook."""
    # Imported before `autograder.notebooks` is, it would take a second more of each process.
    import nbformat

    return nbformat.read(path, as_version=4)


@pytest.fixture(scope="session")
def source_notebook(course_folder: Path) -> NotebookNode:
    """The instructor's notebook of `losses`: solutions and hidden tests."""
    return read(course_folder / "_build/source/losses/losses.ipynb")


@pytest.fixture(scope="session")
def release_notebook(course_folder: Path) -> NotebookNode:
    """The notebook of `losses` that students get."""
    return read(course_folder / "_build/release/losses/losses.ipynb")
