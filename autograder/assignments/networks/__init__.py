"""The assignment ``networks``: checks, known mistakes, right answers."""
