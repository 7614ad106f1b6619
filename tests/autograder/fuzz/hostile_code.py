"""A grammar of code that harms whoever runs it, asks it, or shows what it put out."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.autograder.fuzz.hostile_text import PYTHON, printable, texts

HEADER = "def softmax(scores):\n    "

ENDS = (
    *("import os; os._exit(0)", "raise SystemExit", "raise KeyboardInterrupt", "exit()"),
    *("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "import os; os.abort()"),
    *("import os; os.fork()", "import os; os.setsid()", "import os; os.killpg(0, 9)"),
    *("import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()", "def f(): f()\nf()"),
    "import ctypes; ctypes.string_at(0)",
    "import gc; [o.clear() for o in gc.get_objects() if isinstance(o, dict)]",
    "import os\nfor i in range(3, 100):\n    try:\n        os.close(i)\n    except OSError: pass",
    "import os\nfor i in range(3, 99):\n    try:\n        os.write(i, b'[' * 10**5)\n"
    "    except OSError: pass",
    "import faulthandler; faulthandler._sigsegv()",
    "import signal; [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 3, 15)]",
)
TAKES = (
    *("a = bytearray(2**33)", "a = [0] * 10**9", "a = 'a' * 2**31; print(a)", "x = 9 ** 9 ** 7"),
    "a = [[]]\nwhile len(a) < 10**7: a += a",
    "from threading import Event, Thread\n"
    "for _ in range(500): Thread(target=Event().wait, daemon=True).start()",
    *("for i in range(20_000): open(f'f{i}', 'w')", "open('f', 'wb').write(bytes(3 * 10**8))"),
    *("import os\nfor _ in range(500):\n    os.mkdir('d'); os.chdir('d')", "print('a' * 10**8)"),
    "for i in range(10**5): print(i)",
    "import sys\nfor i in range(10**4): sys.stdout.write('\\x1b[31m\\r'); sys.stderr.write('b')",
    "from IPython.display import display\nfor i in range(3000): display(i)",
    "import matplotlib.pyplot as plt\nfor i in range(60): plt.figure()",
    "import matplotlib.pyplot as plt\nplt.figure(figsize=(300, 300))\nplt.show()",
)
BREAKS = (
    *("del np", "np = None", "print = None", "import sys; sys.stdout = None", "del softmax"),
    *("import sys; sys.modules.clear()", "import sys; sys.path.clear()", "%reset -f"),
    *("get_ipython().ask_exit()", "import builtins; builtins.len = lambda a: 0"),
    *("import builtins; builtins.__import__ = None", "import builtins; builtins.print = exit"),
    *("import builtins; vars(builtins).clear()", "np.ndarray = list", "np.array = None"),
    *("np.allclose = lambda *a, **k: True", "np.seterr(all='raise')"),
    *("import json; json.dumps = None", "import time; time.monotonic = lambda: 0"),
    "import warnings; warnings.simplefilter('error')",
    *("import sys; sys.settrace(lambda *a: None)", "import sys; sys.monitoring = None"),
    *("import sys; sys.exit = print", "get_ipython().run_cell = None"),
    *("get_ipython().user_ns.clear()", "get_ipython().display_formatter = None", "%time 1"),
    *("%%bash\nls", "!ls", "%matplotlib widget", "%load_ext autoreload", "%run losses.ipynb"),
    *("input()", "import socket; socket.create_connection(('1.1.1.1', 80))"),
    *("open('/etc/passwd').read()", "raise Exception(object())", "raise BaseException"),
    *("assert 0, '\\x1b[2A'", "1/0", "import torch"),
    "class E(Exception):\n    def __str__(self): raise E\nraise E",
    "class E(Exception):\n    def __str__(self): return 1\nraise E",
    "E = type('\\x1b]0;t\\x07' * 99, (Exception,), {})\nraise E('\\x1b[2K' * 999)",
    "e = OSError()\nfor _ in range(3000):\n    n = OSError(); n.__cause__ = e; e = n\nraise e",
    "raise ExceptionGroup('a', [ExceptionGroup('b', [ValueError('c' * 999)])] * 50)",
    "e = SyntaxError('a', ('\\x1b[2A' * 99, -1, 10**9, 'a' * 10**6))\nraise e",
    "class A:\n    def __repr__(self): return 1\nA()",
    "class A:\n    def _repr_html_(self): return {1: 2}\nA()",
    "class A:\n    def __getattr__(self, name): return self\n"
    "    def __call__(self, *a, **k): return self\nA()",
)
RETURNS = (
    *("None", "scores", "1", "[]", "'\\x1b[2A' * 10**6", "b'a'", "object()", "float('nan')"),
    *("1j * scores", "scores.tolist()", "scores.astype(object)", "scores * 1j"),
    *("np.float16(scores)", "scores[:0]", "np.ma.masked_array(scores)", "np.zeros((2,) * 30)"),
    *("np.zeros((10**4, 10**4))", "np.full(scores.shape, np.nan)"),
    "np.broadcast_to(0.0, (10**9, 10**9))",
    "np.lib.stride_tricks.as_strided(scores, (10**6, 10**6), (0, 0))",
    *("(a for a in iter(int, 1))", "iter(int, 1)", "{'\\x1b[2A': scores}", "{1: scores}"),
    *("{0.5: {}}", "np.zeros(3, dtype='U9')", "np.zeros(3, dtype='i4,f8')"),
    *("np.array([object()])", "np.datetime64('now')", "np.memmap('m', mode='w+', shape=9)"),
    *("type(scores)", "softmax", "lambda: 0", "...", "NotImplemented", "2 ** 10**6"),
    *("10 ** 5000", "range(10**12)", "memoryview(scores)", "__import__('os')"),
    *("np.matrix(scores)", "(scores, scores)", "(scores,) * 10**6", "[scores] * 10**5"),
    "scores.view(type('A', (np.ndarray,), {}))",
    "type('A', (np.ndarray,), {'__array__': None, 'shape': property(lambda a: exit())})(3)",
    "type('A', (float,), {'__float__': lambda a: exit(), '__repr__': lambda a: 1 / 0})(3)",
    "type('A', (dict,), {'items': lambda a: iter(int, 1)})()",
    "(lambda a: [a.append(a), a][1])([])",
    "__import__('functools').reduce(lambda a, _: [a], range(10**4), [])",
)
SHOWN = (
    *("HTML(DATA)", "Markdown(DATA)", "Latex(DATA)", "Javascript(DATA)", "SVG(DATA)"),
    *("Math(DATA)", "Pretty(DATA)", "Image(data=DATA.encode(), format='png')", "Image(url=DATA)"),
    *("Image(data=DATA.encode(), width=DATA)", "JSON({'a': DATA})"),
    *("display({DATA: DATA}, raw=True)", "display({'text/plain': 5}, raw=True)"),
    *("display({'text/html': [DATA]}, raw=True)", "display({'image/png': DATA}, raw=True)"),
    *("IFrame(DATA, 1, 1)", "display({'image/svg+xml': DATA, 'text/plain': DATA}, raw=True)"),
    *("Video(DATA)", "FileLink(DATA)"),
    "display({'application/vnd.jupyter.widget-view+json': DATA}, raw=True)",
    "clear_output(); DATA",
    "display({'application/json': DATA}, metadata={DATA: DATA}, raw=True)",
    "update_display(1, display_id=DATA)",
)
ENDLESS = (
    "while True: pass",
    "while True: print(1)",
    "import time; time.sleep(10**9)",
    "def f(): yield from f()\nlist(f())",
)


def lines(endless: bool = False) -> st.SearchStrategy[str]:
    """A few lines that do harm.

    Arguments:
        endless: also what ends by the limit of a cell's time only.
    """
    harm = st.sampled_from((*ENDS, *TAKES, *BREAKS, *(ENDLESS if endless else ())))
    puts_out = st.one_of(
        st.builds("print({0!r})".format, texts()),
        st.builds("raise ValueError({0!r})".format, texts()),
        st.builds("{0!r}".format, texts()),
        st.builds(_shown, st.sampled_from(SHOWN), texts()),
    )
    return st.one_of(harm, puts_out, texts(PYTHON))


def _shown(form: str, text: str) -> str:
    return f"from IPython.display import *\n{form.replace('DATA', repr(text))}"


def answers(endless: bool = False) -> st.SearchStrategy[str]:
    """A function that is asked, and answers with something else."""
    returned = st.sampled_from(RETURNS).map(lambda value: f"{HEADER}return {value}\n")
    broken = lines(endless).map(lambda code: HEADER + code.replace("\n", "\n    ") + "\n")
    bombs = printable().map(lambda text: f"{HEADER}return {text}\n")
    return st.one_of(returned, returned, broken, bombs)
