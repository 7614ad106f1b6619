"""Tracebacks look as IPython makes them, and nothing is done again for each."""

import json
import subprocess
import sys

LONG = """text = '''first
second'''


if text:
    # what is shown begins below
    a = [1]
    b = {"key": 2}
    c = a[0] + len(
        f"{text!r:>9}"
    ) / 0
    d = 4

    e = 5
else:
    f = '''6
    7'''
    g = lambda x: "é" * x
h = 8
"""
INNER = """'''doc
string'''
def outer():
    '''doc
    string'''
    x = "é"
    y = 2
    z = 3
    def inner(x):
        w = 4
        return [
            x,
            x / 0,
        ]
    return inner(x)
outer()
"""
CELLS = (
    "def halve(x):\n    return x / 0\nhalve(1)",
    "try:\n    {}['key']\nexcept KeyError:\n    raise ValueError('no key')",
    "import json\njson.loads('{')",
    "def deeper(n):\n    return deeper(n - 1) if n else [][0]\ndeeper(30)",
    "import numpy as np\nnp.testing.assert_allclose(np.ones(3), np.zeros(3))",
    "def halve(x):\n    return x / 0\nhalve(1)",  # the same again, remembered
    "def halve(x):\n    return x / 0\nhalve(2)",
    "x = (1,\n  2",
    LONG,
    INNER,
    "raise type('Own', (Exception,), {})('mine')",
)
RUN = """
import inspect, json, sys
from pygments.lexer import RegexLexerMeta
from autograder.sandbox import shell, tracebacks

prepared, cells = json.loads(sys.argv[1])
if not prepared:
    tracebacks.prepare = lambda: None
made = shell.make_shell()
counts = {"tables": 0, "modules": 0}

def counted(function, name):
    def count(*arguments):
        counts[name] += 1
        return function(*arguments)
    return count

RegexLexerMeta.process_tokendef = counted(RegexLexerMeta.process_tokendef, "tables")
inspect.ismodule = counted(inspect.ismodule, "modules")
shown = [made.run(cell) for cell in cells]
print(json.dumps([shown, counts]), file=sys.__stdout__)
"""


def run(*cells: str, prepared: bool) -> tuple[list[str], dict[str, int]]:
    command = [sys.executable, "-c", RUN, json.dumps([prepared, cells])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    shown, counts = json.loads(done.stdout)
    return ["\n".join(output["traceback"]) for (output,) in shown], counts


def test_a_traceback_is_what_ipython_alone_would_show() -> None:
    shown, _ = run(*CELLS, prepared=True)
    assert shown == run(*CELLS, prepared=False)[0]
    assert "ZeroDivisionError" in shown[0] and "halve" in shown[0]


def test_for_an_error_in_a_cell_no_table_is_compiled_and_no_module_is_looked_through() -> None:
    before, counts = run(CELLS[0], prepared=False)
    assert counts["tables"] > 0 and counts["modules"] > 1000
    shown, counts = run(CELLS[0], prepared=True)
    assert shown == before
    assert counts["tables"] == 0 and counts["modules"] < 100
