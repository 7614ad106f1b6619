"""Right answers to ``losses``, a module for each style."""
