"""Known mistakes of the assignment ``features``: a module for each exercise."""
