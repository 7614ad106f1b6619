// The loss of all points, step by step, as long as it was watched, and the walk before it in grey.
import { axis, scaleLinear, select } from "../base/index.js";
import { LARGEST, roomBeside } from "./plane.js";

const EDGE = { left: 46, right: 10, above: 10, below: 42 };
const SIZE = 170;
const FEWEST = 40; // steps that the axis shows at least

/** Puts the curve into its place; returns draw(state, result, name of the loss). */
export function buildCurve(figure, parent) {
  const svg = select(parent).append("svg").attr("class", "touch-drawing curve-of-loss");
  const x = scaleLinear();
  const y = scaleLinear().range([SIZE - EDGE.below, EDGE.above]);
  const below = svg.append("g");
  const beside = svg.append("g");
  const before = svg.append("path").attr("class", "curve before");
  const line = svg.append("path").attr("class", "curve");
  const dot = svg.append("circle").attr("class", "dot").attr("r", 4.5);
  let watched = { loss: "", from: 0, values: [] };
  let earlier = []; // the walk before this one, for comparing

  const traced = ({ from, values }) =>
    values.flatMap((value, k) => (value === null ? [] : [[from + k, value]]));

  return (state, { chosen }, name) => {
    const total = chosen.data + chosen.penalty;
    const at = state.steps - watched.from;
    if (watched.loss !== state.loss || at < 0 || at > watched.values.length + 60) {
      earlier = watched.loss === state.loss && state.steps === 0 ? traced(watched) : [];
      watched = { loss: state.loss, from: state.steps, values: [total] };
    } else {
      watched.values.length = Math.min(watched.values.length, at);
      while (watched.values.length < at) watched.values.push(null); // steps in one go
      watched.values[at] = total;
    }
    const seen = traced(watched);
    const width = Math.min(LARGEST, roomBeside(figure));
    svg.attr("viewBox", `0 0 ${width} ${SIZE}`).attr("width", width).attr("height", SIZE);
    x.domain([watched.from, Math.max(watched.from + FEWEST, state.steps, ...earlier.map(([k]) => k))]).range([EDGE.left, width - EDGE.right]);
    y.domain([0, 1.1 * Math.max(0.5, ...[...earlier, ...seen].map(([, value]) => value))]);
    axis(below.attr("transform", `translate(0,${SIZE - EDGE.below})`), {
      scale: x, side: "bottom", ticks: 5, label: "step",
    });
    const label = width < 340 ? "loss" : `${name} loss`;
    axis(beside.attr("transform", `translate(${EDGE.left},0)`), {
      scale: y, side: "left", ticks: 4, across: width - EDGE.left - EDGE.right, label,
    });
    const path = (pairs) =>
      pairs.length ? `M${pairs.map(([k, value]) => `${x(k).toFixed(1)},${y(value).toFixed(1)}`).join("L")}` : null;
    before.attr("d", path(earlier));
    line.attr("d", path(seen)).attr("class", `curve ${state.loss}`);
    dot.attr("cx", x(state.steps)).attr("cy", y(total)).attr("class", `dot ${state.loss}`);
  };
}
