// The histogram: nine bins, in which each counted pixel is a piece of its own; the kept cell as an outline.
import { BINS, WIDTH } from "../arithmetic/cells.js";
import { axis, scaleLinear, select } from "../base/index.js";

const EDGE = { left: 46, right: 8, above: 12, below: 42 };
const SIZE = 200;
const LARGEST = 340;
const GAP = 2;

/** Puts the histogram into its place; returns draw(state, found). */
export function buildBars(figure, parent) {
  const svg = select(parent).append("svg").attr("class", "touch-drawing bars");
  const x = scaleLinear().domain([0, 180]);
  const y = scaleLinear().range([SIZE - EDGE.below, EDGE.above]);
  const below = svg.append("g");
  const beside = svg.append("g");
  const bars = svg.append("g");
  const pieces = svg.append("g");
  const outlines = svg.append("g");

  return (state, { arrows, bars: heights, keptBars }) => {
    const room = figure.width > 600 ? (figure.width - 20) / 2 : figure.width;
    const width = Math.min(LARGEST, room);
    svg.attr("viewBox", `0 0 ${width} ${SIZE}`).attr("width", width).attr("height", SIZE);
    x.range([EDGE.left, width - EDGE.right]);
    y.domain([0, 1.05 * Math.max(0.05, ...heights, ...keptBars)]);
    axis(below.attr("transform", `translate(0,${SIZE - EDGE.below})`), {
      scale: x, side: "bottom", label: "orientation (degrees)", values: [0, 40, 80, 120, 160],
    });
    axis(beside.attr("transform", `translate(${EDGE.left},0)`), {
      scale: y, side: "left", ticks: 4, across: width - EDGE.left - EDGE.right,
      label: state.norm ? "share" : "sum of lengths",
    });
    const wide = x(WIDTH) - x(0) - GAP;
    const across = (k) => x(WIDTH * k) + GAP / 2;
    bars.selectAll("rect").data(heights).join("rect")
      .attr("class", "bin").attr("data-value", (height) => height.toFixed(7))
      .attr("x", (_, k) => across(k)).attr("width", wide)
      .attr("y", (height) => y(height)).attr("height", (height) => y(0) - y(height));
    outlines.selectAll("path").data(keptBars).join("path").attr("class", "outline")
      .attr("d", (height, k) => `M${across(k)},${y(height).toFixed(1)}h${wide.toFixed(1)}`);
    pieces.selectAll("rect").data(stacked(arrows.slice(0, state.counted), heights)).join("rect")
      .attr("class", (_, i) => (i === state.pixel ? "vote chosen" : "vote"))
      .attr("x", ({ bin }) => across(bin)).attr("width", wide)
      .attr("y", ({ to }) => y(to)).attr("height", ({ from, to }) => Math.max(0, y(from) - y(to)));
  };
}

/** Returns of each arrow the piece of its bin's bar: { bin, from, to }, in the bars' unit. */
function stacked(arrows, heights) {
  const sums = new Array(BINS).fill(0);
  for (const { bin, magnitude } of arrows) sums[bin] += magnitude;
  const unit = heights.map((height, k) => (sums[k] ? height / sums[k] : 0));
  const tops = new Array(BINS).fill(0);
  return arrows.map(({ bin, magnitude }) => {
    const from = tops[bin];
    tops[bin] += unit[bin] * magnitude;
    return { bin, from, to: tops[bin] };
  });
}
