"""Known mistakes of the assignment ``optimization``: a module for each exercise."""
