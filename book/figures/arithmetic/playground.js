// A network that gets the two coordinates of a point and gives one score: positive means class 1.
//
// Points are flat arrays of numbers, x before y, labels arrays of 0 and 1. A net is { bend, layers }:
// its activation's name, and of each layer the weights W (a row for each unit), the biases b, their
// speeds dW and db under momentum, and the sizes `into` and `out`.
import { generator } from "./random.js";

const MOMENTUM = 0.9; // of the speed, what a step keeps

/** Each activation, and its slope at z, where it gave a. */
const BENDS = {
  relu: [(z) => (z > 0 ? z : 0), (z) => (z > 0 ? 1 : 0)],
  tanh: [Math.tanh, (z, a) => 1 - a * a],
  sigmoid: [(z) => 1 / (1 + Math.exp(-z)), (z, a) => a * (1 - a)],
  none: [(z) => z, () => 1],
};

/**
 * Returns a net of so many hidden layers of `units` each, with normal weights from a seed.
 *
 * The first layer's weights and biases have a spread of 1, so that its folds lie all over the plane.
 * Later weights are kept to their layer's size, and later biases are 0.
 */
export function fresh({ layers, units, bend, seed }) {
  const uniform = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const widths = [2, ...new Array(layers).fill(units), 1];
  const gain = bend === "relu" ? Math.SQRT2 : 1;
  const made = widths.slice(1).map((out, l) => {
    const into = widths[l];
    const last = l === layers;
    const spread = l === 0 ? 1 : (last ? 1 : gain) / Math.sqrt(into);
    const W = Float64Array.from({ length: out * into }, () => spread * normal());
    const b = Float64Array.from({ length: out }, () => (l === 0 && !last ? normal() : 0));
    return { into, out, W, b, dW: new Float64Array(out * into), db: new Float64Array(out) };
  });
  return { bend, layers: made };
}

/** Returns what each layer makes of the points, { z, a } with a row for each point; a is z in the last. */
export function forward({ bend, layers }, points) {
  const [bent] = BENDS[bend];
  let below = points;
  return layers.map(({ W, b, into, out }, l) => {
    const count = below.length / into;
    const z = new Float64Array(count * out);
    for (let i = 0, at = 0; i < count; i++) {
      const from = i * into;
      for (let k = 0, row = 0; k < out; k++, row += into, at++) {
        let sum = b[k];
        for (let d = 0; d < into; d++) sum += W[row + d] * below[from + d];
        z[at] = sum;
      }
    }
    const a = l < layers.length - 1 ? z.map(bent) : z;
    below = a;
    return { z, a };
  });
}

/** The probability of class 1. */
export const probability = (score) => 1 / (1 + Math.exp(-score));

/** Takes a step of gradient descent with momentum on the mean loss and λ times the sum of squared weights. */
export function step(net, points, labels, { reg, rate }) {
  const [, slope] = BENDS[net.bend];
  const made = forward(net, points);
  const count = labels.length;
  let upstream = made.at(-1).a.map((score, i) => (probability(score) - labels[i]) / count);
  for (let l = net.layers.length - 1; l >= 0; l--) {
    const { W, b, dW, db, into, out } = net.layers[l];
    const below = l ? made[l - 1] : { a: points };
    const gradW = W.map((weight) => 2 * reg * weight);
    const gradb = new Float64Array(out);
    const next = new Float64Array(l ? count * into : 0);
    for (let i = 0, at = 0; i < count; i++) {
      const from = i * into;
      for (let k = 0, row = 0; k < out; k++, row += into, at++) {
        const push = upstream[at];
        if (push === 0) continue;
        gradb[k] += push;
        for (let d = 0; d < into; d++) gradW[row + d] += push * below.a[from + d];
        if (l) for (let d = 0; d < into; d++) next[from + d] += push * W[row + d];
      }
    }
    if (l) upstream = next.map((push, at) => push * slope(below.z[at], below.a[at]));
    for (let at = 0; at < W.length; at++) W[at] -= rate * (dW[at] = MOMENTUM * dW[at] + gradW[at]);
    for (let k = 0; k < out; k++) b[k] -= rate * (db[k] = MOMENTUM * db[k] + gradb[k]);
  }
}

/**
 * Returns how well a net does on points: { loss, right, sure }, the mean loss, how many are right, and the
 * mean probability of its answers that are wrong (NaN where none is). Without points all are NaN or 0.
 */
export function measured(net, points, labels) {
  const scores = forward(net, points).at(-1).a;
  let [loss, right, sure] = [0, 0, 0];
  scores.forEach((score, i) => {
    const away = labels[i] ? -score : score;
    loss += Math.max(0, away) + Math.log1p(Math.exp(-Math.abs(away)));
    if (score > 0 === (labels[i] === 1)) right += 1;
    else sure += probability(Math.abs(score));
  });
  const count = labels.length;
  return { loss: loss / count, right, sure: sure / (count - right) };
}

/** Returns a net after so many steps, for tests: each layer's { W, b }. */
export function trained(kind, points, labels, how, steps) {
  const net = fresh(kind);
  for (let t = 0; t < steps; t++) step(net, points, labels, how);
  return net.layers.map(({ W, b }) => ({ W, b }));
}

/**
 * Returns the lines on which values on a square lattice are 0, as pieces [x, y, x, y, …] in the lattice's
 * steps. `values` has `side` rows, the first at y = 0; its numbers are `stride` apart, from `first` on.
 */
export function crossings(values, side, stride = 1, first = 0) {
  const pieces = [];
  const share = (from, to) => from / (from - to);
  for (let row = 0; row < side - 1; row++) {
    let at = first + stride * side * row;
    for (let column = 0; column < side - 1; column++, at += stride) {
      const a = values[at];
      const b = values[at + stride];
      const c = values[at + stride * side];
      const d = values[at + stride * (side + 1)];
      const code = (a > 0 ? 1 : 0) + (b > 0 ? 2 : 0) + (c > 0 ? 4 : 0) + (d > 0 ? 8 : 0);
      if (code === 0 || code === 15) continue;
      // The edges around the square in a circle, so that two pieces of one square do not cross.
      if (a > 0 !== b > 0) pieces.push(column + share(a, b), row);
      if (b > 0 !== d > 0) pieces.push(column + 1, row + share(b, d));
      if (d > 0 !== c > 0) pieces.push(column + share(c, d), row + 1);
      if (c > 0 !== a > 0) pieces.push(column, row + share(a, c));
    }
  }
  return pieces;
}
