"""Makes what nbgrader's commands log safe for the terminal: names and errors may be a student's."""

from __future__ import annotations

import logging

from autograder.harmless.text import plain_text

MOST = 20_000


class PlainRecords(logging.Filter):
    """Takes out of each record what a terminal would obey; lets all of them pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record's message and its traceback."""
        record.msg, record.args = plain_text(record.getMessage(), MOST), ()
        if record.exc_info:
            told = logging.Formatter().formatException(record.exc_info)
            record.exc_text = plain_text(told, MOST)
        return True
