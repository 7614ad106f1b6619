"""Life: a board that is played by the page's nets is NumPy's, turn by turn."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tests.book.figures.conftest import OpenFigure, Shown
from tests.book.figures.node import call

PAGE = "convolutional-networks/beyond-vision"
SIDE = 32
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
Array = np.ndarray[Any, np.dtype[Any]]
Net = dict[str, Any]


def windows(board: Array, wrapped: bool) -> Array:
    frame = np.pad(board, 1, mode="wrap" if wrapped else "constant")
    cut: Array = sliding_window_view(frame, (3, 3)).reshape(-1, 9)
    return cut


def rule(board: Array, wrapped: bool) -> Array:
    seen = windows(board, wrapped)
    living = seen.sum(axis=1) - seen[:, 4]
    next_board: Array = (living == 3) | ((living == 2) & (seen[:, 4] == 1))
    return next_board.reshape(board.shape).astype(int)


def scores(board: Array, net: Net, wrapped: bool) -> tuple[Array, Array]:
    """Each square's sums of the filters, and its score."""
    sums = windows(board, wrapped) @ np.array(net["w1"]) + net["b1"]
    return sums, np.maximum(0, sums) @ np.array(net["w2"]) + net["b2"][0]


def played(board: Array, net: Net, wrapped: bool = True) -> Array:
    lives: Array = (scores(board, net, wrapped)[1] > 0).reshape(board.shape).astype(int)
    return lives


def test_turns_are_those_of_numpy_for_random_boards_and_nets() -> None:
    rng = np.random.default_rng(0)
    for wrapped in (True, False):
        board = rng.integers(0, 2, (7, 7))
        net = {
            "w1": rng.normal(size=(9, 8)).tolist(),
            "b1": rng.normal(size=8).tolist(),
            "w2": rng.normal(size=8).tolist(),
            "b2": rng.normal(size=1).tolist(),
        }
        [found] = call("life", "turn", [[board.ravel().tolist(), 7, net, wrapped]])
        score = scores(board, net, wrapped)[1]
        np.testing.assert_allclose(found["chances"], 1 / (1 + np.exp(-score)), rtol=1e-9)
        assert found["next"] == (score > 0).astype(int).tolist()
        wrong = (score > 0) != (rule(board, wrapped).ravel() == 1)
        assert found["wrong"] == wrong.astype(int).tolist()


def nets_of(shown: Shown) -> tuple[list[int], list[Net]]:
    text = shown.root.locator('script[data-name="life-nets"]').text_content()
    data = json.loads(text or "")
    return data["seen"], data["nets"]


def board_of(text: str) -> Array:
    bits = "".join(f"{LETTERS.index(letter):06b}" for letter in text).ljust(SIDE * SIDE, "0")
    return np.array([int(bit) for bit in bits[: SIDE * SIDE]]).reshape(SIDE, SIDE)


def text_of(board: Array) -> str:
    bits = "".join(str(square) for square in board.ravel()).ljust(1026, "0")
    return "".join(LETTERS[int(bits[at : at + 6], 2)] for at in range(0, 1026, 6)).rstrip("A")


def assert_shows(
    shown: Shown,
    board: Array,
    turns: int,
    net: Net,
    wrapped: bool = True,
    at: tuple[int, int] = (16, 16),
) -> None:
    """The figure counts what is alive and wrong, and shows the net's numbers at a column, row."""
    sums, score = scores(board, net, wrapped)
    wrong = int((played(board, net, wrapped) != rule(board, wrapped)).sum())
    says = shown.stage.locator(".says").inner_text()
    assert f"Turn {turns}: {board.sum()} alive." in says
    assert f"the rule's on {wrong} of" in says
    squares = shown.stage.locator(".alive").get_attribute("d") or ""
    assert squares.count("M") == board.sum()
    square = SIDE * at[1] + at[0]
    w2 = np.array(net["w2"])
    maps = np.maximum(0, sums[square])
    for f in range(8):
        cells = shown.stage.locator(f'tr[data-row="filter-{f}"] td').all_inner_texts()
        numbers = [float(cell.replace("−", "-")) for cell in cells]
        expected = [sums[square, f], maps[f], w2[f], maps[f] * w2[f]]
        np.testing.assert_allclose(numbers, expected, atol=0.00502)
    chance = 1 / (1 + np.exp(-score[square]))
    told = re.search(r"chance of ([\d.]+)", shown.stage.locator(".window-says").inner_text())
    assert told and abs(float(told[1]) - chance) < 0.000502


def press(shown: Shown, button: str) -> None:
    shown.root.get_by_role("button", name=button, exact=True).click()


def test_a_glider_flies_and_the_last_net_is_never_wrong(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "life")
    seen, nets = nets_of(shown)
    press(shown, "glider")
    board = np.zeros((SIDE, SIDE), dtype=int)
    board[[14, 15, 16, 16, 16], [15, 16, 14, 15, 16]] = 1
    assert_shows(shown, board, 0, nets[-1])
    for _ in range(4):
        press(shown, "a turn")
    assert_shows(shown, np.roll(board, (1, 1), axis=(0, 1)), 4, nets[-1])
    assert seen[-1] == 1000
    for net, right in zip(nets, call("life", "rightOnAll", [[net] for net in nets]), strict=True):
        every = np.arange(512)[:, None] >> np.arange(9) & 1
        living = every.sum(axis=1) - every[:, 4]
        truth = (living == 3) | ((living == 2) & (every[:, 4] == 1))
        sums = every @ np.array(net["w1"]) + net["b1"]
        assert right == ((np.maximum(0, sums) @ net["w2"] + net["b2"][0] > 0) == truth).sum()
    assert right == 512


def test_a_net_that_is_right_on_498_windows_ruins_most_games_as_the_text_says(
    open_figure: OpenFigure,
) -> None:
    seen, nets = nets_of(open_figure(PAGE, "life"))
    net = nets[seen.index(180)]
    assert call("life", "rightOnAll", [[net]]) == [498]
    boards = np.random.default_rng(0).random((12, SIDE, SIDE)) < 0.3
    ruined = 0
    for board in boards.astype(int):
        by_net = by_rule = board
        for _ in range(10):
            by_net, by_rule = played(by_net, net), rule(by_rule, True)
        ruined += int((by_net != by_rule).sum() > 10)
    assert ruined >= 10


def test_squares_are_turned_over_by_keys_and_by_mouse_and_a_young_net_is_wrong(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "life")
    _, nets = nets_of(shown)
    press(shown, "empty")
    board = np.zeros((SIDE, SIDE), dtype=int)
    square = shown.root.get_by_role("slider", name="a square")
    for key in ("ArrowUp", " ", "ArrowRight", " ", "ArrowRight", "Enter"):
        square.press(key)
    board[15, 16:19] = 1
    assert_shows(shown, board, 0, nets[-1], at=(18, 15))
    box = shown.stage.locator(".felt-board").bounding_box()
    assert box
    cell = box["width"] / SIDE
    shown.tab.mouse.click(box["x"] + 3.5 * cell, box["y"] + 0.5 * cell)
    board[0, 3] = 1
    shown.root.get_by_label("edges meet").uncheck()
    assert_shows(shown, board, 0, nets[-1], wrapped=False, at=(3, 0))
    shown.root.get_by_role("slider", name="boards seen").press("Home")
    assert_shows(shown, board, 0, nets[0], wrapped=False, at=(3, 0))
    shown.wait_for_hash(f"life.board={text_of(board)}")


def test_it_runs_by_itself_and_many_turns_at_once_where_nothing_may_move(
    open_figure: OpenFigure,
) -> None:
    shown = open_figure(PAGE, "life")
    press(shown, "run")
    shown.stage.locator(".says", has_text=re.compile(r"Turn \d\d+:")).wait_for()
    press(shown, "stop")
    calm = open_figure(PAGE, "life", reduced_motion="reduce")
    _, nets = nets_of(calm)
    press(calm, "run")
    board = np.zeros((SIDE, SIDE), dtype=int)
    board[[14, 14, 15, 15, 16], [15, 16, 14, 15, 15]] = 1
    for _ in range(10):
        board = played(board, nets[-1])
    assert_shows(calm, board, 10, nets[-1])


def test_an_address_with_a_strange_board_is_mended(open_figure: OpenFigure) -> None:
    shown = open_figure(PAGE, "life", anchor="#life.board=!B%20g&life.net=77&life.x=-3")
    _, nets = nets_of(shown)
    assert_shows(shown, board_of("Bg"), 0, nets[-1], at=(0, 16))
