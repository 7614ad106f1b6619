"""Right answers in other styles than the reference solution's.

The tests prove that the hidden tests accept them, and the sample class hands
them in. Each style is a module ``ASSIGNMENT_STYLE.py`` with every function of
the assignment.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def styles(assignment: str) -> dict[str, ModuleType]:
    """The modules of right answers to an assignment, by the name of their style."""
    prefix = f"{assignment}_"
    return {
        module.name.removeprefix(prefix): importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if module.name.startswith(prefix)
    }
