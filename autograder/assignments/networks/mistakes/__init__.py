"""Known mistakes of the assignment ``networks``: a module for each exercise."""
