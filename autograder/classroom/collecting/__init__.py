"""Collects what was handed in elsewhere: reads archives, finds students, puts files in place."""
