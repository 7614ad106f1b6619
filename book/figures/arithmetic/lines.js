// A linear classifier of points in a plane: losses with L2, their gradients, steps, and batches.
import { generator } from "./random.js";
import { losses } from "./scores.js";

/** Returns the scores of a point [p, q]: W has a row for each pixel, b a bias for each class. */
export function scoresOf([p, q], W, b) {
  return b.map((bias, c) => p * W[0][c] + q * W[1][c] + bias);
}

/**
 * Returns the loss of some points, with L2 of the strength `reg` (biases go free), and its gradient:
 *
 *   each     the points' losses
 *   data     their mean
 *   penalty  reg · ΣW²
 *   right    how many points have their own class as the highest score
 *   dW, db   the gradient of data + penalty, shaped as W and b
 *
 * `loss` is "svm", "squared" or "softmax"; `labels` are the points' classes.
 */
export function whole({ points, labels, W, b, loss, reg }) {
  const dW = W.map((row) => row.map((weight) => 2 * reg * weight));
  const db = b.map(() => 0);
  let right = 0;
  const each = points.map((point, i) => {
    const scores = scoresOf(point, W, b);
    if (scores.indexOf(Math.max(...scores)) === labels[i]) right += 1;
    const found = losses(scores, labels[i]);
    found.gradient[loss].forEach((slope, c) => {
      dW[0][c] += (point[0] * slope) / points.length;
      dW[1][c] += (point[1] * slope) / points.length;
      db[c] += slope / points.length;
    });
    return found.loss[loss];
  });
  const data = each.reduce((total, value) => total + value, 0) / points.length;
  const penalty = reg * W.flat().reduce((total, weight) => total + weight ** 2, 0);
  return { each, data, penalty, right, dW, db };
}

/** Returns the weights after a step against the gradient: { W, b }. */
export function step({ W, b }, { dW, db }, rate) {
  return {
    W: W.map((row, d) => row.map((weight, c) => weight - rate * dW[d][c])),
    b: b.map((bias, c) => bias - rate * db[c]),
  };
}

/**
 * Returns which points step `t` (from 0) looks at, as indices: batches of `size` out of
 * `count` points, shuffled anew for each epoch. The last batch of an epoch may be short.
 */
export function batchOf(t, size, count, seed) {
  const batches = Math.ceil(count / size);
  const epoch = Math.floor(t / batches);
  const uniform = generator(seed + 1000 * epoch);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform() * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  const from = (t % batches) * size;
  return order.slice(from, from + size).sort((i, j) => i - j);
}

/**
 * Returns the corners [p, q] of the part of a square (both pixels from `low` to `high`) in which
 * class `c` has the highest score; none where it wins nowhere.
 */
export function region(c, W, b, low, high) {
  const square = [[low, low], [high, low], [high, high], [low, high]];
  return b.reduce((corners, _, j) => (j === c ? corners : ahead(corners, c, j)), square);

  function ahead(corners, c, j) {
    const lead = ([p, q]) => p * (W[0][c] - W[0][j]) + q * (W[1][c] - W[1][j]) + b[c] - b[j];
    return corners.flatMap((corner, k) => {
      const next = corners[(k + 1) % corners.length];
      const [here, there] = [lead(corner), lead(next)];
      const kept = here >= 0 ? [corner] : [];
      if (here >= 0 === there >= 0) return kept;
      const part = here / (here - there);
      return [...kept, corner.map((value, d) => value + part * (next[d] - value))];
    });
  }
}
