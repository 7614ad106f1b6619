// Walks down the valley ½(u² + κv²), by the update rules of chapter 2.
import { generator } from "./random.js";

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Returns the height of the valley at a place [u, v]. */
export function height([u, v], kappa) {
  return (u ** 2 + kappa * v ** 2) / 2;
}

/**
 * Returns the places [u, v] of a walk, the start first.
 *
 *   method    "descent", "momentum" or "adam"
 *   rate      the learning rate
 *   momentum  ρ, the part of the velocity that is kept; "momentum" alone reads it
 *   errors    an array of [du, dv] for each step: what the batch's slope has too much
 */
export function walk({ start, kappa, method, rate, momentum = 0, errors }) {
  const curvatures = [1, kappa];
  const velocity = [0, 0];
  const mean = [0, 0];
  const square = [0, 0];
  const places = [[...start]];
  errors.forEach((error, k) => {
    const t = k + 1;
    const place = places[k].map((w, i) => {
      const slope = curvatures[i] * w + error[i];
      if (method === "adam") {
        mean[i] = BETA1 * mean[i] + (1 - BETA1) * slope;
        square[i] = BETA2 * square[i] + (1 - BETA2) * slope ** 2;
        const typical = Math.sqrt(square[i] / (1 - BETA2 ** t)) + EPSILON;
        return w - (rate * mean[i]) / (1 - BETA1 ** t) / typical;
      }
      velocity[i] = (method === "momentum" ? momentum : 0) * velocity[i] + slope;
      return w - rate * velocity[i];
    });
    places.push(place);
  });
  return places;
}

/**
 * Returns the factor by which a step shrinks the distance to the lowest point along one
 * direction, measured on a walk of 180 steps as the chapter's picture does: from the largest
 * distance in steps 30 to 81 to the largest in steps 130 to 180.
 */
export function shrink(rate, momentum, curvature) {
  const reach = 1 + momentum - rate * curvature;
  let before = 1;
  let now = 1 - rate * curvature;
  let early = 0;
  let late = 0;
  for (let t = 2; t <= 181; t++) {
    const next = reach * now - momentum * before;
    before = now;
    now = next;
    const size = Math.abs(now);
    if (t >= 30 && t < 82) early = Math.max(early, size);
    if (t >= 130) late = Math.max(late, size);
  }
  return early === 0 ? 0 : (late / early) ** (1 / 100);
}

/** Returns the shrink factor in the valley: that of its slower direction. */
export function valleyShrink(rate, momentum, kappa) {
  return Math.max(shrink(rate, momentum, 1), shrink(rate, momentum, kappa));
}

/** Returns the best rate of gradient descent, and the best rate and ρ of momentum. */
export function best(kappa) {
  const root = Math.sqrt(kappa);
  return {
    descent: 2 / (kappa + 1),
    rate: (2 / (root + 1)) ** 2,
    momentum: ((root - 1) / (root + 1)) ** 2,
  };
}

/**
 * Returns the errors of so many steps: along each direction normal with the standard
 * deviation size·√curvature, drawn from a generator with a seed.
 */
export function drawErrors(steps, size, kappa, seed) {
  const uniform = generator(seed);
  const deviations = [size, size * Math.sqrt(kappa)];
  return Array.from({ length: steps }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // Box and Muller: two at once
    const angle = 2 * Math.PI * uniform();
    return [deviations[0] * radius * Math.cos(angle), deviations[1] * radius * Math.sin(angle)];
  });
}
