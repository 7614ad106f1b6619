// Playground: a network that learns in the page, from points that a reader may move and add.
import { forward, measured, probability } from "./arithmetic/playground.js";
import { button, buttons, choice, fixed, shortest, slider, toggle } from "./base/index.js";
import { buildCurve } from "./playground/curve.js";
import { buildNumbers, sizeOf } from "./playground/numbers.js";
import { buildPlane, isWide, latticeOf } from "./playground/plane.js";
import { EDGE, OWN, parted, readable } from "./playground/points.js";
import { buildTraining } from "./playground/training.js";
import { buildUnits, unitOf } from "./playground/units.js";

const SETS = { rings: "rings", corners: "corners", spirals: "spirals", [OWN]: "your own" };
const BENDS = { relu: "ReLU", tanh: "tanh", sigmoid: "sigmoid", none: "none" };
const BRUSHES = { move: "move", circle: "add ●", square: "add ■", remove: "remove" };
const STRENGTHS = [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03];
const RATES = [0.01, 0.03, 0.1, 0.2, 0.5, 1, 2];
const MOST_UNITS = 50;
const MOST_LAYERS = 3;
const MOST_STEPS = 3000;
const SLOWEST = 40; // steps a second at first
const PER_STEP = 0.5; // by so much faster a second for each step done
const AT_ONCE = 500; // steps where nothing may move by itself
const BUDGET_MS = 8; // of computing before a frame is drawn

const start = {
  set: "rings", points: "", layers: 1, units: 20, bend: "relu", reg: 0, rate: 0.5,
  seed: 1, steps: 0, unit: 0, new: false, brush: "move", x: 1.4, y: 1.4,
};

const whole = (value, least, most) => Math.min(most, Math.max(least, Math.round(value)));

function mend(state) {
  const among = (name, known) => Object.hasOwn(known, state[name]) || (state[name] = start[name]);
  among("set", SETS);
  among("bend", BENDS);
  among("brush", BRUSHES);
  state.points = readable(state.points);
  state.layers = whole(state.layers, 0, MOST_LAYERS);
  state.units = whole(state.units, 1, MOST_UNITS);
  state.steps = whole(state.steps, 0, MOST_STEPS);
  state.seed = whole(state.seed, 1, 1e6);
  state.unit = whole(state.unit, 0, state.units * state.layers);
  if (!STRENGTHS.includes(state.reg)) state.reg = 0;
  if (!RATES.includes(state.rate)) state.rate = start.rate;
  for (const name of ["x", "y"]) state[name] = Math.min(EDGE, Math.max(-EDGE, state[name]));
}

function build(figure) {
  const sets = figure.data["playground-points"];
  const towards = buildTraining();
  let last = { text: null, parts: null };
  const partsOf = (state) => {
    const text = `${state.set} ${state.points}`;
    if (last.text !== text) last = { text, parts: parted(state, sets) };
    return last.parts;
  };
  const go = (state) => {
    const parts = partsOf(state);
    return { parts, ...towards(state, parts, BUDGET_MS) };
  };
  const set = (values) => {
    const state = { ...figure.state, ...values };
    mend(state);
    figure.change(state);
  };

  let stop = null; // of the training
  let behind = null; // ends the computing that one drawing had no time for
  figure.halt = () => {
    stop?.();
    stop = null;
    train.textContent = "train";
  };
  const toggleTraining = () => {
    if (stop) return figure.halt();
    const { steps } = figure.state;
    if (figure.calm) return set({ steps: steps + AT_ONCE });
    if (steps >= MOST_STEPS) set({ steps: 0 });
    let due = 0;
    train.textContent = "stop";
    stop = figure.animate((passed) => {
      if (behind) return true;
      due += (passed / 1000) * (SLOWEST + PER_STEP * figure.state.steps);
      if (due >= 1) set({ steps: figure.state.steps + Math.floor(due) });
      due %= 1;
      if (figure.state.steps < MOST_STEPS) return true;
      figure.halt();
      return false;
    });
  };
  const train = button("train", toggleTraining);

  const top = document.createElement("div");
  top.className = "beside";
  figure.stage.append(top);
  const left = document.createElement("div");
  const side = document.createElement("div");
  top.append(left, side);
  const plane = buildPlane(figure, left, sets);
  const says = document.createElement("p");
  says.className = "says numbers";
  const brush = choice({ label: "points", options: BRUSHES, change: (value) => set({ brush: value }) });
  left.append(
    says,
    buttons([
      train,
      button("a step", () => set({ steps: figure.state.steps + 1 })),
      button("from the start", () => set({ steps: 0 })),
      button("other weights", () => set({ seed: figure.state.seed + 1 })),
    ]),
    brush.element,
  );
  left.insertAdjacentHTML("beforeend", LEGEND);
  const controls = buildControls(figure, side, set);
  const curve = buildCurve(figure, side);
  const numbers = buildNumbers(figure.stage, says);
  const units = buildUnits(figure, figure.stage);

  const show = (state, found) => {
    const { net, parts } = found;
    const all = {
      ...found,
      lattice: latticeOf(net),
      unit: unitOf(state),
      there: probability(forward(net, Float64Array.of(state.x, state.y)).at(-1).a[0]),
      made: forward(net, parts.learn.places),
      learned: measured(net, parts.learn.places, parts.learn.labels),
      fresh: measured(net, parts.fresh.places, parts.fresh.labels),
      numbers: sizeOf(net),
    };
    figure.found = all;
    top.classList.toggle("two", isWide(figure));
    plane(state, all);
    curve(state, all);
    numbers(state, all);
    units(state, all);
  };
  let shown = false;
  return (state) => {
    brush.draw(state.brush);
    controls(state);
    const found = go(state);
    if (found.done || !shown || state.points !== shown.points) show(state, found);
    shown = { points: state.points };
    figure.stage.toggleAttribute("data-computing", !found.done); // what is shown is from before
    behind?.();
    behind = null;
    if (found.done) return;
    behind = figure.animate(() => {
      const more = go(figure.state);
      if (!more.done) return true;
      behind = null;
      figure.stage.removeAttribute("data-computing");
      show(figure.state, more);
      return false;
    });
  };
}

const LEGEND = `<p class="legend">
  <svg viewBox="-6 -6 12 12" aria-hidden="true"><path class="point class-0" d="M-4.5,0A4.5,4.5 0 1 1 4.5,0A4.5,4.5 0 1 1 -4.5,0"/></svg>circle
  <svg viewBox="-6 -6 12 12" aria-hidden="true"><path class="point class-1" d="M-4,-4H4V4H-4Z"/></svg>square
  <svg class="wide" viewBox="0 0 24 12" aria-hidden="true"><path class="border" d="M0,6H24"/></svg>border, where both have ½
  <svg class="wide" viewBox="0 0 24 12" aria-hidden="true"><path class="folds" d="M0,6H24"/></svg>folds, where a unit’s sum is 0.
  The stronger the colour, the surer the net.</p>`;

function buildControls(figure, side, set) {
  const among = (label, name, values) => {
    const one = slider({
      label, min: 0, max: values.length - 1, step: 1,
      change: (k) => set({ [name]: values[k] }),
      text: (k) => shortest(values[k], 4),
    });
    return { ...one, draw: (value) => one.draw(values.indexOf(value)) };
  };
  const number = (label, name, min, max, step = 1) =>
    slider({ label, min, max, step, change: (value) => set({ [name]: value }) });
  const controls = {
    set: choice({ label: "data", options: SETS, change: (value) => set({ set: value, points: "", steps: 0 }) }),
    steps: number("step", "steps", 0, MOST_STEPS, 10),
    reg: among("strength λ of L2", "reg", STRENGTHS),
    rate: among("learning rate", "rate", RATES),
    units: number("units a layer", "units", 1, MOST_UNITS),
    layers: number("hidden layers", "layers", 0, MOST_LAYERS),
    bend: choice({ label: "activation", options: BENDS, change: (value) => set({ bend: value }) }),
    new: toggle({ label: "show the new points", change: (ticked) => set({ new: ticked }) }),
  };
  side.append(...Object.values(controls).map(({ element }) => element));
  return (state) => {
    for (const [name, { draw }] of Object.entries(controls)) draw(state[name]);
  };
}

function sentence(state, data, { found }) {
  const { learned, fresh, parts, steps } = found;
  const told = (name, { loss, right }, count) =>
    count ? `${name}: loss ${fixed(loss, 2)}, ${right} of ${count} right. ` : "";
  return (
    `Step ${steps}. ${told("To learn from", learned, parts.learn.labels.length)}` +
    `${told("New points", fresh, parts.fresh.labels.length)}` +
    `At the probe, ${fixed(state.x, 2)}, ${fixed(state.y, 2)}, a square has the probability ${fixed(found.there, 2)}.`
  );
}

const reset = (figure) => figure.halt();

export default { start, mend, build, sentence, reset };
