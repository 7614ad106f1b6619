"""Reads a roster from any table of students, and finds a student by any of their names."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import shown
from autograder.errors import CourseError
from autograder.harmless.text import plain_line
from autograder.notebooks.files import read_bytes

MOST_STUDENTS = 100_000
MOST_CHARACTERS = 128
"""nbgrader's columns are as wide."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "login": ("sisloginid", "loginid", "login", "username", "user", "githubusername"),
    "number": ("studentid", "studentnumber", "idnumber", "sisuserid", "matrikelnummer", "orgid"),
    "id": ("id", "identifier"),
    "first": ("firstname", "givenname", "forename", "first", "vorname", "prenom", "nombre"),
    "last": ("lastname", "surname", "familyname", "last", "nachname", "nom", "apellidos"),
    "full": ("fullname", "student", "studentname", "name", "displayname"),
    "email": ("emailaddress", "email", "mail", "emailadresse"),
    "lms": ("lmsuserid", "canvasid", "canvasuserid", "moodleid"),
}
"""How systems head their columns, without spaces and signs; the first that is there counts."""
NO_STUDENTS = ("pointspossible", "studenttest", "teststudent")


@dataclass(frozen=True)
class Student:
    """A student of the roster; what is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def details(self) -> dict[str, str]:
        """Return what is known beside the id, under the gradebook's names."""
        return {name: text for name, text in vars(self).items() if text and name != "id"}


def read_roster(path: Path) -> list[Student]:
    """The students in a table, whatever encoding and delimiter it has.

    Raises:
        CourseError: it is no table, has no column that tells students apart, or has an id
            twice; it says where.
    """
    name, rows = shown(path), read_table(path)
    columns = _columns(rows[0])
    if not columns.keys() & {"login", "number", "id", "email"}:
        raise CourseError(
            f"{name} has no column with ids or e-mail addresses: name one of them 'id' or "
            f"'email' in its first line, which is now: {plain_line(', '.join(rows[0]), 200)}"
        )
    students: dict[str, Student] = {}
    lines: dict[str, int] = {}
    for line, row in enumerate(rows[1:], start=2):
        student = _student(row, columns)
        if student is None:
            continue
        _check_id(student.id, line, name)
        if students.setdefault(student.id, student) != student:
            raise CourseError(
                f"{name} has the id '{plain_line(student.id, 100)}' in line {lines[student.id]} "
                f"and in line {line}, with other details: give each student an id of their own"
            )
        lines.setdefault(student.id, line)
    if not students:
        raise CourseError(f"{name} names its columns, but no student")
    return list(students.values())


def read_table(path: Path) -> list[list[str]]:
    """The rows of a table, whatever encoding and delimiter it has; the first is its head.

    Raises:
        CourseError: it is no table, or it is empty.
    """
    rows = _rows(_text(read_bytes(path)), shown(path))
    if not rows:
        raise CourseError(f"{shown(path)} is empty: its first line has to name the columns")
    return rows


def _text(content: bytes) -> str:
    """Text in the encoding that its first bytes tell, in UTF-8, or as old Windows wrote it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _rows(text: str, name: str) -> list[list[str]]:
    dialect: type[csv.Dialect] = csv.excel
    head = text[: text.find("\n")] if "\n" in text else text
    try:
        dialect = csv.Sniffer().sniff(head + "\n", delimiters=",;\t|")
        dialect.doublequote, dialect.skipinitialspace = True, True
    except csv.Error:
        pass  # a single column has no delimiter
    try:
        rows = [
            [plain_line(cell, 1000) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), dialect)
        ]
    except csv.Error as error:
        raise CourseError(f"{name} is no table that can be read ({error})") from None
    rows = [row for row in rows if any(row)]
    if len(rows) > MOST_STUDENTS:
        raise CourseError(f"{name} has more than {MOST_STUDENTS:,} lines")
    return rows


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Return where each kind of column stands."""
    keys = [key(cell) for cell in head]
    found = {}
    for kind, names in HEADS.items():
        places = [keys.index(name) for name in names if name in keys]
        if places:
            found[kind] = places[0]
    return found


def _student(row: Sequence[str], columns: Mapping[str, int]) -> Student | None:
    """The student of a row; none where it is not about one."""

    def cell(kind: str) -> str:
        place = columns.get(kind, len(row))
        return row[place][:MOST_CHARACTERS].strip() if place < len(row) else ""

    first, last = cell("first"), cell("last")
    if not first and not last:
        first, last = _first_and_last(cell("full"))
    lms = cell("lms") or (cell("id") if columns.keys() & {"login", "number"} else "")
    id_ = cell("login") or cell("number") or cell("id") or cell("email")
    if re.fullmatch(r"Participant \d+", id_):  # Moodle's worksheet numbers them afresh
        id_ = cell("email") or id_
    if key(first + last) in NO_STUDENTS or not id_:
        return None
    return Student(id_, first, last, cell("email"), lms)


def _first_and_last(full: str) -> tuple[str, str]:
    if "," in full:
        last, _, first = full.partition(",")
        return first.strip(), last.strip()
    first, _, last = full.rpartition(" ")
    return first.strip(), last.strip()


def _check_id(id_: str, line: int, name: str) -> None:
    """Make sure that an id can be a folder's name.

    Raises:
        CourseError: it cannot.
    """
    if id_.startswith(".") or re.search(r"[/\\\0*?\[\]]", id_):
        raise CourseError(
            f"{name}, line {line}: the id '{plain_line(id_, 100)}' cannot name a folder"
        )


def key(text: str) -> str:
    """A name without accents, case, spaces and signs, to compare it with another."""
    spread = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return "".join(letter for letter in spread.casefold() if letter.isalnum())


class Roster:
    """Finds students by id, e-mail address, or name in either order.

    Arguments:
        students: everybody; a name that two share finds neither.
    """

    def __init__(self, students: Iterable[Student]) -> None:
        self.ids: set[str] = set()
        self._found: dict[str, set[str]] = {}
        for student in students:
            self.ids.add(student.id)
            names = (student.first_name, student.last_name)
            for text in (
                student.email,
                student.email.partition("@")[0],
                student.lms_user_id,
                " ".join(names),
                " ".join(reversed(names)),
                student.id,
            ):
                if key(text):
                    self._found.setdefault(key(text), set()).add(student.id)

    def find(self, candidates: Iterable[str]) -> str | None:
        """The one student that the first telling candidate names; None if there is none."""
        for candidate in candidates:
            if candidate in self.ids:
                return candidate
            found = self._found.get(key(candidate), set())
            if len(found) == 1:
                return next(iter(found))
        return None
