// Circuit: a formula of the reader's own as gates. Values flow forward, and "next gate" fills in
// the gradients one gate at a time, each as upstream × local.
import { circuit, layout, sweep } from "./arithmetic/circuit.js";
import { FormulaError } from "./arithmetic/formula.js";
import { button, buttons, fixed, select, shortest, slider } from "./base/index.js";
import { drawCircuit } from "./circuit/drawing.js";

const EXAMPLES = {
  "(x + y) z": { formula: "(x + y) * z", inputs: "x=-2,y=5,z=-4" },
  "the neuron": {
    formula: "1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
    inputs: "w0=2,x0=-1,w1=-3,x1=-2,w2=-3",
  },
  "the ten gates": { formula: "(x + y)**2 / (1 + x*x) - max(y, x / 2)", inputs: "x=1,y=0.8" },
  "four kinds of gate": { formula: "2 * (x*y + max(z, w))", inputs: "x=3,y=-4,z=2,w=-1" },
};
const LONGEST_FORMULA = 120;
const MOST_GATES = 40;
const REACH = 6; // inputs go from −6 to 6
const STEP = 0.1;

const start = { ...EXAMPLES["(x + y) z"], steps: 0 };

/** Returns the inputs' values by name, from the text that the address holds. */
function valuesOf(inputs) {
  const pairs = inputs.split(",").map((pair) => pair.split("="));
  return Object.fromEntries(pairs.map(([name, value]) => [name, Number(value)]));
}

const textOf = (values) =>
  Object.entries(values).map(([name, value]) => `${name}=${shortest(value).replace("−", "-")}`).join(",");

/** Returns a formula's tape; a name that has no value gets 1. Throws a FormulaError. */
function tapeOf({ formula, inputs }) {
  if (formula.length > LONGEST_FORMULA) throw new FormulaError("the formula is too long to be drawn");
  const known = valuesOf(inputs);
  const values = new Proxy(known, {
    get: (target, name) =>
      Number.isFinite(target[name]) ? Math.min(REACH, Math.max(-REACH, target[name])) : 1,
  });
  const tape = circuit(formula, values);
  if (tape.length > MOST_GATES) throw new FormulaError("the formula has too many gates to be drawn");
  return tape;
}

const leavesOf = (tape) => tape.filter(({ inputs }) => !inputs.length);
const inputsOf = (tape) => Object.fromEntries(leavesOf(tape).map(({ label, value }) => [label, value]));

function mend(state) {
  try {
    state.inputs = textOf(inputsOf(tapeOf(state)));
  } catch {
    Object.assign(state, start);
  }
  state.steps = Math.max(0, Math.round(state.steps));
}

function build(figure) {
  const examples = Object.entries(EXAMPLES).map(([name, example]) =>
    button(name, () => figure.change({ ...example, steps: 0 })),
  );
  const field = buildField(figure);
  const drawing = document.createElement("div");
  drawing.className = "wires";
  const svg = select(drawing).append("svg").attr("class", "touch-drawing");
  const next = button("next gate", () => figure.change({ steps: figure.state.steps + 1 }));
  const all = button("all gates", () => figure.change({ steps: MOST_GATES }));
  const none = button("take the gradients away", () => figure.change({ steps: 0 }));
  const sliders = document.createElement("div");
  const lines = buildLines();
  const python = document.createElement("code");
  python.className = "python";
  figure.stage.append(
    buttons(examples, "circuits of the notes"),
    field.element,
    drawing,
    sliders,
    buttons([next, all, none]),
    lines.element,
    python,
  );
  let moved = {};

  return (state) => {
    const tape = tapeOf(state);
    const gates = sweep(tape);
    state.steps = Math.min(state.steps, gates.length + 1);
    const names = leavesOf(tape).map(({ label }) => label);
    if (names.join() !== Object.keys(moved).join()) {
      moved = buildSliders(figure, names);
      sliders.replaceChildren(...Object.values(moved).map(({ element }) => element));
    }
    for (const { label, value } of leavesOf(tape)) moved[label].draw(value);
    field.draw(state.formula);
    drawCircuit(svg, { tape, gates, steps: state.steps, place: layout(tape), width: figure.width });
    lines.draw(tape, gates, state.steps);
    next.disabled = all.disabled = state.steps > gates.length;
    none.disabled = state.steps === 0;
    const values = leavesOf(tape).map(({ label, value }) => `${label}=${pythonNumber(value)}`);
    python.textContent = `circuit("${state.formula}", ${values.join(", ")})`;
  };
}

const pythonNumber = (value) => {
  const text = shortest(value).replace("−", "-");
  return text.includes(".") ? text : `${text}.0`;
};

/** A line to type a formula in, and what is wrong with it. */
function buildField(figure) {
  const element = document.createElement("form");
  element.className = "touch-row formula";
  const label = document.createElement("label");
  label.textContent = "formula ";
  const input = document.createElement("input");
  Object.assign(input, { type: "text", maxLength: LONGEST_FORMULA, spellcheck: false });
  input.autocapitalize = "off";
  label.append(input);
  const submit = button("draw it", () => {});
  submit.type = "submit";
  const wrong = document.createElement("p");
  wrong.className = "wrong";
  wrong.setAttribute("role", "status");
  element.append(label, submit, wrong);
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    const asked = { formula: input.value.trim(), inputs: figure.state.inputs };
    try {
      const inputs = textOf(inputsOf(tapeOf(asked)));
      figure.change({ formula: asked.formula, inputs, steps: 0 });
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      wrong.textContent = `This cannot be drawn: ${error.message}.`;
    }
  });
  const draw = (formula) => {
    if (formula !== input.dataset.drawn) input.value = formula;
    input.dataset.drawn = formula;
    wrong.textContent = "";
  };
  return { element, draw };
}

function buildSliders(figure, names) {
  const made = names.map((name) => [
    name,
    slider({
      label: name,
      min: -REACH,
      max: REACH,
      step: STEP,
      text: (value) => shortest(value),
      change: (value) => {
        const values = inputsOf(tapeOf(figure.state));
        figure.change({ inputs: textOf({ ...values, [name]: value }) });
      },
    }),
  ]);
  return Object.fromEntries(made);
}

const bracketed = (value) => (value < 0 ? `(${shortest(value)})` : shortest(value));

/** The sweep so far as a table: a line for each wire, upstream × local. */
function buildLines() {
  const element = document.createElement("table");
  element.className = "touch-numbers sweep";
  const head = element.createTHead().insertRow();
  for (const name of ["gate", "to", "upstream × local", "gradient"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = element.createTBody();
  const draw = (tape, gates, steps) => {
    element.hidden = steps === 0;
    body.replaceChildren();
    gates.slice(0, Math.max(0, steps - 1)).forEach(({ gate, upstream, lines }, k) => {
      for (const { to, local, handed, before, total } of lines) {
        const row = body.insertRow();
        row.classList.toggle("now", k === steps - 2);
        const target = tape[to];
        const name = target.inputs.length ? `the ${signed(target.label)} gate` : target.label;
        const product = `${shortest(upstream)} × ${bracketed(local)}`;
        const sum = before === 0 ? "" : `${shortest(before)} + ${bracketed(handed)} = `;
        for (const text of [signed(tape[gate].label), name, product, sum + shortest(total)]) {
          row.insertCell().textContent = text;
        }
      }
    });
    if (steps > 0 && steps === 1) body.insertRow().insertCell().textContent = START;
    if (steps === 1) Object.assign(body.rows[0].cells[0], { colSpan: 4 });
  };
  return { element, draw };
}

const START = "The output first: if it grows by a bit, it grows by that bit. Its gradient is 1.";
const signed = (label) => label.replace("-", "−");

function sentence(state) {
  const tape = tapeOf(state);
  const gates = sweep(tape);
  const value = `The output is ${shortest(tape.at(-1).value)}.`;
  if (state.steps === 0) return value;
  if (state.steps === 1) return `${value} Its gradient is 1.`;
  const { gate, upstream, lines } = gates[Math.min(state.steps - 2, gates.length - 1)];
  const handed = lines.map(
    ({ to, local, handed: product }) =>
      `${shortest(upstream)} times ${shortest(local)} is ${shortest(product)} to ${tape[to].label}`,
  );
  return `${value} Gate ${tape[gate].label}: ${handed.join(", ")}.`;
}

export default { start, mend, build, sentence };
