// Two rings: the plane unrolls into polar coordinates, and the boundary with it.
import { polar, right, score, unrolled } from "./arithmetic/rings.js";
import { button, buttons, choice, fixed, handle, scaleLinear, select, slider } from "./base/index.js";

const KINDS = { plane: "a line in (x, y)", polar: "a line in (r, θ)" };
const FARTHEST = 2.7;
const LARGEST_UNIT = 52; // pixels
const UNROLL_MS = 1600;
const FINE = 240; // parts of a curve
const LIMITS = { share: [0, 1], r: [0.2, 2.6], tilt: [-0.3, 0.3], turn: [-180, 180], offset: [-2.5, 2.5] };

const start = { share: 0, kind: "polar", r: 1.2, tilt: 0, turn: 0, offset: 0 };

function mend(state) {
  for (const [name, [least, most]] of Object.entries(LIMITS)) {
    state[name] = Math.min(most, Math.max(least, state[name]));
  }
  if (!Object.hasOwn(KINDS, state.kind)) state.kind = start.kind;
}

/** Returns how high the plane reaches at a share, so that no more than that is left free. */
const highest = (share) => 0.3 + Math.max(...evenly(0, Math.PI).map((theta) => unrolled([FARTHEST, theta], share)[1]));

const evenly = (from, to) => Array.from({ length: FINE + 1 }, (_, i) => from + ((to - from) * i) / FINE);

function build(figure) {
  const { points, ring, found } = figure.data["rings-points"];
  const x = scaleLinear().domain([-FARTHEST, FARTHEST]);
  const y = scaleLinear().domain([-FARTHEST, FARTHEST]);
  const drawing = buildDrawing(figure, points, ring, x, y);
  const controls = document.createElement("div");

  let stop = () => {};
  const unroll = () => {
    stop();
    const to = figure.state.share > 0.5 ? 0 : 1;
    if (figure.calm) return figure.change({ share: to });
    stop = figure.animate((passed) => {
      const moved = figure.state.share + (to ? 1 : -1) * (passed / UNROLL_MS);
      const share = Math.min(1, Math.max(0, moved));
      figure.change({ share });
      return share !== to;
    });
  };
  const own = (name, label, step, text) => {
    const [min, max] = LIMITS[name];
    const change = (value) => {
      if (name === "share") stop();
      figure.change({ [name]: value });
    };
    return { name, ...slider({ label, min, max, step, text, change }) };
  };
  const decimals = (value) => fixed(value, 2);
  const sliders = [
    own("share", "unrolled", 0.01, (value) => `${fixed(100 * value, 0)}%`),
    own("r", "r where θ = 0", 0.02, decimals),
    own("tilt", "r more per radian", 0.01, decimals),
    own("turn", "direction", 5, (value) => `${fixed(value, 0)}°`),
    own("offset", "from the centre", 0.05, decimals),
  ];
  const kind = choice({ label: "boundary", options: KINDS, change: (value) => figure.change({ kind: value }) });
  const words = document.createElement("p");
  words.className = "words";
  const moves = buttons([
    button("unroll, or roll up", unroll),
    button("what the classifier found", () => figure.change(found[figure.state.kind])),
  ]);
  const [share, ...rest] = sliders;
  // Before the drawing, whose height changes: what a hand is on stays where it is.
  controls.append(words, moves, share.element, kind.element, ...rest.map(({ element }) => element));
  figure.stage.prepend(controls);

  return (state) => {
    drawing(state);
    kind.draw(state.kind);
    for (const { name, element, draw } of sliders) {
      draw(state[name]);
      const belongs = name === "share" || (state.kind === "polar") === (name === "r" || name === "tilt");
      element.hidden = !belongs;
    }
    words.textContent = told(state, right(points, ring, state), points.length);
  };
}

function told(state, count, all) {
  const share = fixed((100 * count) / all, 1);
  const seam = 2 * Math.PI * Math.abs(state.tilt);
  const ends = state.kind === "polar" ? ` At the cut its ends are ${fixed(seam, 2)} apart.` : "";
  return `${count} of ${all} points are on their side: ${share}%.${ends}`;
}

function buildDrawing(figure, points, ring, x, y) {
  const svg = select(figure.stage).append("svg").attr("class", "touch-drawing");
  const rays = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((eighth) => evenly(0, FARTHEST).map((r) => [r, (eighth * Math.PI) / 4]));
  const circles = [1, 2].map((r) => evenly(-Math.PI, Math.PI).map((theta) => [r, theta]));
  const grid = svg.append("g").attr("class", "plane").selectAll("path").data([...rays, ...circles]).join("path");
  const cut = svg.append("g").attr("class", "cut").selectAll("path").data([rays[0], rays[8]]).join("path");
  const places = points.map(polar);
  const marks = svg.append("g").selectAll("path").data(places).join("path")
    .attr("class", (_, i) => (ring[i] ? "outer" : "inner"))
    .attr("d", (_, i) => (ring[i] ? "M-3,-3H3V3H-3Z" : "M-3.5,0A3.5,3.5 0 1 1 3.5,0A3.5,3.5 0 1 1 -3.5,0"));
  const boundary = svg.append("path").attr("class", "boundary");
  const names = svg.append("g").selectAll("text").data([
    { text: "θ = π", at: [FARTHEST, Math.PI], down: -4 },
    { text: "θ = −π", at: [FARTHEST, -Math.PI], down: 14 },
    { text: "θ = 0", at: [FARTHEST, 0], down: -4 },
    { text: "r = 1", at: [1, -Math.PI], down: 14 },
    { text: "r = 2", at: [2, -Math.PI], down: 14 },
  ]).join("text").text(({ text }) => text).classed("cut-name", ({ at: [, theta], text }) => theta && text[0] === "θ");
  const grip = handle(svg, {
    label: "the boundary where θ = 0",
    x: { scale: () => x, min: LIMITS.r[0], max: LIMITS.r[1], step: 0.02, get: () => figure.state.r },
    at: { y: () => y(0) },
    change: (moved) => figure.change({ r: moved.x }),
    text: () => `r = ${fixed(figure.state.r, 2)}`,
  });
  grip.node.classed("true", true);

  return (state) => {
    const unit = Math.min(LARGEST_UNIT, figure.width / (2 * FARTHEST));
    const across = 2 * FARTHEST * unit;
    x.range([0, across]);
    const height = 2 * unit * highest(state.share);
    y.range([height / 2 + unit * FARTHEST, height / 2 - unit * FARTHEST]);
    svg.attr("viewBox", `0 0 ${across} ${height}`).attr("width", across).attr("height", height);
    const at = (place) => {
      const [across, up] = unrolled(place, state.share);
      return [x(across).toFixed(1), y(up).toFixed(1)];
    };
    const line = (places) => `M${places.map(at).join("L")}`;
    grid.attr("d", line);
    cut.attr("d", line);
    marks.attr("transform", (place) => `translate(${at(place)})`);
    marks.classed("wrong", (_, i) => score(points[i], state) > 0 !== (ring[i] === 1));
    boundary.attr("d", curves(state).map(line).join(""));
    names.attr("display", ({ text }) => (text === "θ = −π" && state.share < 0.15 ? "none" : null));
    names.attr("transform", ({ at: place, down }) => {
      const [left, top] = at(place);
      return `translate(${left},${Number(top) + down})`;
    });
    grip.node.attr("display", state.kind === "polar" ? null : "none");
    grip.draw();
  };
}

/** The boundary as curves of places [r, θ]; it is torn where it crosses the cut. */
function curves(state) {
  if (state.kind === "polar") {
    const whole = evenly(-Math.PI, Math.PI).map((theta) => [state.r + state.tilt * theta, theta]);
    return [whole.filter(([r]) => r > 0)].filter((curve) => curve.length > 1);
  }
  const turn = (state.turn * Math.PI) / 180;
  const parts = [[]];
  for (const along of evenly(-3.5, 3.5)) {
    const point = [
      state.offset * Math.cos(turn) - along * Math.sin(turn),
      state.offset * Math.sin(turn) + along * Math.cos(turn),
    ];
    const place = polar(point);
    const last = parts.at(-1).at(-1);
    if (last && Math.abs(place[1] - last[1]) > 2) parts.push([]);
    if (place[0] <= 3.4) parts.at(-1).push(place);
  }
  return parts.filter((part) => part.length > 1);
}

function sentence(state, data) {
  const { points, ring } = data["rings-points"];
  return `${told(state, right(points, ring, state), points.length)} Unrolled to ${fixed(100 * state.share, 0)} percent.`;
}

export default { start, mend, build, sentence };
