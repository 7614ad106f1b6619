"""Where students' code runs: a warm process without secrets, a confined child a submission.

`outside` is the trusted half. `warm`, `child`, `shell` and `confinement` run
inside, where nothing of the course is to be seen; they import nothing of it but
the probe and the wire.
"""
