"""A first view is light: 500 kB at most, compressed as a server would send it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST = 500_000
HEAVIEST = [
    "intro",
    "image-features/colour-histogram",
    "image-features/oriented-gradients",
    "neural-networks/textures",
    "convolutional-networks/textures",
]


@pytest.mark.parametrize("page", HEAVIEST)
def test_a_first_view_is_at_most_half_a_megabyte(browser: Browser, site: Path, page: str) -> None:
    sizes: dict[str, int] = {}

    def note(request: Any) -> None:
        path = Path(request.url.split("?")[0].removeprefix("file://"))
        content = path.read_bytes()
        sizes[path.name] = len(content if path.suffix == ".woff2" else gzip.compress(content, 6))

    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.on("requestfinished", note)
    tab.goto((site / f"{page}.html").as_uri(), wait_until="networkidle")
    tab.close()
    assert sum(sizes.values()) < MOST, sorted(sizes.items(), key=lambda item: -item[1])[:8]
    assert "book.css" in sizes and any(name.endswith(".woff2") for name in sizes)


def test_no_page_asks_for_what_no_page_needs(site: Path) -> None:
    for path in site.rglob("*.html"):
        if "_static" in path.parts:
            continue
        head = path.read_text(encoding="utf8").split("</head>")[0]
        needless = r"fontawesome|MathJax|mathjax/|thebe|sphinx-design|design-tabs"
        assert not re.search(needless, head), path.name
        assert ("searchindex.js" in head) == (path.name == "search.html"), path.name


def test_every_formula_is_there_for_eyes_and_for_screen_readers(site: Path) -> None:
    html = (site / "loss-functions" / "softmax.html").read_text(encoding="utf8")
    formulas = len(re.findall(r'class="math notranslate', html))
    assert formulas > 20
    assert html.count('<math xmlns="http://www.w3.org/1998/Math/MathML"') == formulas
    assert html.count('class="katex-html" aria-hidden="true"') == formulas


def test_a_link_that_is_shared_shows_a_title_a_picture_and_a_description(site: Path) -> None:
    html = (site / "loss-functions" / "softmax.html").read_text(encoding="utf8")
    shared = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', html))
    assert shared["title"] == "The softmax loss"
    assert len(shared["description"]) > 40
    assert (site / "loss-functions" / shared["image"]).resolve().is_file()
