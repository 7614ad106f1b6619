// Downhill: walks down a valley by three methods, and how fast each rate and momentum shrink it.
import { best, drawErrors, height, valleyShrink, walk } from "./arithmetic/downhill.js";
import { button, buttons, choice, fixed, slider, toggle } from "./base/index.js";
import { buildMap } from "./downhill/map.js";
import { buildTable, significant } from "./downhill/table.js";
import { buildValley } from "./downhill/valley.js";

// A rate is set on a logarithmic scale, relative to the valley: as log10(rate · κ).
const REACH = { min: -1.3, max: 0.9, step: 0.02 };
const ADAM = { min: -2, max: 0.5, step: 0.02 }; // log10 of Adam's rate
const MOST_MOMENTUM = 0.98;
const MOST_STEPS = 100;
const NOISE = 4; // the spread of a single example's slope, along a curvature of 1
const STEPS_A_SECOND = 20;
const VALLEYS = [3, 10, 30, 100];
const BATCHES = [0, 64, 16, 4, 1]; // 0 stands for all examples
const METHODS = [
  { method: "descent", called: "gradient descent", shown: "withDescent", rate: "descent" },
  { method: "momentum", called: "momentum", shown: "withMomentum", rate: "rate" },
  { method: "adam", called: "Adam", shown: "withAdam", rate: "adam" },
];

const start = {
  u: -6, v: 0.5, kappa: 100, steps: 40, batch: 0, seed: 1,
  descent: 0.0198, rate: 0.012, momentum: 0.8, adam: 0.3,
  withDescent: true, withMomentum: true, withAdam: true,
};

const between = (low, high, value) => Math.min(high, Math.max(low, value));
const rounded = (value) => Number(value.toPrecision(3));
const below = (value) => Number((0.997 * value).toPrecision(3)); // three digits, and no more than it

function mend(state) {
  state.u = between(-7, 3, state.u);
  state.v = between(-2, 2, state.v);
  if (!VALLEYS.includes(state.kappa)) state.kappa = start.kappa;
  if (!BATCHES.includes(state.batch)) state.batch = 0;
  state.steps = between(1, MOST_STEPS, Math.round(state.steps));
  state.seed = between(1, 1e6, Math.round(state.seed));
  for (const rate of ["descent", "rate"]) {
    state[rate] = between(10 ** REACH.min / state.kappa, 10 ** REACH.max / state.kappa, state[rate]);
  }
  state.adam = between(10 ** ADAM.min, 10 ** ADAM.max, state.adam);
  state.momentum = between(0, MOST_MOMENTUM, state.momentum);
}

/** Returns of each method that is shown what it does in this state. */
function walks(state) {
  const { u, v, kappa, batch, steps, seed } = state;
  const size = batch ? NOISE / Math.sqrt(batch) : 0;
  const errors = drawErrors(steps, size, kappa, seed);
  return METHODS.filter(({ shown }) => state[shown]).map(({ method, called, rate }) => {
    const momentum = method === "momentum" ? state.momentum : 0;
    const places = walk({ start: [u, v], kappa, method, rate: state[rate], momentum, errors });
    const factor = method === "adam" ? null : valleyShrink(state[rate], momentum, kappa);
    return { method, called, rate: state[rate], places, factor, height: height(places.at(-1), kappa) };
  });
}

function build(figure) {
  const { stage } = figure;
  const set = (values) => {
    const state = { ...figure.state, ...values };
    mend(state);
    figure.change(state);
  };
  let shown = Infinity; // how many steps of the walks are drawn
  let stop = () => {};
  const finish = () => {
    stop();
    shown = Infinity;
  };
  figure.finish = finish;
  const again = () => {
    finish();
    if (figure.calm) return figure.redraw();
    shown = 0;
    stop = figure.animate((passed) => {
      shown += (passed / 1000) * STEPS_A_SECOND;
      const done = shown >= figure.state.steps;
      if (done) shown = Infinity;
      figure.redraw();
      return !done;
    });
  };

  const valley = buildValley(figure, set);
  const table = buildTable(stage);
  const other = button("other batches", () => set({ seed: figure.state.seed + 1 }));
  const toBest = button("the best for this valley", () => {
    const { descent, rate, momentum } = best(figure.state.kappa);
    // A little less rate and more ρ: on the other side the factor grows at once.
    set({ descent: below(descent), rate: below(rate), momentum: Math.ceil(100 * momentum) / 100 });
  });
  stage.append(buttons([button("walk again", again), toBest, other]));
  const controls = buildControls(figure, set);
  const map = buildMap(figure, set, { reach: REACH, mostMomentum: MOST_MOMENTUM, rounded });

  return (state) => {
    const found = walks(state);
    valley(state, found, Math.floor(shown));
    table(state, found);
    controls(state);
    other.disabled = !state.batch;
    map(state);
  };
}

function buildControls(figure, set) {
  const rateOf = (name, label, { min, max, step }, scale) => {
    const one = slider({
      label, min, max, step,
      change: (value) => set({ [name]: rounded(10 ** value / scale()) }),
      text: () => significant(figure.state[name]),
    });
    return { ...one, draw: () => one.draw(Math.log10(figure.state[name] * scale())) };
  };
  const kappa = () => figure.state.kappa;
  const rates = {
    descent: rateOf("descent", "rate", REACH, kappa),
    momentum: rateOf("rate", "rate", REACH, kappa),
    adam: rateOf("adam", "rate", ADAM, () => 1),
  };
  const keeps = slider({
    label: "ρ", min: 0, max: MOST_MOMENTUM, step: 0.01,
    change: (momentum) => set({ momentum }),
    text: (value) => fixed(value, 2),
  });
  const toggles = METHODS.map(({ called, shown }) =>
    toggle({ label: called, change: (ticked) => set({ [shown]: ticked }) }),
  );
  const steps = slider({
    label: "steps", min: 1, max: MOST_STEPS, step: 1, change: (value) => set({ steps: value }),
  });
  const valley = choice({
    label: "steeper across by",
    options: Object.fromEntries(VALLEYS.map((kappa) => [kappa, String(kappa)])),
    change: (value) => set({ kappa: Number(value) }),
  });
  const batch = choice({
    label: "slope from",
    options: { all: "all", of64: "64", of16: "16", of4: "4", of1: "1 example" },
    change: (value) => set({ batch: value === "all" ? 0 : Number(value.slice(2)) }),
  });
  const panel = document.createElement("div");
  panel.className = "methods";
  for (const [k, { method, called }] of METHODS.entries()) {
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", called);
    group.append(toggles[k].element, rates[method].element);
    if (method === "momentum") group.append(keeps.element);
    panel.append(group);
  }
  figure.stage.append(steps.element, panel, valley.element, batch.element);

  return (state) => {
    METHODS.forEach(({ method, shown }, k) => {
      toggles[k].draw(state[shown]);
      rates[method].draw();
      rates[method].element.hidden = !state[shown];
    });
    keeps.draw(state.momentum);
    keeps.element.hidden = !state.withMomentum;
    steps.draw(state.steps);
    valley.draw(state.kappa);
    batch.draw(state.batch ? `of${state.batch}` : "all");
  };
}

function sentence(state) {
  const parts = walks(state).map(({ called, factor, height }) =>
    factor > 1 ? `${called} is thrown out` : `${called} is at a height of ${significant(height)}`,
  );
  return `After ${state.steps} steps: ${parts.join("; ") || "no method is shown"}.`;
}

const reset = (figure) => figure.finish();

export default { start, mend, build, sentence, reset };
