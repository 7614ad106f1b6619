"""Late days: what a class's `late.toml` says, and the penalties that follow from it."""

from autograder.classroom.late.plugin import LatePolicyPlugin

__all__ = ["LatePolicyPlugin"]
