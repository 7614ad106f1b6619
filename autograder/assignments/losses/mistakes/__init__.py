"""Known mistakes of the assignment ``losses``: a module for each exercise."""
