"""Measures the course: benchmarks, and mutants of the solutions."""
