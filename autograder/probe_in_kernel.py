"""Runs the probe in a notebook's kernel and sends its replies out as an output."""

from __future__ import annotations

from IPython import get_ipython
from IPython.display import publish_display_data

from autograder.probe import answer

REPLIES_MIME = "application/vnd.autograder.replies"


def publish(plan: str) -> None:
    """Answer a plan from the notebook's namespace and display the replies."""
    replies = answer(plan, get_ipython().user_ns)
    publish_display_data({REPLIES_MIME: replies})
