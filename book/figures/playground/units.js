// Each unit as a small picture of its output over the plane; one of them is pointed at.
import { channels, fixed, slider } from "../base/index.js";

const EACH = 3; // of the lattice's values, what a picture shows
const ON = 1e-9;

/** Returns which unit a number from 1 on means: { layer, number } from 0, or null for none. */
export const unitOf = ({ unit, units, layers }) =>
  unit >= 1 && unit <= units * layers
    ? { layer: Math.floor((unit - 1) / units), number: (unit - 1) % units }
    : null;

/** Puts the pictures into their place; returns draw(state, found). */
export function buildUnits(figure, parent) {
  const frame = document.createElement("div");
  frame.className = "units";
  const point = slider({
    label: "point at unit", min: 0, max: 1, step: 1,
    change: (unit) => figure.change({ unit }),
    text: (unit) => (unit ? String(unit) : "none"),
  });
  const rows = document.createElement("div");
  const says = document.createElement("p");
  says.className = "says";
  frame.append(rows, point.element, says);
  parent.append(frame);
  const input = point.element.querySelector("input");
  let shape = "";
  let pictures = [];

  const make = ({ layers, units }) => {
    rows.replaceChildren();
    pictures = Array.from({ length: layers }, (_, layer) => {
      const row = document.createElement("div");
      row.className = "layer";
      const name = document.createElement("span");
      name.textContent = layers > 1 ? `layer ${layer + 1}` : "hidden units";
      row.append(name);
      rows.append(row);
      return Array.from({ length: units }, (__, number) => {
        const canvas = document.createElement("canvas");
        canvas.setAttribute("aria-hidden", "true");
        const own = layer * units + number + 1;
        canvas.addEventListener("click", () => figure.change({ unit: figure.state.unit === own ? 0 : own }));
        row.append(canvas);
        return canvas;
      });
    });
  };

  return (state, { lattice, net, made, unit }) => {
    const now = `${state.layers} ${state.units}`;
    if (now !== shape) make(state);
    shape = now;
    frame.hidden = !state.layers;
    if (!state.layers) return;
    input.max = state.layers * state.units;
    point.draw(state.unit);
    const side = Math.floor((lattice.side - 1) / EACH) + 1;
    let colours = null;
    pictures.forEach((row, layer) => row.forEach((canvas, number) => {
      const context = canvas.getContext("2d");
      colours ??= ["--ground", "--ink"].map((name) => channels(context, figure.colour(name)));
      picture(canvas, context, lattice, layer, number, net.layers[layer].out, side, colours);
      const { out } = net.layers[layer];
      let on = 0;
      for (let at = number; at < made[layer].z.length; at += out) if (made[layer].z[at] > ON) on += 1;
      canvas.dataset.on = on;
      canvas.classList.toggle("silent", on === 0 && state.bend === "relu");
      canvas.classList.toggle("chosen", unit !== null && unit.layer === layer && unit.number === number);
    }));
    says.textContent = unit ? told(unit, state, net, pictures[unit.layer][unit.number].dataset.on, made) : "";
  };
}

function told({ layer, number }, { bend }, net, on, made) {
  const { out } = net.layers[layer];
  const count = made[layer].z.length / out;
  const above = net.layers[layer + 1];
  const goes = above.out === 1 ? `; its weight to the score is ${fixed(above.W[number], 2)}` : "";
  const word = bend === "relu" ? "is on at" : "has a positive sum at";
  return `Unit ${number + 1} of layer ${layer + 1} ${word} ${on} of ${count} points${goes}. Its fold is bold, where it crosses the plane.`;
}

function picture(canvas, context, lattice, layer, number, out, side, [ground, ink]) {
  if (canvas.width !== side) Object.assign(canvas, { width: side, height: side });
  const { a } = lattice.made[layer];
  let [least, most] = [Infinity, -Infinity];
  for (let at = number; at < a.length; at += out) {
    if (a[at] < least) least = a[at];
    if (a[at] > most) most = a[at];
  }
  const image = context.createImageData(side, side);
  for (let row = 0, pixel = 0; row < side; row++) {
    for (let column = 0; column < side; column++, pixel += 4) {
      const from = EACH * ((side - 1 - row) * lattice.side + column);
      const part = most > least ? (0.9 * (a[out * from + number] - least)) / (most - least) : 0;
      for (let c = 0; c < 3; c++) image.data[pixel + c] = ground[c] + part * (ink[c] - ground[c]);
      image.data[pixel + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}
