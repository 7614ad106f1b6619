"""The autograder: checks (what is right), probe (asks), judge (decides)."""

import sys
import types

# Reading any notebook imports jsonschema, which looks for this module and then
# compiles a grammar of international web addresses: 1.7 s a process, for a format
# that no notebook has. An empty module in its place is "not installed" to it.
sys.modules.setdefault("rfc3987_syntax", types.ModuleType("rfc3987_syntax"))
