"""Makes up hostile notebooks, grades them beside honest ones, and says what went wrong.

python -m tests.autograder.fuzz [--examples 50] [--seed 0]
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.classroom.tables import console, progress
from autograder.course import open_course
from autograder.harmless.text import plain_text
from autograder.notebooks.release import release
from autograder.sandbox.limits import Limits
from tests.autograder.fuzz.fuzzed_class import ASSIGNMENT, FuzzedClass, Looked
from tests.autograder.fuzz.fuzzing import STUDENTS, fuzz
from tests.autograder.fuzz.hostile_folders import HandedIn

FOLDER = Path("_build/fuzz_class")

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    examples: Annotated[int, typer.Option(help="How many classes are graded.", min=1)] = 50,
    seed: Annotated[int, typer.Option(help="Decides what is in them.")] = 0,
    cell_seconds: Annotated[int, typer.Option(help="Seconds that a cell may take.", min=1)] = 10,
    endless: Annotated[bool, typer.Option(help="Also code that never ends.")] = True,
) -> None:
    """Grade classes of hostile students, and say what went wrong and where it is kept."""
    logging.disable(logging.CRITICAL)
    course = open_course(FOLDER / "class")
    release(course, ASSIGNMENT)
    fuzzed = FuzzedClass(course, Limits(cell_seconds, 3 * cell_seconds))
    seen: list[Looked] = []
    wrong: list[tuple[Path, list[str]]] = []

    with progress(f"grading classes of {STUDENTS}") as told:
        told(0, examples)

        def tell(hostile: list[HandedIn], looked: Looked) -> None:
            seen.append(looked)
            if looked.wrong:
                place = FOLDER / f"wrong/{seed}-{len(seen)}"
                fuzzed.guilty(hostile) or fuzzed.graded(hostile)
                fuzzed.keep(place)
                wrong.append((place, looked.wrong))
                console().print(_account(*wrong[-1]), markup=False, highlight=False)
            told(len(seen), examples)

        fuzz(fuzzed, examples, seed, tell, endless)
    slowest = max(looked.seconds for looked in seen)
    largest = max(looked.memory for looked in seen)
    print(
        f"{len(seen)} classes with {len(seen) * STUDENTS} hostile notebooks: {len(wrong)} went "
        f"wrong; the slowest class took {slowest:.0f} s, and at most {largest / 2**20:.0f} MB "
        "were taken by the process that grades"
    )
    if wrong:
        sys.exit(f"what was handed in is kept below {FOLDER / 'wrong'}")


def _account(place: Path, sentences: list[str]) -> str:
    told = "".join(f"  {plain_text(sentence)}\n" for sentence in sentences)
    return f"{place}:\n{told}"


if __name__ == "__main__":
    app()
