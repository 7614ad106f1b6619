// What a drawn digit becomes: strokes, 32 × 32 dots of ink, 8 × 8 greys, and three nets' scores.
//
// Strokes are lists of points [x, y] on a pad of 32 by 32, y downwards. An image is 64 greys row by
// row, 0 for paper and 1 for ink. Weights are those of the book's page, as lists of rows.

export const PAD = 32;
export const SIDE = 8;
export const RADIUS = 2; // of the pen: strokes as thick as the data set's
const BOX = { width: 24, height: 32 }; // what the data set's digits fill
const BLOCK = PAD / SIDE;
const SMALL = 1e-9;

const within = (index) => index >= 0 && index < SIDE;

/** Returns the strokes in the middle, as large as the data set's digits, in their proportions. */
export function centred(strokes) {
  const points = strokes.flat();
  if (!points.length) return strokes;
  const [left, right] = ends(points.map(([x]) => x));
  const [top, bottom] = ends(points.map(([, y]) => y));
  const wide = (BOX.width - 2 * RADIUS) / Math.max(right - left, SMALL);
  const high = (BOX.height - 2 * RADIUS) / Math.max(bottom - top, SMALL);
  const scale = Math.min(wide, high);
  const placed = (value, [first, last]) => PAD / 2 + scale * (value - (first + last) / 2);
  return strokes.map((stroke) => stroke.map(([x, y]) => [placed(x, [left, right]), placed(y, [top, bottom])]));
}

const ends = (values) => [Math.min(...values), Math.max(...values)];

/** Returns the 64 greys of strokes: of each block of 4 × 4 dots the share that has ink. */
export function image(strokes) {
  const greys = new Array(SIDE * SIDE).fill(0);
  for (let row = 0; row < PAD; row++) {
    for (let column = 0; column < PAD; column++) {
      if (!inked(strokes, column + 0.5, row + 0.5)) continue;
      greys[SIDE * Math.floor(row / BLOCK) + Math.floor(column / BLOCK)] += 1 / BLOCK ** 2;
    }
  }
  return greys;
}

function inked(strokes, x, y) {
  return strokes.some((stroke) =>
    stroke.some((end, i) => squaredDistance(x, y, stroke[Math.max(0, i - 1)], end) < RADIUS ** 2 - SMALL),
  );
}

function squaredDistance(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length2 = dx ** 2 + dy ** 2;
  const along = length2 ? ((x - ax) * dx + (y - ay) * dy) / length2 : 0;
  const share = Math.min(1, Math.max(0, along));
  return (ax + share * dx - x) ** 2 + (ay + share * dy - y) ** 2;
}

/** Returns an image moved by whole pixels; blank paper comes in. */
export function shifted(greys, right, down) {
  return greys.map((_, place) => {
    const row = Math.floor(place / SIDE) - down;
    const column = (place % SIDE) - right;
    return within(row) && within(column) ? greys[SIDE * row + column] : 0;
  });
}


/**
 * Returns what a net makes of an image: {scores, probabilities}, each of 10; a two-layer net adds
 * `hidden`, a ConvNet `maps` (8 of 64 numbers), `pooled` (8 of 16) and `winners`, the pixel that
 * each pooled number comes from. Which net it is, its weights tell: {w, b}, or {w1, b1, w2, b2}.
 */
export function read(greys, net) {
  if (net.w) return answer(times(greys, net.w, net.b));
  if (!isConvnet(net)) {
    const hidden = times(greys, net.w1, net.b1).map(relu);
    return { hidden, ...answer(times(hidden, net.w2, net.b2)) };
  }
  const maps = net.w1.map((filter, k) => greys.map((_, place) => relu(net.b1[k] + at(greys, filter, place))));
  const winners = maps.map(blockWinners);
  const pooled = winners.map((places, k) => places.map((place) => maps[k][place]));
  return { maps, winners, pooled, ...answer(times(pooled.flat(), net.w2, net.b2)) };
}

const isConvnet = (net) => net.w1[0].length === 9;
const relu = (z) => Math.max(0, z);

/** Returns x W + b for x of D numbers and W of D rows. */
function times(x, W, b) {
  const sums = [...b];
  x.forEach((value, d) => value && W[d].forEach((weight, j) => (sums[j] += value * weight)));
  return sums;
}

function answer(scores) {
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const total = exponentials.reduce((sum, value) => sum + value, 0);
  return { scores, probabilities: exponentials.map((value) => value / total) };
}

/** For each place, what its 3 × 3 window has on the image: [number in the filter, pixel]. */
const WINDOWS = Array.from({ length: SIDE * SIDE }, (_, place) => {
  const [row, column] = [Math.floor(place / SIDE), place % SIDE];
  const around = Array.from({ length: 9 }, (_, i) => [i, row + Math.floor(i / 3) - 1, column + (i % 3) - 1]);
  return around.filter(([, r, c]) => within(r) && within(c)).map(([i, r, c]) => [i, SIDE * r + c]);
});

function at(greys, filter, place) {
  let sum = 0;
  for (const [i, pixel] of WINDOWS[place]) sum += filter[i] * greys[pixel];
  return sum;
}

/** Of each block of 2 × 2 the place of the largest number, the first of equals. */
function blockWinners(map) {
  const winners = [];
  for (let row = 0; row < SIDE; row += 2) {
    for (let column = 0; column < SIDE; column += 2) {
      const first = SIDE * row + column;
      const places = [first, first + 1, first + SIDE, first + SIDE + 1];
      winners.push(places.reduce((best, place) => (map[place] > map[best] ? place : best)));
    }
  }
  return winners;
}

/** Returns the gradient, on the 64 pixels, of the score of `rival` less that of `winner`. */
export function slopes(greys, net, rival, winner) {
  const lead = (row) => row[rival] - row[winner];
  if (net.w) return net.w.map(lead);
  const found = read(greys, net);
  if (!isConvnet(net)) {
    const open = net.w2.map((row, k) => (found.hidden[k] > 0 ? lead(row) : 0));
    return net.w1.map((row) => row.reduce((sum, weight, k) => sum + weight * open[k], 0));
  }
  const slope = new Array(SIDE * SIDE).fill(0);
  found.winners.forEach((places, k) =>
    places.forEach((place, block) => {
      if (found.maps[k][place] <= 0) return;
      const upstream = lead(net.w2[places.length * k + block]);
      for (const [i, pixel] of WINDOWS[place]) slope[pixel] += net.w1[k][i] * upstream;
    }),
  );
  return slope;
}

/**
 * Returns an image after so many steps along the gradient of rival less winner. Each step is
 * `length` long, as the root of its squares' sum; greys stay between 0 and 1.
 */
export function persuaded(greys, net, rival, winner, steps, length = 0.1) {
  let now = greys;
  for (let step = 0; step < steps; step++) {
    const slope = slopes(now, net, rival, winner);
    const norm = Math.hypot(...slope);
    if (norm === 0) return now;
    now = now.map((grey, place) => Math.min(1, Math.max(0, grey + (length * slope[place]) / norm)));
  }
  return now;
}

/** Returns the index of the largest number, the first of equals. */
export const largest = (values) => values.indexOf(Math.max(...values));
