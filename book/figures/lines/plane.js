// The plane of all images of two pixels: regions, class lines, points, and who is charged.
import { region } from "../arithmetic/lines.js";
import { axis, fixed, handle, scaleLinear, select, shortest } from "../base/index.js";

const REACH = 3;
const EDGE = 2.9;
const MARGIN = { left: 40, right: 8, above: 8, below: 40 };
export const LARGEST = 440;
const TWO_COLUMNS = 640; // from this width on, controls stand beside the plane
const GAP = 20;
const LENGTH = 0.6; // a weight of 1 is drawn as an arrow of 0.6
const CLASSES = [0, 1, 2];

/** Returns the width of a column: plane and controls stand beside each other where there is room. */
export const roomBeside = ({ width }) => (width > TWO_COLUMNS ? (width - GAP) / 2 : width);

const inside = (value) => Math.min(EDGE, Math.max(-EDGE, value));

/** Returns the point of a class's line that is nearest to (0, 0), and the arrow's tip, both in sight. */
function places({ W, b }, c) {
  const w = [W[0][c], W[1][c]];
  const square = w[0] ** 2 + w[1] ** 2;
  const foot = w.map((weight) => (square > 1e-12 ? inside((-b[c] * weight) / square) : 0));
  return { w, foot, tip: foot.map((value, d) => inside(value + LENGTH * w[d])), flat: square <= 1e-12 };
}

/** Puts the plane into its place; `set(values)` changes the state; returns draw(state, result). */
export function buildPlane(figure, parent, labels, set) {
  const svg = select(parent).append("svg").attr("class", "touch-drawing plane");
  const x = scaleLinear().domain([-REACH, REACH]);
  const y = scaleLinear().domain([-REACH, REACH]);
  const clip = svg.append("clipPath").attr("id", `${figure.key}-plane`).append("rect");
  const below = svg.append("g");
  const beside = svg.append("g");
  const drawing = svg.append("g").attr("clip-path", `url(#${figure.key}-plane)`);
  const regions = CLASSES.map((c) => drawing.append("polygon").attr("class", `region class-${c}`));
  const halos = labels.map((label) => drawing.append("circle").attr("class", `halo class-${label}`));
  const lines = CLASSES.map((c) => drawing.append("path").attr("class", `line class-${c}`));
  const arrows = CLASSES.map((c) => drawing.append("path").attr("class", `arrow class-${c}`));
  const weightsNow = () => {
    const { w0, w1, w2, v0, v1, v2, b0, b1, b2 } = figure.state;
    return { W: [[w0, w1, w2], [v0, v1, v2]], b: [b0, b1, b2] };
  };
  const at = (c, part, d) => places(weightsNow(), c)[part][d];
  const along = (scale, get, step = 0.1) => ({ scale: () => scale, min: -EDGE, max: EDGE, step, get });
  const rounded = (value) => Number(value.toFixed(4));

  /** Lays the line of class c through `foot`, at right angles to the weights w. */
  const lay = (c, w, foot) =>
    set({
      [`w${c}`]: rounded(w[0]),
      [`v${c}`]: rounded(w[1]),
      [`b${c}`]: rounded(-(w[0] * foot[0] + w[1] * foot[1])),
    });
  const points = labels.map((label, i) => {
    const grip = handle(svg, {
      label: `point ${i + 1}, of class ${label}`,
      x: along(x, () => figure.state[`p${i}`]),
      y: along(y, () => figure.state[`q${i}`]),
      change: (moved) =>
        set({
          ...(moved.x !== undefined && { [`p${i}`]: moved.x }),
          ...(moved.y !== undefined && { [`q${i}`]: moved.y }),
        }),
      text: () => `${fixed(figure.state[`p${i}`], 1)}, ${fixed(figure.state[`q${i}`], 1)}`,
    });
    grip.node.classed(`point class-${label}`, true);
    grip.node.append("text").attr("dy", "0.36em").text(label);
    return grip;
  });
  const grips = CLASSES.flatMap((c) => {
    const foot = handle(svg, {
      label: `line of class ${c}: move`,
      x: along(x, () => at(c, "foot", 0)),
      y: along(y, () => at(c, "foot", 1)),
      change: (moved) => {
        const { w, foot } = places(weightsNow(), c);
        lay(c, w, [moved.x ?? foot[0], moved.y ?? foot[1]]);
      },
      text: () => `bias ${fixed(weightsNow().b[c], 2)}`,
    });
    foot.node.classed(`foot class-${c}`, true);
    const tip = handle(svg, {
      label: `line of class ${c}: turn, and change the weights`,
      x: along(x, () => at(c, "tip", 0), 0.05),
      y: along(y, () => at(c, "tip", 1), 0.05),
      change: (moved) => {
        const { foot, tip } = places(weightsNow(), c);
        const to = [moved.x ?? tip[0], moved.y ?? tip[1]];
        lay(c, to.map((value, d) => (value - foot[d]) / LENGTH), foot);
      },
      text: () => `weights ${weightsNow().W.map((row) => fixed(row[c], 2)).join(" and ")}`,
    });
    tip.node.classed(`tip class-${c}`, true);
    return [foot, tip];
  });

  return (state, { W, b, points: placed, chosen, batch }) => {
    const size = Math.min(LARGEST, roomBeside(figure));
    parent.classList.toggle("two", figure.width > TWO_COLUMNS);
    const [right, bottom] = [size - MARGIN.right, size - MARGIN.below];
    x.range([MARGIN.left, right]);
    y.range([bottom, MARGIN.above]);
    svg.attr("viewBox", `0 0 ${size} ${size}`).attr("width", size).attr("height", size);
    clip.attr("x", MARGIN.left).attr("y", MARGIN.above);
    clip.attr("width", right - MARGIN.left).attr("height", bottom - MARGIN.above);
    axis(below.attr("transform", `translate(0,${bottom})`), {
      scale: x, side: "bottom", ticks: 7, label: "first pixel",
    });
    axis(beside.attr("transform", `translate(${MARGIN.left},0)`), {
      scale: y, side: "left", ticks: 7, label: "second pixel",
    });
    const pixel = ([p, q]) => [x(p), y(q)];
    for (const c of CLASSES) {
      const corners = region(c, W, b, -REACH, REACH).map(pixel);
      regions[c].attr("points", corners.map(String).join(" "));
      const { w, foot, tip, flat } = places({ W, b }, c);
      const length = Math.hypot(...w) || 1;
      const real = w.map((weight) => (-b[c] * weight) / length ** 2); // the foot may be out of sight
      const ends = [-20, 20].map((far) => [real[0] - (far * w[1]) / length, real[1] + (far * w[0]) / length]);
      lines[c].attr("d", flat ? null : `M${ends.map((end) => pixel(end).map((v) => v.toFixed(1))).join("L")}`);
      arrows[c].attr("d", arrow(pixel(foot), pixel(tip)));
    }
    placed.forEach((point, i) => {
      const [px, py] = pixel(point);
      halos[i].attr("cx", px).attr("cy", py).attr("r", 9 + 9 * Math.sqrt(Math.min(20, chosen.each[i])));
      halos[i].attr("display", chosen.each[i] > 5e-4 ? null : "none");
      points[i].node.classed("asked", state.batch > 0 && batch.includes(i));
      points[i].node.attr("data-loss", shortest(chosen.each[i], 6));
    });
    for (const grip of [...points, ...grips]) grip.draw();
  };
}

/** Returns an arrow between two points as a path; none where there is nothing to point. */
function arrow(from, to) {
  const [dx, dy] = to.map((value, d) => value - from[d]);
  const length = Math.hypot(dx, dy);
  if (length < 4) return null;
  const [ex, ey] = [(dx / length) * 9, (dy / length) * 9];
  const wing = (side) => [to[0] - ex - side * ey * 0.6, to[1] - ey + side * ex * 0.6];
  return `M${from}L${to}M${wing(1)}L${to}L${wing(-1)}`;
}
