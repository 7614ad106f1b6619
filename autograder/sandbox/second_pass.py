"""The second pass: what may explain a failure is asked apart, and what was put off."""

from __future__ import annotations

from typing import Any

from autograder.sandbox.child import Child
from autograder.sandbox.first_pass import NoReply, NotebookRun
from autograder.sandbox.process import Died


class AskedAgain(NotebookRun):
    """Asks again in a process that knows what is defined up to an exercise's tests.

    Arguments: as of `NotebookRun`; `apart` says which exercises are asked.
    """

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.positions = {exercise: index for index, exercise in sorted(self.asked.items())}
        self._child: Child | None = None
        self._known = 0
        """So many cells the child has the definitions of."""

    def all(self) -> None:
        """Ask everything.

        With stand-ins first: that comes to an end, and what never does may take all the time.
        """
        try:
            for exercise in self.positions:
                if exercise in self.apart:
                    self._ask_apart(exercise)
            for exercise in self.executed.put_off:
                self._ask_whole(exercise)
        finally:
            self._end_child()

    def _ask_apart(self, exercise: str) -> None:
        apart = self.apart[exercise]
        replies = [self._reply_or_none(exercise, plan) for plan in apart.earlier]
        came_back = exercise in self.executed.replies
        # What does not end by itself does not end on stand-ins.
        if came_back or self._held_up_by(exercise) or not all(replies):
            replies += [self._reply_or_none(exercise, plan) for plan in apart.wiring]
        self.executed.apart[exercise] = replies

    def _reply_or_none(self, exercise: str, plan: str) -> str | None:
        try:
            return self._reply_of_another(exercise, plan)
        except NoReply:
            return None

    def _ask_whole(self, exercise: str) -> None:
        try:
            self.executed.replies[exercise] = self._reply_of_another(exercise, self.plans[exercise])
        except NoReply as error:
            self.executed.troubles[exercise] = str(error)

    def _reply_of_another(self, exercise: str, plan: str) -> str:
        """What the probe says to a plan.

        Raises:
            NoReply: nothing came.
        """
        while not self._is_late():
            child = self._child_at(self.positions[exercise])
            if child is None:
                continue
            try:
                return self._reply(child, exercise, plan)
            except Died as error:
                self._end_child()
                where = f"in the cell that tests {exercise}"
                raise NoReply(self._had_to_be_ended(where, str(error))) from None
        raise NoReply(self._too_late(exercise))

    def _child_at(self, position: int) -> Child | None:
        """A child that knows what is defined up to there; None where one did not survive it."""
        if self._known > position:
            self._end_child()
        if self._child is None:
            self._child = Child(self.sandbox)
        if not self._repeat_definitions(self._child, self._known, position):
            self._end_child()
            return None
        self._known = position
        return self._child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
        self._child, self._known = None, 0
