"""What is counted, and that counting changes nothing that the student's code sees."""

from __future__ import annotations

import functools
import itertools
import math
import operator
import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.inside.work import Watch
from tests.autograder.cells import namespace_of


def counted(function: Callable[..., Any], *arguments: Any) -> tuple[Any, dict[int, int]]:
    """What a function returns, and how many instructions each line of its cell executed."""
    with Watch(getattr(function, "__globals__", {})) as watch:
        result = function(*arguments)
    lines: dict[int, int] = {}
    for number, _, count in watch.work()["lines"]:
        lines[number] = lines.get(number, 0) + count
    return result, lines


LOOPS = st.sampled_from(
    [
        "for i in range(n):\n        total += i",
        "total = sum([i for i in range(n)])",
        "total = sum(i for i in range(n))",
        "total = sum(map(int, range(n)))",
        "total = sum(filter(None, range(n)))",
        "total = functools.reduce(operator.add, range(n), 0)",
        "total = sum(itertools.starmap(max, zip(range(n), range(n))))",
        "total = int(np.frompyfunc(int, 1, 1)(np.arange(n)).sum())",
        "total = int(np.vectorize(int, otypes=[int])(np.arange(n)).sum())",
        "exec('total = sum([i for i in range(n)])', out := {'n': n}); total = out['total']",
        "while i < n:\n        total, i = total + i, i + 1",
        "f = lambda k: 0 if k == n else k + f(k + 1)\n    total = f(0)",
    ]
)
PROLOGUE = "import functools, itertools, operator\nimport numpy as np\n"


@settings(max_examples=60, deadline=None)
@given(body=LOOPS, start=st.integers(0, 30), step=st.integers(1, 30))
def test_a_loop_executes_at_least_one_instruction_more_in_each_round_and_as_many_in_each(
    body: str, start: int, step: int
) -> None:
    code = f"{PROLOGUE}def run(n):\n    total, i = 0, 0\n    {body}\n    return total\n"
    run = namespace_of(code)["run"]
    sizes = (start + 1, start + 1 + step, start + 1 + 2 * step)
    for size in sizes:
        run(size)  # what is imported or made the first time is not counted
    totals = []
    for size in sizes:
        result, lines = counted(run, size)
        assert result == size * (size - 1) // 2
        totals.append(sum(lines.values()))
    assert totals[2] - totals[1] == totals[1] - totals[0] >= step


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.integers(-9, 9), min_size=1, max_size=9))
def test_what_stands_in_for_loops_in_c_gives_what_they_give(values: list[int]) -> None:
    def all_of_them() -> list[Any]:
        pairs = list(zip(values, reversed(values), strict=True))
        table = np.frompyfunc(divmod, 2, 2)(np.array([values]).T, 10)
        return [
            list(map(operator.sub, values, values[1:])),
            list(filter(None, values)),
            list(filter(lambda value: value > 0, values)),
            list(itertools.starmap(operator.mul, pairs)),
            functools.reduce(operator.sub, values),
            functools.reduce(operator.sub, values, 100),
            [column.tolist() for column in table],
            np.vectorize(math.fabs)(values).tolist(),
            np.frompyfunc(operator.add, 2, 1).reduce(values),
        ]

    assert counted(all_of_them)[0] == all_of_them()


def test_nothing_of_it_is_left_afterwards() -> None:
    names: dict[str, Any] = {"reduce": functools.reduce}
    before = (map, filter, functools.reduce, itertools.starmap, np.frompyfunc, sys.gettrace())
    with pytest.raises(ZeroDivisionError), Watch(names):
        assert (map, names["reduce"]) != (before[0], before[2])
        raise ZeroDivisionError
    after = (map, filter, functools.reduce, itertools.starmap, np.frompyfunc, sys.gettrace())
    assert after == before
    assert names == {"reduce": functools.reduce}
    assert threading.gettrace() is None


LIBRARY = """import numpy as np
def run(x):
    print(x, repr(x))
    return np.pad(x, 1), np.unique(x), np.einsum('i,i->', x, x, optimize=True)
"""


def test_work_of_libraries_does_not_count() -> None:
    run = namespace_of(LIBRARY)["run"]
    run(np.arange(9.0))  # imports what is not there yet
    few, more = (sum(counted(run, np.arange(n, dtype=float))[1].values()) for n in (5, 500))
    assert few == more


def test_every_line_has_its_own_count() -> None:
    code = (
        "def run(n):\n    total = 0\n    for i in range(n):\n        total += i\n    return total\n"
    )
    _, lines = counted(namespace_of(code)["run"], 10)
    assert list(lines) == [2, 3, 4, 5]
    assert lines[4] == 10 * (lines[4] // 10)
    assert lines[3] > 10


def test_code_without_lines_counts_for_the_line_that_runs_it() -> None:
    code = "def run(n):\n    x = 1\n    exec('for i in range(n): pass', {'n': n})\n    return x\n"
    few, more = (counted(namespace_of(code)["run"], n)[1] for n in (1, 100))
    assert {line for line in more if more[line] - few[line] > 99} == {3}


def test_what_other_threads_execute_counts() -> None:
    code = """import threading
def work(n):
    for i in range(n):
        pass
def run(n):
    thread = threading.Thread(target=work, args=(n,))
    thread.start()
    thread.join()
"""
    few, more = (sum(counted(namespace_of(code)["run"], n)[1].values()) for n in (1, 100))
    assert more - few > 99


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("callee(x.astype(complex))", "callee with complex128 numbers"),
        ("callee(x.astype(np.complex64))", "callee with complex64 numbers"),
        ("callee(x.astype(object))", "callee with object numbers"),
        ("callee(1, x=x + 1j)", "callee with complex128 numbers"),
        ("callee(1, 2, x + 1j)", "callee with complex128 numbers"),
        ("callee([x, x + 1j])", "callee with complex128 numbers"),
        ("callee({'x': x + 1j})", "callee with complex128 numbers"),
        ("callee(1j)", "callee with complex numbers"),
        ("z = x + 1j", "run with complex128 numbers"),
        ("callee(x)", ""),
        ("callee(x.astype(int), 'complex')", ""),
        ("names = np.array(['a', None])", ""),
        ("np.vectorize(abs)(x)", ""),
        ("np.fft.ifft(np.fft.fft(x)).real", ""),
    ],
)
def test_numbers_that_differentiate_are_noted_where_they_are_called_with_or_made(
    call: str, found: str
) -> None:
    callee = "import numpy as np\ndef callee(a, *rest, **more):\n    return 1\n"
    code = f"{callee}def run(x):\n    {call}\n"
    run = namespace_of(code)["run"]
    with Watch(run.__globals__) as watch:
        run(np.arange(3.0))
    assert watch.work()["differentiated"] == found


def test_who_takes_the_counting_away_is_known() -> None:
    def stop() -> None:
        sys.settrace(None)

    with Watch({}) as watch:
        stop()
    assert not watch.work()["whole"]
    with Watch({}) as watch:
        pass
    assert watch.work()["whole"]


def test_only_so_many_lines_are_told_apart() -> None:
    code = "def run():\n" + "    x = 1\n" * 3000
    run = namespace_of(code)["run"]
    with Watch({}) as watch:
        run()
    lines = watch.work()["lines"]
    assert len(lines) <= 1001
    assert sum(count for _, _, count in lines) >= 6000
