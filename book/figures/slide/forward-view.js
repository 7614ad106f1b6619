// Forward: the reader points at an output, and sees its window, the products and their sum.
import { output, padded, stopsOf } from "../arithmetic/slide.js";
import { grid, shortest } from "../base/index.js";
import { F, HEIGHT, textOf, weightsOf } from "./numbers.js";
import { equation, factor, sideBySide, signOf, summed, titled } from "./parts.js";

export function forwardView({ change, state }) {
  const element = document.createElement("div");
  const size = equation();
  size.classList.add("size");
  const images = [0, 1].map(() => titled(grid({ select: null })));
  const filters = [0, 1].map((c) => filterFields(c, change, state));
  const products = [0, 1].map(() => titled(grid({ select: null })));
  const maps = [0, 1].map((k) => titled(grid({ select: (i, j) => change({ k, i, j }) })));
  const value = equation();
  value.dataset.shows = "output";
  const channels = [0, 1].map((c) =>
    sideBySide(images[c].element, filters[c].element, products[c].element),
  );
  const layer = sideBySide(...maps.map((map) => map.element));
  const windows = document.createElement("div");
  windows.append(...channels);
  element.append(size, sideBySide(windows, layer), value);

  const draw = (now, numbers) => {
    const { stride, pad, k, i, j } = now;
    const { image, biases } = numbers;
    const { leftOver } = stopsOf(HEIGHT, F, stride, pad);
    size.textContent = sizeOf(stride, pad);
    size.classList.toggle("misfit", leftOver > 0);
    const filter = numbers.filters[k];
    const { products: found, sums, value: total } = output(image, filter, biases[k], stride, pad, i, j);
    const windowOf = (c) => filter[c].map((row, p) => row.map((_, q) => framed[c][i * stride + p][j * stride + q]));
    const framed = padded(image, pad);
    const end = HEIGHT + 2 * pad - leftOver;
    const inWindow = (r, s) => Math.floor(r - i * stride) in F_ROWS && Math.floor(s - j * stride) in F_ROWS;
    framed.forEach((rows, c) => {
      images[c].draw({
        rows,
        text: shortest,
        title: image.length > 1 ? `image, channel ${c}` : "image",
        label: `image, channel ${c}`,
        classes: (r, s) =>
          [
            inWindow(r, s) && "window",
            (r < pad || s < pad || r >= HEIGHT + pad || s >= HEIGHT + pad) && "frame",
            (r >= end || s >= end) && "left-over",
          ].filter(Boolean).join(" "),
      });
      filters[c].draw(numbers.filters[k][c], image.length > 1 ? `filter ${k}, channel ${c}` : `filter ${k}`);
      products[c].draw({
        rows: found[c],
        text: shortest,
        title: "products", // without the sum: what is pointed at must not move
        label: `products, sum ${shortest(sums[c])}`,
        classes: (p, q) => signOf(found[c][p][q]),
      });
    });
    numbers.maps.forEach((rows, map) =>
      maps[map].draw({
        rows,
        text: shortest,
        label: numbers.maps.length > 1 ? `map of filter ${map}` : "map",
        selected: map === k ? [i, j] : null,
        classes: (p, q) => signOf(rows[p][q]),
      }),
    );
    channels[1].hidden = image.length < 2;
    maps[1].element.hidden = numbers.maps.length < 2;
    const terms = filter.map((weights, c) => termsOf(windowOf(c).flat(), weights.flat()));
    value.textContent = `output (${i}, ${j}) of filter ${k}: ${equationOf(terms, sums, biases[k], total)}`;
  };
  return { element, draw };
}

const F_ROWS = Object.fromEntries(Array.from({ length: F }, (_, p) => [p, true]));

/** Returns the map's size as the page works it out. */
function sizeOf(stride, pad) {
  const quotient = (HEIGHT + 2 * pad - F) / stride + 1;
  const framed = pad ? `${HEIGHT} + 2 · ${pad}` : `${HEIGHT}`;
  const { leftOver } = stopsOf(HEIGHT, F, stride, pad);
  const formula = `(${framed} − ${F}) / ${stride} + 1 = ${shortest(quotient, 2)}`;
  if (!leftOver) return `map size: ${formula}`;
  const pixels = leftOver === 1 ? "row and column lie" : `${leftOver} rows and columns lie`;
  return `map size: ${formula}: does not fit. The last ${pixels} in no window.`;
}

const termsOf = (pixels, weights) =>
  pixels.map((pixel, n) => `${shortest(pixel)}·${factor(weights[n])}`).join(" + ");

function equationOf(terms, sums, bias, total) {
  if (terms.length === 1) return `${terms[0]} + bias ${factor(bias)} = ${shortest(total)}`;
  const channels = terms.map((text) => `[${text}]`).join(" + ");
  return `${channels} + bias ${factor(bias)} = ${summed([...sums, bias])} = ${shortest(total)}`;
}

forwardView.sentence = ({ stride, pad, k, i, j }, { maps }) => {
  const misfit = stopsOf(HEIGHT, F, stride, pad).leftOver ? " The window does not fit." : "";
  return `Stride ${stride}, padding ${pad}.${misfit} Output ${i}, ${j} of filter ${k} is ${shortest(maps[k][i][j])}.`;
};

/** Nine fields for the weights of the filter that is shown, on one channel. */
function filterFields(c, change, state) {
  const element = document.createElement("div");
  element.className = "titled";
  const title = document.createElement("p");
  const fields = document.createElement("div");
  fields.className = "fields";
  const inputs = Array.from({ length: F * F }, (_, at) => {
    const input = document.createElement("input");
    Object.assign(input, { type: "number", min: -9, max: 9, step: 1 });
    input.addEventListener("input", () => {
      if (!input.checkValidity() || input.value === "") return;
      const all = weightsOf(state());
      all[(state().k * 2 + c) * F * F + at] = input.valueAsNumber;
      change({ c, weights: textOf(all) });
    });
    return input;
  });
  fields.append(...inputs);
  element.append(title, fields);
  const draw = (weights, name) => {
    title.textContent = name;
    weights.flat().forEach((weight, at) => {
      inputs[at].setAttribute("aria-label", `${name}, weight ${Math.floor(at / F)}, ${at % F}`);
      if (document.activeElement !== inputs[at] || inputs[at].valueAsNumber !== weight) inputs[at].value = weight;
    });
  };
  return { element, draw };
}
