// Image gradients, and their histogram by orientation in a cell of 8 × 8 pixels.
//
// A picture is { width, height, greys }, the greys row by row. y counts downwards, and so angles grow
// clockwise on the screen.

export const SIDE = 8; // pixels of a cell
export const BINS = 9;
export const WIDTH = 180 / BINS; // degrees of a bin

/** Returns the arrow of the pixel (x, y): { gx, gy, magnitude, degrees, bin }; both its neighbours are needed. */
export function arrowAt({ width, greys }, x, y, contrast = 1) {
  const at = width * y + x;
  const gx = (contrast * (greys[at + 1] - greys[at - 1])) / 2;
  const gy = (contrast * (greys[at + width] - greys[at - width])) / 2;
  const turned = (Math.atan2(gy, gx) * 180) / Math.PI;
  const degrees = ((turned % 180) + 180) % 180; // without the sign; 180° may come out, and is 0°
  return { gx, gy, magnitude: Math.hypot(gx, gy), degrees, bin: Math.floor(degrees / WIDTH) % BINS };
}

/** Returns the arrows of the cell with its upper left pixel at (x, y), row by row. */
export function arrowsOf(picture, x, y, contrast = 1) {
  return Array.from({ length: SIDE ** 2 }, (_, i) =>
    arrowAt(picture, x + (i % SIDE), y + Math.floor(i / SIDE), contrast),
  );
}

/** Returns the sum of the magnitudes in each bin. */
export function histogram(arrows) {
  const sums = new Array(BINS).fill(0);
  for (const { bin, magnitude } of arrows) sums[bin] += magnitude;
  return sums;
}

/** Returns numbers divided by their sum; all are 0 where that is 0. */
export function shares(numbers) {
  const total = numbers.reduce((sum, value) => sum + value, 0);
  return numbers.map((value) => (total ? value / total : 0));
}

/** Returns by how much numbers differ from older ones, as a part of the size of those. */
export function change(numbers, older) {
  const differing = numbers.reduce((sum, value, i) => sum + Math.abs(value - older[i]), 0);
  return differing / older.reduce((sum, value) => sum + Math.abs(value), 0);
}
