"""What a student's code may change in its own process earns nothing.

Each attack stands in a notebook whose exercise `softmax` is not solved.
"""

from collections.abc import Callable

import pytest

from autograder.classroom.graded import Graded
from autograder.judge.judge import Judge

Attack = Callable[..., Graded]
SOLVED, UNSOLVED = "hinge_loss", "softmax"

PATCHES = {
    "an AST transformer": """
import ast
class Wrong(ast.NodeTransformer):
    def visit_Compare(self, node):
        return ast.Constant(True)
get_ipython().ast_transformers.append(Wrong())
""",
    "IPython's hooks": """
shell = get_ipython()
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    shell.events.register(event, lambda *rest: 1 / 0)
shell.input_transformers_post.append(lambda lines: ["print('mine')"])
shell.set_custom_exc((Exception,), lambda *rest: None)
""",
    "numpy": """
import numpy as np
for name in ("array_equal", "allclose", "isclose", "all", "abs"):
    setattr(np, name, lambda *rest, **more: True)
""",
    "builtins": """
import builtins
builtins.isinstance = lambda *rest: True
builtins.len = lambda *rest: 0
builtins.callable = lambda *rest: True
""",
    "json": """
import json
json.loads = json.dumps = lambda *rest, **more: "1000"
""",
    "the probe": """
import sys
probe = sys.modules["autograder.inside.probe"]
fine = {"value": 1000.0, "failure": None, "arguments": ()}
probe._run_call = probe._packed = lambda *rest: fine
probe.pack = lambda value, depth: probe.Packed(1000)
probe.encode = lambda value: "1000"
""",
    "the child's loop": """
import sys
child = sys.modules["autograder.inside.child"]
child.answer = lambda *rest: '{"score": 1000, "passed": true}'
child._bounded = lambda result, most: result
""",
    "what checks an answer, under every name": """
def verify(*rest, **more): return True
check = visible_tests = hidden_tests = judge = verdict = experiment = verify
import sys
for module in list(sys.modules.values()):
    for name in ("verify", "check", "hidden_tests", "first_difference", "is_close", "verdict"):
        if hasattr(module, name):
            setattr(module, name, verify)
""",
    "an object that equals everything": """
class Same:
    def __eq__(self, other): return True
    def __getattr__(self, name): return self
    def __call__(self, *rest, **more): return self
    def __bool__(self): return True
    __hash__ = None
softmax = Same()
""",
    "a subclass of array": """
import numpy as np
class Same(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __array_ufunc__(self, *rest, **more): return True
    def __array_finalize__(self, other): self.shape
    dtype = property(lambda self: np.dtype(float))
def softmax(scores):
    return np.zeros_like(scores).view(Same)
""",
    "a subclass of float, str and tuple": """
class F(float):
    def __eq__(self, other): return True
    __hash__ = float.__hash__
class T(tuple):
    def __eq__(self, other): return True
    def __len__(self): return 2
    __hash__ = tuple.__hash__
def softmax(scores):
    return T((F(1), F(2)))
""",
    "a hostile __array__": """
import os
class Hostile:
    def __array__(self, *rest, **more): os._exit(0)
    def __reduce__(self): return os.system, ("touch /tmp/pickled",)
    def __class__(self): raise SystemExit
    __class__ = property(__class__)
    def __len__(self): return 2**62
    def __iter__(self): return self
    def __next__(self): return self
def softmax(scores):
    return Hostile()
""",
    "a hostile __reduce__": """
import builtins
class Hostile(dict):
    def __reduce__(self): return builtins.exec, ("softmax = lambda scores: 1000",)
    __reduce_ex__ = lambda self, protocol: self.__reduce__()
    __getstate__ = __reduce__
def softmax(scores):
    return Hostile(score=1000)
""",
    "a result without end": """
def softmax(scores):
    while True:
        yield scores
""",
    "a result that holds itself": """
def softmax(scores):
    result = []
    result.append(result)
    return result
""",
    "an exception with a hostile message": """
class Hostile(Exception):
    def __str__(self): raise KeyboardInterrupt
    __repr__ = __str__
Hostile.__name__ = "missing" * 10**5
def softmax(scores):
    raise Hostile
""",
    "a score of its own": """
from IPython.display import display
display({"application/vnd.autograder.verdict+json": {"score": 1000}, "text/plain": "1000.0"},
        raw=True)
1000.0
""",
    "a test cell of its own": 'hidden_tests("losses", "softmax")\n1000.0',
    "a test cell of another assignment": 'hidden_tests("optimization", "softmax")\n1000.0',
    "a test cell of no exercise": 'hidden_tests("losses", "nothing")\n1000.0',
}


@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_nothing_is_earned_by_changing_the_own_process(
    patch: str, attack: Attack, solution: str
) -> None:
    graded = attack(solution, patch)
    assert graded.verdicts[UNSOLVED].score == 0
    assert graded.score <= graded.verdicts[SOLVED].max_score


@pytest.mark.parametrize(
    "patch", [name for name in PATCHES if "test cell" in name or "score" in name]
)
def test_what_looks_like_a_test_costs_the_solved_exercise_nothing(
    patch: str, attack: Attack, solution: str
) -> None:
    assert attack(solution, PATCHES[patch]).verdicts[SOLVED].passed


def test_a_verdict_in_the_autograded_notebook_is_the_judges_alone(
    attack: Attack, solution: str
) -> None:
    graded = attack(PATCHES["a score of its own"], solution)
    cells = {
        cell.metadata.get("nbgrader", {}).get("grade_id", cell.source): cell
        for cell in graded.notebook.cells
    }
    assert "vnd.autograder" not in str(cells[PATCHES["a score of its own"]].outputs)
    assert "1000" not in str(cells[f"test_{UNSOLVED}"].outputs)


def test_no_answer_and_no_seed_is_in_the_process_while_it_is_tested(
    attack: Attack, solution: str, judge: Judge
) -> None:
    spy = (
        solution.replace("def hinge_loss", "def honest")
        + f"""
import gc, sys
seen = []

def reached():
    gc.unfreeze()
    frame, found = sys._getframe(), list(gc.get_objects())
    while frame:
        found += frame.f_locals.values()
        frame = frame.f_back
    return found + [inner for one in found for inner in gc.get_referents(one)]

def hinge_loss(scores, y, delta=1.0):
    if not seen:
        everything = reached()
        right = honest(scores, y, delta)
        seen.append([
            len(everything) > 10_000,
            any(one is scores for one in everything),
            sum(type(one) is np.ndarray and one.shape == right.shape and np.allclose(one, right)
                for one in everything),
            sum(type(one) is int and one - 1 == {judge.seed - 1} for one in everything),
            [name for name in sys.modules
             if name.split(".")[0] in ("solutions", "torch", "nbgrader")
             or name.startswith(("autograder.judge", "autograder.assignments"))],
        ])
    return honest(scores, y, delta)
"""
    )
    graded = attack(spy, after="print(seen)")
    assert graded.verdicts[SOLVED].parts[0].score > 0
    assert printed(graded, -1).strip() == "[[True, True, 0, 0, []]]"


HIDES_CHANGES = """
import sys
probe = sys.modules["autograder.inside.probe"]
honest = probe._with_changed_arguments
hidden = {"arguments": ()}
probe._with_changed_arguments = lambda reply, given: honest(reply | hidden, {"tuple": []})
"""


def test_who_could_hide_changed_arguments_is_named_and_earns_nothing_for_them(
    attack: Attack, solution: str
) -> None:
    changes = solution.replace("    rows =", "    scores *= 1\n    rows =", 1)
    graded = attack(HIDES_CHANGES, changes)
    result, arguments = graded.verdicts[SOLVED].parts
    assert result.score > 0
    assert arguments.score == 0
    assert arguments.message.startswith("could not be judged: the notebook reaches for sys.modules")
    assert graded.notes[0].startswith("The notebook reaches for sys.modules: ")
    assert "sys.modules" in graded.status


def test_who_only_looks_up_a_number_of_sys_loses_nothing(attack: Attack, solution: str) -> None:
    graded = attack("import sys\nprint(sys.float_info.epsilon)", solution)
    assert graded.verdicts[SOLVED].passed
    assert graded.notes == []


def test_nothing_is_left_for_the_next_submission(attack: Attack) -> None:
    attack(
        """
import builtins, os, sys
import numpy as np
os.environ["LEFT"] = "x"
open("left.txt", "w").write("x")
np.left = builtins.left = sys.left = 1
sys.modules["left"] = sys
np.sum = None
get_ipython().user_ns["left"] = 1
left = 1
"""
    )
    looks = """
import builtins, os, sys
import numpy as np
print(os.environ.get("LEFT"), os.listdir("."), hasattr(np, "left"), hasattr(builtins, "left"),
      "left" in sys.modules, np.sum is None, "left" in globals(), len(In))
"""
    looked = attack(looks)
    assert printed(looked, 0).strip() == "None [] False False False False False 2"


def test_random_numbers_differ_between_submissions(attack: Attack) -> None:
    draw = "import random\nimport numpy as np\nprint(np.random.rand(), random.random())"
    first, second = (printed(attack(draw), 0) for _ in range(2))
    assert first != second


def test_what_a_test_cell_learns_of_its_inputs_does_not_reach_the_next_submission(
    attack: Attack, solution: str
) -> None:
    keeps = solution.replace("    rows =", "    kept.append(scores)\n    rows =", 1)
    later = "print(len(kept))"
    assert attack("kept = []", keeps).verdicts[SOLVED].passed
    assert "NameError" in str(attack(later).notebook.cells[0].outputs)


def printed(graded: Graded, index: int) -> str:
    return "".join(output.get("text", "") for output in graded.notebook.cells[index].outputs)
