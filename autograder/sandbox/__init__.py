"""The outside of the sandbox: starts the process, owns the clock, counts what is used."""
