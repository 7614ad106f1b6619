"""Times Python in the page: ``make bench-pages``, which fetches a distribution of it if need be.

The same distribution is loaded twice, each time by a browser that keeps nothing: bare, by a worker
of a dozen lines that does nothing but load Python and the package; and by a click on a page's
"run". What matters is by how much the page is slower than that.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.book.small_site import (
    PYTHON_STARTS_MS,
    cells_in_html,
    from_distribution,
    make_small_site,
)
from tests.book.visit import DESKTOP, Visit, served
from tests.conftest import CHROMIUM_NAMES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 5
NUMPY = "import numpy as np\nprint(np.arange(4).sum())"
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
WHAT = {"first NumPy result": (NUMPY, ["numpy"]), "first figure": (FIGURE, ["matplotlib"])}

BARE = """
import { loadPyodide } from "./_static/pyodide/pyodide.mjs";
const python = await loadPyodide({ env: { MPLBACKEND: "agg", HOME: "/home/pyodide" } });
await python.loadPackage(%s, { messageCallback: () => {} });
python.runPython(%r);
postMessage("done");
"""
LOAD_BARE = """worker => new Promise((resolve, reject) => {
    const began = performance.now();
    const bare = new Worker(worker, { type: 'module' });
    bare.onmessage = () => resolve(performance.now() - began);
    bare.onerror = ({ message }) => reject(new Error(message));
})"""
CLICK = """cell => new Promise(resolve => {
    const began = performance.now();
    const button = document.querySelector(`.code-of-cell-${cell} [data-action=run]`);
    new MutationObserver(() => {
        const said = document.querySelector(`.code-of-cell-${cell} .run-status`)?.textContent;
        if (said?.startsWith('It took')) resolve(performance.now() - began);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    button.click();
})"""


def timed(browser: Browser, address: str, script: str, argument: object) -> float:
    """Return the seconds of one load, in a browser's context of its own."""
    visit = Visit(browser, address, DESKTOP)
    visit.tab.set_default_timeout(PYTHON_STARTS_MS)
    visit.open("page")
    milliseconds: float = visit.tab.evaluate(script, argument)
    visit.assert_nothing_went_wrong()
    visit.context.close()
    return milliseconds / 1000


def main() -> None:
    """Print the table."""
    if not os.environ.get("PYODIDE"):
        raise SystemExit("PYODIDE names no distribution of Pyodide: run 'make bench-pages'")
    console = Console()
    table = Table("", "bare s", "page s", "page / bare")
    cells = [code for code, _ in WHAT.values()]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder)
        modules = {"numpy", "matplotlib"}
        make_small_site(site, from_distribution(modules), cells_in_html(cells), cells)
        path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with served(site) as address:
            for number, (name, (code, packages)) in enumerate(WHAT.items(), start=1):
                worker = f"bare-{number}.js"
                (site / worker).write_text(BARE % (packages, code))
                rounds = track(range(ROUNDS), name, console=console)
                pairs = [
                    (
                        timed(browser, address, LOAD_BARE, worker),
                        timed(browser, address, CLICK, number),
                    )
                    for _ in rounds
                ]
                bare, page = (median(times) for times in zip(*pairs, strict=True))
                ratio = median(page / bare for bare, page in pairs)
                table.add_row(name, f"{bare:.1f}", f"{page:.1f}", f"{ratio:.2f}")
        browser.close()
    console.print(table)
    console.print(f"medians of {ROUNDS}; load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
