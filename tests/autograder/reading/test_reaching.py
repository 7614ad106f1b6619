"""Whoever reaches for what the probe is made of is known; whoever imports a module is not."""

from __future__ import annotations

import inspect
from pathlib import Path

import jupytext
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import assignments
from autograder.assignments.right_answers import styles
from autograder.reading.reaching import reach
from autograder.reading.statements import CELL_SEPARATOR

REACHING = {
    "the modules": ("import sys\nprobe = sys.modules['autograder.inside.probe']", "sys.modules"),
    "the modules by another name": ("import sys as s\ns.modules", "s.modules"),
    "the modules from sys": ("from sys import modules", "sys.modules"),
    "everything of sys": ("from sys import *", "sys.*"),
    "by way of another module": ("import os\nos.sys.modules", "sys.modules"),
    "sys as a whole": ("import sys\ngetattr(sys, 'mod' + 'ules')", "sys"),
    "what sys holds": ("import sys\nvars(sys)['x']", "sys"),
    "the dict of sys": ("import sys\nsys.__dict__", "sys.__dict__"),
    "the dict of NumPy": ("import numpy as np\nexec(x, np.__dict__)", "np.__dict__"),
    "the dict of a part of it": ("import numpy as np\nnp.linalg.__dict__", "linalg.__dict__"),
    "the tracing": ("import sys\nsys.settrace(None)", "sys.settrace"),
    "whether it is traced": ("import sys\nif sys.gettrace(): pass", "sys.gettrace"),
    "the tracing of threads": ("import threading as t\nt.settrace(None)", "t.settrace"),
    "a frame": ("import sys\nsys._getframe(1)", "sys._getframe"),
    "a frame of an error": ("try: x\nexcept E as e: e.__traceback__.tb_frame", "tb_frame"),
    "a frame of a generator": ("(i for i in x).gi_frame", "gi_frame"),
    "a caller": ("f.f_back", "f.f_back"),
    "the stack": ("import inspect\ninspect.stack()", "inspect.stack"),
    "the stack from inspect": ("from inspect import currentframe", "inspect.currentframe"),
    "all objects": ("import gc\ngc.get_objects()", "gc.get_objects"),
    "names of a function": ("g.__globals__", "g.__globals__"),
    "all classes": ("object.__subclasses__()", "object.__subclasses__"),
    "the probe": ("from autograder.inside import probe", "autograder.inside.probe"),
    "the probe as a whole": ("import autograder.inside.probe as p", "autograder.inside.probe"),
    "the package": ("import autograder", "autograder"),
    "the package by way of the tests": (
        "import autograder.hidden_tests\nautograder.inside.probe",
        "autograder.inside",
    ),
    "what the tests use": ("from autograder.hidden_tests import answer", "answer"),
    "ctypes": ("import ctypes", "ctypes"),
    "a module by its name": ("__import__('sys')", "__import__"),
    "a module by any name": ("import importlib\nimportlib.import_module(x)", "import_module"),
    "the builtins": ("import builtins\nbuiltins.len = f", "builtins.len"),
    "the builtins from anywhere": ("__builtins__['len'] = f", "__builtins__"),
    "a function of NumPy": ("import numpy as np\nnp.array_equal = f", "np.array_equal"),
    "deeper in NumPy": ("import numpy as np\nnp.linalg.norm = f", "linalg.norm"),
    "a function of another module": ("import binascii\nbinascii.b2a_base64 = f", "b2a_base64"),
    "by setattr": ("import json\nsetattr(json, 'dumps', f)", "setattr(json, …)"),
    "in a string that is run": ("exec('import sys; sys.modules')", "sys.modules"),
    "in a string with gaps": ("exec('sys . modules')", "sys.modules"),
    "beside a magic": ("%matplotlib inline\nimport sys\nsys.modules", "sys.modules"),
    "in a cell that is no Python": ("no Python here\nsys.modules", "sys.modules"),
    "in a function": ("def f():\n    import sys\n    sys.modules", "sys.modules"),
}

HARMLESS = {
    "a number of sys": "import sys\neps = sys.float_info.epsilon\nprint(sys.version, sys.maxsize)",
    "a number from sys": "from sys import float_info\nprint(float_info.epsilon)",
    "a size": "import sys\nprint(sys.getsizeof(3))",
    "the recursion limit": "import sys\nsys.setrecursionlimit(10**4)",
    "its own output": "import sys, io\nsys.stdout = io.StringIO()",
    "its own path": "import sys\nsys.path = ['.'] + sys.path\nsys.path.append('..')",
    "tidying": "import gc\ngc.collect()",
    "a signature": "import inspect\nprint(inspect.signature(f), inspect.getsource(f))",
    "a module again": "import importlib\nimport mine\nimportlib.reload(mine)",
    "a module by a plain name": "import importlib\nnp = importlib.import_module('numpy')",
    "the tests of the notebook": "from autograder.hidden_tests import hidden_tests",
    "the tests by their module": "import autograder.hidden_tests as t\nt.hidden_tests('a', 'b')",
    "an array's memory": "print(x.ctypes.data)",
    "settings of plots": "import matplotlib.pyplot as plt\nplt.rcParams['figure.dpi'] = 90",
    "a name of matplotlib": "import matplotlib as mpl\nmpl.rcParams = {}",
    "old names of NumPy": "import numpy as np\nnp.float = float",
    "a network's own modules": "class Net:\n    def __init__(self):\n        self.modules = []",
    "an object of its own": "net.stack = 3\nnet.trace = 4",
    "its own name": "gc = 3\nprint(gc)",
    "words in a docstring": 'def f():\n    """Do not use sys.modules or settrace."""',
    "words in prose": "print('modules of the stack')",
    "exec": "exec('x = 1')\neval(f'{x} + 1')",
    "a cell that is no Python": "no Python here  # of sys.modules",
    "a comment": "# sys.modules",
}


@pytest.mark.parametrize(("code", "found"), REACHING.values(), ids=REACHING)
def test_what_leads_into_the_probe_is_named(code: str, found: str) -> None:
    assert found in reach(CELL_SEPARATOR.join(["x = 1", code]))


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
def test_what_does_not_lead_there_is_let_be(code: str) -> None:
    assert reach(code) == ""


@given(st.text())
def test_whatever_is_written_is_read_without_an_error(source: str) -> None:
    reach(source)


def test_a_long_chain_is_read_once() -> None:
    chain = "x" + ".y" * 900
    assert reach(CELL_SEPARATOR.join([f"{chain} = {chain}"] * 50)) == ""


def test_a_module_imported_in_one_cell_is_known_in_another() -> None:
    assert reach(CELL_SEPARATOR.join(["import sys", "sys.modules"])) == "sys.modules"


@pytest.mark.parametrize("name", assignments.names())
def test_no_exercise_and_no_right_answer_reaches_there(name: str) -> None:
    exercise = jupytext.read(Path(__file__).parents[3] / f"exercises/{name}.md")
    cells = [cell.source for cell in exercise.cells if cell.cell_type == "code"]
    for module in (assignments.load(name).reference, *styles(name).values()):
        own = [line for line in inspect.getsource(module).splitlines() if "autograder" not in line]
        assert reach(CELL_SEPARATOR.join([*cells, "\n".join(own)])) == ""
