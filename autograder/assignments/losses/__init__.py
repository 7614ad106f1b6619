"""The assignment ``losses``: checks, known mistakes, right answers."""
