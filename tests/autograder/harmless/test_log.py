"""A terminal obeys nothing that nbgrader logs of a student."""

import logging
import sys
import traceback

from autograder.errors import CourseError
from autograder.harmless.log import PlainRecords

TITLE = "\x1b]0;forged\x07"
UP = "\x1b[2A\x1b[2K"


def test_names_messages_and_tracebacks_are_plain_in_a_log() -> None:
    try:
        raise ValueError(f"{UP}39 / 39")
    except ValueError:
        about = sys.exc_info()
    record = logging.LogRecord("n", logging.ERROR, "p", 1, "Copying %s", (f"{TITLE}a.txt",), about)
    assert PlainRecords().filter(record)
    shown = logging.Formatter().format(record)
    assert shown.startswith("Copying a.txt\nTraceback")
    assert shown.endswith("ValueError: 39 / 39")


def test_the_courses_configuration_cleans_what_nbgraders_commands_print() -> None:
    from nbgrader.apps import NbGraderApp

    from autograder.course import open_course

    app = NbGraderApp(config=open_course().config)
    console = app.log.handlers[0]
    assert any(isinstance(found, PlainRecords) for found in console.filters)


def test_an_error_of_the_course_is_one_line_in_a_log() -> None:
    try:
        raise CourseError(f"{UP}a.ipynb holds too much")
    except CourseError:
        told = traceback.format_exc()
        record = logging.LogRecord("n", logging.ERROR, "p", 1, told, (), None)
        assert PlainRecords().filter(record)
    assert record.getMessage() == "a.ipynb holds too much"
