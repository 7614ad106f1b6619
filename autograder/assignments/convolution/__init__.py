"""The assignment ``convolution``: checks, known mistakes, right answers."""
