// The points of the playground: those of the page's sets, or a reader's own, as a text for the address.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const A_POINT = 5; // letters: class, two for x, two for y
const MIDDLE = 2048; // two letters count from 0 to 4095: thousandths from −2.048 to 2.047
const MOST = 200; // points, so that they fit an address
const KEPT_EACH = 4; // of the points that a reader makes up, each fourth is kept for the test
const NONE = "none";
export const EDGE = 1.7;
export const OWN = "own";

const inside = (value) => Math.round(1000 * Math.min(EDGE, Math.max(-EDGE, value))) / 1000;
const letters = (value) => {
  const whole = Math.round(1000 * value) + MIDDLE;
  return LETTERS[whole >> 6] + LETTERS[whole & 63];
};
const number = (text) => inside((64 * LETTERS.indexOf(text[0]) + LETTERS.indexOf(text[1]) - MIDDLE) / 1000);

/** Returns what can be read of a text from an address. */
export function readable(text) {
  if (text === NONE) return text;
  const known = /^[0-3][\w-]{4}/;
  let good = "";
  for (let at = 0; at < A_POINT * MOST && known.test(text.slice(at)); at += A_POINT) {
    good += text.slice(at, at + A_POINT);
  }
  return good;
}

/** Returns points { x, y, label, kept } as a text; `kept` ones are for the test. */
export const textOf = (points) =>
  points.map(({ x, y, label, kept }) => label + (kept ? 2 : 0) + letters(x) + letters(y)).join("") || NONE;

/** Returns the points that a reader may change, as { x, y, label, kept }. */
export function changeable({ set, points }, sets) {
  if (points === NONE || (!points && set === OWN)) return [];
  if (!points) return sets[set].learn.map(([x, y, label]) => ({ x, y, label, kept: false }));
  return Array.from({ length: points.length / A_POINT }, (_, i) => {
    const [code, ...place] = points.slice(A_POINT * i, A_POINT * (i + 1));
    return { x: number(place.slice(0, 2)), y: number(place.slice(2)), label: code & 1, kept: code > 1 };
  });
}

/** Returns the points as { x, y, label } to learn from, and the new ones that test. */
export function parted(state, sets) {
  const own = changeable(state, sets);
  const fresh = state.set === OWN
    ? own.filter(({ kept }) => kept)
    : sets[state.set].fresh.map(([x, y, label]) => ({ x, y, label }));
  return { learn: flat(own.filter(({ kept }) => !kept)), fresh: flat(fresh) };
}

const flat = (points) => ({
  places: Float64Array.from(points.flatMap(({ x, y }) => [x, y])),
  labels: points.map(({ label }) => label),
});

/** Returns the changed points' text after one is added, moved or removed. */
export function added(state, sets, x, y, label) {
  const points = changeable(state, sets);
  if (points.length >= MOST) return textOf(points);
  const kept = state.set === OWN && points.length % KEPT_EACH === KEPT_EACH - 1;
  return textOf([...points, { x: inside(x), y: inside(y), label, kept }]);
}

export const moved = (state, sets, which, x, y) =>
  textOf(changeable(state, sets).map((point, i) => (i === which ? { ...point, x: inside(x), y: inside(y) } : point)));

export const removed = (state, sets, which) => textOf(changeable(state, sets).filter((_, i) => i !== which));

/** Returns the index of the point that is nearest to a place, or −1 where none is within `reach`. */
export function nearest(state, sets, x, y, reach) {
  let [best, least] = [-1, reach];
  changeable(state, sets).forEach((point, i) => {
    const far = Math.hypot(point.x - x, point.y - y);
    if (far <= least) [best, least] = [i, far];
  });
  return best;
}
