"""What the pages' sources keep to: short cells, prose first, the same numbers every time."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.book import visit

PAGES = [f"{page}.md" for page in visit.PAGES]
MOST_LINES = 25
WIDEST_CODE = 93
"""Characters of code that stand beside the contents on a window 1280 pixels wide."""
APART = {
    "intro",
    "do-the-exercises",
    "your-exercises",
    "notation",
    "glossary",
    "references",
    "cifar-10",
    "figures-and-exercises",
    "teaching",
}
"""Pages that belong to no chapter."""

TIMED = {
    "backpropagation/jacobians.md",
    "backpropagation/modules.md",
    "convolutional-networks/forward.md",
    "neural-networks/training.md",
    "optimization/gradient-check.md",
    "optimization/stochastic-gradient-descent.md",
}
"""Pages that measure time, and say that the measurement is of one machine."""

UNSEEDED = re.compile(
    r"\b(default_rng|Random)\(\s*\)|\bnp\.random\.(?!default_rng)|(?<!np\.)\brandom\.(?!Random)"
)
ASKS_FOR_A_SEED = re.compile(r"\b(KMeans\(|MLPClassifier\(|max_patches=)")
TIMER = re.compile(r"\b(perf_counter|timeit|time\.time)\b")

Cells = Callable[[str], list[Any]]


@pytest.mark.parametrize("page", PAGES)
def test_no_cell_is_longer_than_a_screen(page: str, cells: Cells) -> None:
    for cell in cells(page):
        length = len(cell.code.strip().split("\n"))
        assert length <= MOST_LINES, f"{page}:{cell.line} has {length} lines"


@pytest.mark.parametrize("page", PAGES)
def test_no_line_of_code_is_cut_off_on_a_desktop(page: str, cells: Cells) -> None:
    for cell in cells(page):
        shown = (line for line in cell.code.split("\n") if not line.lstrip().startswith("assert"))
        wide = [line for line in shown if len(line) > WIDEST_CODE]
        assert not wide, f"{page}:{cell.line} has {wide[0]}"


@pytest.mark.parametrize("page", PAGES)
def test_every_cell_is_led_up_to_by_prose(page: str, cells: Cells) -> None:
    for cell in cells(page):
        last = cell.before.strip().split("\n\n")[-1]
        is_prose = re.match(r"[A-Za-z*_$`{0-9-]", last) and not last.startswith("```")
        assert is_prose and not last.endswith("```"), f"{page}:{cell.line} follows {last[:60]!r}"


@pytest.mark.parametrize("page", PAGES)
def test_two_builds_print_the_same_because_chance_is_seeded_and_time_is_not_read(
    page: str, cells: Cells
) -> None:
    for cell in cells(page):
        assert not UNSEEDED.search(cell.code), f"{page}:{cell.line} draws without a seed"
        seeds = cell.code.count("random_state=")
        assert len(ASKS_FOR_A_SEED.findall(cell.code)) <= seeds, f"{page}:{cell.line} needs a seed"
        assert page in TIMED or not TIMER.search(cell.code), f"{page}:{cell.line} reads the time"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_chapter_has_exercises_and_a_summary(page: str) -> None:
    text = (visit.BOOK / page).read_text(encoding="utf8")
    if page.split("/")[0].removesuffix(".md") in APART:
        return
    assert "```{exercise}" in text and "\n## Exercises\n" in text
    assert "\n## Summary\n" in text
