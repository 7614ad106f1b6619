"""IPython without a kernel: runs cells and collects what Jupyter would show.

Runs inside the sandbox. What it collects is bounded here for the sake of a
student's own notebook; the judge's side bounds it again.
"""

from __future__ import annotations

import io
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

Output = dict[str, Any]


class Collector:
    """The outputs of the cell that runs now, as a notebook holds them.

    Arguments:
        limit: characters that the cells of one submission may put out together.
    """

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.outputs: list[Output] = []
        self.full = False

    def take(self) -> list[Output]:
        """Everything since the last call."""
        outputs, self.outputs = self.outputs, []
        return outputs

    def add(self, output: Output) -> None:
        """Keep an output, unless the limit is reached."""
        size = len(str(output))
        if self.full or size > self.left:
            self._cut()
            return
        self.left -= size
        self.outputs.append(output)

    def stream(self, name: str, text: str) -> None:
        """Keep what was printed; runs of the same stream are one output."""
        if self.full:
            return
        text, rest = text[: self.left], text[self.left :]
        self.left -= len(text)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["pieces"].append(text)
        else:
            self.outputs.append({"output_type": "stream", "name": name, "pieces": [text]})
        if rest:
            self._cut()

    def _cut(self) -> None:
        if not self.full:
            self.full = True
            note = "\n[the rest is left out: this notebook has put out too much]\n"
            self.outputs.append({"output_type": "stream", "name": "stdout", "pieces": [note]})


class _Stream(io.TextIOBase):
    """What sys.stdout and sys.stderr are while cells run."""

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
        self.collector.add(
            {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})}
        )

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
                "data": dict(format_dict),
                "metadata": dict(md_dict or {}),
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        self._is_active = False


class Shell(InteractiveShell):
    """IPython as a notebook's cells know it."""

    displayhook_class = _Hook
    display_pub_class = _Publisher
    collector: Collector

    def enable_gui(self, gui: Any = None) -> None:
        """Figures are inline: there is no window system to wait for."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.collector.add(
            {
                "output_type": "error",
                "ename": str(getattr(etype, "__name__", etype)),
                "evalue": str(evalue),
                "traceback": list(stb),
            }
        )

    def attach(self, collector: Collector) -> None:
        """Collect everything from now on."""
        self.collector = collector
        self.display_pub.collector = collector
        self.displayhook.collector = collector
        sys.stdout = _Stream(collector, "stdout")
        sys.stderr = _Stream(collector, "stderr")

    def run(self, source: str) -> list[Output]:
        """Run a cell and give its outputs, as a notebook holds them."""
        self.run_cell(source, store_history=True)
        return [_as_stored(output) for output in self.collector.take()]


def _as_stored(output: Output) -> Output:
    if output["output_type"] == "stream":
        return {"output_type": "stream", "name": output["name"], "text": "".join(output["pieces"])}
    if "data" in output:
        return output | {"data": {kind: _text(value) for kind, value in output["data"].items()}}
    return output


def _text(value: Any) -> Any:
    """Pictures come as bytes; a notebook holds them in base64."""
    import base64

    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def make_shell() -> Shell:
    """A warm shell: NumPy and matplotlib are imported, one figure has been drawn."""
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "linux"
    shell: Shell = Shell.instance(config=config)
    shell.attach(Collector(10**6))
    shell.run("%matplotlib inline\nimport matplotlib.pyplot as plt\nimport numpy as np")
    outputs = shell.run("plt.plot([0, 1])\nplt.title('$x$')\nplt.show()\nnp.random.rand()")
    if not any(output["output_type"] == "display_data" for output in outputs):
        raise RuntimeError(f"the shell cannot draw: {outputs}")
    shell.run("plt.close('all')")
    shell.reset(new_session=True)
    return shell
