"""Writes a page beside its place and renames it: whoever reads it reads a whole one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.writers import FilesWriter

PART = ".part"


class WholeFilesWriter(FilesWriter):
    """Writes as nbconvert's writer does; a page stands under its name once it is complete."""

    def write(
        self,
        output: str | bytes,
        resources: dict[str, Any],
        notebook_name: str | None = None,
        **options: Any,
    ) -> Path:
        """Write a page and return its path."""
        extension = resources.get("output_extension") or ""
        beside = resources | {"output_extension": extension + PART}
        part = Path(super().write(output, beside, notebook_name=notebook_name, **options))
        return part.rename(part.with_name(part.name.removesuffix(PART)))
