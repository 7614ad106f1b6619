// Backward: the reader points at a pixel, and sees which outputs send it a gradient, and by which
// weight: from the pixel's side the filter is turned.
import { senders, turned } from "../arithmetic/slide.js";
import { grid, shortest } from "../base/index.js";
import { F } from "./numbers.js";
import { equation, factor, sideBySide, signOf, titled } from "./parts.js";

export function backwardView({ change }) {
  const element = document.createElement("div");
  const images = [0, 1].map((c) => titled(grid({ select: (r, s) => change({ c, r, s }) })));
  const maps = [0, 1].map(() => titled(grid({ select: null })));
  const filters = [0, 1].map(() => titled(grid({ select: null })));
  const turnedFilters = [0, 1].map(() => titled(grid({ select: null })));
  const value = equation();
  value.dataset.shows = "gradient";
  const ofFilters = [0, 1].map((k) =>
    sideBySide(maps[k].element, filters[k].element, turnedFilters[k].element),
  );
  element.append(sideBySide(...images.map((one) => one.element)), value, ...ofFilters);

  const draw = ({ c, r, s, stride, pad }, numbers) => {
    const { upstream, gradient } = numbers;
    const [rows, columns] = [upstream[0].length, upstream[0][0].length];
    const found = senders(numbers.filters, c, r, s, stride, pad, rows, columns);
    images.forEach((image, channel) => {
      image.element.hidden = channel >= gradient.length;
      if (channel >= gradient.length) return;
      const name = gradient.length > 1 ? `, channel ${channel}` : "";
      image.draw({
        rows: gradient[channel],
        text: shortest,
        label: `gradient of the image${name}`,
        selected: channel === c ? [r, s] : null,
        classes: (p, q) => signOf(gradient[channel][p][q]),
      });
    });
    ofFilters.forEach((row, k) => {
      row.hidden = k >= upstream.length;
      if (k >= upstream.length) return;
      const sent = new Map(found.filter((one) => one.k === k).map((one) => [`${one.i},${one.j}`, one.weight]));
      const name = upstream.length > 1 ? ` of filter ${k}` : "";
      maps[k].draw({
        rows: upstream[k],
        text: (g, i, j) => (sent.has(`${i},${j}`) ? `${shortest(g)} × ${factor(sent.get(`${i},${j}`))}` : shortest(g)),
        label: `gradient that arrives at the map${name}`,
        classes: (i, j) => (sent.has(`${i},${j}`) ? "window" : ""),
      });
      const weights = numbers.filters[k][c];
      const used = (p, q) => {
        const [i, j] = [(r + pad - p) / stride, (s + pad - q) / stride];
        return sent.has(`${i},${j}`) ? "window" : "";
      };
      filters[k].draw({ rows: weights, text: shortest, label: `filter${name}`, classes: used });
      turnedFilters[k].draw({
        rows: turned(weights),
        text: shortest,
        label: "turned by 180°",
        classes: (p, q) => used(F - 1 - p, F - 1 - q),
      });
    });
    value.textContent = equationOf(c, r, s, found, upstream, gradient);
  };
  return { element, draw };
}

function equationOf(c, r, s, found, upstream, gradient) {
  const pixel = gradient.length > 1 ? `pixel (${r}, ${s}) of channel ${c}` : `pixel (${r}, ${s})`;
  if (!found.length) return `${pixel}: no window has it, so its gradient is 0`;
  const products = found.map(({ k, i, j, weight }) => `${factor(upstream[k][i][j])} · ${factor(weight)}`);
  return `${pixel}: ${products.join(" + ")} = ${shortest(gradient[c][r][s])}`;
}

backwardView.sentence = ({ c, r, s, stride, pad }, { filters, upstream, gradient }) => {
  const found = senders(filters, c, r, s, stride, pad, upstream[0].length, upstream[0][0].length);
  const outputs = found.length === 1 ? "1 output sends" : `${found.length} outputs send`;
  return `Pixel ${r}, ${s}: ${outputs} it a gradient, in all ${shortest(gradient[c][r][s])}.`;
};
