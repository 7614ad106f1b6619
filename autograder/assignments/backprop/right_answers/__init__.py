"""Right answers to ``backprop``, a module for each style."""
