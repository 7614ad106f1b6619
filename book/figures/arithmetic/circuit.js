// A tape of a formula's gates and its sweep back, gate for gate as book/modules/tape.py makes it.
import { FormulaError, namesIn, parse } from "./formula.js";

/** Returns a number as Python's format "g" writes it, for the labels of gates. */
const general = (value) => String(Number(value.toPrecision(6)));

/**
 * Returns the numbers of a formula's circuit in the order in which they are made:
 * { label, value, inputs, slopes }, where `inputs` are places in this list and `slopes` the local
 * gradients, one for each input. What has no inputs is an input of the formula: its label is its
 * name. The last is the output. `values` are the inputs' values by name. Throws a FormulaError.
 */
export function circuit(text, values) {
  const tree = parse(text);
  const tape = [];
  const made = (value, label, inputs, slopes) => {
    tape.push({ label, value, inputs, slopes });
    return { place: tape.length - 1 };
  };
  const isPlain = (number) => typeof number === "number";
  const valueOf = (number) => tape[number.place].value;

  const add = (a, b) => {
    if (isPlain(a) && isPlain(b)) return a + b;
    if (isPlain(a)) return add(b, a);
    if (isPlain(b)) {
      return made(valueOf(a) + b, (b < 0 ? "" : "+") + general(b), [a.place], [1]);
    }
    return made(valueOf(a) + valueOf(b), "+", [a.place, b.place], [1, 1]);
  };
  const multiply = (a, b) => {
    if (isPlain(a) && isPlain(b)) return a * b;
    if (isPlain(a)) return multiply(b, a);
    if (isPlain(b)) return made(valueOf(a) * b, `×${general(b)}`, [a.place], [b]);
    return made(valueOf(a) * valueOf(b), "×", [a.place, b.place], [valueOf(b), valueOf(a)]);
  };
  const negate = (a) => (isPlain(a) ? -a : multiply(a, -1));
  const inverse = (a) => made(1 / valueOf(a), "1/x", [a.place], [-1 / valueOf(a) ** 2]);
  const divide = (a, b) => {
    if (isPlain(b)) return isPlain(a) ? a / b : multiply(a, 1 / b);
    return a === 1 ? inverse(b) : multiply(isPlain(a) ? inverse(b) : a, isPlain(a) ? a : inverse(b));
  };
  const raise = (a, k) => {
    if (!isPlain(k)) throw new FormulaError("what stands behind ** has to be a number");
    if (isPlain(a)) return a ** k;
    return made(valueOf(a) ** k, `x^${k}`, [a.place], [k * valueOf(a) ** (k - 1)]);
  };
  const larger = (a, b) => {
    if (isPlain(a) && isPlain(b)) return Math.max(a, b);
    if (isPlain(a)) return larger(b, a);
    if (isPlain(b)) {
      return made(Math.max(valueOf(a), b), `max ${general(b)}`, [a.place], [Number(valueOf(a) > b)]);
    }
    const first = Number(valueOf(a) >= valueOf(b)); // a tie goes to the first
    return made(Math.max(valueOf(a), valueOf(b)), "max", [a.place, b.place], [first, 1 - first]);
  };
  const exponential = (a) => Math.exp(a);
  const squashed = (a) => 1 / (1 + Math.exp(-a));
  const functions = {
    max: larger,
    copy: (a) => (isPlain(a) ? a : made(valueOf(a), "copy", [a.place], [1])),
    exp: (a) => {
      if (isPlain(a)) return exponential(a);
      const value = exponential(valueOf(a));
      return made(value, "exp", [a.place], [value]);
    },
    sigma: (a) => {
      if (isPlain(a)) return squashed(a);
      const value = squashed(valueOf(a));
      return made(value, "σ", [a.place], [(1 - value) * value]);
    },
  };
  const operators = {
    "+": add,
    // Minus is made of what there is: 2 − x is −x + 2.
    "-": (a, b) => add(a, negate(b)),
    "*": multiply,
    "/": divide,
    "**": raise,
  };

  const leaves = {};
  for (const name of namesIn(tree)) leaves[name] = made(values[name], name, [], []);
  const evaluate = (part) => {
    if (part.type === "number") return part.value;
    if (part.type === "name") return leaves[part.value];
    if (part.type === "call") return functions[part.name](...part.of.map(evaluate));
    if (part.of) return negate(evaluate(part.of));
    const left = evaluate(part.left);
    return operators[part.type](left, evaluate(part.right));
  };
  if (isPlain(evaluate(tree))) throw new FormulaError("the formula needs an input, such as x");
  return tape;
}

/**
 * Returns the sweep back, gate by gate from the output on: for each gate its place on the tape,
 * its upstream gradient, and a line for each input:
 * { gate, upstream, lines: [{ to, local, handed, before, total }] }, where `before` is what other
 * gates have handed to that input already, and `total` what it has now.
 */
export function sweep(tape) {
  const gradients = tape.map(() => 0);
  gradients[tape.length - 1] = 1;
  const gates = [];
  for (let gate = tape.length - 1; gate >= 0; gate--) {
    const { inputs, slopes } = tape[gate];
    if (!inputs.length) continue;
    const upstream = gradients[gate];
    const lines = inputs.map((to, k) => {
      const before = gradients[to];
      const handed = upstream * slopes[k];
      gradients[to] = before + handed;
      return { to, local: slopes[k], handed, before, total: gradients[to] };
    });
    gates.push({ gate, upstream, lines });
  }
  return gates;
}

/**
 * Returns where each gate stands, and which rows its wires take through columns that they pass:
 * { at: [{ column, row }], passes: [[row or null for each input]] }, rows downward from 0.
 */
export function layout(tape) {
  const out = tape.length - 1;
  const column = tape.map(() => 0);
  for (let gate = out; gate >= 0; gate--) {
    for (const input of tape[gate].inputs) column[input] = Math.min(column[input], column[gate] - 1);
  }
  const leftmost = Math.min(...column);
  const row = tape.map(() => null);
  const passes = tape.map(({ inputs }) => inputs.map(() => null));
  let free = 0;
  const put = (gate) => {
    const rows = [];
    tape[gate].inputs.forEach((input, k) => {
      if (column[input] + 1 < column[gate]) {
        passes[gate][k] = free;
        rows.push(free++);
      } else if (row[input] === null) {
        put(input);
        rows.push(row[input]);
      }
    });
    const total = rows.reduce((sum, value) => sum + value, 0);
    row[gate] = rows.length ? total / rows.length : free++;
  };
  put(out);
  return {
    at: tape.map((_, place) => ({ column: column[place] - leftmost, row: row[place] })),
    passes,
  };
}
