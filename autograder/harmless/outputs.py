"""Outputs of a student's cells, made fit for a notebook that a teacher opens.

They come from inside the sandbox, so their form is checked before it is believed, and
their size is bounded. HTML is cleaned; what only a script can show is left out.
"""

from __future__ import annotations

import re
from typing import Any

import nbformat
from nbformat import NotebookNode

MAX_CHARACTERS = 10 * 10**6
MAX_OUTPUTS = 1000
PLAIN_KINDS = ("text/plain", "image/png", "image/jpeg", "text/latex", "text/markdown")
PICTURES = ("image/png", "image/jpeg")
STREAMS = ("stdout", "stderr")
MAX_COUNT = 10**6
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def trusted_outputs(raw: list[Any], room: int = MAX_CHARACTERS) -> list[NotebookNode]:
    """Make a cell's outputs as nbformat has them; what does not fit is left out.

    Arguments:
        raw: what came out of the sandbox, or was in a notebook.
        room: characters that they may take.
    """
    outputs: list[NotebookNode] = []
    left = room
    for given in raw[:MAX_OUTPUTS]:
        output = _trusted(given) if isinstance(given, dict) else None
        if output is None:
            continue
        left -= len(str(output))
        if left < 0:
            text = "[the rest is left out: this cell has put out too much]\n"
            outputs.append(_output("stream", name="stdout", text=text))
            break
        outputs.append(output)
    return outputs


def _trusted(given: dict[str, Any]) -> NotebookNode | None:
    match given:
        case {"output_type": "stream", "name": str(name), "text": str(text)} if name in STREAMS:
            return _output("stream", name=name, text=_whole(text))
        case {
            "output_type": "error",
            "ename": str(name),
            "evalue": str(value),
            "traceback": list(lines),
        } if all(isinstance(line, str) for line in lines):
            return _output(
                "error",
                ename=_whole(name),
                evalue=_whole(value),
                traceback=[_whole(line) for line in lines],
            )
        case {"output_type": "display_data", "data": dict(data)}:
            return _output("display_data", data=_shown(data), metadata={})
        case {"output_type": "execute_result", "data": dict(data), "execution_count": count}:
            known = count if isinstance(count, int) and 0 <= count <= MAX_COUNT else None
            return _output("execute_result", data=_shown(data), metadata={}, execution_count=known)
    return None


def _output(kind: str, **fields: Any) -> NotebookNode:
    """Make an output without nbformat's checks: a whole notebook is checked when it is written."""
    made: NotebookNode = nbformat.from_dict({"output_type": kind, **fields})
    return made


def _shown(data: dict[Any, Any]) -> dict[str, str]:
    kept = {kind: _whole(data[kind]) for kind in PLAIN_KINDS if isinstance(data.get(kind), str)}
    for kind in PICTURES:
        # Pages put it into an attribute as it is.
        if kind in kept and not BASE64.fullmatch(kept[kind]):
            del kept[kind]
    if isinstance(data.get("text/html"), str):
        from autograder.harmless.html import safe_html  # a third of a second, and few need it

        kept["text/html"] = str(safe_html(_whole(data["text/html"])))
    return kept


def _whole(text: str) -> str:
    """Replace half characters, which JSON can name and no file takes."""
    return text.encode(errors="replace").decode()
