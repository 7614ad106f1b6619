// The Game of Life on a square board, by Conway's rule and by a net that has learned it.
//
// A board is a flat array of 0 and 1, row by row. A net is { w1, b1, w2, b2 }: w1 has a row for each of the
// nine squares of a window and a column for each filter.

/** Returns the nine squares of the window around each square, row behind row: 9 numbers a square. */
export function windowsOf(board, side, wrapped) {
  const windows = new Array(9 * side * side).fill(0);
  let at = 0;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      for (let i = -1; i <= 1; i++) {
        for (let j = -1; j <= 1; j++, at++) {
          const [r, c] = [row + i, column + j];
          const inside = r >= 0 && r < side && c >= 0 && c < side;
          if (inside) windows[at] = board[side * r + c];
          else if (wrapped) windows[at] = board[side * ((r + side) % side) + ((c + side) % side)];
        }
      }
    }
  }
  return windows;
}

/** Returns whether the middle of a window lives on by Conway's rule, 1 or 0. */
export function ruled(windows, at = 0) {
  let living = 0;
  for (let k = 0; k < 9; k++) living += k === 4 ? 0 : windows[at + k];
  return living === 3 || (living === 2 && windows[at + 4] === 1) ? 1 : 0;
}

/** Returns what the net makes of one window: { sums, maps, score, chance }, a number a filter in the first two. */
export function read(windows, { w1, b1, w2, b2 }, at = 0) {
  const sums = [...b1];
  for (let k = 0; k < 9; k++) {
    const square = windows[at + k];
    if (square) for (let f = 0; f < sums.length; f++) sums[f] += square * w1[k][f];
  }
  const maps = sums.map((sum) => Math.max(0, sum));
  const score = maps.reduce((total, value, f) => total + value * w2[f], b2[0]);
  return { sums, maps, score, chance: 1 / (1 + Math.exp(-score)) };
}

/** Returns a turn: { next, chances, wrong }, the board that the net makes, and where the rule says otherwise. */
export function turn(board, side, net, wrapped) {
  const windows = windowsOf(board, side, wrapped);
  const chances = board.map((_, i) => read(windows, net, 9 * i).chance);
  const next = chances.map((chance) => (chance > 0.5 ? 1 : 0));
  return { next, chances, wrong: next.map((alive, i) => (alive === ruled(windows, 9 * i) ? 0 : 1)) };
}

/** Returns on how many of all 512 windows the net is right. */
export function rightOnAll(net) {
  let right = 0;
  for (let code = 0; code < 512; code++) {
    const windows = Array.from({ length: 9 }, (_, k) => (code >> k) & 1);
    if (read(windows, net).score > 0 === (ruled(windows) === 1)) right += 1;
  }
  return right;
}
