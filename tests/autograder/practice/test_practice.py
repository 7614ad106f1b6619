"""Practice says what the autograder would say, gives no code away, and earns nothing."""

import ast
import json
import subprocess
import sys
import textwrap
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from autograder import assignments
from autograder.classroom.grader import Grader
from autograder.course import open_course
from autograder.errors import CourseError
from autograder.inside.plan import Call, encode_plan
from autograder.inside.probe import answer
from autograder.judge.judge import Judge
from autograder.notebooks.release import make_source
from autograder.practice import PUBLIC_SEED
from autograder.practice.archive import write_practice
from autograder.practice.records import Practised
from autograder.practice.said import exercises, judged, said

JudgeOf = Callable[[str, int], Judge]
LIMIT = 10**6
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Beside a released notebook of losses."""
    folder = tmp_path_factory.mktemp("losses")
    write_practice(assignments.load("losses"), folder, ROOT / "_build" / "practice")
    return folder


@pytest.fixture(scope="module")
def practised(folder: Path) -> dict[str, Practised]:
    return exercises(folder / "practice.zip")


def with_mistake(name: str, index: int) -> dict[str, Any]:
    losses = assignments.load("losses")
    mistake = losses.by_name[name].mistakes[index]
    return vars(losses.reference) | {name: mistake.function, **mistake.also}


def test_every_known_mistake_is_named_as_the_autograder_names_it(
    practised: dict[str, Practised],
) -> None:
    for exercise in assignments.load("losses").exercises:
        for index, mistake in enumerate(exercise.mistakes):
            verdict = judged(practised[exercise.name], with_mistake(exercise.name, index))
            assert (verdict.mistake, verdict.passed) == (mistake.name, False)
            assert mistake.sentence in verdict.message


def test_a_right_answer_gets_a_green_line_and_the_progress_counts_it(folder: Path) -> None:
    right, archive = dict(vars(assignments.load("losses").reference)), folder / "practice.zip"
    assert "0 of 9 exercises" in said("softmax", with_mistake("softmax", 0), archive)
    assert "✓ softmax is right.\x1b[0m 1 of 9 exercises" in said("softmax", right, archive)
    assert "2 of 9 exercises" in said("hinge_loss", right, archive)
    assert "1 of 9 exercises" in said("hinge_loss", {}, archive)
    assert said("sofmax", right, archive).startswith("There is no exercise 'sofmax' here.")


def test_it_runs_with_numpy_alone_and_beside_an_installed_autograder(folder: Path) -> None:
    code = """
        import sys
        class Refuse:
            def find_spec(self, name, path=None, target=None):
                allowed = {"numpy", "practice", "practice_judge", *sys.stdlib_module_names}
                if name.split(".")[0] not in allowed and not name.startswith("_sysconfigdata"):
                    raise ImportError(name)
        import numpy as np
        sys.meta_path.insert(0, Refuse())
        from practice import practice
        def softmax(scores):
            exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
            return exponentials / exponentials.sum(axis=1, keepdims=True)
        practice("softmax")
        practice("hinge_loss")
        """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert "✓ softmax is right." in done.stdout
    assert "Nothing named hinge_loss was found." in done.stdout


def test_without_its_archive_it_says_what_to_do(tmp_path: Path) -> None:
    source = (ROOT / "autograder/practice/practice.py").read_text()
    (tmp_path / "practice.py").write_text(source)
    command = [sys.executable, "-c", "from practice import practice; practice('softmax')"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "unpack the whole zip" in done.stdout


def test_answers_that_were_looked_up_in_the_records_earn_nothing(
    practised: dict[str, Practised], judge_of: JudgeOf
) -> None:
    for name, exercise in practised.items():
        known = {
            _key(name, case.calls[-1].arguments, case.calls[-1].keywords): expected
            for case, expected in zip(exercise.cases, exercise.expected, strict=True)
        }
        look_up = _looking_up(name, known)
        assert judged(exercise, {name: look_up}).passed
        judge = judge_of("losses", 0)
        replies = answer(judge.plans[name], {name: look_up})
        assert judge.verdict(name, replies, "").score == 0


def _looking_up(name: str, known: dict[str, Any]) -> Callable[..., Any]:
    def look_up(*arguments: Any, **keywords: Any) -> Any:
        return known.get(_key(name, arguments, keywords.items()), 0.0)

    return look_up


def _key(name: str, arguments: tuple[Any, ...], keywords: Iterable[tuple[str, Any]]) -> str:
    return encode_plan([(Call(name, arguments, tuple(keywords)),)])


@pytest.mark.parametrize("name", assignments.names())
def test_an_archive_is_small_and_holds_no_code_of_a_solution_a_check_or_a_mistake(
    name: str,
) -> None:
    path = ROOT / "_build" / "release" / name / "practice.zip"
    assert path.stat().st_size < LIMIT
    loaded = assignments.load(name)
    bodies = _bodies(ROOT / f"solutions/{name}.py")
    for folder in ("mistakes", "checks", "right_answers"):
        for module in (ROOT / "autograder/assignments" / name / folder).rglob("*.py"):
            bodies |= _bodies(module)
    with zipfile.ZipFile(path) as archive:
        texts = {entry: archive.read(entry).decode() for entry in archive.namelist()}
    records = json.loads(texts["records.json"])
    assert [record["name"] for record in records] == [e.name for e in loaded.exercises]
    own = set().union(
        *(_bodies(ROOT / "autograder" / p.split("/", 1)[1]) for p in texts if p.endswith(".py"))
    )
    for entry, text in texts.items():
        found = [body for body in bodies - own if body in text]
        assert not found, f"{entry} holds {found[0]}"


def _bodies(module: Path) -> set[str]:
    """The bodies of a module's functions, without docstrings: long enough to be its own."""
    source = module.read_text()
    bodies = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            rest = node.body[1:] if ast.get_docstring(node) else node.body
            text = "\n".join(filter(None, (ast.get_source_segment(source, line) for line in rest)))
            if len(text) > 40:
                bodies.add(text)
    return bodies


def test_the_public_seed_grades_nobody(
    course_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course_folder)
    with pytest.raises(CourseError, match="public"):
        Grader(open_course(), "losses", None, PUBLIC_SEED)


def test_a_release_without_practice_has_no_trace_of_it(
    new_course: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    course = new_course("without")
    monkeypatch.chdir(course)
    folder = make_source(open_course(), "losses", practice=False)
    assert not (folder / "practice.py").exists()
    assert not (folder / "practice.zip").exists()
    assert "practice" not in (folder / "losses.ipynb").read_text()


def test_each_visible_test_is_followed_by_its_line_of_practice(release_notebook: Any) -> None:
    sources = [cell.source for cell in release_notebook.cells]
    for index, cell in enumerate(release_notebook.cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("visible_"):
            assert sources[index + 1] == f'practice("{name.removeprefix("visible_")}")'
