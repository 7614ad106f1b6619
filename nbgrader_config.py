"""nbgrader's view of the course; the autograder's commands read it too.

Below _build/ lies what can be made again; in class/ lies what cannot:
submissions, the gradebook and feedback that was handed back.
"""

from pathlib import Path

from autograder.feedback.configuration import feedback_config
from autograder.places import reachable

root = reachable(Path(__file__).resolve().parent)

c = get_config()

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "neural-networks-built-by-hand"
c.CourseDirectory.source_directory = "_build/source"
c.CourseDirectory.release_directory = "_build/release"
c.CourseDirectory.submitted_directory = "class/submitted"
c.CourseDirectory.autograded_directory = "_build/autograded"
c.CourseDirectory.feedback_directory = "class/feedback"
# Any database that SQLAlchemy knows, such as "postgresql+psycopg://grader@HOST/grades_{class}",
# in which {class} becomes the name of a class's folder.
c.CourseDirectory.db_url = f"sqlite:///{root / 'class' / 'gradebook.db'}"

c.ClearSolutions.code_stub = {"python": "# Write your code here.\nraise NotImplementedError"}

# What is logged may name a student's files, or say what their code raised.
c.Application.logging_config = {
    "filters": {"plain": {"()": "autograder.harmless.log.PlainRecords"}},
    "handlers": {"console": {"filters": ["plain"]}},
}

# A cell of a student may take this many seconds.
c.Execute.timeout = 60

# Students' code runs in the sandbox and is judged outside, also by nbgrader's own
# commands and buttons. The order matters: what was not judged must not earn marks.
c.Autograde.exporter_class = "autograder.classroom.nbgrader.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.ClearOutput",
    "autograder.classroom.nbgrader.OneOfEach",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "autograder.classroom.nbgrader.CheckMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.classroom.nbgrader.Execute",
    "nbgrader.preprocessors.IgnorePattern",
    "autograder.classroom.nbgrader.NoMarksUnjudged",
    "autograder.classroom.nbgrader.Finish",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.classroom.nbgrader.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Due dates, extensions and what being late costs stand in class/late.toml.
c.AssignLatePenalties.plugin_class = "autograder.classroom.late.LatePolicyPlugin"

c.merge(feedback_config())
