"""Does a notebook reach for what the probe is made of? Read, never run.

What is judged inside (arguments left alone, no loops) is seen by Python code that runs
beside the student's. A notebook that reaches for modules by name, for frames, or for the
builtins can change what that code sees. It is told from one that only imports `sys` by
what it takes from there. What is not found by reading, such as names that are put
together while the code runs, is not found here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from autograder.reading.statements import CELL_SEPARATOR, cell_statements, statements

EVERYTHING = frozenset({"*"})
TAKEN = {
    "sys": frozenset(
        "modules settrace setprofile gettrace getprofile _getframe _current_frames "
        "addaudithook meta_path path_hooks".split()
    ),
    "threading": frozenset({"settrace", "setprofile"}),
    "gc": frozenset("get_objects get_referrers get_referents unfreeze callbacks".split()),
    "inspect": frozenset("stack currentframe trace getinnerframes getouterframes".split()),
    "builtins": frozenset(),
    "ctypes": EVERYTHING,
    "_ctypes": EVERYTHING,
    "cffi": EVERYTHING,
    "autograder": EVERYTHING,
}
"""What of a module leads into the probe; of each, nobody may take the module as a whole."""
FRAMES = frozenset("f_back f_globals f_builtins f_locals tb_frame gi_frame cr_frame".split())
ANYWHERE = FRAMES | {"__globals__", "__subclasses__", "__builtins__"}
"""Attributes and names that lead there, whatever they are taken from."""
HIDDEN = "hidden_tests"
HIDDEN_TESTS = (f"autograder.{HIDDEN}", f"autograder.{HIDDEN}.{HIDDEN}")
IMPORTING = frozenset({"__import__", "import_module"})
OF_MODULES = frozenset({"setattr", "delattr", "vars"})
MAY_BE_SET = frozenset("stdout stderr path tracebacklimit".split())
"""What of sys a notebook may replace."""
OLD_ALIASES = frozenset("bool int float complex object str".split())
"""Types that older code gives NumPy back under the names that it had for them."""
IN_TEXT = re.compile(
    r"\b(sys\s*\.\s*modules|autograder\s*\.\s*inside|settrace|setprofile|_getframe|ctypes"
    r"|get_referrers|get_objects|tb_frame|f_back|f_globals|__globals__|__builtins__)\b"
)
"""The same in text that may be run, and in cells that are no Python."""
MAX_CHAIN = 20
COMMENT = re.compile(r"#.*")


@lru_cache(maxsize=1)  # one student's notebook is asked for every exercise of it
def reach(source: str) -> str:
    """Name the first thing in a notebook that leads into the probe; nothing if there is none.

    Arguments:
        source: the notebook's code, cells joined by `CELL_SEPARATOR`.
    """
    nodes = [node for statement in statements(source) for node in ast.walk(statement)]
    found = next(_Reading(nodes).found(), "")
    if found:
        return found
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    texts = [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]
    for cell in source.split(CELL_SEPARATOR):
        if IN_TEXT.search(cell) and not cell_statements(cell):
            texts.append(COMMENT.sub("", cell))
    matches = filter(None, map(IN_TEXT.search, texts))
    return next((match.group().replace(" ", "") for match in matches), "")


class _Reading:
    """Reads all nodes of a notebook, in whatever order its cells ran."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self.nodes = nodes
        self.modules: dict[str, str] = {}
        """By the name under which a module was imported: its own, without what is below it."""
        self.imported: dict[str, str] = {}
        """The same for whatever was imported: the name of the module that it is of."""
        for node in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name.partition(".")[0]
                    self.modules[alias.asname or root] = root
            elif isinstance(node, ast.ImportFrom):
                root = (node.module or "").partition(".")[0]
                self.imported |= {alias.asname or alias.name: root for alias in node.names}
        self.imported |= self.modules
        self.bases = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
        self.old_aliases = {
            id(node.targets[0])
            for node in nodes
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Name)
            and node.value.id in OLD_ALIASES
        }

    def found(self) -> Iterator[str]:
        """Return what leads into the probe."""
        for node in self.nodes:
            match node:
                case ast.Import(names=names):
                    yield from (alias.name for alias in names if _is_closed(alias.name))
                case ast.ImportFrom(module=str(module), names=names):
                    for alias in names:
                        if _is_closed(f"{module}.{alias.name}") or _leads(module, alias.name):
                            yield f"{module}.{alias.name}"
                case ast.Attribute():
                    yield from self._attribute(node)
                case ast.Name(id=name):
                    whole = name in self.modules and id(node) not in self.bases
                    if name in ANYWHERE or (whole and self.modules[name] in TAKEN):
                        yield name
                case ast.Call():
                    yield from self._call(node)

    def _attribute(self, node: ast.Attribute) -> Iterator[str]:
        of_module = node.attr == "__dict__" and _root(node.value) in self.modules
        if node.attr in ANYWHERE or of_module or _leads(self._module(node.value), node.attr):
            yield _written(node)
        elif not isinstance(node.ctx, ast.Load) and id(node) not in self.old_aliases:
            module = self.imported.get(_root(node), "matplotlib")
            if module != "matplotlib" and not (module == "sys" and node.attr in MAY_BE_SET):
                yield f"{_written(node)}, which it replaces,"

    def _module(self, node: ast.expr) -> str:
        """The watched module that an expression may be: `sys`, another name of it, or `os.sys`."""
        match node:
            case ast.Name(id=name):
                return self.modules.get(name, "")
            case ast.Attribute(attr=name) if TAKEN.get(name) is not EVERYTHING:
                return name  # an array has an attribute `ctypes`, too
        return ""

    def _call(self, node: ast.Call) -> Iterator[str]:
        match node.func:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                pass
            case _:
                return
        first = node.args[0] if node.args else None
        if name in IMPORTING and not (
            isinstance(first, ast.Constant)
            and isinstance(first.value, str)
            and first.value.partition(".")[0] not in TAKEN
        ):
            yield name
        if isinstance(first, ast.Name) and first.id in self.modules and name in OF_MODULES:
            yield f"{name}({first.id}, …)"


def _is_closed(module: str) -> bool:
    """Tell whether nothing of a module may be imported; `hidden_tests` is in every notebook."""
    taken = TAKEN.get(module.partition(".")[0])
    return taken is EVERYTHING and module not in HIDDEN_TESTS


def _leads(module: str, name: str) -> bool:
    """Tell whether what a module has under a name leads into the probe."""
    taken = TAKEN.get(module)
    if taken is None:
        return False
    return name in taken or name == "*" or (taken is EVERYTHING and name != HIDDEN)


def _written(node: ast.Attribute) -> str:
    """An attribute, and the name that it is taken from, if it is taken from one."""
    match node.value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return f"{name}.{node.attr}"
    return node.attr


def _root(node: ast.expr) -> str:
    """The name that a chain of attributes begins with; nothing if it is none, or too long."""
    for _ in range(MAX_CHAIN):
        if not isinstance(node, ast.Attribute):
            break
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
