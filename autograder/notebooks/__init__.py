"""Notebooks as files: made from text, released, read, and put back as they should be."""
