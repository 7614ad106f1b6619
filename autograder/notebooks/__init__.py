"""Notebooks as files: made from text, released, read, and put back as they should be."""

import sys

# Whoever reads a notebook imports jsonschema, which compiles a grammar of international
# web addresses where it finds this module: 1.7 s a process, for a format that no notebook
# has. None is Python's own way to say that a module is not there.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
