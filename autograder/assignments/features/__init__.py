"""The assignment ``features``: checks, known mistakes, right answers."""
