"""Right answers to ``networks``, a module for each style."""
