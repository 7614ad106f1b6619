"""Known mistakes of the assignment ``backprop``: a module for each exercise."""
