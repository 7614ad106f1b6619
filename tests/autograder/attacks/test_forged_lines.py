"""What comes from inside may be a forgery: it earns nothing, crashes nothing, and stalls nobody."""

import base64
import json
import time
from collections.abc import Callable

import pytest

from autograder.classroom.graded import Graded
from autograder.judge.judge import Judge
from autograder.sandbox.child import Child
from autograder.sandbox.process import Died, Sandbox
from tests.autograder.attacks.paid import is_paid

Attack = Callable[..., Graded]
SOLVED, UNSOLVED = "hinge_loss", "softmax"
FORGER = """
import gc, json, os, socket, sys
line = next(one for one in gc.get_objects() if isinstance(one, socket.socket))
child = sys.modules["autograder.inside.child"]
result = child._result

def spy(asked, shell):
    global request
    request = asked
    return result(asked, shell)

child._result = spy

def forge(message, length=None):
    content = message if isinstance(message, bytes) else json.dumps(message).encode()
    line.sendall((len(content) if length is None else length).to_bytes(8, "big") + content)
"""
FORGERIES = {
    "noise on every open file": """
for handle in range(3, 256):
    try:
        os.write(handle, b"noise" * 100)
    except OSError:
        pass
""",
    "a message without a nonce": "forge({'replies': 'x', 'score': 1000})",
    "a message with a wrong nonce": "forge({'nonce': '0' * 32, 'outputs': []})",
    "a nonce of another type": "forge({'nonce': [request['nonce']]})",
    "a list": "forge([request['nonce']])",
    "a number": "forge(1000)",
    "nothing": "forge(None)",
    "no JSON": "forge(b'{' * 100)",
    "JSON nested deeply": "forge(b'[' * 10**6)",
    "bytes that are no text": "forge(b'\\xff' * 100)",
    "a header of nine exabytes": "forge(b'', 2**63 + 5)",
    "a message over the limit": "forge(b'\"' + b'x' * 12_000_000 + b'\"')",
    "a claim that it could not be confined": "forge({'refused': 'no Landlock'})",
    "a closed line": "line.close()",
    "a line of the other kind": "os.dup2(os.open('/dev/null', os.O_RDONLY), line.fileno())",
    "a half-closed line": "import socket; line.shutdown(socket.SHUT_WR)",
}
STALLS = {
    "a message that never ends": "forge(b'', 100); __import__('time').sleep(60)",
    "a message byte by byte": """
line.sendall((10**6).to_bytes(8, "big"))
while True:
    line.sendall(b" ")
    __import__("time").sleep(0.01)
""",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_message_earns_nothing_and_costs_the_rest_nothing(
    forgery: str, attack: Attack, solution: str
) -> None:
    graded = attack(solution, FORGER, forgery)
    assert "had to be ended in cell number 3" in str(graded.notes)
    assert graded.verdicts[UNSOLVED].score == 0
    assert is_paid(graded.verdicts[SOLVED])


@pytest.mark.parametrize("times", [1, 1000])
def test_who_replies_more_than_once_is_found_out_by_the_next_question(
    times: int, attack: Attack, solution: str
) -> None:
    twice = f"for _ in range({times}): forge({{'nonce': request['nonce'], 'outputs': []}})"
    graded = attack(solution, FORGER, twice)
    assert "it wrote to the grader's own line" in str(graded.notes)
    assert graded.verdicts[UNSOLVED].score == 0


@pytest.mark.parametrize("stall", STALLS.values(), ids=STALLS)
def test_a_message_that_does_not_come_ends_on_time(
    stall: str, attack: Attack, solution: str
) -> None:
    graded = attack(solution, FORGER, stall)
    assert "in cell number 3" in str(graded.notes)
    assert is_paid(graded.verdicts[SOLVED])


FORGED_REPLIES = {
    "a verdict": b'{"score": 4, "passed": true}',
    "nothing": b"",
    "bytes that are no text": b"\xff" * 100,
    "lines": b"\n" * 100,
}


@pytest.mark.parametrize("replies", FORGED_REPLIES.values(), ids=FORGED_REPLIES)
def test_what_is_forged_in_place_of_replies_is_no_verdict(
    replies: bytes, attack: Attack, solution: str
) -> None:
    forged = f"""
def softmax(scores):
    head = {{"nonce": request["nonce"], "score": 4, "passed": True}}
    forge(json.dumps(head).encode() + b"\\n" + {replies!r})
    os._exit(0)
"""
    graded = attack(solution, FORGER, forged)
    assert graded.verdicts[UNSOLVED].score == 0
    assert is_paid(graded.verdicts[SOLVED])


def test_replies_that_are_forged_as_json_are_none(attack: Attack, solution: str) -> None:
    forged = """
def softmax(scores):
    forge({"nonce": request["nonce"], "text": 4})
    os._exit(0)
"""
    graded = attack(solution, FORGER, forged)
    assert graded.verdicts[UNSOLVED].score == 0
    assert is_paid(graded.verdicts[SOLVED])


def test_a_process_that_answers_early_and_then_does_not_listen_ends_on_time(
    sandbox: Sandbox,
) -> None:
    early = "forge({'nonce': request['nonce'], 'outputs': []})\nwhile True: pass"
    with Child(sandbox) as child:
        assert child.run(FORGER, time.monotonic() + 60) == []
        assert child.run(early, time.monotonic() + 60) == []
        with pytest.raises(Died, match="did not listen"):
            child.ask("x" * 5_000_000, time.monotonic() + 1)


def array(shape: list[int], data: bytes = b"", dtype: str = "<f8", layout: str = "C") -> object:
    text = base64.b64encode(data).decode()
    content = {"dtype": dtype, "shape": shape, "layout": layout, "writable": True, "data": text}
    return {"array": content}


REPLIES: dict[str, object] = {
    "not a number": {"float": "nan"},
    "infinity": {"float": "inf"},
    "an infinity that JSON has not": float("inf"),
    "the largest number": 1.7976931348623157e308,
    "an integer beyond 64 bits": 2**80,
    "an integer of 5000 digits": None,
    "text with half a character": "\ud800",
    "an array of infinities": array([3], b"\x00\x00\x00\x00\x00\x00\xf0\x7f" * 3),
    "an array of 7 MB": array([700_000], bytes(5_600_000)),
    "no values in a huge shape": array([0] + [2**26] * 7),
    "no values in a huge strided shape": array([0] + [2**26] * 7, layout="strided"),
    "no values in a shape beyond memory": array([2**26, 2**26, 0], layout="F"),
    "nine axes": array([1] * 9, bytes(8)),
    "a negative axis": array([-1], bytes(8)),
    "an axis that is true": array([True], bytes(8)),
    "objects": array([1], bytes(8), "|O"),
    "a record": array([1], bytes(8), "V8"),
    "a wrong layout": array([1], bytes(8), layout="K"),
    "a generator of ours": {"rng": 3},
    "a callable of ours": {"made": ["nothing", {"tuple": []}, None]},
    "a kept value": {"kept": ["cache", None]},
    "an unknown tag": {"pickle": "gASVAAAAAA=="},
    "two tags": {"tuple": [], "list": []},
    "a list of 10,001": {"list": [1] * 10_001},
    "lists of lists of lists": {"list": [{"list": [{"list": [1] * 100}] * 100}] * 30},
}


@pytest.mark.parametrize("value", REPLIES.values(), ids=REPLIES)
def test_a_forged_reply_neither_crashes_nor_stalls_the_judge(value: object, judge: Judge) -> None:
    replies = json.loads(judge_replies(judge))
    for case in replies["list"]:
        case["list"][-1]["dict"]["value"] = value
    text = json.dumps(replies)
    if value is None:
        text = text.replace('"value": null', '"value": ' + "9" * 5000)
    start = time.process_time()
    verdict = judge.verdict(SOLVED, text, "")
    assert time.process_time() - start < 10
    assert verdict.score == 0
    verdict.message.encode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "1000",
        "[]",
        '{"list": []}',
        '{"list": [{"list": []}]}',
        '{"dict": {"score": 4}}',
        '{"list": ' * 5000,
        "[" * 2_000_000,
        '{"list": [' + '{"list": []},' * 500_000 + "1]}",
    ],
    ids=range(10),
)
def test_replies_of_another_form_are_told_apart_from_answers(text: str, judge: Judge) -> None:
    assert judge.verdict(SOLVED, text, "").score == 0


def test_a_forged_failure_is_quoted_and_no_more(judge: Judge) -> None:
    replies = json.loads(judge_replies(judge))
    failure = {"kind": "\ud800" * 5000, "text": "x\n" * 4000, "line": "\x1b[2J", "number": -5}
    for case in replies["list"]:
        case["list"][-1]["dict"] |= {"value": None, "failure": {"dict": failure}}
    verdict = judge.verdict(SOLVED, json.dumps(replies), "")
    assert verdict.score == 0
    verdict.message.encode()


def judge_replies(judge: Judge) -> str:
    """Replies of the right form, with nothing in them."""
    reply: dict[str, object] = {
        "dict": {"value": None, "failure": None, "arguments": {"tuple": []}}
    }
    count = len(json.loads(judge.plans[SOLVED])["list"])
    return json.dumps({"list": [{"list": [reply]} for _ in range(count)]})
