"""Cases and oracles for patches and the bag of visual words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.assignments.cases import case, ordinary
from autograder.assignments.random_inputs import Array, away_from_kinks, in_float32
from autograder.inside.families import FAMILIES
from autograder.inside.plan import Call
from autograder.inside.wire import FamilyMember
from autograder.judge.conventions import protected
from autograder.judge.exercise import TestCase
from autograder.judge.torch_oracle import Torch


def draw_extract_patches(rng: np.random.Generator) -> list[TestCase]:
    """The cases of cutting an image into patches."""
    name = "extract_patches"
    cases = [case(label, name, *rest) for label, *rest in _cuts(rng)]
    inputs = in_float32(rng.random((5, 6)))
    return [*cases, ordinary(case("an ordinary image", name, *inputs, 3, 2))]


def _cuts(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, image, size, stride."""
    yield "the numbers from 0 to 8", np.arange(9.0).reshape(3, 3), 2, 1
    for label, shape, size, stride in (
        ("patches that touch", (4, 6), 2, 2),
        ("patches that overlap", (5, 6), 3, 1),
        ("overlap by one", (7, 5), 3, 2),
        ("gaps between patches", (7, 8), 2, 3),
        ("a remainder below", (5, 4), 2, 2),
        ("a remainder at the right", (4, 5), 2, 2),
        ("a remainder of two", (8, 5), 3, 3),
        ("one patch, all of it", (3, 3), 3, 1),
        ("one patch, and a remainder", (4, 4), 3, 2),
        ("a stride larger than the image", (4, 5), 2, 9),
        ("patches of one pixel", (3, 4), 1, 1),
        ("patches of one pixel, two apart", (3, 4), 1, 2),
        ("one row of patches", (2, 7), 2, 1),
        ("one column of patches", (7, 2), 2, 1),
        ("an image of one row", (1, 5), 1, 2),
        ("an image of one column", (5, 1), 1, 2),
        ("an image of one pixel", (1, 1), 1, 1),
        ("as wide as a patch", (7, 3), 3, 2),
        ("as high as a patch", (3, 8), 3, 2),
        ("remainders below and at the right", (8, 9), 3, 4),
        ("a square image", (6, 6), 2, 2),
        ("large patches", (6, 7), 5, 1),
    ):
        yield label, rng.random(shape), size, stride
    yield "one grey", np.full((4, 4), 0.5), 2, 2


def torch_extract_patches(torch: Torch, call: Call) -> Array:
    """torch's unfold."""
    gray, size, stride = call.arguments
    columns = torch.torch.nn.functional.unfold(torch.tensor(gray)[None, None], size, stride=stride)
    return torch.array(columns[0].T)


# Words ------------------------------------------------------------------------------


def draw_nearest_codeword(rng: np.random.Generator) -> list[TestCase]:
    """The cases of looking patches up."""
    name = "nearest_codeword"
    cases = [case(label, name, *inputs) for label, *inputs in _looked_up(rng)]
    return [*cases, ordinary(case("ordinary words", name, *_apart(rng, 5, 4, 3, "float32")))]


def _apart(
    rng: np.random.Generator, patches: int, words: int, size: int, dtype: str = "float64"
) -> tuple[Array, Array]:
    """Patches and codewords, none of them between two codewords."""

    def draw() -> tuple[Array, Array]:
        return (
            rng.standard_normal((patches, size)).astype(dtype),
            rng.standard_normal((words, size)).astype(dtype),
        )

    def lead(rows: Array, codebook: Array) -> Array:
        squares = np.sort(((rows[:, None] - codebook) ** 2).sum(axis=2), axis=1)
        return np.asarray(np.diff(squares[:, :2]))

    rows, codebook = away_from_kinks(draw, lead)
    return rows, codebook


def _looked_up(rng: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    """Label, patches, codebook."""
    yield "1, 3 and 9 among 2 and 10", np.array([[1.0], [3.0], [9.0]]), np.array([[2.0], [10.0]])
    for label, sizes in (
        ("7 patches, 4 words", (7, 4, 5)),
        ("4 patches, 7 words", (4, 7, 5)),
        ("as many patches as words as pixels", (3, 3, 3)),
        ("as many patches as words", (4, 4, 2)),
        ("one patch", (1, 5, 3)),
        ("one word", (4, 1, 3)),
        ("one pixel", (6, 3, 1)),
        ("words of 9 pixels", (6, 5, 9)),
    ):
        yield label, *_apart(rng, *sizes)
    patches, codebook = _apart(rng, 6, 5, 4)
    yield "the words themselves", codebook[::-1].copy(), codebook
    yield "words of unequal length", patches, np.concatenate([9 * codebook, codebook])
    yield "patches far from all words", patches + 50, np.diag([3.0, 1.0, 2.0, 4.0])
    yield "negative numbers", -np.abs(patches), -np.abs(codebook)
    yield "numbers of 1e4", 1e4 * patches, 1e4 * codebook
    # Half way between two words all is whole numbers, and the lower index counts.
    halfway = np.array([[1.0, 0.0], [0.0, 0.0], [2.0, 1.0]])
    yield "half way between words", halfway, np.array([[2.0, 0.0], [0.0, 0.0], [2.0, 2.0]])
    yield (
        "nearer by one large step or by many small ones",
        np.zeros((2, 4)),
        np.array([[3.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]]),
    )
    yield (
        "the largest step is not what counts",
        np.zeros((1, 4)),
        np.array([[2.0, 2.0, 2.0, 2.0], [3.0, 0.0, 0.0, 0.0]]),
    )


def torch_nearest_codeword(torch: Torch, call: Call) -> Array:
    """torch's cdist; of equals, its argmin gives no promise, so the first is sought."""
    patches, codebook = map(torch.tensor, call.arguments)
    exact = "donot_use_mm_for_euclid_dist"
    distances = torch.torch.cdist(patches, codebook, compute_mode=exact)
    equal = (distances == distances.min(1, keepdim=True).values).to(torch.torch.uint8)
    return torch.array(equal.argmax(1))


def draw_bag_of_words(rng: np.random.Generator) -> list[TestCase]:
    """The cases of counting words."""
    name = "bag_of_words"
    cases = [case(label, name, *inputs) for label, *inputs in _looked_up(rng)]
    patches, codebook = _apart(rng, 9, 3, 2)
    never = np.concatenate([codebook, codebook[:1] + 100])
    cases.append(case("a last word that is never the nearest", name, patches, never))
    first = np.concatenate([codebook[:1] + 100, codebook])
    cases.append(case("a first word that is never the nearest", name, patches, first))
    twice = np.concatenate([patches, patches])
    cases.append(case("every patch twice", name, twice, codebook))
    return [*cases, ordinary(case("ordinary words", name, *_apart(rng, 5, 4, 3, "float32")))]


def draw_bag_stand_ins(rng: np.random.Generator) -> list[TestCase]:
    """Cases in which other words are taken for the nearest."""
    stand_ins = (("nearest_codeword", FamilyMember("every_second_word")),)
    cases = []
    for label, sizes in (
        ("other words", (7, 3, 2)),
        ("other words, more of them than patches", (3, 5, 2)),
        ("other words, one patch", (1, 2, 2)),
    ):
        call = Call("bag_of_words", _apart(rng, *sizes), stand_ins=stand_ins)
        cases.append(TestCase(label, (call,)))
    return [*cases, protected(cases[0])]


def torch_bag_of_words(torch: Torch, call: Call) -> Array:
    """torch's bincount of the nearest words."""
    patches, codebook = call.arguments
    if call.stand_ins:
        words = FAMILIES["every_second_word"]()(patches, codebook)
    else:
        words = torch_nearest_codeword(torch, call)
    counts = torch.torch.bincount(torch.labels(words), minlength=len(codebook))
    return torch.array(counts / counts.sum().to(torch.torch.float64))
