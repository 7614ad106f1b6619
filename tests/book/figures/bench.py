"""Times the figures that a reader can touch: ``make bench-figures``, after ``make book``.

For each figure: the size of its script, compressed; the time from its coming into view until it can
be used; the time of one drawing after a key, layout included; and, where it moves by itself, the
time between two frames, of which a screen shows one each 16.7 ms.
"""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.book.figures.test_every_figure import MOVED, ONCE, PUSHED_DOWN
from tests.book.visit import DESKTOP, Visit, served
from tests.conftest import CHROMIUM_NAMES

SITE = Path(__file__).resolve().parents[3] / "_build" / "html"
MOVES = {
    "cells": "count them",
    "downhill": "walk again",
    "life": "run",
    "lines": "walk",
    "playground": "train",
    "rings": "unroll, or roll up",
}
"""The button that sets a figure in motion."""

STARTS = """name => new Promise((resolve, reject) => {
    setTimeout(() => reject(`${name} does not start`), 20000);
    const root = document.querySelector(`.touch[data-figure="${name}"]`);
    let began = 0;
    new MutationObserver(() => {
        if (root.dataset.state === 'loading') began = performance.now();
        if (root.dataset.state === 'ready') resolve(performance.now() - began);
    }).observe(root, {attributeFilter: ['data-state']});
    for (let fold = root.closest('details'); fold; fold = fold.parentElement.closest('details'))
        fold.open = true;
    root.scrollIntoView();
})"""

DRAWS = """(stage, moved) => {
    const control = [...stage.querySelectorAll(moved)].find(one => one.checkVisibility());
    const times = [];
    for (let k = 0; k < 80; k++) {
        const began = performance.now();
        if (control.matches('input')) {
            control.value = k % 2 ? control.min : control.max;
            control.dispatchEvent(new Event('input'));
        } else {
            const key = k % 20 < 10 ? 'ArrowRight' : 'ArrowLeft';
            control.dispatchEvent(new KeyboardEvent('keydown', {key}));
        }
        stage.getBoundingClientRect();
        times.push(performance.now() - began);
    }
    return times.slice(20);
}"""

FRAMES = """button => new Promise((resolve, reject) => {
    setTimeout(() => reject('no frames'), 20000);
    const times = [];
    button.click();
    let last = performance.now();
    const frame = now => {
        times.push(now - last);
        last = now;
        if (times.length < 90) requestAnimationFrame(frame);
        else resolve(times.slice(5));
    };
    requestAnimationFrame(frame);
})"""


def timed(visit: Visit, name: str, page: str) -> tuple[float, list[float], list[float]]:
    """Return the milliseconds of a figure's start, of its drawings, and between its frames."""
    visit.context.add_init_script(PUSHED_DOWN)
    visit.open(page)
    visit.tab.wait_for_load_state("networkidle")
    start: float = visit.tab.evaluate(STARTS, name)
    root = visit.tab.locator(f'.touch[data-figure="{name}"]').first
    draws: list[float] = root.locator(".touch-stage").evaluate(DRAWS, MOVED)
    frames: list[float] = []
    if name in MOVES:
        button = root.get_by_role("button", name=MOVES[name], exact=True)
        frames = button.evaluate(FRAMES)
    return start, draws, frames


def written(times: list[float]) -> list[str]:
    """Return median, best and 95th percentile, in milliseconds."""
    if not times:
        return [""] * 3
    return [f"{time:.1f}" for time in (median(times), min(times), quantiles(times, n=20)[-1])]


def main() -> None:
    """Print the table."""
    if not (SITE / "index.html").is_file():
        raise SystemExit("the book is not built yet: run 'make book' first")
    console = Console()
    table = Table("figure", "kB", "start ms", "draw ms", "best", "95 %", "frame ms", "best", "95 %")
    with sync_playwright() as playwright, served(SITE) as address:
        path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, page in track(ONCE, "timing the figures", console=console):
            visit = Visit(browser, address, DESKTOP)
            start, draws, frames = timed(visit, name, page)
            visit.context.close()
            script = (SITE / "_static" / "figures" / f"{name}.js").read_bytes()
            size = f"{len(gzip.compress(script, 6)) / 1000:.1f}"
            table.add_row(name, size, f"{start:.0f}", *written(draws), *written(frames))
        browser.close()
    console.print(table)
    console.print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
