"""Practice: the judge in the student's hands, with public inputs.

A release carries the judge's own code and, for each exercise, a record: inputs that a
public seed draws, what is right for them and what known mistakes give. It holds no code
of a solution, of a check or of a mistake, and nothing that maps new inputs to answers.
"""

PUBLIC_SEED = 20260
"""Draws the inputs of practice. Hidden tests are never drawn from it."""
