"""Work on what students wrote, in processes that can be lost.

Whoever parses, judges or draws a student's file may be led to take for ever, to fill the
memory or to crash. So it happens in a few processes forked from this one. They inherit all that
was prepared, and of open files and lines those that their work names; each has a limit of
processor time, memory and wall time for each job. What comes back is short, and its reader
checks it. A process that is lost costs the one job that it was at work on, and another takes
its place.

Forked processes are for Linux; elsewhere, where only trusted code is graded, jobs are done here.
"""

from autograder.limited.pool import Limited
from autograder.limited.process import is_limited
from autograder.limited.work import Allowed, Outcome, Work

__all__ = ["Allowed", "Limited", "Outcome", "Work", "is_limited"]
