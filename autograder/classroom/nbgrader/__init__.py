"""nbgrader's own commands and buttons, with our sandbox and our judge in them.

``nbgrader_config.py`` names what is here: `nbgrader autograde` and formgrader's
button then give the scores of ``autograder grade``. A submission of one of our
assignments is restored, run in the sandbox and judged outside; one of any other
assignment runs in the same sandbox and is graded by its outputs, as nbgrader
does. One start of the converter is one run: one seed for all its submissions.

nbgrader writes a submission twice, restored and then graded. The first copy
says of itself that it is unfinished, so that a run after a kill grades it again.
"""

from autograder.classroom.nbgrader.cells import CheckMetadata, Finish, NoMarksUnjudged, OneOfEach
from autograder.classroom.nbgrader.execute import Execute
from autograder.classroom.nbgrader.exporter import SubmissionExporter
from autograder.classroom.nbgrader.late import AssignLatePenalties

__all__ = [
    "AssignLatePenalties",
    "CheckMetadata",
    "Execute",
    "Finish",
    "NoMarksUnjudged",
    "OneOfEach",
    "SubmissionExporter",
]
