// The plane: the probability in colour, the border, the folds, the points, and a probe that the keys move.
import { crossings, forward, probability } from "../arithmetic/playground.js";
import { axis, channels, fixed, handle, scaleLinear, select } from "../base/index.js";
import { EDGE, added, changeable, moved, nearest, removed } from "./points.js";

const MARGIN = { left: 40, right: 8, above: 8, below: 40 };
const LARGEST = 440;
const TWO_COLUMNS = 640;
const GAP = 20;
const FINE = 49; // values of the lattice along a side
const COARSE = 25; // the same where a net is large
const LARGE = 60; // units
const FELT = 16; // pixels around a point
const STRONGEST = 0.62; // of a colour, where the net is certain
const SQUARE = "M-4,-4H4V4H-4Z";
const CIRCLE = "M-4.5,0A4.5,4.5 0 1 1 4.5,0A4.5,4.5 0 1 1 -4.5,0";

/** Says whether plane and controls stand beside each other. */
export const isWide = ({ width }) => width > TWO_COLUMNS;

/** Returns the width of a column. */
export const roomBeside = (figure) => (isWide(figure) ? (figure.width - GAP) / 2 : figure.width);

/** Returns the net on a lattice over the plane: { side, made }, rows from below up. */
export function latticeOf(net) {
  const units = net.layers.slice(0, -1).reduce((sum, { out }) => sum + out, 0);
  const side = units > LARGE ? COARSE : FINE;
  const at = (k) => -EDGE + (2 * EDGE * k) / (side - 1);
  const places = new Float64Array(2 * side * side);
  for (let k = 0; k < side * side; k++) {
    places[2 * k] = at(k % side);
    places[2 * k + 1] = at(Math.floor(k / side));
  }
  return { side, made: forward(net, places) };
}

/** Puts the plane into its place; returns draw(state, found). */
export function buildPlane(figure, parent, sets) {
  const frame = select(parent).append("div").attr("class", "ground");
  const canvas = frame.append("canvas").attr("aria-hidden", "true").node();
  const svg = frame.append("svg").attr("class", "touch-drawing plane");
  const x = scaleLinear().domain([-EDGE, EDGE]);
  const y = scaleLinear().domain([-EDGE, EDGE]);
  const clip = svg.append("clipPath").attr("id", `${figure.key}-plane`).append("rect");
  const below = svg.append("g");
  const beside = svg.append("g");
  const drawing = svg.append("g").attr("clip-path", `url(#${figure.key}-plane)`);
  const folds = drawing.append("path").attr("class", "folds");
  const chosen = drawing.append("path").attr("class", "fold");
  const border = drawing.append("path").attr("class", "border");
  const tests = drawing.append("g");
  const marks = drawing.append("g");
  const felt = svg.append("rect").attr("class", "felt-plane");
  const probe = buildProbe(figure, svg, sets, x, y);
  feel(figure, felt, sets, x, y);

  return (state, { parts, net, lattice, unit, there }) => {
    const size = Math.min(LARGEST, roomBeside(figure));
    const [right, bottom] = [size - MARGIN.right, size - MARGIN.below];
    x.range([MARGIN.left, right]);
    y.range([bottom, MARGIN.above]);
    svg.attr("viewBox", `0 0 ${size} ${size}`).attr("width", size).attr("height", size);
    const [width, height] = [right - MARGIN.left, bottom - MARGIN.above];
    for (const rect of [clip, felt]) {
      rect.attr("x", MARGIN.left).attr("y", MARGIN.above).attr("width", width).attr("height", height);
    }
    axis(below.attr("transform", `translate(0,${bottom})`), { scale: x, side: "bottom", ticks: 7, label: "x₀ (no unit)" });
    axis(beside.attr("transform", `translate(${MARGIN.left},0)`), { scale: y, side: "left", ticks: 7, label: "x₁" });
    Object.assign(canvas.style, {
      left: `${MARGIN.left}px`, top: `${MARGIN.above}px`, width: `${width}px`, height: `${height}px`,
    });
    paint(figure, canvas, lattice);
    const { side, made } = lattice;
    const step = (2 * EDGE) / (side - 1);
    const pixels = (pieces) => {
      let path = "";
      for (let k = 0; k < pieces.length; k += 4) {
        const [x1, y1, x2, y2] = pieces.slice(k, k + 4).map((value) => value * step - EDGE);
        path += `M${x(x1).toFixed(1)},${y(y1).toFixed(1)}L${x(x2).toFixed(1)},${y(y2).toFixed(1)}`;
      }
      return path || null;
    };
    const hidden = net.layers.slice(0, -1);
    const foldOf = (l, k) => pixels(crossings(made[l].z, side, hidden[l].out, k)) ?? "";
    border.attr("d", pixels(crossings(made.at(-1).z, side)));
    const few = hidden.reduce((sum, { out }) => sum + out, 0) <= LARGE;
    const all = few ? hidden.flatMap(({ out }, l) => Array.from({ length: out }, (_, k) => foldOf(l, k))) : [];
    folds.attr("d", all.join("") || null);
    chosen.attr("d", unit ? foldOf(unit.layer, unit.number) || null : null);

    const shape = ({ label }) => (label ? SQUARE : CIRCLE);
    const place = (point) => `translate(${x(point.x).toFixed(1)},${y(point.y).toFixed(1)})`;
    const kept = Array.from({ length: parts.fresh.labels.length }, (_, i) => ({
      x: parts.fresh.places[2 * i], y: parts.fresh.places[2 * i + 1], label: parts.fresh.labels[i],
    }));
    tests.selectAll("path").data(state.new ? kept : []).join("path")
      .attr("class", ({ label }) => `new class-${label}`).attr("d", shape).attr("transform", (point) => `${place(point)} scale(0.6)`);
    marks.selectAll("path").data(changeable(state, sets).filter((point) => !point.kept)).join("path")
      .attr("class", ({ label }) => `point class-${label}`).attr("d", shape).attr("transform", place);
    probe(state, there);
  };
}

/** Returns the state's points after the brush was put down at a place, or null where it does nothing. */
function brushed(state, sets, x, y, reach) {
  if (state.brush === "circle" || state.brush === "square") {
    return added(state, sets, x, y, state.brush === "square" ? 1 : 0);
  }
  const which = nearest(state, sets, x, y, reach);
  return state.brush === "remove" && which >= 0 ? removed(state, sets, which) : null;
}

/** Lets mouse and finger move points, and a click or tap do what the brush does. */
function feel(figure, felt, sets, x, y) {
  const place = (event) => {
    const box = felt.node().ownerSVGElement.getBoundingClientRect();
    return [x.invert(event.clientX - box.left), y.invert(event.clientY - box.top)];
  };
  const reach = () => FELT * (x.invert(1) - x.invert(0));
  let held = -1;
  felt.on("pointerdown", (event) => {
    held = figure.state.brush === "remove" ? -1 : nearest(figure.state, sets, ...place(event), reach());
    if (held >= 0) felt.node().setPointerCapture(event.pointerId);
    felt.node().dataset.held = held;
  });
  felt.on("pointermove", (event) => {
    if (held >= 0 && event.buttons) figure.change({ points: moved(figure.state, sets, held, ...place(event)) });
  });
  felt.on("pointercancel", () => (held = -1));
  // A finger that took hold of a point does not scroll the page.
  const hold = (event) => held >= 0 && event.preventDefault();
  felt.node().addEventListener("touchmove", hold, { passive: false });
  felt.on("click", (event) => {
    const onPoint = held >= 0;
    held = -1;
    if (onPoint) return;
    const points = brushed(figure.state, sets, ...place(event), reach());
    if (points !== null) figure.change({ points });
  });
}

/** The probe: what the net says at a place. Space does there what the brush does. */
function buildProbe(figure, svg, sets, x, y) {
  const along = (name, scale) => ({ scale: () => scale, min: -EDGE, max: EDGE, step: 0.05, get: () => figure.state[name] });
  let said = "";
  let held = -1;
  const grip = handle(svg, {
    label: "probe: arrow keys move it, space uses the brush there",
    x: along("x", x),
    y: along("y", y),
    change: (to) => {
      const { x: px, y: py } = { ...figure.state, ...to };
      figure.change({ x: px, y: py, ...(held >= 0 && { points: moved(figure.state, sets, held, px, py) }) });
    },
    text: () => said,
  });
  const text = svg.append("text").attr("class", "value");
  grip.node.classed("probe", true).on("keydown.brush", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    const { state } = figure;
    if (state.brush === "move") {
      held = held >= 0 ? -1 : nearest(state, sets, state.x, state.y, 0.15);
      return figure.redraw();
    }
    const points = brushed(state, sets, state.x, state.y, 0.15);
    if (points !== null) figure.change({ points });
  });
  grip.node.on("blur", () => (held = -1));
  return (state, there) => {
    said = `${fixed(state.x, 2)}, ${fixed(state.y, 2)}: probability of square ${fixed(there, 2)}`;
    grip.node.classed("true", held >= 0);
    grip.draw();
    const toLeft = x(state.x) > (x.range()[0] + x.range()[1]) / 2;
    text.attr("x", x(state.x) + (toLeft ? -14 : 14)).attr("y", y(state.y) + 4)
      .attr("text-anchor", toLeft ? "end" : "start").text(`p(■) = ${fixed(there, 2)}`);
  };
}

function paint(figure, canvas, { side, made }) {
  if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  const [ground, one, two] = ["--ground", "--one", "--two"].map((name) => channels(context, figure.colour(name)));
  made.at(-1).a.forEach((score, k) => {
    const lead = 2 * probability(score) - 1;
    const colour = lead > 0 ? two : one;
    const part = STRONGEST * Math.abs(lead);
    const pixel = 4 * (side * (side - 1 - Math.floor(k / side)) + (k % side));
    for (let c = 0; c < 3; c++) image.data[pixel + c] = ground[c] + part * (colour[c] - ground[c]);
    image.data[pixel + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
