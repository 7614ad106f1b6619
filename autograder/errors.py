"""Errors that a person can mend, each said in one line."""


class CourseError(Exception):
    """A mistake of the person at the keyboard, or of a file they gave.

    The message is one line: what was wrong, where, and what to do. Commands
    print it without a traceback and exit with status 2.
    """
