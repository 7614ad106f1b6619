"""Runs in Pyodide: executes a page's cells as a notebook would."""

import ast
import base64
import io
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

MOST_CHARACTERS = 100_000

sys.path.insert(0, "/book/modules")
namespace: dict[str, Any] = {"__name__": "__main__"}


class _Printed(io.TextIOBase):
    """Hands what is printed to the page at once, up to a length."""

    def __init__(self, write: Callable[[str], Any]) -> None:
        self._write, self._room = write, MOST_CHARACTERS

    def write(self, text: str) -> int:
        if self._room > 0:
            self._write(text[: self._room])
            if len(text) > self._room:
                self._write("\n… the rest is left out\n")
        self._room -= len(text)
        return len(text)


def _plain(code: str) -> str:
    """Return the code with IPython's own lines as comments: they set up figures alone."""
    lines = code.split("\n")
    return "\n".join(f"# {line}" if line.startswith(("%", "!")) else line for line in lines)


def _figures() -> list[dict[str, Any]]:
    """Return the open figures as PNG, in the order they were made; close them."""
    if "matplotlib.pyplot" not in sys.modules:
        return []
    from matplotlib import pyplot as plt

    found = []
    for number in plt.get_fignums():
        content = io.BytesIO()
        plt.figure(number).savefig(content, format="png", dpi=200, bbox_inches="tight")
        width = int.from_bytes(content.getvalue()[16:20], "big") / 2
        source = base64.b64encode(content.getvalue()).decode()
        found.append({"source": f"data:image/png;base64,{source}", "width": round(width)})
    plt.close("all")
    return found


def set_style() -> None:
    """Make figures look like the book's; quietly, since no cell has asked for it."""
    os.environ["MATPLOTLIBRC"] = "/book/matplotlibrc"
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        import matplotlib.pyplot as plt

        style = Path("/book/image_style.py").read_text(encoding="utf8")
        exec(compile(style, "image_style.py", "exec"), {"__name__": "image_style"})
    plt.show = lambda *arguments, **options: None  # a cell's figures are taken at its end


def _explain(error: BaseException, name: str) -> str:
    """Return the traceback from the cell's own line on."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename != name:
        frames = frames.tb_next
    return "".join(traceback.format_exception(type(error), error, frames))


def run_cell(code: str, number: int, write: Callable[[str], Any]) -> dict[str, Any]:
    """Run a cell; return what it put out beside what was printed.

    Returns a dict: `failed`, `text` (the last line's value, or a traceback) and
    `figures` (a list of `source` and `width` in pixels).
    """
    import linecache

    name = f"<cell {number}>"
    plain = _plain(code)
    linecache.cache[name] = (len(plain), None, plain.splitlines(True), name)
    printed = _Printed(write)
    text, failed = "", False
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            tree = ast.parse(plain, name)
            last = tree.body[-1] if tree.body else None
            if isinstance(last, ast.Expr):
                tree.body.pop()
            exec(compile(tree, name, "exec"), namespace)
            quiet = plain.rstrip().endswith(";")
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), name, "eval"), namespace)
                if value is not None and not quiet and not _stays_inside(value):
                    namespace["_"] = value
                    text = repr(value)[:MOST_CHARACTERS]
        except BaseException as error:
            failed, text = True, _explain(error, name)
        figures = _figures()
    return {"failed": failed, "text": text, "figures": figures}


def _stays_inside(value: object) -> bool:
    """Tell whether a notebook would show no text for the value: data of a figure on the page."""
    return type(value).__module__.startswith("IPython")
