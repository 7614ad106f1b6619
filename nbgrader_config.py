"""nbgrader's view of the course; the autograder's commands read it too.

Below _build/ lies what can be made again; in class/ lies what cannot:
submissions, the gradebook and feedback that was handed back.
"""

from pathlib import Path

from autograder.feedback import feedback_config

c = get_config()  # noqa: F821 (defined by whoever loads this file)

c.CourseDirectory.course_id = "neural-networks-built-by-hand"
c.CourseDirectory.source_directory = "_build/source"
c.CourseDirectory.release_directory = "_build/release"
c.CourseDirectory.submitted_directory = "class/submitted"
c.CourseDirectory.autograded_directory = "_build/autograded"
c.CourseDirectory.feedback_directory = "class/feedback"
# Any database that SQLAlchemy knows, such as "postgresql://...".
c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).resolve().parent / 'class' / 'gradebook.db'}"

c.ClearSolutions.code_stub = {"python": "# Write your code here.\nraise NotImplementedError"}

# A cell of a student may take this many seconds.
c.Execute.timeout = 60

c.merge(feedback_config())
