"""The glossary: each term in two languages, and linked from where a reader meets it first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).resolve().parents[2] / "book"
ORDER = re.findall(r"file: (\S+)", (BOOK / "_toc.yml").read_text(encoding="utf8"))
ENTRIES = [
    [line for line in entry.split("\n") if line and not line.startswith(" ")]
    for entry in (BOOK / "glossary.md").read_text(encoding="utf8").split("```")[1].split("\n\n")
]
ENTRIES[0] = ENTRIES[0][1:]  # the directive's own line
CHAPTERS = [page for page in ORDER if (BOOK / page).is_dir() or "/" in page]


def prose(page: str) -> str:
    """A page's text without cells, code and references; of terms their link text stays."""
    text = (BOOK / f"{page}.md").read_text(encoding="utf8")
    text = re.sub(r"^```\{code-cell\}.*?^```$", "", text, flags=re.M | re.S)
    text = re.sub(r"^(```|:\w+:).*$", "", text, flags=re.M)
    text = re.sub(r"\{(?!term\})[\w:]+\}`[^`]*`", "", text)
    return re.sub(r"(\{term\}`[^`]*`)|`[^`]*`", r"\1", text)


def words(term: str) -> str:
    return r"\s+".join(map(re.escape, term.split()))


@pytest.mark.parametrize("names", ENTRIES, ids=lambda names: str(names[0]))
def test_a_term_has_a_chinese_name_and_is_linked_where_a_section_first_uses_it(
    names: list[str],
) -> None:
    term, chinese = names
    assert re.search("[一-鿿]", chinese)
    link = re.compile(rf"\{{term\}}`(?:[^`<]*<)?{words(term)}>?`", re.I)
    use = re.compile(rf"(?<![\w-]){words(term)}(?:e?s)?(?![\w-])", re.I)
    linked = [page for page in CHAPTERS if link.search(prose(page))]
    used = [page for page in CHAPTERS if "/" in page and use.search(prose(page))]
    assert linked, f"no page links to {term}"
    if used:
        first, link_first = used[0], linked[0]
        assert CHAPTERS.index(link_first) <= CHAPTERS.index(first), f"{first} uses {term} unlinked"
