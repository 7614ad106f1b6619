"""Archives in the forms in which learning management systems hand them out."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def notebook(text: str) -> bytes:
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    return json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    ).encode()


def zipped(path: Path, members: Mapping[str, bytes | str], **fields: Any) -> Path:
    """A zip with members of these names, which may be anything."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x", date_time=(2026, 11, 30, 10, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.filename = name
            for field, value in fields.items():
                setattr(info, field, value)
            archive.writestr(info, content)
    return path


def moodle(path: Path) -> Path:
    return zipped(
        path,
        {
            "Ada Lovelace_12345_assignsubmission_file_/losses.ipynb": notebook("ada"),
            "Émile Zola_12346_assignsubmission_file_/Losses (1).ipynb": notebook("emile"),
            "Émile Zola_12346_assignsubmission_onlinetext_/onlinetext.html": "<p>done</p>",
            "Nobody Known_12347_assignsubmission_file_/losses.ipynb": notebook("nobody"),
            "__MACOSX/Ada Lovelace_12345_assignsubmission_file_/._losses.ipynb": b"\0\5\x16\7",
        },
    )


def moodle_in_one_name(path: Path) -> Path:
    return zipped(path, {"Ada Lovelace_12345_assignsubmission_file_losses.ipynb": notebook("ada")})


def canvas(path: Path) -> Path:
    return zipped(
        path,
        {
            "lovelaceada_100_5001_losses.ipynb": notebook("first"),
            "lovelaceada_100_5001_losses-1.ipynb": notebook("second"),
            "zolaemile_LATE_101_5002_losses-2.ipynb": notebook("emile"),
        },
    )


def blackboard(path: Path) -> Path:
    return zipped(
        path,
        {
            "losses_ada_attempt_2026-11-30-10-20-30_losses.ipynb": notebook("second"),
            "losses_ada_attempt_2026-11-29-10-20-30_losses.ipynb": notebook("first"),
            "losses_ada_attempt_2026-11-30-10-20-30.txt": "Name: Ada Lovelace (ada)",
            "losses_e_zola_attempt_2026-11-30-23-59-59_my work.ipynb": notebook("emile"),
        },
    )


def github_classroom(folder: Path) -> Path:
    for user in ("ada", "e_zola"):
        repository = folder / f"losses-{user}"
        (repository / ".git").mkdir(parents=True)
        (repository / "notebooks").mkdir()
        (repository / "notebooks/losses.ipynb").write_bytes(notebook(user))
        (repository / "scratch.ipynb").write_bytes(notebook("not this one"))
        (repository / ".git/losses.ipynb").write_bytes(notebook("nor this"))
    return folder


def plain_folders(folder: Path) -> Path:
    for user in ("ada", "e_zola"):
        (folder / user / "losses").mkdir(parents=True)
        (folder / user / "losses" / "losses.ipynb").write_bytes(notebook(user))
    stamp = folder / "ada/losses/timestamp.txt"
    stamp.write_text("2026-11-30 11:20:30.000000 Europe/Zurich")
    return folder
