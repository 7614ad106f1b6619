"""The assignment ``backprop``: checks, known mistakes, right answers."""
