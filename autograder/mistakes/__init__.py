"""Wrong answers that people really write, a module an assignment.

Each function is a whole wrong implementation, kept as its authors would have
written it: the tests prove that the hidden tests reject it and name it.
"""
