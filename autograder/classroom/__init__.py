"""A class: what was handed in, the workers that execute it, and the gradebook."""
