"""Makes what nbgrader's commands log safe for the terminal: names and errors may be a student's."""

from __future__ import annotations

import logging
import sys

from autograder.errors import CourseError
from autograder.harmless.text import plain_line, plain_text

MOST = 20_000
TRACEBACK = "Traceback (most recent call last)"


class PlainRecords(logging.Filter):
    """Takes out of each record what a terminal would obey; lets all of them pass.

    Where nbgrader logs how an error of the course came up, its sentence alone is left:
    that says what to do, and no line of a program helps with it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record's message and its traceback."""
        message, error = record.getMessage(), sys.exc_info()[1]
        if isinstance(error, CourseError) and message.startswith(TRACEBACK):
            message = plain_line(str(error))
        record.msg, record.args = plain_text(message, MOST), ()
        if record.exc_info:
            told = logging.Formatter().formatException(record.exc_info)
            record.exc_text = plain_text(told, MOST)
        return True
