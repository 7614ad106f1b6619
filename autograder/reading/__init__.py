"""Reads students' source without running it."""
