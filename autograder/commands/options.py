"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Assignment = Annotated[str, typer.Argument(help="Name of the assignment, such as 'losses'.")]
Seed = Annotated[
    int | None, typer.Option(help="Repeat a run: the seed that decides all inputs.", min=0)
]
ClassFolder = Annotated[
    Path | None,
    typer.Option(
        "--class",
        help="A class's own folder, with submitted/ in it. [default: class/]",
        file_okay=False,
    ),
]
CellSeconds = Annotated[int, typer.Option(help="Seconds that one cell may take.", min=1)]
SubmissionSeconds = Annotated[
    int, typer.Option(help="Seconds that one submission may take.", min=1)
]
