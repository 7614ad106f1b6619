"""IPython without a kernel: runs cells and collects what Jupyter would show.

Runs inside the sandbox. What it collects is bounded here for the sake of a
student's own notebook; the judge's side bounds it again.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher

from autograder.inside import tracebacks
from autograder.inside.magics import NoShell, keep_figures_inline
from autograder.inside.plain_cells import OnceParsed, PlainFirst, awaits

Output = dict[str, Any]
ROOM = 10**6
LONGEST_CHARACTER = 12
FRAME = 80
"""Bytes of JSON: of one character at most, and around the text of an output."""


class Collector:
    """The outputs of the cell that runs now, as a notebook holds them."""

    def __init__(self) -> None:
        self.open(0)

    def open(self, room: int) -> None:
        """Start a cell, whose outputs may take so many bytes as JSON."""
        self.left = room
        self.outputs: list[Output] = []
        self.full = False

    def take(self) -> list[Output]:
        """Return all outputs since the cell was started."""
        outputs, self.outputs = self.outputs, []
        return [_as_stored(output) for output in outputs]

    def add(self, output: Output) -> None:
        """Keep an output, unless there is no room."""
        size = len(json.dumps(output))
        if self.full or size > self.left:
            self._cut()
            return
        self.left -= size
        self.outputs.append(output)

    def stream(self, name: str, text: str) -> None:
        """Keep what was printed; what follows on the same stream joins the same output."""
        if self.full or not text:
            return
        size = len(json.dumps(text))
        rest = size > self.left
        if rest:
            text = text[: self.left // LONGEST_CHARACTER]
        self.left -= min(size, self.left)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["pieces"].append(text)
        else:
            self.left -= FRAME
            self.outputs.append({"output_type": "stream", "name": name, "pieces": [text]})
        if rest:
            self._cut()

    def _cut(self) -> None:
        if not self.full:
            self.full = True
            note = "\n[the rest is left out: this notebook has put out too much]\n"
            self.outputs.append({"output_type": "stream", "name": "stdout", "pieces": [note]})


class _Stream(io.TextIOBase):
    """A stream in place of sys.stdout or sys.stderr while cells run."""

    encoding = "utf-8"

    def __init__(self, collector: Collector, name: str) -> None:
        self.collector = collector
        self.stream = name

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.collector.stream(self.stream, text)
        return len(text)

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    collector: Collector

    def publish(self, data: Any, metadata: Any = None, **options: Any) -> None:
        self.collector.add({"output_type": "display_data", "data": _texts(data), "metadata": {}})

    def clear_output(self, wait: bool = False) -> None:
        self.collector.outputs.clear()


class _Hook(DisplayHook):
    collector: Collector

    def write_output_prompt(self) -> None:
        """A notebook numbers its outputs itself."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.collector.add(
            {
                "output_type": "execute_result",
                "data": _texts(format_dict),
                "metadata": {},
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(NoShell):
    """IPython as a notebook's cells know it."""

    displayhook_class = _Hook
    display_pub_class = _Publisher
    compiler_class = OnceParsed
    collector: Collector

    def should_run_async(self, raw_cell: str, **more: Any) -> bool:
        """IPython would compile every cell to see whether it awaits something."""
        return awaits(raw_cell) and bool(super().should_run_async(raw_cell, **more))

    def _tee(self, channel: str) -> contextlib.AbstractContextManager[None]:
        """IPython's history would keep all that is printed a second time, without a bound."""
        return contextlib.nullcontext()

    def showtraceback(self, exc_tuple: Any = None, *options: Any, **more: Any) -> None:
        """Collect the error that is being handled, or the one that is given."""
        error = exc_tuple[1] if exc_tuple else sys.exc_info()[1]
        if error is not None:
            self.collector.add(_error_output(error))

    def showsyntaxerror(self, *options: Any, **more: Any) -> None:
        """Collect the syntax error that is being handled."""
        self.showtraceback()

    def _format_exception_for_storage(self, exception: Any, *options: Any, **more: Any) -> Any:
        """IPython's history would format each traceback a second time, for nobody."""
        return {"ename": type(exception).__name__, "evalue": "", "traceback": []}

    def attach(self, collector: Collector) -> None:
        """Collect everything from now on."""
        self.collector = collector
        self.display_pub.collector = collector
        self.displayhook.collector = collector
        sys.stdout = _Stream(collector, "stdout")
        sys.stderr = _Stream(collector, "stderr")

    def run(self, source: str, room: int = ROOM) -> list[Output]:
        """Run a cell and return its outputs, as a notebook holds them.

        Arguments:
            source: the cell's.
            room: bytes that its outputs may take as JSON.
        """
        self.collector.open(room)
        error = self._error_of(source)
        outputs = self.collector.take()
        if error is not None and not any(output["output_type"] == "error" for output in outputs):
            # Tracebacks were switched off, or there was no room left for one.
            name = type(error).__name__
            outputs.append(_error(name, "", [name]))
        return outputs

    def _error_of(self, source: str) -> BaseException | None:
        """Run a cell and return what it raised, whether or not IPython could show it."""
        try:
            result = self.run_cell(source, store_history=True)
        except Exception as error:
            return error
        raised: BaseException | None = result.error_before_exec or result.error_in_exec
        return raised


def _as_stored(output: Output) -> Output:
    if output["output_type"] == "stream":
        return {"output_type": "stream", "name": output["name"], "text": "".join(output["pieces"])}
    return output


def _error_output(error: BaseException) -> Output:
    name = type(error).__name__
    try:
        return _error(name, tracebacks.message_of(error), tracebacks.traceback_of(error))
    except Exception:  # a hostile or broken class of errors is the student's, too
        return _error(name, "", [name])


def _error(name: str, message: str, lines: list[str]) -> Output:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": lines}


def _texts(data: Any) -> dict[str, str]:
    """Keep of an output what can be stored: text, and pictures in base64."""
    texts = {}
    for kind, value in dict(data).items():
        if isinstance(value, bytes):
            texts[str(kind)] = base64.b64encode(value).decode()
        elif isinstance(value, str):
            texts[str(kind)] = value
    return texts


def make_shell() -> Shell:
    """Make a warm shell: NumPy and matplotlib are imported, one figure has been drawn."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "linux"
    shell: Shell = Shell.instance(config=config)
    shell.input_transformer_manager = PlainFirst(shell.compile)
    shell.attach(Collector())
    shell.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nimport numpy as np")
    outputs = shell.run("plt.plot([0, 1])\nplt.title('$x$')\nplt.show()\nnp.random.rand()")
    if not any(output["output_type"] == "display_data" for output in outputs):
        raise RuntimeError(f"the shell cannot draw: {outputs}")
    shell.run("plt.close('all')")
    keep_figures_inline()
    shell.db = {}  # `%cd` would write where it has been to a file
    # What numpy.testing needs is imported with the first failure: here once for all.
    shell.run("import numpy as np\nnp.testing.assert_allclose(np.ones(2), np.zeros(2))")
    shell.reset(new_session=True)
    return shell
