"""What makes an answer to the assignment ``networks`` right."""

from __future__ import annotations

from autograder.checks._networks_layers import LAYERS
from autograder.exercise import Assignment
from solutions import networks as reference

ASSIGNMENT = Assignment(name="networks", reference=reference, exercises=LAYERS)
