"""The command `autograder`: where it starts, and how Ctrl-C ends it.

This module imports nothing, so that Ctrl-C is answered from the first moment:
what the commands need is imported where it is seen to.
"""

STOPPED = 130
"""The exit status of what Ctrl-C ended; Typer makes the same of it."""


def main() -> None:
    """Run the command line; Ctrl-C at any moment is one line and exit status 130."""
    try:
        from autograder.commands.app import run

        status = run()
    except KeyboardInterrupt:
        status = STOPPED
    import signal
    import sys

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done; what is left is clearing up
    if status == STOPPED:
        saved = " What was graded is saved; run the same command to go on."
        print(f"autograder: stopped.{saved if sys.argv[1:2] == ['grade'] else ''}", file=sys.stderr)
    sys.exit(status)
