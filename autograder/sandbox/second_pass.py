"""The second pass through a notebook: asks what may explain failures, and what was put off."""

from __future__ import annotations

from autograder.sandbox.child import Child
from autograder.sandbox.notebook_run import NoReply, NotebookRun
from autograder.sandbox.process import Died


class SecondPass:
    """Asks in a process that knows what is defined up to an exercise's tests.

    Arguments:
        run: what is asked, and what has come of it; its follow-ups are of those
            exercises alone that are followed up.
    """

    def __init__(self, run: NotebookRun) -> None:
        self.run = run
        cells = sorted(run.test_cells.items())
        self._positions = {exercise: index for index, exercise in cells}
        self._child: Child | None = None
        self._known = 0
        """How many cells the child has the definitions of."""

    def ask_all(self) -> None:
        """Ask the follow-ups, and then what was put off.

        A put-off exercise may never end and use up the time; one with stand-ins ends.
        """
        try:
            for exercise in self._positions:
                if exercise in self.run.follow_ups:
                    self._follow_up(exercise)
            for exercise in self.run.executed.put_off:
                self._ask_whole(exercise)
        finally:
            self._end_child()

    def _follow_up(self, exercise: str) -> None:
        follow_up = self.run.follow_ups[exercise]
        replies = [self._reply_or_none(exercise, plan) for plan in follow_up.earlier]
        came_back = exercise in self.run.executed.replies
        # What does not end by itself does not end on stand-ins.
        if came_back or self.run.held_up_by(exercise) or not all(replies):
            replies += [self._reply_or_none(exercise, plan) for plan in follow_up.with_stand_ins]
        self.run.executed.followed_up[exercise] = replies

    def _reply_or_none(self, exercise: str, plan: str) -> str | None:
        try:
            return self._reply_of_another(exercise, plan)
        except NoReply:
            return None

    def _ask_whole(self, exercise: str) -> None:
        try:
            self.run.executed.replies[exercise] = self._reply_of_another(
                exercise, self.run.plans[exercise]
            )
        except NoReply as error:
            self.run.executed.troubles[exercise] = str(error)

    def _reply_of_another(self, exercise: str, plan: str) -> str:
        """Ask a plan in the child, or in another one if that does not survive.

        Raises:
            NoReply: nothing came.
        """
        while not self.run.time.is_late:
            child = self._child_at(self._positions[exercise])
            if child is None:
                continue
            try:
                return self.run.reply(child, exercise, plan)
            except Died as error:
                self._end_child()
                where = f"in the cell that tests {exercise}"
                raise NoReply(self.run.ended(where, str(error))) from None
        raise NoReply(self.run.too_late(exercise))

    def _child_at(self, position: int) -> Child | None:
        """A child that knows what is defined up to a cell; None where one did not survive that."""
        if self._known > position:
            self._end_child()
        if self._child is None:
            self._child = Child(self.run.sandbox)
        if not self.run.repeat_definitions(self._child, self._known, position):
            self._end_child()
            return None
        self._known = position
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._known = None, 0
