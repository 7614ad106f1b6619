// The window of the square that is pointed at, and what each filter makes of it.
import { fixed, select, table } from "../base/index.js";

const CELL = 22; // pixels of a square in the window
const SMALL = 9; // and in a filter
const FILTERS = 8;
const A_FILTER = 3 * SMALL + 8;

/** Puts window and table into their place; returns draw(state, found). */
export function buildWindow(parent) {
  const says = document.createElement("p");
  says.className = "window-says";
  parent.append(says);
  const svg = select(parent).append("svg").attr("class", "touch-drawing filters")
    .attr("role", "img").attr("aria-label", "the window of the square, and the eight filters");
  const wide = FILTERS * A_FILTER;
  svg.attr("viewBox", `0 0 ${wide} ${3 * CELL + 3 * SMALL + 24}`).attr("width", wide).attr("height", 3 * CELL + 3 * SMALL + 24);
  const squares = svg.append("g");
  const filters = svg.append("g").attr("transform", `translate(0,${3 * CELL + 8})`);
  const fill = table(parent, ["filter", "sum", "ReLU", "weight", "product"]);

  return (state, { window, found, net }) => {
    squares.selectAll("rect").data(window).join("rect")
      .attr("class", (alive) => (alive ? "now" : "dead"))
      .attr("x", (_, k) => CELL * (k % 3) + 0.5).attr("y", (_, k) => CELL * Math.floor(k / 3) + 0.5)
      .attr("width", CELL - 1).attr("height", CELL - 1);
    const largest = Math.max(...net.w1.flat().map(Math.abs));
    const cells = net.w1.flatMap((row, k) => row.map((weight, f) => ({ weight, f, k })));
    filters.selectAll("rect").data(cells).join("rect")
      .attr("class", ({ weight }) => (weight > 0 ? "positive" : "negative"))
      .attr("fill-opacity", ({ weight }) => Math.abs(weight) / largest)
      .attr("x", ({ f, k }) => A_FILTER * f + SMALL * (k % 3)).attr("y", ({ k }) => SMALL * Math.floor(k / 3))
      .attr("width", SMALL).attr("height", SMALL);
    const minus = cells.filter(({ weight }) => weight < 0); // what is orange has a minus, too
    filters.selectAll("path").data(minus).join("path").attr("class", "minus")
      .attr("d", ({ f, k }) => `M${A_FILTER * f + SMALL * (k % 3) + 2},${SMALL * (Math.floor(k / 3) + 0.5)}h${SMALL - 4}`);
    filters.selectAll("text").data(net.b1).join("text")
      .attr("x", (_, f) => A_FILTER * f + 1.5 * SMALL).attr("y", 3 * SMALL + 14).text((_, f) => f + 1);
    found.maps.forEach((value, f) => {
      const row = fill(`filter-${f}`, String(f + 1), [found.sums[f], value, net.w2[f], value * net.w2[f]].map((v) => fixed(v, 2)));
      row.classList.toggle("silent", value === 0);
    });
    fill("score", "with the bias", ["", "", fixed(net.b2[0], 2), fixed(found.score, 2)]);
    const living = window.reduce((sum, alive) => sum + alive, 0) - window[4];
    says.textContent =
      `Column ${state.x + 1}, row ${state.y + 1}: ${window[4] ? "alive" : "dead"}, with ${living} living neighbours. ` +
      `Score ${fixed(found.score, 2)}, so a chance of ${fixed(found.chance, 3)} to be alive next turn.`;
  };
}
