"""Formulas of others are set as MathML, and nothing that they say gets into a page as HTML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from autograder.harmless import formulas as setting
from autograder.harmless.formulas import set_formulas
from autograder.harmless.html import safe_markdown

ATTACK = '\\text{" onload=alert(1) x="<img src=x onerror=alert(2)>}'
HOSTILE = [
    *("\\href{javascript:alert(1)}{x}", "\\includegraphics{http://remote.invalid/x.png}"),
    *("\\htmlStyle{color: red}{x}", "\\url{javascript:alert(1)}", "\\def\\a{\\a\\a}\\a"),
    *("\\rule{9999em}{9999em}", "x" * 5_000, "{" * 1_500, "\\frac{", "</math><script>alert(1)"),
    *("\\htmlData{onclick=alert(1)}{x}", ATTACK, "\\color{\"onload='x}{y}"),
]


@pytest.mark.parametrize("latex", HOSTILE)
@pytest.mark.parametrize("is_display", [True, False])
def test_nothing_of_a_formula_becomes_a_tag_or_an_attribute(latex: str, is_display: bool) -> None:
    (html,) = set_formulas([(latex, is_display)])
    elements = BeautifulSoup(html, "html.parser").find_all(True)
    allowed = re.compile("math|semantics|annotation|m[a-z]+|code|span")
    assert all(allowed.fullmatch(element.name) for element in elements)
    names = {name for element in elements for name in element.attrs}
    assert not {name for name in names if name.startswith("on") or name in ("href", "src")}


@pytest.mark.parametrize("source", ["# A {} title", "![{}](data:image/png;base64,AA)", "`{}`"])
def test_a_formula_in_a_heading_or_a_description_stays_in_its_attribute(source: str) -> None:
    soup = BeautifulSoup(safe_markdown(source.format(f"${ATTACK}$")), "html.parser")
    names = {name for element in soup.find_all(True) for name in element.attrs}
    assert not {name for name in names if name.startswith("on")}
    assert not soup.find_all("img", src="x")


def test_what_cannot_be_set_is_shown_as_it_was_written() -> None:
    (html,) = set_formulas([("\\frac{<b>", True)])
    assert html == '<code class="formula">$$\\frac{&lt;b&gt;$$</code>'


def test_without_katex_formulas_are_shown_as_they_were_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(setting, "KATEX", tmp_path / "katex.js")
    monkeypatch.setattr(setting, "_known", {})
    assert safe_markdown("so $a<b$ it is") == (
        '<p>so <code class="formula">$a&lt;b$</code> it is</p>\n'
    )


def test_an_answer_that_holds_more_than_mathml_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad = '<span class="katex"><math xmlns="x"><img src="x"/></math></span>'
    monkeypatch.setattr(setting, "_known", {})
    monkeypatch.setattr(setting._node, "answer", lambda formulas: [bad] * len(formulas))
    assert set_formulas([("x", False)]) == ['<code class="formula">$x$</code>']


def test_forged_places_of_formulas_are_no_formulas() -> None:
    html = safe_markdown("$x$ \ue0000\ue001 &#xe000;0&#xe001; [a](https://b/&#xe000;0&#xe001;)")
    assert '<a href="https://b/' in html
    assert "<math" not in re.findall("<a .*?>", html)[0]
    assert "<pre" in safe_markdown("$x$ &#xe000;7&#xe001;")  # there is no such formula
