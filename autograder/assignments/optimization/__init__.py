"""The assignment ``optimization``: checks, known mistakes, right answers."""
