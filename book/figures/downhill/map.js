// The map of rate and momentum, coloured by the measured factor a step, and where one stands.
import { best, valleyShrink } from "../arithmetic/downhill.js";
import { axis, channels, fixed, handle, scaleLinear, select } from "../base/index.js";
import { significant } from "./table.js";

const SIZE = 220;
const EDGE = { left: 46, right: 14, above: 10, below: 44 };
const [COLUMNS, ROWS] = [72, 45];
const WIDEST = 560;
const RATES = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];

/** Puts the map into the stage; returns draw(state). It shows where momentum is shown. */
export function buildMap(figure, set, { reach, mostMomentum, rounded }) {
  const frame = select(figure.stage).append("div").attr("class", "map");
  frame.append("p").attr("class", "map-title").text("What a step leaves of the distance, for each rate and each ρ");
  const sheet = frame.append("div").attr("class", "sheet");
  const canvas = sheet.append("canvas").attr("aria-hidden", "true").node();
  const svg = sheet.append("svg").attr("class", "touch-drawing");
  const x = scaleLinear().domain([reach.min, reach.max]);
  const y = scaleLinear().domain([0, mostMomentum]).range([EDGE.above + SIZE, EDGE.above]);
  const below = svg.append("g");
  const beside = svg.append("g");
  const edge = svg.append("path").attr("class", "edge");
  const out = svg.append("text").attr("class", "value out").attr("text-anchor", "end").text("thrown out");
  const optimum = svg.append("path").attr("class", "optimum");
  const names = ["gradient descent", "momentum"].map((name) => svg.append("text").attr("class", "value").text(name));
  const along = (name) => ({
    ...reach,
    scale: () => x,
    get: () => Math.log10(figure.state[name] * figure.state.kappa),
  });
  const rateAt = (value) => rounded(10 ** value / figure.state.kappa);
  const plain = handle(svg, {
    label: "rate of gradient descent, on the map",
    x: along("descent"),
    at: { y: () => y(0) },
    change: (moved) => set({ descent: rateAt(moved.x) }),
    text: () => `rate ${significant(figure.state.descent)}`,
  });
  const rolling = handle(svg, {
    label: "rate and ρ of momentum, on the map",
    x: along("rate"),
    y: { scale: () => y, min: 0, max: mostMomentum, step: 0.01, get: () => figure.state.momentum },
    change: (moved) =>
      set({
        ...(moved.x !== undefined && { rate: rateAt(moved.x) }),
        ...(moved.y !== undefined && { momentum: moved.y }),
      }),
    text: () => `rate ${significant(figure.state.rate)}, ρ ${fixed(figure.state.momentum, 2)}`,
  });
  plain.node.classed("descent", true);
  rolling.node.classed("momentum", true);
  const legend = frame.append("p").attr("class", "map-legend");
  let measured = { kappa: NaN };
  let drawn = "";

  return (state) => {
    frame.node().hidden = !state.withMomentum;
    if (!state.withMomentum) return;
    const { kappa } = state;
    if (measured.kappa !== kappa) measured = measure(kappa, x, y);
    const width = Math.min(WIDEST, figure.width);
    const total = EDGE.above + SIZE + EDGE.below;
    x.range([EDGE.left, width - EDGE.right]);
    const [left, right] = x.range();
    svg.attr("viewBox", `0 0 ${width} ${total}`).attr("width", width).attr("height", total);
    const ticks = RATES.filter((rate) => width > 400 || !String(rate).endsWith("2"))
      .map((rate) => Math.log10(rate * kappa))
      .filter((value) => value > reach.min && value < reach.max);
    axis(below.attr("transform", `translate(0,${EDGE.above + SIZE})`), {
      scale: x, side: "bottom", label: "rate (logarithmic)",
      values: ticks, text: (value) => significant(10 ** value / kappa),
    });
    axis(beside.attr("transform", `translate(${left},0)`), { scale: y, side: "left", ticks: 5, label: "ρ" });
    const now = [width, kappa, document.documentElement.dataset.theme].join();
    if (now !== drawn) paint(figure, canvas, x, measured);
    drawn = now;
    const limit = (momentum) => x(Math.log10(2 + 2 * momentum)).toFixed(1); // of rate times κ
    const heights = scaleLinear().domain([0, 40]).range(y.domain());
    const line = Array.from({ length: 41 }, (_, k) => `${limit(heights(k))},${y(heights(k)).toFixed(1)}`);
    edge.attr("d", `M${line.join("L")}`);
    out.attr("x", right - 6).attr("y", EDGE.above + SIZE - 30);
    const top = best(kappa);
    const [bx, by] = [x(Math.log10(top.rate * kappa)), y(top.momentum)];
    optimum.attr("d", `M${bx - 6},${by}h12M${bx},${by - 6}v12`);
    for (const [name, grip, rate, momentum] of [
      [names[0], plain, state.descent, 0],
      [names[1], rolling, state.rate, state.momentum],
    ]) {
      const at = x(Math.log10(rate * kappa));
      const toLeft = at > (left + right) / 2;
      name.attr("x", at + (toLeft ? -14 : 14)).attr("y", y(momentum) - 10).attr("text-anchor", toLeft ? "end" : "start");
      grip.draw();
    }
    plain.node.attr("display", state.withDescent ? null : "none");
    names[0].attr("display", state.withDescent ? null : "none");
    legend.text(
      `Blue: how little a measured step leaves; at best ${fixed(measured.best, 3)}, near the plus. ` +
        "The line: the rate is (2 + 2ρ) / κ.",
    );
  };
}

/** Returns the factors of all cells of the map, row behind row from ρ = 0 up, and the lowest. */
function measure(kappa, x, y) {
  const [[low, high], [from, to]] = [x.domain(), y.domain()];
  const factors = Array.from({ length: ROWS * COLUMNS }, (_, at) => {
    const rate = 10 ** (low + ((at % COLUMNS) + 0.5) * ((high - low) / COLUMNS)) / kappa;
    const momentum = from + (Math.floor(at / COLUMNS) + 0.5) * ((to - from) / ROWS);
    return valleyShrink(rate, momentum, kappa);
  });
  return { kappa, factors, best: Math.min(...factors) };
}

function paint(figure, canvas, x, { factors, best }) {
  const [left, right] = x.range();
  Object.assign(canvas, { width: COLUMNS, height: ROWS });
  Object.assign(canvas.style, {
    left: `${left}px`, top: `${EDGE.above}px`, width: `${right - left}px`, height: `${SIZE}px`,
  });
  const context = canvas.getContext("2d");
  const [ground, one, two] = ["--ground", "--one", "--two"].map((name) =>
    channels(context, figure.colour(name)),
  );
  const image = context.createImageData(COLUMNS, ROWS);
  factors.forEach((factor, at) => {
    const part = factor > 1 ? 0.3 : 0.06 + 0.84 * (Math.log(factor) / Math.log(best));
    const paint = factor > 1 ? two : one;
    const row = ROWS - 1 - Math.floor(at / COLUMNS);
    const pixel = 4 * (row * COLUMNS + (at % COLUMNS));
    for (let k = 0; k < 3; k++) image.data[pixel + k] = ground[k] + part * (paint[k] - ground[k]);
    image.data[pixel + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}
