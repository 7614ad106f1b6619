// The valley from above: relief, contours, the start, and the walks.
import { axis, channels, handle, scaleLinear, select, shortest } from "../base/index.js";

const SIZE = 250;
const EDGE = { left: 46, right: 14, above: 8, below: 44 };
const CONTOURS = [1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 15, 17, 19, 21]; // where they cut the u axis
const HALF_A_LINE = 105; // of text, in pixels
const COARSE = 2; // pixels of the drawing for one of the relief
const FAR = 4; // widths of the drawing: beyond, a path is not drawn on

/** Puts the valley into the stage; returns draw(state, walks, steps shown). */
export function buildValley(figure, set) {
  const frame = select(figure.stage).append("div").attr("class", "valley");
  const canvas = frame.append("canvas").attr("aria-hidden", "true").node();
  const svg = frame.append("svg").attr("class", "touch-drawing");
  const x = scaleLinear().domain([-7, 3]);
  const y = scaleLinear().domain([-2, 2]).range([EDGE.above + SIZE, EDGE.above]);
  const clip = svg.append("clipPath").attr("id", `${figure.key}-plot`).append("rect");
  const below = svg.append("g");
  const beside = svg.append("g");
  const inside = svg.append("g").attr("clip-path", `url(#${figure.key}-plot)`);
  const contours = inside.append("g").attr("class", "contours").selectAll("ellipse");
  const rings = contours.data(CONTOURS).join("ellipse");
  const lowest = inside.append("path").attr("class", "lowest");
  const paths = inside.append("g");
  const exits = svg.append("g");
  const felt = svg.append("rect").attr("class", "ground").on("click", (event) => {
    const [left, top] = [event.offsetX, event.offsetY];
    set({ u: Number(x.invert(left).toFixed(1)), v: Math.round(20 * y.invert(top)) / 20 });
  });
  const grip = handle(svg, {
    label: "start of the walks",
    x: { scale: () => x, min: -7, max: 3, step: 0.1, get: () => figure.state.u },
    y: { scale: () => y, min: -2, max: 2, step: 0.05, get: () => figure.state.v },
    change: ({ x: u, y: v }) => set({ ...(u !== undefined && { u }), ...(v !== undefined && { v }) }),
    text: () => `u ${shortest(figure.state.u, 1)}, v ${shortest(figure.state.v, 2)}`,
  });
  grip.node.classed("true", true);
  let relief = "";

  return (state, walks, steps) => {
    const { width } = figure;
    const total = EDGE.above + SIZE + EDGE.below;
    x.range([EDGE.left, width - EDGE.right]);
    const [left, right] = x.range();
    svg.attr("viewBox", `0 0 ${width} ${total}`).attr("width", width).attr("height", total);
    for (const rect of [clip, felt]) {
      rect.attr("x", left).attr("y", EDGE.above).attr("width", right - left).attr("height", SIZE);
    }
    const drawn = [width, state.kappa, document.documentElement.dataset.theme].join();
    if (drawn !== relief) drawRelief(figure, canvas, x, y, state.kappa);
    relief = drawn;
    axis(below.attr("transform", `translate(0,${EDGE.above + SIZE})`), {
      scale: x, side: "bottom", ticks: 6, label: "u, along the valley",
    });
    axis(beside.attr("transform", `translate(${left},0)`), {
      scale: y, side: "left", ticks: 5, label: "v, across it",
    });
    rings.attr("cx", x(0)).attr("cy", y(0)).attr("rx", (r) => x(r) - x(0));
    rings.attr("ry", (r) => y(0) - y(r / Math.sqrt(state.kappa)));
    lowest.attr("d", `M${x(0) - 7},${y(0) - 7}l14,14m0,-14l-14,14`);

    const seen = walks.map((walk) => ({ ...walk, ...traced(walk.places.slice(0, steps + 1)) }));
    paths.selectAll("g").data(seen, ({ method }) => method).join((enter) => {
      const group = enter.append("g").attr("class", ({ method }) => `walk ${method}`);
      group.append("path").attr("class", "line");
      group.append("path").attr("class", "dots");
      return group;
    }).each(function draw({ line, dots }) {
      select(this).select(".line").attr("d", line);
      select(this).select(".dots").attr("d", dots);
    });
    const gone = seen.filter(({ exit }) => exit);
    const up = ({ exit }) => exit[1] < y(0);
    exits.selectAll("text").data(gone).join("text")
      .attr("class", ({ method }) => `value exit ${method}`)
      .attr("text-anchor", "middle")
      .attr("x", ({ exit }) => Math.min(right - HALF_A_LINE, Math.max(left + HALF_A_LINE, exit[0])))
      .attr("y", (walk, k) => (up(walk) ? EDGE.above + 16 + 17 * k : EDGE.above + SIZE - 8 - 17 * k))
      .text(({ called, factor }) => (factor > 1 ? `${called}: thrown out` : `${called} leaves the picture`));
    grip.draw();
  };

  /** Returns a walk as paths of a line and of dots, and where it first leaves the picture. */
  function traced(places) {
    const points = [];
    for (const [u, v] of places) {
      const point = [x(u), y(v)];
      if (!point.every((value) => Math.abs(value) < FAR * figure.width)) {
        points.push(nearby(points.at(-1), point));
        break;
      }
      points.push(point);
    }
    const texts = points.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`);
    const [left, right] = x.range();
    const outside = ([px, py]) => px < left || px > right || py < EDGE.above || py > EDGE.above + SIZE;
    return {
      line: `M${texts.join("L")}`,
      dots: texts.map((text) => `M${text}h0`).join(""),
      exit: points.find(outside),
    };
  }

  /** Returns a point in the direction of one that is too far away to be drawn. */
  function nearby(from, to) {
    const away = to.map((value, i) => value - from[i]);
    const length = Math.hypot(...away);
    return Number.isFinite(length)
      ? from.map((value, i) => value + (away[i] / length) * FAR * figure.width)
      : from;
  }
}

/** Draws the slopes of log(1 + height), lit from the upper left, in the theme's colours. */
function drawRelief(figure, canvas, x, y, kappa) {
  const [left, right] = x.range();
  const [width, height] = [Math.ceil((right - left) / COARSE), Math.ceil(SIZE / COARSE)];
  Object.assign(canvas, { width, height });
  Object.assign(canvas.style, {
    left: `${left}px`, top: `${EDGE.above}px`, width: `${right - left}px`, height: `${SIZE}px`,
  });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const [low, high] = ["--ground", "--ink"].map((name) => channels(context, figure.colour(name)));
  const lit = [-0.5, 0.6, 0.62];
  for (let row = 0, at = 0; row < height; row++) {
    const v = y.invert(EDGE.above + (row + 0.5) * COARSE);
    for (let column = 0; column < width; column++, at += 4) {
      const u = x.invert(left + (column + 0.5) * COARSE);
      const f = (u ** 2 + kappa * v ** 2) / 2;
      const normal = [(-2.5 * u) / (1 + f), (-0.5 * kappa * v) / (1 + f), 1];
      const shade = normal.reduce((sum, value, i) => sum + value * lit[i], 0) / Math.hypot(...normal);
      const dark = 0.03 + 0.24 * (1 - Math.max(0, shade));
      for (let k = 0; k < 3; k++) image.data[at + k] = low[k] + dark * (high[k] - low[k]);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}
