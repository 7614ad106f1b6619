"""Answers shell lines, installers and plotting backends in the sandbox.

On a student's own machine they work, so here a cell goes on after them. Nothing is
run: a line says that there is no shell, and every figure is inline.
"""

from __future__ import annotations

from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList

NO_SHELL = "There is no shell where this notebook is graded: not run: {}"
INSTALLERS = ("pip", "conda", "mamba", "micromamba", "uv")
SCRIPTS = ("bash", "sh", "script", "system", "sx", "ruby", "perl", "python", "python2", "python3")
SILENT = ("autoreload", "aimport")
"""They reload modules that somebody edits: nobody does here."""


class NoShell(InteractiveShell):
    """IPython whose shell lines print one line, and whose figures are always inline."""

    def init_magics(self) -> None:
        """Add IPython's magics, then take the place of those that start a process."""
        super().init_magics()
        for name in INSTALLERS:
            self.register_magic_function(_not_run_line(name), "line", name)
        for name in SCRIPTS:
            self.register_magic_function(_not_run_cell(name), "line_cell", name)
        for name in SILENT:
            self.register_magic_function(lambda line: None, "line", name)
        load = self.find_line_magic("load_ext")
        self.register_magic_function(
            lambda name: None if name.strip() == "autoreload" else load(name), "line", "load_ext"
        )

    def init_system(self) -> None:
        """IPython would choose how to start a shell."""

    def system(self, cmd: str) -> None:
        """Say of `!command` that it is not run."""
        print(NO_SHELL.format(f"!{cmd}"))

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Give no lines for `names = !command`."""
        self.system(cmd)
        return SList() if split else ""

    def enable_gui(self, gui: Any = None) -> None:
        """Wait for no window system: figures are inline."""

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """Draw figures inline, whatever `%matplotlib` asks for."""
        return super().enable_matplotlib("inline")


def keep_figures_inline() -> None:
    """Let a notebook choose another backend of matplotlib without an effect."""
    import matplotlib
    import matplotlib.pyplot as plt

    def use(backend: str, *, force: bool = True) -> None:
        """Stay with inline figures, which are the only ones here."""

    def switch_backend(newbackend: str) -> None:
        """Stay with inline figures, which are the only ones here."""

    matplotlib.use = use
    plt.switch_backend = switch_backend


def _not_run_line(name: str) -> Any:
    def magic(line: str) -> None:
        print(NO_SHELL.format(f"%{name} {line}"))

    return magic


def _not_run_cell(name: str) -> Any:
    def magic(line: str, cell: str | None = None) -> None:
        print(NO_SHELL.format(f"{'%' if cell is None else '%%'}{name} {line}".rstrip()))

    return magic
