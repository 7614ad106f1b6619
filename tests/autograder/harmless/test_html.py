"""HTML and Markdown of others: what could run goes, the rest stays, and none takes too long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.harmless.html import (
    MOST_CHARACTERS,
    MOST_MARKDOWN,
    MOST_REPEATED,
    MOST_TAGS,
    safe_html,
    safe_markdown,
)
from tests.autograder.feedback.hostile_html import HOSTILE_LINES


@pytest.mark.parametrize(
    "kept",
    [
        '<p>a <b>b</b> <code class="n">c</code><br> &lt;d&gt;</p>',
        '<a href="#there" rel="noopener noreferrer">x</a>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a plot">',
        '<span class="mi">1</span>',
        "<details><summary>more</summary>text</details>",
        "$a &lt; b$ and \\begin{align} a &amp;= b \\end{align}",
    ],
)
def test_what_is_harmless_stays_as_it_is(kept: str) -> None:
    assert safe_html(kept) == kept


@pytest.mark.parametrize(
    ("source", "harmless"),
    [
        ("<script>x</script>y", "y"),
        ("<svg><g>x</g></svg>y", "y"),
        ("<blink onclick=x>y</blink>", "y"),
        ('<p onclick="x" title="x" class="summary n">y</p>', '<p class="n">y</p>'),
        ('<img src="https://example.org/cat.png" alt="a <cat>">', "left out: a &lt;cat&gt;]"),
        ('<img src="https://example.org/cat.png">', "[an image is left out]"),
        ('<img src="data:text/html;base64,AA==">', "[an image is left out]"),
        ('<ul style="color:red"><li>y</li></ul>', "<ul><li>y</li></ul>"),
        ('<h1 id="feedback-row-3">y</h1>', "<h3>y</h3>"),
        ("<!-- x -->y", "y"),
        ("<input type=checkbox checked onclick=x>", "☑ "),
        ("<input type=password>", "☐ "),
    ],
)
def test_what_is_not_harmless_goes(source: str, harmless: str) -> None:
    text = safe_html(source)
    assert text == harmless or (harmless.endswith("]") and harmless in text)


@pytest.mark.parametrize(
    "target",
    ["javascript:x", "java&#10;script:x", "\x01javascript:x", "data:text/html,x", "//a.b"],
)
def test_a_link_leads_to_the_web_to_mail_or_within_the_page(target: str) -> None:
    assert "href" not in safe_html(f'<a href="{target}">x</a>')


def test_a_table_can_be_scrolled_and_keeps_its_alignment() -> None:
    table = safe_markdown("| a | b |\n|--:|:-:|\n| 1 | 2 |")
    assert table.startswith('<div class="scrolling" tabindex="0"><table>')
    assert '<td style="text-align:right">1</td>' in table


def test_a_heading_of_a_notebook_is_named_and_stands_below_the_pages_own() -> None:
    assert '<h4 id="The-loss">The <em>loss</em></h4>' in safe_markdown("## The *loss*")
    assert "id=" not in safe_markdown("# feedback-row-3")


def test_ticks_of_a_list_are_shown() -> None:
    assert re.findall("[☑☐] [ab]", safe_markdown("- [x] a\n- [ ] b")) == ["☑ a", "☐ b"]


WORDS = (*HOSTILE_LINES, "<b>", "</b>", "<table>", "<td", " alt=", '"', "'", "<pre", ">", "<img ")


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=12).map("".join))
def test_in_what_comes_out_each_angle_bracket_is_of_a_known_tag(source: str) -> None:
    # What is done to tags afterwards relies on it.
    tag = r"</?[a-z]+[1-6]?( [a-z]+=\"[^\"<>]*\")*>"
    assert not re.search("[<>]", re.sub(tag, "", safe_html(source)))


LONG = {
    "tags that do not end": ("<a ", 10**6),
    "comments that do not end": ("<!--", 10**6),
    "marked sections": ("<![foo[", 10**6),
    "nested tags": ("<div>", 10**6),
    "many attributes": ("a b", 10**6),
    "tables": ("<table><tr><td>", 10**5),
}


@pytest.mark.parametrize(("piece", "times"), LONG.values(), ids=LONG)
def test_html_that_takes_too_long_to_parse_is_left_out_with_a_note(piece: str, times: int) -> None:
    assert "HTML is left out" in safe_html("<p " + piece * times)


def test_html_is_left_out_by_size_by_tags_and_by_what_a_parser_repeats() -> None:
    repeated = "".join(f"<b title={number}>" for number in range(MOST_REPEATED))
    for most in ("x" * MOST_CHARACTERS, "<i>" * MOST_TAGS, f"<p>{repeated}<p>x"):
        assert "left out" not in safe_html(most)
        assert "left out" in safe_html(f"{most}<code class=n>")
    assert len(safe_html(f"<p>{repeated}" + "<p>x" * (MOST_TAGS // 2))) < 200 * MOST_TAGS


def test_a_large_image_in_the_page_is_not_too_much() -> None:
    image = f'<img src="data:image/png;base64,{"A" * 5 * 10**6}">'
    assert safe_html(image) == image


def test_long_markdown_is_shown_as_plain_text_with_a_note() -> None:
    source = "\\begin{a}" * 50_000
    shown = safe_markdown(source)
    assert source in shown and "too long to be rendered" in shown
    assert "too long" not in safe_markdown("x" * MOST_MARKDOWN)


def test_half_a_character_is_no_trouble() -> None:
    assert safe_html("<b>\ud800</b>") == "<b>?</b>"
