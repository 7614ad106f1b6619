// The numbers of the figure at first, and others that a reader may ask for, always the same.

export const HEIGHT = 7; // pixels, and as many across
export const F = 3; // the filter's side

const LARGEST_WEIGHT = 9;
const LEAST_PARTS = 2; // channels, and filters, that `weights` always holds

/** Returns a generator of whole numbers below `n` (mulberry32), the same for the same seed. */
function drawing(seed) {
  let a = seed * 0x9e3779b9;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) % n);
  };
}

const square = (n, value) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => value(i, j)));

/** Returns the image: an upright edge, and in its second channel a level one; or random pixels. */
export function imageOf({ channels, numbers }) {
  const draw = drawing(numbers);
  const first = numbers ? square(HEIGHT, () => draw(10)) : square(HEIGHT, (_, j) => (j > 3 ? 9 : 0));
  const second = numbers ? square(HEIGHT, () => draw(10)) : square(HEIGHT, (i) => (i > 2 ? 5 : 0));
  return [first, second].slice(0, channels);
}

const FIRST_WEIGHTS = [
  [-1, 0, 1, -1, 0, 1, -1, 0, 1], // filter 0 on channel 0
  [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  [1, 2, 1, 0, 0, 0, -1, -2, -1], // filter 1
  [0, 1, 0, 1, -4, 1, 0, 1, 0],
].flat();

/**
 * Returns the weights of two filters on two channels as one list, or null for a wrong text.
 * A text of fewer weights leaves the others as they are at first.
 */
export function weightsOf({ weights }) {
  const given = weights ? weights.split(" ").map(Number) : [];
  const isRight = given.length <= FIRST_WEIGHTS.length && given.every((w) => Math.abs(w) <= LARGEST_WEIGHT);
  return isRight ? [...given, ...FIRST_WEIGHTS.slice(given.length)] : null;
}

/** Returns the weights as the state's text, empty where they are the first ones. */
export function textOf(all) {
  return String(all) === String(FIRST_WEIGHTS) ? "" : all.join(" ");
}

/** Returns the filters that the state has, and their biases. */
export function filtersOf(state) {
  const all = weightsOf(state);
  const filters = Array.from({ length: state.filters }, (_, k) =>
    Array.from({ length: state.channels }, (_, c) => {
      const first = (k * LEAST_PARTS + c) * F * F;
      return square(F, (p, q) => all[first + p * F + q]);
    }),
  );
  return { filters, biases: [0, 1].slice(0, state.filters) };
}

/** Returns the gradient that arrives at the maps: small whole numbers. */
export function upstreamOf(maps) {
  return maps.map((map, k) => map.map((row, i) => row.map((_, j) => ((2 * i + 3 * j + k + 3) % 5) - 2)));
}

/** Returns the 4 × 4 map of the page on sizes, or random numbers. */
export function mapOf({ numbers }) {
  const draw = drawing(numbers);
  const page = [[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]];
  return numbers ? square(4, () => draw(10)) : page;
}

/** Returns the gradient that arrives at the pooled map. */
export const poolUpstreamOf = () => [[1, 2], [3, 4]];
