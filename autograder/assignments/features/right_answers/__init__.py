"""Right answers to ``features``, a module for each style."""
