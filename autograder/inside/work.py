"""Counts what a function executes: who loops over the examples executes more for more of them.

Every instruction of the student's own code counts, wherever it hides: in a helper, a
lambda, a method, a comprehension, a recursion, in code that `exec` makes. Libraries do
not count, but for those of their functions that run a Python loop for their caller. Nor
would calls of a function in C by what loops in C (`map`, `reduce`, `np.frompyfunc`): while
counting, each of these goes by way of a line of Python.
"""

from __future__ import annotations

import builtins
import functools
import itertools
import linecache
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache
from inspect import CO_VARARGS, CO_VARKEYWORDS
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import Any, ClassVar

import numpy as np

LIBRARIES = (
    *(f"{sysconfig.get_path(name)}/" for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    f"{Path(np.__file__).parents[1]}/",
    *(f"{place}/" for place in sys.path if place.endswith(("site-packages", "dist-packages"))),
    f"{Path(__file__).parent}/",
    "<frozen ",
)
"""How the file names of code begin that is not the student's."""
LOOPING = ("vectorize.", "apply_along_axis", "_each.", "_reduce")
"""How the names begin of functions of NumPy, and of this module, that loop for their caller."""
MAX_LINES = 1000
"""So many lines are told apart."""
MAX_ITEMS = 20
"""So many items of a tuple, list or dict are looked at."""
DIFFERENTIABLE = "cO"
"""Kinds of dtypes with which a function differentiates itself: complex steps, dual numbers."""

Trace = Callable[[FrameType, str, Any], Any]


class Whose(Enum):
    """Whose code runs."""

    STUDENT = "a student's, in a cell or a file"
    UNNAMED = "a student's, made while it runs: nobody can read its lines"
    LOOPING = "a library's, and loops for its caller"
    LIBRARY = "a library's"


def follow_threads() -> None:
    """Count what every thread executes that is started from now on, whenever a watch counts.

    Python can begin to trace a thread only as it starts, and a notebook may start one long
    before its functions are called. It is for the process of one submission.
    """
    threading.settrace(_enter_in_thread)


def _enter_in_thread(frame: FrameType, event: str, argument: Any) -> Trace | None:
    watch = Watch.counting
    return watch.enter_frame(frame, event, argument) if watch else None


class Watch:
    """Counts what is executed while it is entered; it can be entered once.

    Arguments:
        names: the names that the student's code looks up; `reduce` and the like may be
            among them.
    """

    counting: ClassVar[Watch | None] = None
    """The one that counts now."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._counts: dict[tuple[int, int], int] = {}
        """By the code's id and the instruction's place in it, in the order of first execution."""
        self._codes: dict[int, tuple[CodeType, Whose]] = {}
        self._bound: list[tuple[dict[str, Any], str, Any]] = []
        self._is_whole = True
        self._differentiated = ""

    def __enter__(self) -> Watch:
        self._count_calls_from_c()
        self._before = sys.gettrace(), threading.gettrace()
        Watch.counting = self
        threading.settrace(_enter_in_thread)
        sys.settrace(self.enter_frame)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_whole = sys.gettrace() == self.enter_frame
        Watch.counting = None
        sys.settrace(self._before[0])
        threading.settrace(self._before[1])
        for names, name, value in self._bound:
            names[name] = value

    def _count_calls_from_c(self) -> None:
        for names in (*map(vars, (builtins, functools, itertools, np)), VECTORIZE, self._names):
            for name, value in list(names.items()):
                if id(value) in STAND_INS:
                    self._bound.append((names, name, value))
                    names[name] = STAND_INS[id(value)]

    def work(self) -> dict[str, Any]:
        """Return what was executed, as plain data: see `autograder.inside.plan.Work`."""
        lines: dict[tuple[int, str], int] = {}
        codes = {key: self._codes[key][0] for key, _ in self._counts if key}
        numbers = {key: _numbers(code) for key, code in codes.items()}

        @cache  # a line has many instructions
        def with_text(key: int, number: int | None) -> tuple[int, str]:
            return _with_text(codes[key], number)

        for (key, place), count in self._counts.items():
            line = (0, "")
            if key and len(lines) < MAX_LINES:
                line = with_text(key, numbers[key].get(place))
            lines[line] = lines.get(line, 0) + count
        return {
            "lines": [[number, text, count] for (number, text), count in lines.items()],
            "whole": self._is_whole,
            "differentiated": self._differentiated,
        }

    # While it counts ---------------------------------------------------------------------

    def enter_frame(self, frame: FrameType, event: str, argument: Any) -> Trace | None:
        """Count in a frame if it is the student's, or loops for them: a function for `settrace`."""
        code = frame.f_code
        whose = self._whose(frame)
        if whose is Whose.LIBRARY:
            return None
        if whose is Whose.LOOPING and not self._is_for_the_student(frame):
            return None
        frame.f_trace_lines = False
        frame.f_trace_opcodes = True
        if whose is Whose.LOOPING:
            return self._counting(self._shown_at(frame))
        self._look_for_derivatives(frame, DIFFERENTIABLE, _parameters(code))
        if whose is Whose.UNNAMED:
            return self._counting(self._shown_at(frame))
        return self._counting(None)

    def _counting(self, place: tuple[int, int] | None) -> Trace:
        """Count a frame's instructions: each for itself, or all for one place."""
        counts = self._counts

        def count(frame: FrameType, event: str, argument: Any) -> Trace:
            if event == "opcode":
                key = place or (id(frame.f_code), frame.f_lasti)
                counts[key] = counts.get(key, 0) + 1
            elif event == "return" and self._whose(frame) is not Whose.LOOPING:
                # Whoever loops over classes may have an array of objects, but no complex one.
                self._look_for_derivatives(frame, "c", frame.f_code.co_varnames)
            return count

        return count

    def _look_for_derivatives(self, frame: FrameType, kinds: str, names: tuple[str, ...]) -> None:
        """Note the frame if one of these names stands for numbers of such a kind."""
        if not self._differentiated:
            values = frame.f_locals
            for name in names:
                dtype = _dtype(values.get(name), kinds)
                if dtype is not None:
                    self._differentiated = f"{frame.f_code.co_name} with {dtype} numbers"
                    return

    def _is_for_the_student(self, frame: FrameType) -> bool:
        """Say whether a looping function was called by the student's code, and not by a library."""
        caller = frame.f_back
        while caller is not None and self._whose(caller) is Whose.LOOPING:
            caller = caller.f_back
        return caller is not None and self._whose(caller) is not Whose.LIBRARY

    def _shown_at(self, frame: FrameType) -> tuple[int, int]:
        """The student's instruction, in a cell or file, that this frame works for."""
        caller: FrameType | None = frame
        while caller is not None and self._whose(caller) is not Whose.STUDENT:
            caller = caller.f_back
        return (0, 0) if caller is None else (id(caller.f_code), caller.f_lasti)

    def _whose(self, frame: FrameType) -> Whose:
        code = frame.f_code
        known = self._codes.get(id(code))
        if known is None:
            # Held, so that no other code gets its id.
            known = self._codes[id(code)] = code, _whose(code, frame.f_globals)
        return known[1]


def _whose(code: CodeType, names: dict[str, Any]) -> Whose:
    """Say whose some code is, by its file; anybody may name a file, so its module has to be real.

    Arguments:
        code: that runs.
        names: where it looks up names.
    """
    module = sys.modules.get(str(names.get("__name__")))
    if code.co_filename.startswith(LIBRARIES) and getattr(module, "__dict__", None) is names:
        return Whose.LOOPING if code.co_qualname.startswith(LOOPING) else Whose.LIBRARY
    has_text = linecache.getline(code.co_filename, code.co_firstlineno).strip()
    return Whose.STUDENT if has_text else Whose.UNNAMED


def _parameters(code: CodeType) -> tuple[str, ...]:
    """The names of a function's parameters, `*rest` and `**more` among them."""
    rest = bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + rest]


def _dtype(value: Any, kinds: str) -> Any:
    """The dtype of a value, or of the first in it, if it is of one of these kinds."""
    if type(value) is dict:
        value = tuple(value.values())
    for item in value[:MAX_ITEMS] if type(value) in (tuple, list) else (value,):
        if isinstance(item, np.ndarray | np.generic) and item.dtype.kind in kinds:
            return item.dtype
        if isinstance(item, complex):
            return complex.__name__
    return None


def _numbers(code: CodeType) -> dict[int, int | None]:
    """The number of each instruction's line, by its place in the code."""
    return {place: line for start, end, line in code.co_lines() for place in range(start, end, 2)}


def _with_text(code: CodeType, number: int | None) -> tuple[int, str]:
    """The number and text of a line of some code, or of its first."""
    number = number or code.co_firstlineno
    return number, linecache.getline(code.co_filename, number).strip()[:200]


# What loops in C over a callable ---------------------------------------------------------


def _each(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, so that each of its calls counts, also if it is written in C."""

    def each(*items: Any) -> Any:
        return function(*items)

    return each


def _map(function: Callable[..., Any], *iterables: Any, **more: Any) -> Any:
    return MAP(_each(function), *iterables, **more)


def _filter(function: Callable[[Any], Any] | None, iterable: Iterable[Any]) -> Any:
    return FILTER(_each(function or bool), iterable)


def _starmap(function: Callable[..., Any], iterable: Iterable[Any]) -> Any:
    return STARMAP(_each(function), iterable)


def _reduce(function: Callable[..., Any], iterable: Iterable[Any], *initial: Any) -> Any:
    return REDUCE(_each(function), iterable, *initial)


def _frompyfunc(function: Callable[..., Any], nin: int, nout: int, **more: Any) -> Any:
    return FROMPYFUNC(_each(function), nin, nout, **more)


MAP, FILTER, STARMAP = map, filter, itertools.starmap
REDUCE, FROMPYFUNC = functools.reduce, np.frompyfunc
STAND_INS: dict[int, Any] = {
    id(MAP): _map,
    id(FILTER): _filter,
    id(STARMAP): _starmap,
    id(REDUCE): _reduce,
    id(FROMPYFUNC): _frompyfunc,
}
"""What takes the place of each while counting, by its id."""
VECTORIZE: dict[str, Any] = np.vectorize.__call__.__globals__
"""Where np.vectorize looks for np.frompyfunc."""
