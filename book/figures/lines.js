// Three class lines: a linear classifier in a plane, its losses, and descent by hand or by itself.
import { batchOf, step, whole } from "./arithmetic/lines.js";
import { button, buttons, choice, fixed, shortest, slider } from "./base/index.js";
import { buildCurve } from "./lines/curve.js";
import { buildPlane } from "./lines/plane.js";
import { buildTables } from "./lines/tables.js";

const LOSSES = { svm: "SVM", squared: "squared hinge", softmax: "softmax" };
const STRENGTHS = [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const RATES = [0.01, 0.03, 0.1, 0.3, 1, 3];
const SEED = 1;
const STEPS_A_SECOND = 12;
const STEPS_AT_ONCE = 25; // where nothing may move by itself
const HIGHEST_WEIGHT = 1e4;
const EDGE = 2.9; // how far out a point may be

/** The names under which the state keeps the weights: w0 and v0 of the pixels of class 0, its bias b0. */
const weights = (state) => ({
  W: [[state.w0, state.w1, state.w2], [state.v0, state.v1, state.v2]],
  b: [state.b0, state.b1, state.b2],
});
const named = ({ W, b }) =>
  Object.fromEntries(
    [0, 1, 2].flatMap((c) => [[`w${c}`, W[0][c]], [`v${c}`, W[1][c]], [`b${c}`, b[c]]])
      .map(([name, value]) => [name, Number(value.toFixed(6))]), // as the address keeps them
  );
const pointsOf = (state, count) => Array.from({ length: count }, (_, i) => [state[`p${i}`], state[`q${i}`]]);

const start = ({ plane: { points, W, b } }) => ({
  loss: "svm", reg: 0, rate: 0.1, batch: 0, steps: 0,
  ...Object.fromEntries(points.flatMap(([p, q], i) => [[`p${i}`, p], [`q${i}`, q]])),
  ...named({ W, b }),
});

function mend(state) {
  if (!LOSSES[state.loss]) state.loss = "svm";
  if (!STRENGTHS.includes(state.reg)) state.reg = 0;
  if (!RATES.includes(state.rate)) state.rate = 0.1;
  if (![0, 4, 1].includes(state.batch)) state.batch = 0;
  state.steps = Math.max(0, Math.round(state.steps));
  for (const name of Object.keys(state)) {
    const most = /^[pq]\d/.test(name) ? EDGE : /^[wvb]\d/.test(name) ? HIGHEST_WEIGHT : Infinity;
    if (most < Infinity) state[name] = Math.min(most, Math.max(-most, state[name]));
  }
}

/** Returns what a state gives: its points and weights, all losses, and the batch that comes next. */
function result(state, labels) {
  const points = pointsOf(state, labels.length);
  const { W, b } = weights(state);
  const all = (loss) => whole({ points, labels, W, b, loss, reg: state.reg });
  const found = Object.fromEntries(Object.keys(LOSSES).map((loss) => [loss, all(loss)]));
  const batch = state.batch
    ? batchOf(state.steps, state.batch, points.length, SEED)
    : points.map((_, i) => i);
  const part = { points: batch.map((i) => points[i]), labels: batch.map((i) => labels[i]) };
  const next = whole({ ...part, W, b, loss: state.loss, reg: state.reg });
  return { points, labels, W, b, found, chosen: found[state.loss], batch, next };
}

function build(figure) {
  const { stage } = figure;
  const { labels } = figure.data.plane;
  const set = (values) => {
    const state = { ...figure.state, ...values };
    mend(state);
    figure.change(state);
  };
  const descend = (count) => {
    const state = { ...figure.state };
    for (let k = 0; k < count; k++) {
      const { W, b, next } = result(state, labels);
      Object.assign(state, named(step({ W, b }, next, state.rate)), { steps: state.steps + 1 });
    }
    set(state);
  };
  let stop = null;
  figure.halt = () => {
    stop?.();
    stop = null;
    run.textContent = "walk";
  };
  const toggleWalk = () => {
    if (stop) return figure.halt();
    if (figure.calm) return descend(STEPS_AT_ONCE);
    let due = 0;
    run.textContent = "stop";
    stop = figure.animate((passed) => {
      due += (passed / 1000) * STEPS_A_SECOND;
      if (due >= 1) descend(Math.floor(due));
      due %= 1;
    });
  };
  const run = button("walk", toggleWalk);

  const top = document.createElement("div");
  top.className = "beside";
  stage.append(top);
  const plane = buildPlane(figure, top, labels, set);
  const side = document.createElement("div");
  top.append(side);
  side.append(
    buttons([button("a step", () => descend(1)), run]),
    buttons([
      button("weights of 0", () =>
        set({ ...named({ W: [[0, 0, 0], [0, 0, 0]], b: [0, 0, 0] }), steps: 0 }),
      ),
      button("double the weights", () => {
        const { W, b } = weights(figure.state);
        set(named({ W: W.map((row) => row.map((w) => 2 * w)), b: b.map((c) => 2 * c) }));
      }),
    ]),
  );
  const controls = buildControls(side, set);
  const curve = buildCurve(figure, side);
  const tables = buildTables(stage, LOSSES);

  return (state) => {
    const found = result(state, labels);
    plane(state, found);
    controls(state);
    curve(state, found, LOSSES[state.loss]);
    tables(state, found);
  };
}

function buildControls(side, set) {
  const among = (label, name, values) => {
    const one = slider({
      label, min: 0, max: values.length - 1, step: 1,
      change: (k) => set({ [name]: values[k] }),
      text: (k) => shortest(values[k], 3),
    });
    return { ...one, draw: (value) => one.draw(values.indexOf(value)) };
  };
  const loss = choice({ label: "loss", options: LOSSES, change: (value) => set({ loss: value }) });
  const reg = among("strength λ of L2", "reg", STRENGTHS);
  const rate = among("learning rate", "rate", RATES);
  const batch = choice({
    label: "a step looks at",
    options: { all: "all points", of4: "4", of1: "1" },
    change: (value) => set({ batch: value === "all" ? 0 : Number(value.slice(2)) }),
  });
  side.append(loss.element, batch.element, rate.element, reg.element);
  return (state) => {
    loss.draw(state.loss);
    batch.draw(state.batch ? `of${state.batch}` : "all");
    rate.draw(state.rate);
    reg.draw(state.reg);
  };
}

function sentence(state, { plane: { labels } }) {
  const { chosen, W } = result(state, labels);
  return (
    `Step ${state.steps}: the ${LOSSES[state.loss]} loss is ${fixed(chosen.data + chosen.penalty, 3)}, ` +
    `${chosen.right} of ${labels.length} points are right, the weights' length is ${fixed(Math.hypot(...W.flat()), 2)}.`
  );
}

const reset = (figure) => figure.halt();

export default { start, mend, build, sentence, reset };
