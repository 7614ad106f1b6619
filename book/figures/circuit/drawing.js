// Draws a circuit: from left to right where there is room, and from top to bottom on a phone.
import { shortest } from "../base/index.js";

const PITCH = { along: 78, across: 58 }; // of columns and rows, in pixels
const UPRIGHT_PITCH = { along: 84, across: 62 };
const WIDEST = 130;
const HALF_BOX = 13;
const PORT = 6; // how far from a gate's middle its two wires end
const NUMBERS = 40; // room for a value and a gradient behind a gate
const DECIMALS = 2;

const halfOf = ({ label }) => Math.max(HALF_BOX, 4 * label.length + 6);

/**
 * Draws into an SVG what `sweep` has found in the first `steps` steps: the first gives the output
 * its 1, and each of the others is one gate's.
 */
export function drawCircuit(svg, { tape, gates, steps, place, width }) {
  const columns = Math.max(...place.at.map(({ column }) => column)) + 1;
  const rows = Math.max(...place.at.map(({ row }) => row), ...place.passes.flat()) + 1;
  const upright = columns * PITCH.along > width;
  const wide = Math.min(WIDEST, (width - 40 - NUMBERS) / columns);
  const pitch = upright ? UPRIGHT_PITCH : { ...PITCH, along: Math.max(PITCH.along, wide) };
  const along = (column) => 30 + column * pitch.along;
  const across = (row) => 32 + row * pitch.across;
  const point = (a, b) => (upright ? `${b.toFixed(1)},${a.toFixed(1)}` : `${a.toFixed(1)},${b.toFixed(1)}`);
  const half = (node) => (upright ? HALF_BOX : halfOf(node));
  const length = along(columns - 1) + 30 + NUMBERS;
  const breadth = across(rows - 1) + 32;
  const [w, h] = upright ? [Math.max(breadth + 20, width), length] : [Math.max(length, width), breadth];
  svg.attr("viewBox", `0 0 ${w} ${h}`).attr("width", w).attr("height", h);

  const done = gates.slice(0, Math.max(0, steps - 1));
  const now = steps > 1 ? gates[steps - 2] : null;
  const wires = wiresOf(tape, place, along, across, half, point);
  svg
    .selectAll("path.wire")
    .data(wires)
    .join("path")
    .attr("class", "wire")
    .classed("now", ({ gate }) => gate === now?.gate)
    .attr("d", ({ d }) => d);

  const gradients = new Map(steps > 0 ? [[tape.length - 1, 1]] : []);
  for (const { lines } of done) for (const { to, total } of lines) gradients.set(to, total);
  const waits = new Set(gates.slice(done.length).flatMap(({ lines }) => lines.map(({ to }) => to)));
  const gradientOf = (k) =>
    gradients.has(k) ? `◂${shortest(gradients.get(k), DECIMALS)}${waits.has(k) ? " + …" : ""}` : "";

  const nodes = svg
    .selectAll("g.node")
    .data(tape)
    .join((enter) => {
      const group = enter.append("g").attr("class", "node");
      group.append("rect");
      group.append("text").attr("class", "label");
      group.append("text").attr("class", "value");
      group.append("text").attr("class", "gradient");
      return group;
    })
    .raise()
    .classed("input", ({ inputs }) => !inputs.length)
    .classed("now", (_, k) => k === now?.gate)
    .attr("data-label", ({ label }) => label)
    .attr("transform", (_, k) => {
      const { column, row } = place.at[k];
      return `translate(${point(along(column), across(row))})`;
    });
  nodes
    .select("rect")
    .attr("x", (node) => -halfOf(node))
    .attr("width", (node) => 2 * halfOf(node))
    .attr("y", -HALF_BOX)
    .attr("height", 2 * HALF_BOX)
    .attr("rx", 6);
  nodes.select(".label").attr("y", 5).each(writeLabel);
  const beside = (node) => (upright ? 5 : half(node) + 4);
  nodes
    .select(".value")
    .text(({ value }) => shortest(value, DECIMALS))
    .attr("x", beside)
    .attr("y", upright ? HALF_BOX + 15 : -5);
  nodes
    .select(".gradient")
    .text((_, k) => gradientOf(k))
    .attr("x", beside)
    .attr("y", upright ? HALF_BOX + 30 : 16);
}

/** Writes a gate's name: a real minus sign, and a power's exponent raised. */
function writeLabel({ label }) {
  const [base, exponent] = label.split("^");
  const parts = [document.createTextNode(base.replace("-", "−"))];
  if (exponent) {
    const raised = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
    raised.setAttribute("dy", "-5");
    raised.setAttribute("font-size", "10");
    raised.textContent = exponent.replace("-", "−");
    parts.push(raised);
  }
  this.replaceChildren(...parts);
}

/** Returns each wire as { gate, d }: the gate that it leads to, and its path. */
function wiresOf(tape, { at, passes }, along, across, half, point) {
  return tape.flatMap((node, gate) =>
    node.inputs.map((input, k) => {
      const from = { a: along(at[input].column), b: across(at[input].row) };
      const to = { a: along(at[gate].column) - half(node), b: across(at[gate].row) };
      const row = passes[gate][k];
      const high = row === null ? from.b : across(row);
      if (node.inputs.length === 2) to.b += portOf(node, k, passes[gate], at, at[gate].row);
      let leaves = from.a + half(tape[input]) + NUMBERS;
      let d = `M${point(from.a, from.b)}L${point(Math.min(leaves, to.a - 4), from.b)}`;
      if (row !== null) {
        const arrives = along(at[input].column + 1) - 8;
        d += bend(point, leaves, from.b, arrives, high);
        leaves = along(at[gate].column - 1) + NUMBERS / 2 + 20;
        d += `L${point(leaves, high)}`;
      }
      return { gate, d: d + bend(point, Math.min(leaves, to.a - 4), high, to.a, to.b) };
    }),
  );
}

/** Returns on which side of a gate's middle a wire ends: the side that it comes from. */
function portOf(node, k, rows, at, middle) {
  const starts = node.inputs.map((input, i) => rows[i] ?? at[input].row);
  const sides = starts.map((row) => Math.sign(row - middle));
  if (sides[0] === sides[1]) return k === 0 ? -PORT : PORT;
  return PORT * sides[k];
}

function bend(point, a0, b0, a1, b1) {
  const middle = (a0 + a1) / 2;
  return `C${point(middle, b0)} ${point(middle, b1)} ${point(a1, b1)}`;
}
