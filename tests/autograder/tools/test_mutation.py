"""Mutation testing works, and the hidden tests notice a fixed sample of mutants."""

import inspect
import os
from functools import cache
from pathlib import Path

import pytest

from autograder import assignments
from autograder.judge.exercise import Assignment
from autograder.judge.torch_oracle import Torch
from autograder.tools.mutation.killing import Executioner, Outcome
from autograder.tools.mutation.mutants import Mutant, mutants
from autograder.tools.mutation.report import equivalent_mutants, results, write_report

Changes = set[tuple[str, str]]

SAMPLED = 24
"""So many mutants of each assignment are run; `make mutants` runs all of them."""

ASSIGNMENTS = tuple(map(assignments.load, assignments.names()))
every_assignment = pytest.mark.parametrize(
    "assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name
)
LOSSES = assignments.load("losses")


def changes(source: str) -> Changes:
    return {(mutant.before, mutant.after) for mutant in mutants(source)}


@cache
def mutants_of(assignment: str) -> list[Mutant]:
    """Every mutant of an assignment's solutions; to make them takes seconds."""
    return mutants(inspect.getsource(assignments.load(assignment).reference))


def spread(made: list[Mutant]) -> list[Mutant]:
    """The same mutants each time, from all over the module."""
    return [made[index * len(made) // SAMPLED] for index in range(SAMPLED)]


@every_assignment
def test_each_sampled_mutant_is_noticed_or_known_to_be_equivalent(
    assignment: Assignment, torch_oracle: Torch
) -> None:
    made = mutants_of(assignment.name)
    executioner = Executioner(assignment, 0, torch_oracle)
    outcomes = list(executioner.outcomes(spread(made), os.cpu_count() or 1))
    assert len(outcomes) == SAMPLED
    survivors = results(assignment.name, outcomes, whole=False).survivors
    assert [(mutant.function, mutant.before, mutant.after) for mutant in survivors] == []


@every_assignment
def test_each_mutant_that_is_listed_as_equivalent_exists(assignment: Assignment) -> None:
    made = mutants_of(assignment.name)
    keys = {(mutant.function, mutant.before, mutant.after) for mutant in made}
    assert set(equivalent_mutants(assignment.name)) <= keys


def test_what_is_right_is_not_noticed(torch_oracle: Torch) -> None:
    source = inspect.getsource(LOSSES.reference)
    same = Mutant("softmax", 1, "", "", source)
    (outcome,) = Executioner(LOSSES, 0, torch_oracle).outcomes([same], 1)
    assert not outcome.killed


@pytest.mark.parametrize(
    ("body", "how"),
    [
        ("return scores", "wrong"),
        ("raise ValueError", "wrong"),
        ("import os; os._exit(1)", "crashed"),
        ("import os; os.kill(os.getpid(), 9)", "crashed"),
    ],
)
def test_what_is_wrong_is_noticed_however_it_ends(body: str, how: str, torch_oracle: Torch) -> None:
    source = f"{inspect.getsource(LOSSES.reference)}\n\ndef softmax(scores):\n    {body}\n"
    (outcome,) = Executioner(LOSSES, 0, torch_oracle).outcomes(
        [Mutant("softmax", 1, "", "", source)], 1
    )
    assert outcome.killed and outcome.how == how


def test_what_only_a_function_that_builds_on_it_can_notice_is_noticed_there(
    torch_oracle: Torch,
) -> None:
    networks = assignments.load("networks")
    made = mutants_of("networks")
    (cache,) = [mutant for mutant in made if mutant.after == "return out, (w, x)"]
    (outcome,) = Executioner(networks, 0, torch_oracle).outcomes([cache], 1)
    assert (cache.function, outcome.how) == ("affine_forward", "elsewhere")


def test_what_never_ends_is_noticed(torch_oracle: Torch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.tools.mutation.killing.SECONDS", 0.2)
    endless = "def softmax(scores):\n    while True:\n        pass\n"
    executioner = Executioner(LOSSES, 0, torch_oracle)
    (outcome,) = executioner.outcomes([Mutant("softmax", 1, "", "", endless)], 1)
    assert outcome.killed and outcome.how == "crashed"


def test_a_mutant_differs_from_the_solution_in_one_line() -> None:
    source = inspect.getsource(LOSSES.reference)
    for mutant in spread(mutants_of("losses")):
        before, after = source.splitlines(), mutant.source.splitlines()
        changed = set(after) - set(before)
        assert len(changed) <= 2 and mutant.before != mutant.after
        assert before[: mutant.line - 1] == after[: mutant.line - 1]


@pytest.mark.parametrize(
    ("line", "mutated"),
    [
        ("return x.sum(axis=1)", {"return x.sum(axis=0)", "return x.mean(axis=1)"}),
        ("return a @ b.T", {"return a @ b", "return (b.T) @ (a)", "return (a)"}),
        ("return x[1:n:2]", {"return x[:n:2]", "return x[1::2]", "return x[1:n]"}),
        ("x[0] += y", {"x[0] = y", "x[0] -= y", "pass"}),
        ("return np.maximum(0, x)", {"return np.minimum(0, x)", "return np.maximum(1, x)"}),
        ("return x.copy()", {"return x"}),
        ("return -x", {"return (x)", "return +x"}),
        ("return a, b", {"return b, a"}),
        ("return a < b", {"return a <= b", "return a > b"}),
        ("return f(a, b)", {"return f(b, a)", "return f(b)", "return (a)"}),
    ],
)
def test_the_small_things_that_people_get_wrong_are_among_the_changes(
    line: str, mutated: set[str]
) -> None:
    found = changes(f"def g(a, b, n, x, y):\n    {line}\n")
    assert {(line, after) for after in mutated} <= found


def test_methods_are_mutated_and_named_with_their_class() -> None:
    source = "class Gate:\n    '''A gate.'''\n\n    def forward(self, x):\n        return 2 * x\n"
    made = mutants(source)
    assert {mutant.function for mutant in made} == {"Gate.forward"}
    assert all(mutant.definition == "Gate" and "A gate." in mutant.source for mutant in made)


def test_a_docstring_is_no_code() -> None:
    assert not changes('def f():\n    """2 + 2"""\n')


def outcome(function: str, after: str, *, killed: bool = False) -> Outcome:
    return Outcome(Mutant(function, 1, "x = 1", after, ""), killed, "wrong")


def test_the_report_tells_what_survived_from_what_is_equivalent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = tmp_path / "equivalent.toml"
    entry = '[[losses]]\nfunction = "f"\nbefore = "x = 1"\nafter = "{}"\nbecause = "Fate."\n'
    listed.write_text(entry.format("x = 2") + entry.format("x = 9"))
    monkeypatch.setattr("autograder.tools.mutation.report.EQUIVALENTS", listed)
    all_outcomes = [outcome("f", "x = 2"), outcome("f", "x = 3"), outcome("f", "x", killed=True)]
    found = results("losses", all_outcomes)
    assert [mutant.after for mutant in found.survivors] == ["x = 3"]
    assert [mutant.after for mutant, _ in found.equivalents] == ["x = 2"]
    assert [after for _, _, after in found.outdated] == ["x = 9"]
    assert not found.good
    write_report(tmp_path / "new/mutants.md", [found], 5)
    text = (tmp_path / "new/mutants.md").read_text()
    assert "| `f` | 3 | 1 | 0 | 0 | 1 | 1 |" in text
    assert "`x = 1` as `x = 2`. Fate." in text
    assert "with seed 5" in text


def test_a_run_in_which_all_is_noticed_is_good() -> None:
    noticed = [outcome("softmax", "x = 2", killed=True)]
    assert results("losses", noticed, whole=False).good
