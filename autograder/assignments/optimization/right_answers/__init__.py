"""Right answers to ``optimization``, a module for each style."""
