"""Right answers to ``convolution``, a module for each style."""
