"""The site holds no solution, no hidden test and no known mistake's code, in whatever file."""

from __future__ import annotations

import ast
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONG_ENOUGH = 60
"""A body of fewer characters, without spaces, is one that anybody writes: `return a + b`."""
TEXT = {".html", ".js", ".mjs", ".json", ".ipynb", ".py", ".md", ".txt", ".css", ".svg", ".csv"}
MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "hidden_tests(")


def bodies(path: Path) -> dict[str, str]:
    """The bodies of a module's functions without docstrings and spaces, and whose they are."""
    source = path.read_text(encoding="utf8")
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            rest = node.body[1:] if ast.get_docstring(node) else node.body
            lines = [ast.get_source_segment(source, statement) or "" for statement in rest]
            body = packed("\n".join(lines))
            if len(body) > LONG_ENOUGH:
                found[body] = f"{node.name} of {path.relative_to(ROOT)}"
    return found


def packed(code: str) -> str:
    """Code without spaces and line breaks, by which places differ."""
    return re.sub(r"\s+", "", code)


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """All that can be read in a file, by its name; archives and JSON are opened."""
    suffix = Path(name).suffix
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.namelist():
                yield from texts(f"{name}/{entry}", archive.read(entry))
    elif suffix in (".json", ".ipynb"):
        yield name, "\n".join(strings(json.loads(content)))
    elif suffix == ".html":
        yield name, html.unescape(re.sub(r"<[^>]*>", "", content.decode("utf8")))
    elif suffix in TEXT:
        yield name, content.decode("utf8").replace("\\n", "\n").replace('\\"', '"')


def strings(value: Any) -> Iterator[str]:
    """All strings in what JSON holds; the lines of a notebook's cell are one."""
    match value:
        case str():
            yield value
        case list() if all(isinstance(item, str) for item in value):
            yield "".join(value)
        case list():
            for item in value:
                yield from strings(item)
        case dict():
            for item in value.values():
                yield from strings(item)


def test_no_file_of_the_site_holds_a_solution_a_hidden_test_or_a_mistake(site: Path) -> None:
    secret: dict[str, str] = {}
    places = [ROOT / "solutions", ROOT / "autograder" / "assignments"]
    for path in (path for place in places for path in sorted(place.rglob("*.py"))):
        secret |= bodies(path)
    assert len(secret) > 500
    found, looked_at = set(), 0
    for path in sorted(site.rglob("*")):
        if not path.is_file() or "pyodide" in path.parts:
            continue
        for name, text in texts(str(path.relative_to(site)), path.read_bytes()):
            looked_at += 1
            content = packed(text)
            found |= {f"{name}: {mark}" for mark in MARKS if packed(mark) in content}
            found |= {f"{name}: {whose}" for body, whose in secret.items() if body in content}
    assert looked_at > 300
    assert not found, "\n".join(sorted(found)[:20])
