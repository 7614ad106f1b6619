"""The autograder: checks (what is right), probe (asks), judge (decides)."""
