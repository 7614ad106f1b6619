"""Makes what a student wrote or printed safe to look at."""
