"""Known mistakes of the assignment ``convolution``: a module for each exercise."""
