"""All files that a submission made are counted, with the bytes that they take."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.inside.disk import disk_use
from autograder.inside.removal import remove_folder


def test_files_and_folders_at_any_depth_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "a/b/c/file").write_bytes(bytes(10**6))
    (tmp_path / "link").symlink_to("/usr")
    files, size = disk_use(str(tmp_path), 100)
    assert files == 5
    assert 10**6 <= size < 2 * 10**6


def test_a_file_with_a_hole_counts_with_its_length(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        file.truncate(10**9)
    assert disk_use(str(tmp_path), 100)[1] >= 10**9


def test_counting_ends_once_there_are_too_many(tmp_path: Path) -> None:
    for folder in range(10):
        (tmp_path / str(folder)).mkdir()
        for number in range(50):
            (tmp_path / str(folder) / str(number)).touch()
    assert 10 < disk_use(str(tmp_path), 20)[0] < 100


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that can be removed whatever a test makes of it, which pytest's own cannot."""
    made = tmp_path / "submission"
    made.mkdir()
    yield made
    remove_folder(made)


def test_folders_deeper_than_a_path_are_an_error(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        for _ in range(2100):
            Path("d").mkdir()
            os.chdir("d")
    finally:
        os.chdir(here)
    with pytest.raises(OSError, match="name too long"):
        disk_use(str(folder), 10_000)
