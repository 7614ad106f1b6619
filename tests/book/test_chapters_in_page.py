"""Every chapter's cells run in the page, asserts too, and print the numbers that the build printed.

All chapters take long: PART=3/12 runs the third twelfth of the pages, and PART=today one that
goes round, another each day.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.book.conftest import Cell
from tests.book.small_site import distribution
from tests.book.visit import BOOK, DESKTOP, PAGES, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

PARTS = 12
"""So many days it takes to go round; a part takes one minute or two on two cores."""

RUN = """async folder => {
    const session = (await runInPage.fetchScript('session')).sessionOf(folder);
    const text = parts => parts.flatMap(part => [...part.querySelectorAll('pre')])
        .map(block => block.textContent).join('\\n');
    const came = [];
    for (const { number, missing } of (await session.page()).cells) {
        const view = session.view(number);
        const built = text(view.still);
        await session.run(number);
        const said = view.status?.textContent ?? '';
        const failed = view.output?.querySelector('.run-failed')?.textContent ?? '';
        const ran = view.output ? text([view.output]) : '';
        came.push({ number, missing, built, ran, failed, said });
        session.ran.add(number);  // so that those below run, even if it could not
    }
    return came;
}"""
MEASURES = re.compile(r"\b(perf_counter|timeit)\b")
"""A cell that measures time prints other numbers each time."""
ROUNDING = 1e-9
"""A smaller number is what rounding left over, which another order of sums changes."""
NUMBER = re.compile(r"(?<![A-Za-z_\d.])[-−+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def part_of(pages: list[str], named: str) -> list[str]:
    """The pages of a part, such as "3/12"; of today's; or all of them where none is named."""
    if not named:
        return pages
    today = f"{date.today().toordinal() % PARTS + 1}/{PARTS}"
    number, of = map(int, (today if named == "today" else named).split("/"))
    return pages[number - 1 :: of]


def has_cells(page: str) -> bool:
    return "```{code-cell}" in (BOOK / f"{page}.md").read_text(encoding="utf8")


CHAPTERS = list(filter(has_cells, PAGES))
MAY_DIFFER = {
    # Penalties come out so close on the rows set aside that rounding decides; so do clusters.
    "image-features/does-it-pay": {4, 8},
    # The distribution's scikit-learn 1.6 takes l1_ratio for the elastic net alone.
    "loss-functions/regularization": {1, 9, 11},
    # Thousands of steps make much of what another build of NumPy rounds otherwise.
    "neural-networks/capacity": {9},
    "neural-networks/templates": {5, 7, 9, 10},
}
"""Cells by page that print other numbers, or fail, with the distribution for tests."""
LACKING = {"babel", "torch"}
"""What pages import and Pyodide has for no reader."""


def difference(built: str, ran: str) -> str:
    """In what a cell's printed text differs, numbers by more than one unit of their last digit."""
    words = [NUMBER.sub("#", text).split() for text in (built, ran)]
    if words[0] != words[1]:
        return f"the build printed {built!r}, the page {ran!r}"
    for ours, theirs in zip(NUMBER.findall(built), NUMBER.findall(ran), strict=True):
        if max(abs(_value(ours)), abs(_value(theirs))) < ROUNDING:
            continue
        if abs(_value(ours) - _value(theirs)) > max(_unit(ours), _unit(theirs)) * 1.01:
            return f"the build printed {ours}, the page {theirs}, in {ran!r}"
    return ""


def _value(number: str) -> float:
    return float(number.replace("−", "-"))


def _unit(number: str) -> float:
    """What its last digit counts, of 12 at most: 0.01 for 2.50."""
    digits, _, exponent = number.lower().partition("e")
    decimals = len(digits.partition(".")[2])
    return max(10.0 ** (int(exponent or 0) - decimals), abs(_value(number)) * 1e-12)


def asserts_in(code: str) -> int:
    plain = "\n".join("pass" if line[:1] in "%!" else line for line in code.split("\n") if line)
    return sum(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(plain)))


@pytest.mark.parametrize("page", part_of(CHAPTERS, os.environ.get("PART", "")))
def test_a_chapters_cells_come_to_the_same_numbers_in_the_page(
    browser: Browser,
    site: Path,
    address: str,
    cells: Callable[[str], list[Cell]],
    page: str,
    record_property: Callable[[str, Any], None],
) -> None:
    distribution()
    described = json.loads((site / "_static/run/pages" / f"{page}.json").read_text())
    written = [cell.code for cell in cells(f"{page}.md")]
    for cell, code in zip(described["cells"], written, strict=True):
        cell["code"] = code  # with its asserts, which the page leaves out

    def answer(route: Route) -> None:
        route.fulfill(json=described)

    visit = Visit(browser, address, DESKTOP)
    visit.context.route(f"**/run/pages/{page}.json", answer)
    visit.open(page)
    came = visit.tab.evaluate(RUN, f"{address}/_static/run/")
    visit.assert_nothing_went_wrong()
    visit.context.close()

    missing: set[str] = set()
    wrong, numbers, asserts = [], 0, 0
    for cell in came:
        missing.update(cell["missing"])
        if cell["missing"] or cell["number"] in MAY_DIFFER.get(page, ()):
            continue
        measures = MEASURES.search(written[cell["number"] - 1])
        if cell["failed"]:
            if not missing:  # else what it lacks is what a cell above would have made
                wrong.append(f"cell {cell['number']} failed: {cell['failed']}")
            continue
        found = "" if measures else difference(cell["built"], cell["ran"])
        if found or not cell["said"].startswith("It took"):
            wrong.append(f"cell {cell['number']}: {found or cell['said']}")
        numbers += 0 if measures else len(NUMBER.findall(cell["ran"]))
        asserts += asserts_in(written[cell["number"] - 1])
    record_property("compared", (len(came), numbers, asserts))
    assert not wrong, "\n".join(wrong)
    lacking = ", ".join(sorted(missing - LACKING))
    assert not lacking, f"{lacking}: tests/book/scikit_image_for_pages.py may add it"
    if missing and not numbers:
        pytest.skip(f"nothing compared: the distribution lacks {', '.join(sorted(missing))}")


def test_the_parts_of_some_days_are_all_chapters() -> None:
    parts = [part_of(CHAPTERS, f"{number}/{PARTS}") for number in range(1, PARTS + 1)]
    assert sorted(page for part in parts for page in part) == CHAPTERS
    assert part_of(CHAPTERS, "today") in parts


@pytest.mark.parametrize(
    ("built", "ran", "same"),
    [
        ("loss 2.50", "loss  2.51\n", True),
        ("loss 2.50", "loss 2.52", False),
        ("loss 2.50", "cost 2.50", False),
        ("[1.  2.]", "[1. 2.]", True),
        ("1.234e-05", "1.236e-05", False),
        ("off by 6e-14", "off by 8e-14", True),
        ("0.1 + 0.2 = 0.30000000000000004", "0.1 + 0.2 = 0.3000000000000001", True),
    ],
)
def test_printed_numbers_may_differ_in_their_last_digit_and_words_may_not(
    built: str, ran: str, same: bool
) -> None:
    assert (difference(built, ran) == "") is same
