"""Reference solutions: one module per assignment, plain NumPy.

Each public function is one exercise. Its docstring is the exercise's
specification: the build copies signature and docstring into the student's
notebook and leaves the body out.
"""
