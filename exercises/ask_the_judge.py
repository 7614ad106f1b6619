"""Lets a notebook ask the judge about public inputs, where that came along with it."""

try:
    from practice import practice
except ImportError:

    def practice(exercise: str) -> None:
        """Say why the judge cannot be asked."""
        print("practice.py is not beside this notebook: unpack the whole zip that it came in.")
