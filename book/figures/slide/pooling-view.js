// Max pooling: of each block the largest number goes forward, and its gradient comes back to it.
import { grid, shortest } from "../base/index.js";
import { equation, sideBySide, titled } from "./parts.js";

export function poolingView({ change }) {
  const element = document.createElement("div");
  const map = titled(grid({ select: null }));
  const pooled = titled(grid({ select: (i, j) => change({ i, j }) }));
  const arriving = titled(grid({ select: null }));
  const gradient = titled(grid({ select: null }));
  const value = equation();
  value.dataset.shows = "pooled";
  element.append(
    sideBySide(map.element, pooled.element),
    value,
    sideBySide(gradient.element, arriving.element),
  );

  const draw = ({ i, j }, numbers) => {
    const [r, s] = numbers.winners[i][j];
    const place = (p, q) =>
      [
        Math.floor(p / 2) === i && Math.floor(q / 2) === j && "window",
        numbers.winners.flat().some(([a, b]) => a === p && b === q) && "winner",
      ].filter(Boolean).join(" ");
    const same = (p, q) => (p === i && q === j ? "window" : "");
    map.draw({ rows: numbers.map, text: shortest, label: "map", classes: place });
    pooled.draw({ rows: numbers.values, text: shortest, label: "pooled", selected: [i, j] });
    arriving.draw({ rows: numbers.upstream, text: shortest, label: "gradient that arrives", classes: same });
    gradient.draw({ rows: numbers.gradient, text: shortest, label: "gradient of the map", classes: place });
    const block = [0, 1].flatMap((p) => [0, 1].map((q) => numbers.map[2 * i + p][2 * j + q]));
    value.textContent =
      `max(${block.map((one) => shortest(one)).join(", ")}) = ${shortest(numbers.values[i][j])}, ` +
      `from (${r}, ${s}): there the ${shortest(numbers.upstream[i][j])} goes back, and 0 to the others`;
  };
  return { element, draw };
}

poolingView.sentence = ({ i, j }, { values, winners, upstream }) =>
  `The largest of block ${i}, ${j} is ${shortest(values[i][j])}, at ${winners[i][j].join(", ")}; ` +
  `the gradient ${shortest(upstream[i][j])} goes back to it.`;
