"""What the built pages hold: numbers, pictures, links, and no warning."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from sklearn.datasets import load_digits

from autograder import assignments
from tests.book.visit import BOOK, PAGES

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = (
    "loss-functions",
    "optimization",
    "image-features",
    "backpropagation",
    "neural-networks",
    "convolutional-networks",
)

MOST_PRINTED = 52
"""Characters of printed text that a phone 360 pixels wide shows side by side."""

# Each number that a reader can check by hand, by the page whose cells print it:
# a module numbers_CHAPTER.py each.
NUMBERS: dict[str, list[str]] = {}
for found in sorted(Path(__file__).parent.glob("numbers_*.py")):
    NUMBERS |= runpy.run_path(str(found))["NUMBERS"]


class Page(HTMLParser):
    """The ids, links and images of one page, its text, and what its cells put out."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.text = ""
        self.classes: set[str] = set()
        self.cells: list[str] = []  # the output of each code cell, as text
        self._open: list[str] = []  # classes of the div elements around this place
        self.feed(path.read_text(encoding="utf8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a link could point to or come from."""
        values = dict(attrs)
        classes = values.get("class") or ""
        self.classes.update(classes.split())
        if tag == "div":
            self._open.append(classes)
            if {"cell", "docutils"} <= set(classes.split()):
                self.cells.append("")
        if values.get("id"):
            self.ids.add(str(values["id"]))
        if tag == "img":
            self.images.append(values)
            self._put_out("[image]")
        target = values.get("href") or values.get("src")
        if target and tag in {"a", "link", "script", "img"}:
            self.links.append(target)

    def handle_endtag(self, tag: str) -> None:
        """Leave a div."""
        if tag == "div" and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Collect the text."""
        self.text += data
        self._put_out(data)

    def _put_out(self, text: str) -> None:
        if self.cells and any("cell_output" in classes for classes in self._open):
            self.cells[-1] += text


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    found = [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]
    return {path.resolve(): Page(path) for path in found}


def notebooks() -> list[str]:
    sources = {page: (BOOK / f"{page}.md").read_text(encoding="utf8") for page in PAGES}
    return [page for page, source in sources.items() if "{code-cell}" in source]


def test_the_book_builds_without_a_warning(build: subprocess.CompletedProcess[str]) -> None:
    assert build.returncode == 0, build.stdout[-3000:] + build.stderr[-3000:]
    assert "WARNING:" not in build.stderr


def test_the_chapter_and_what_belongs_to_every_book_have_their_page_names(site: Path) -> None:
    for name in ("index", "intro", "notation", "glossary", "references", *CHAPTERS):
        assert (site / f"{name}.html").is_file(), name


@pytest.mark.parametrize("page", sorted(NUMBERS))
def test_every_number_of_the_notes_is_printed_by_a_cell_and_is_on_the_page(
    site: Path, pages: dict[Path, Page], page: str
) -> None:
    shown = pages[(site / f"{page}.html").resolve()]
    printed = "\n".join(shown.cells)
    for number in NUMBERS[page]:
        assert number in printed, f"no cell of {page} prints {number}"
        assert number in shown.text, f"{number} is not on {page}"


@pytest.mark.parametrize("page", notebooks())
def test_every_cell_ran_and_none_warned_or_raised(
    site: Path, pages: dict[Path, Page], page: str
) -> None:
    shown = pages[(site / f"{page}.html").resolve()]
    text = (ROOT / "book" / f"{page}.md").read_text(encoding="utf8")
    sources = [block.split("\n```")[0] for block in text.split("```{code-cell}")[1:]]
    assert len(shown.cells) == len(sources)
    # The cell of a figure's still stands where the figure is, perhaps after a cell that follows it.
    said = [bool(output.strip()) for output in shown.cells]
    speaking = ["print(" in source or "plt.show()" in source for source in sources]
    assert sum(said) >= sum(speaking), "a cell put out nothing"
    if ":still:" not in text:
        assert all(output for output, speaks in zip(said, speaking, strict=True) if speaks)
    # The classes that the page would give to what was written to stderr or raised.
    assert not shown.classes & {"stderr", "traceback"}


def test_every_image_has_alt_text(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for image in page.images:
            alt = (image.get("alt") or "").strip()
            # A figure that names none gets its own file's path as alt text.
            assert alt and "_images/" not in alt, f"{path.name}: {image.get('src')}"


def test_no_size_such_as_3_by_3_breaks_over_two_lines(site: Path) -> None:
    """Of spaces in code and in cells' outputs the browser makes no line breaks anyway."""
    for path in site.rglob("*.html"):
        for article in re.findall("<article.*</article>", path.read_text(encoding="utf8"), re.S):
            prose = re.sub("<(pre|code).*?</\\1>|<[^>]*>", "", article, flags=re.S)
            assert not re.findall(r"\d × \d", prose), path.name


def test_every_internal_link_and_anchor_leads_somewhere(pages: dict[Path, Page]) -> None:
    dead = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or link == "#":
                continue
            address, anchor = urldefrag(link)
            address = address.split("?")[0]
            target = (path.parent / unquote(address)).resolve() if address else path
            found = target.exists()
            if found and anchor and target in pages:
                found = unquote(anchor) in pages[target].ids
            if not found:
                dead.append(f"{path.name}: {link}")
    assert not dead, dead


def test_every_released_notebook_and_its_zip_can_be_downloaded(site: Path) -> None:
    names = [f"{name}.{kind}" for name in assignments.names() for kind in ("ipynb", "zip")]
    for name in names:
        copies = list((site / "_downloads").rglob(name))
        assert copies, name
        original = next((ROOT / "_build" / "release").rglob(name))
        assert copies[0].read_bytes() == original.read_bytes()


def test_a_page_with_its_pictures_is_smaller_than_a_megabyte_and_a_half(
    pages: dict[Path, Page],
) -> None:
    for path, page in pages.items():
        pictures = {(path.parent / str(image["src"])).resolve() for image in page.images}
        size = path.stat().st_size + sum(picture.stat().st_size for picture in pictures)
        assert size < 1_500_000, f"{path.name}: {size} bytes"


def test_the_index_page_links_to_every_figure_and_every_exercise(
    site: Path, pages: dict[Path, Page]
) -> None:
    index = pages[(site / "figures-and-exercises.html").resolve()]
    listed = {urldefrag(link)[1] for link in index.links}
    for path, page in pages.items():
        numbered = {name for name in page.ids if name.startswith("fig-")}
        exercises = {name for name in page.ids if name.startswith(("ex-", "graded-"))}
        if path.name != "intro.html":  # its figure has no chapter to be numbered in
            assert numbered | exercises <= listed, path.name
    assert "Exercise 3.1: By hand" in index.text and "Figure 3.1: Four squares" in index.text


def test_the_glossarys_chinese_terms_are_marked_as_chinese(site: Path) -> None:
    text = (site / "glossary.html").read_text(encoding="utf8")
    terms = re.findall(r"<dt ([^>]*)>([^<]*)", text)
    chinese = [attributes for attributes, term in terms if re.search("[一-鿿]", term)]
    assert len(chinese) > 80 and all('lang="zh-Hans"' in term for term in chinese)
    assert all("lang=" not in attributes for attributes, term in terms if term.isascii())


def test_the_search_knows_every_term_of_the_glossary(site: Path) -> None:
    # A build in which the glossary did not change has lost them all, once.
    index = (site / "searchindex.js").read_text(encoding="utf8")
    known = json.loads(index[index.index("(") + 1 : index.rindex(")")])["indexentries"]
    lines = (ROOT / "book" / "glossary.md").read_text(encoding="utf8").split("```")[1].split("\n")
    terms = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert len(terms) > 150
    assert {term.lower() for term in terms} <= set(known)


def test_no_line_ends_inside_a_shape_or_a_size(site: Path) -> None:
    html = (site / "loss-functions" / "softmax.html").read_text(encoding="utf8")
    assert "scores\n(N,\u00a0C) go in" in html
    html = (site / "optimization.html").read_text(encoding="utf8")
    assert "32\u00a0×\u00a032 pixels" in html and "zeros((64, 10))" in re.sub("<[^>]*>", "", html)


def test_no_printed_line_is_wider_than_a_phone(site: Path) -> None:
    printed = r'<div class="output stream[^>]*><div class="highlight"><pre>(.*?)</pre>'
    for page in PAGES:
        html = (site / f"{page}.html").read_text(encoding="utf8")
        for block in re.findall(printed, html, re.S):
            for line in unescape(re.sub("<[^>]*>", "", block)).split("\n"):
                assert len(line) <= MOST_PRINTED, f"{page} prints {line!r}"


def test_a_graded_exercise_is_marked_and_no_title_stands_in_brackets(site: Path) -> None:
    html = (site / "loss-functions" / "multiclass-svm.html").read_text(encoding="utf8")
    titles = re.findall(r'<p class="admonition-title">(.*?)</p>', html)
    texts = [re.sub("<[^>]*>", "", title) for title in titles]
    assert "Exercise 1.9 The hinge in NumPy ★★ graded" in texts
    assert "Solution to Exercise 1.5: Shift the scores" in texts
    assert sum("graded-mark" in title for title in titles) == 2
    assert not any("(" in text for text in texts)


def test_the_first_page_shows_a_three_on_its_way_and_rests_for_who_asks(site: Path) -> None:
    html = (site / "intro.html").read_text(encoding="utf8")
    picture = html[html.index('<svg class="through"') : html.index("</svg>")]
    three = load_digits().images[3]
    assert picture.count('class="pixel"') == (three > 0).sum()
    assert picture.count('class="unit"') == picture.count('class="bar') == 10
    assert "gives the digit 3 a probability of 9" in picture
    styles = (site / "_static" / "book.css").read_text(encoding="utf8")
    moving = styles[styles.index("@media (prefers-reduced-motion: no-preference)") :]
    assert "animation:" not in styles[: styles.index("@media (prefers-reduced-motion")]
    assert moving.count("animation:") == 6


def test_the_first_page_has_a_card_for_each_chapter_with_a_picture_of_its_own(site: Path) -> None:
    html = (site / "intro.html").read_text(encoding="utf8")
    cards = html.split('class="card-chapter')[1:]
    assert len(cards) == len(CHAPTERS)
    for card, chapter in zip(cards, CHAPTERS, strict=True):
        picture = re.search(r'src="(_images/[^"]*)"', card)
        assert picture and (site / picture[1]).is_file()
        assert f'href="{chapter}.html"' in card and "minutes to read" in card
