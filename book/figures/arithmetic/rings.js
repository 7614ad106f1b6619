// A plane that is cut along the left half of its x-axis, and unrolled into polar coordinates.

export const MIDDLE = 1.5; // the distance from the centre that keeps its length while it unrolls

/** Returns [r, θ] of a point [x, y]; θ is from −π to π. */
export const polar = ([x, y]) => [Math.hypot(x, y), Math.atan2(y, x)];

/**
 * Returns where the point at distance r and angle θ is once the plane is unrolled to a share
 * of 0 (then it is at x, y) to 1 (then at r, 1.5 θ). In between, circles are arcs of larger ones.
 */
export function unrolled([r, theta], share) {
  const curve = 1 - share;
  if (curve < 1e-6) return [r, MIDDLE * theta];
  const radius = MIDDLE / curve; // of the arc that the middle circle is now
  const turned = curve * theta;
  const across = radius * -2 * Math.sin(turned / 2) ** 2; // radius (cos − 1), with no digits lost
  return [MIDDLE + across + (r - MIDDLE) * Math.cos(turned), (radius + r - MIDDLE) * Math.sin(turned)];
}

/**
 * Returns the score of a point [x, y], positive outside, by a boundary:
 * {kind: "polar", r, tilt} is r + tilt θ; {kind: "plane", turn, offset} is the line at `offset`
 * from the centre, at right angles to the direction `turn`, in degrees.
 */
export function score(point, boundary) {
  if (boundary.kind === "polar") {
    const [r, theta] = polar(point);
    return r - boundary.r - boundary.tilt * theta;
  }
  const turn = (boundary.turn * Math.PI) / 180;
  return point[0] * Math.cos(turn) + point[1] * Math.sin(turn) - boundary.offset;
}

/** Returns how many points are on the side of their ring: 1, the outer, where the score is positive. */
export const right = (points, rings, boundary) =>
  points.filter((point, i) => score(point, boundary) > 0 === (rings[i] === 1)).length;
