"""Sphinx extension: ``{touch}`` puts a figure that a reader can take hold of on a page.

The directive's content is two paragraphs: what to try, and what to notice. The picture of a
cell (``:still:``) stands there where scripts are off; where they run, the figure takes the place
of the picture, above its caption. ``book/figures/README.md`` says how to add one.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from book._ext.figure_bundles import FIGURES, load_start, write_data
from book._ext.figure_data import data_named

MOST_IN_PAGE = 40_000
"""Longer data, in characters of JSON, are a file that is fetched with the figure's script."""

HAS_DATA = "touch-data"
"""Marks the pages whose figures need data, in what Sphinx knows about pages."""


class Touch(nodes.General, nodes.Element):
    """A figure: `figure` is its name, `still` its picture's, `data` names what it needs.

    `start` is, as in an address, in what its state differs on this page from that of its module.
    """


class Stage(nodes.General, nodes.Element):
    """Holds the place where the figure is drawn once its script has come."""


class Still(nodes.General, nodes.Element):
    """Shows what stands there where scripts are off; `kept` if it stays where they run."""


class TouchDirective(SphinxDirective):
    """The figure of the name that is given."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "title": directives.unchanged_required,
        "still": directives.unchanged_required,
        "keep-still": directives.flag,
        "data": directives.unchanged_required,
        "start": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure; what its still picture is, a transform finds later."""
        name = self.arguments[0]
        if not (FIGURES / f"{name}.js").is_file():
            raise self.error(f"touch: there is no book/figures/{name}.js")
        if "title" not in self.options:
            raise self.error(f"touch: the figure {name} needs a :title:")
        content = self.parse_content_to_nodes()
        sentences, pictures = content[:2], content[2:]
        if sum(map(_is_sentence, sentences)) < 2:
            raise self.error(f"touch: {name} needs a paragraph what to try, and one what to notice")
        if not pictures and "still" not in self.options:
            raise self.error(f"touch: {name} needs a picture for where scripts are off (:still:)")
        data = self.options.get("data", "").split()
        if data:
            self.env.metadata[self.env.docname][HAS_DATA] = True
        touch = Touch(
            "",
            _led_by("Try:", sentences[0], "touch-try"),
            Stage(),
            _led_by("Notice:", sentences[1], "touch-notice"),
            Still("", *pictures, kept="keep-still" in self.options),
            figure=name,
            title=self.options["title"],
            still=self.options.get("still"),
            data=data,
            start=self.options.get("start"),
        )
        self.set_source_info(touch)
        return [touch]


def _is_sentence(node: nodes.Node) -> bool:
    """Say whether a node is a paragraph of words, not one that holds a picture."""
    return isinstance(node, nodes.paragraph) and next(iter(node.findall(nodes.image)), None) is None


def _led_by(word: str, paragraph: nodes.Node, name: str) -> nodes.Node:
    assert isinstance(paragraph, nodes.paragraph)
    paragraph.insert(0, [nodes.strong("", word), nodes.Text(" ")])
    paragraph["classes"].append(name)
    return paragraph


class FetchStills(SphinxPostTransform):
    """Moves the cell of the still picture into the figure that takes its place."""

    default_priority = 192  # when code is folded, and before the answers to boxes are
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Go through the page's figures."""
        seen: Counter[str] = Counter()
        for touch in list(self.document.findall(Touch)):
            seen[touch["figure"]] += 1
            number = seen[touch["figure"]]
            # What the address calls it: two of a kind on a page do not disturb each other.
            touch["key"] = f"{touch['figure']}{number if number > 1 else ''}"
            if touch["still"] is not None:
                cell = _cell_of(self._picture(touch))
                cell.parent.remove(cell)
                next(iter(touch.findall(Still))).append(cell)

    def _picture(self, touch: Touch) -> nodes.figure:
        for figure in self.document.findall(nodes.figure):
            if touch["still"] in figure["ids"]:
                return figure
        raise ExtensionError(
            f"touch: {self.env.docname} has no figure {touch['still']}, "
            f"which is to be the still of {touch['figure']}"
        )


def _cell_of(picture: nodes.Element) -> nodes.Element:
    """Return what moves with a picture: its cell with the folded code, or its output alone.

    Code that the page shows stays where it is.
    """
    output = picture
    around = picture
    while around.parent is not None:
        if around.get("nb_element") == "cell_code_output":
            output = around
        if around.get("nb_element") == "cell_code":
            shown = any(part.get("nb_element") == "cell_code_source" for part in around.children)
            return output if shown else around
        around = around.parent
    return picture


def visit_touch(translator: HTML5Translator, node: Touch) -> None:
    """Open the figure, and write its title."""
    start = f' data-start="{escape(node["start"])}"' if node["start"] else ""
    translator.body.append(
        f'<div class="touch" data-figure="{node["figure"]}" data-key="{node["key"]}"{start} '
        f'role="group" aria-label="{escape(node["title"])}">\n'
        f'<p class="touch-title">{escape(node["title"])}</p>\n'
    )


def depart_touch(translator: HTML5Translator, node: Touch) -> None:
    """Write the data that the figure needs, or where they are, and close it."""
    for name in node["data"]:
        json = data_named(translator.builder.env, name).replace("<", "\\u003c")
        file = ""
        if len(json) > MOST_IN_PAGE:
            file = f' data-file="{write_data(translator.builder.outdir, name, json)}"'
            json = ""
        translator.body.append(
            f'<script type="application/json" data-name="{escape(name)}"{file}>{json}</script>\n'
        )
    translator.body.append("</div>\n")


def visit_stage(translator: HTML5Translator, node: Stage) -> None:
    """Write the place where the figure is drawn."""
    translator.body.append('<div class="touch-stage"></div>\n')
    raise nodes.SkipNode


def visit_still(translator: HTML5Translator, node: Still) -> None:
    """Open what holds the still picture."""
    kept = " kept" if node["kept"] else ""
    translator.body.append(f'<div class="touch-still{kept}">\n')


def depart_still(translator: HTML5Translator, node: Still) -> None:
    """Close what holds the still picture."""
    translator.body.append("</div>\n")


def pages_with_data(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name the pages to write again, since data of another page may have changed."""
    return [page for page, metadata in env.metadata.items() if metadata.get(HAS_DATA)]


def load_on_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load the figures' start on a page that has a figure, and on no other."""
    if doctree is not None and next(iter(doctree.findall(Touch)), None) is not None:
        load_start(app)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directive."""
    app.setup_extension("book._ext.figure_data")
    app.setup_extension("book._ext.figure_bundles")
    app.add_node(Touch, html=(visit_touch, depart_touch))
    app.add_node(Stage, html=(visit_stage, None))
    app.add_node(Still, html=(visit_still, depart_still))
    app.add_directive("touch", TouchDirective)
    app.add_post_transform(FetchStills)
    app.connect("env-updated", pages_with_data)
    app.connect("html-page-context", load_on_page)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
