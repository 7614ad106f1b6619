"""Right answers in other styles than the reference solution's.

The tests prove that the hidden tests accept them, and the sample class hands
them in. Each style is a module ``NAME/right_answers/STYLE.py`` with functions of the
assignment; ``loops.py``, one number at a time, has them all.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def styles(assignment: str) -> dict[str, ModuleType]:
    """The modules of right answers to an assignment, by the name of their style."""
    package = importlib.import_module(f"autograder.assignments.{assignment}.right_answers")
    return {
        module.name: importlib.import_module(f"{package.__name__}.{module.name}")
        for module in pkgutil.iter_modules(package.__path__)
    }
