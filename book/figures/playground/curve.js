// Both losses, step by step: of the points to learn from, and of the new ones.
import { axis, scaleLinear, select } from "../base/index.js";
import { roomBeside } from "./plane.js";

const EDGE = { left: 46, right: 10, above: 10, below: 42 };
const SIZE = 160;
const FEWEST = 100; // steps that the axis shows at least
const HIGHEST = 2.5; // of the losses that are shown
const LARGEST = 440;

/** Puts the curves into their place; returns draw(state, found). */
export function buildCurve(figure, parent) {
  const svg = select(parent).append("svg").attr("class", "touch-drawing curves");
  const x = scaleLinear();
  const y = scaleLinear().range([SIZE - EDGE.below, EDGE.above]);
  const clip = svg.append("clipPath").attr("id", `${figure.key}-curves`).append("rect");
  const below = svg.append("g");
  const beside = svg.append("g");
  const lines = svg.append("g").attr("clip-path", `url(#${figure.key}-curves)`);
  const [learned, fresh] = ["learned", "fresh"].map((name) => lines.append("path").attr("class", `curve ${name}`));
  const names = ["learned", "fresh"].map((name) => svg.append("text").attr("class", `value ${name}`).attr("text-anchor", "end"));

  return ({ steps }, { curve }) => {
    const width = Math.min(LARGEST, roomBeside(figure));
    svg.attr("viewBox", `0 0 ${width} ${SIZE}`).attr("width", width).attr("height", SIZE);
    const all = curve.flatMap((at) => [at.learned, at.fresh]).filter(Number.isFinite);
    x.domain([0, Math.max(FEWEST, steps)]).range([EDGE.left, width - EDGE.right]);
    y.domain([0, Math.min(HIGHEST, 1.1 * Math.max(0.7, ...all))]);
    clip.attr("x", EDGE.left).attr("y", EDGE.above - 2).attr("width", width - EDGE.left - EDGE.right).attr("height", SIZE - EDGE.above - EDGE.below + 4);
    axis(below.attr("transform", `translate(0,${SIZE - EDGE.below})`), { scale: x, side: "bottom", ticks: 4, label: "step" });
    axis(beside.attr("transform", `translate(${EDGE.left},0)`), {
      scale: y, side: "left", ticks: 4, across: width - EDGE.left - EDGE.right, label: "loss",
    });
    const path = (name) => {
      const seen = curve.filter((at) => Number.isFinite(at[name]));
      return seen.length ? `M${seen.map((at) => `${x(at.step).toFixed(1)},${y(at[name]).toFixed(1)}`).join("L")}` : null;
    };
    learned.attr("d", path("learned"));
    fresh.attr("d", path("fresh"));
    const last = curve.at(-1);
    const heights = ["learned", "fresh"].map((name) => Math.max(EDGE.above + 8, y(Math.min(last?.[name] || 0, y.domain()[1])) - 5));
    if (Math.abs(heights[0] - heights[1]) < 14) {
      heights[1] = Math.min(heights[1], SIZE - EDGE.below - 20);
      heights[0] = heights[1] + 16;
    }
    names.forEach((text, k) => text.attr("x", width - EDGE.right - 2).attr("y", heights[k]).text(curve.length > 4 ? ["to learn from", "new points"][k] : ""));
  };
}
