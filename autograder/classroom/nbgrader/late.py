"""Assigns late penalties where nbgrader would, by the class's `late.toml` if it has one."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader import preprocessors

from autograder.classroom.gradebook import ClassGradebook
from autograder.classroom.late.penalties import Penalties
from autograder.classroom.late.policy import late_policy
from autograder.classroom.nbgrader.run import Converted, Resources


class AssignLatePenalties(preprocessors.AssignLatePenalties):
    """Takes the place of nbgrader's preprocessor of the same name, and its settings."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> Converted:
        """Write the penalties of the student whose notebook was just graded."""
        course, job = self.parent.course, resources["nbgrader"]
        policy = late_policy(course)
        if policy is None:
            converted: Converted = super().preprocess(nb, resources)
            return converted
        self.init_plugin()
        penalties = Penalties(policy, self.plugin_inst)
        with ClassGradebook(course.db_url, course.directory.course_id) as gradebook:
            gradebook.assign_penalties_of(penalties, job["student"])
        return nb, resources
