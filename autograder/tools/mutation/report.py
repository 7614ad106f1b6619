"""The mutants' report: what the hidden tests notice, and what nothing can notice."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.tools.mutation.killing import Outcome
from autograder.tools.mutation.mutants import Mutant

EQUIVALENTS = Path(__file__).with_name("equivalent.toml")
TEMPLATES = Path(__file__).parent

Key = tuple[str, str, str]


@dataclass(frozen=True)
class FunctionCount:
    """Counts the outcomes of one function's mutants."""

    function: str
    mutants: int
    wrong: int
    elsewhere: int
    crashed: int
    equivalent: int
    survived: int


@dataclass(frozen=True)
class Results:
    """The mutants of one assignment, sorted.

    Attributes:
        assignment: its name.
        counts: a row for each function.
        survivors: mutants that no hidden test notices and no list explains.
        equivalents: those that the list explains, each with its reason.
        outdated: entries of the list that no mutant is, or that are noticed.
    """

    assignment: str
    counts: list[FunctionCount]
    survivors: list[Mutant]
    equivalents: list[tuple[Mutant, str]]
    outdated: list[Key]

    @property
    def good(self) -> bool:
        """Tell whether each mutant is noticed or explained."""
        return not self.survivors and not self.outdated


def equivalent_mutants(assignment: str) -> dict[Key, str]:
    """The mutants of an assignment that change nothing that counts, and why."""
    listed = tomllib.loads(EQUIVALENTS.read_text()).get(assignment, [])
    return {
        (entry["function"], entry["before"], entry["after"]): entry["because"] for entry in listed
    }


def results(assignment: str, outcomes: list[Outcome], *, whole: bool = True) -> Results:
    """Sort outcomes.

    Arguments:
        assignment: its name.
        outcomes: one for each mutant.
        whole: whether these are all mutants; of a sample, no entry is outdated.
    """
    listed = equivalent_mutants(assignment)
    survived = [outcome.mutant for outcome in outcomes if not outcome.killed]
    equivalents = [(mutant, listed[_key(mutant)]) for mutant in survived if _key(mutant) in listed]
    survivors = [mutant for mutant in survived if _key(mutant) not in listed]
    met = {_key(mutant) for mutant, _ in equivalents}
    outdated = [key for key in listed if key not in met] if whole else []
    return Results(assignment, _counts(outcomes, listed), survivors, equivalents, outdated)


def _counts(outcomes: list[Outcome], listed: dict[Key, str]) -> list[FunctionCount]:
    counts: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        kind = outcome.how if outcome.killed else "survived"
        if not outcome.killed and _key(outcome.mutant) in listed:
            kind = "equivalent"
        counts.setdefault(outcome.mutant.definition, Counter())[kind] += 1
    kinds = ("wrong", "elsewhere", "crashed", "equivalent", "survived")
    return [
        FunctionCount(name, count.total(), **{kind: count[kind] for kind in kinds})
        for name, count in counts.items()
    ]


def _key(mutant: Mutant) -> Key:
    return mutant.function, mutant.before, mutant.after


def write_report(target: Path, all_results: list[Results], seed: int) -> None:
    """Write the report as Markdown."""
    loader = FileSystemLoader(TEMPLATES)
    environment = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True)
    template = environment.get_template("mutants.md.j2")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(template.render(all_results=all_results, seed=seed))
