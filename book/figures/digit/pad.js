// The pad that a digit is drawn on, and its strokes as a text that fits into an address.
import { PAD, RADIUS, SIDE } from "../arithmetic/digit.js";
import { fixed, handle, scaleLinear } from "../base/index.js";

const POINT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"; // half a dot each
const LONGEST = 1500; // letters of a drawing, so that it fits an address
const NEAREST = 1; // dots between two points of a stroke

export const whole = (value, least, most) => Math.round(Math.min(most, Math.max(least, value)));

/** Returns what can be read of a text from an address. */
export const readable = (text) =>
  [...text].filter((letter) => letter === "." || POINT.includes(letter)).join("").slice(0, LONGEST);

/** Returns the strokes of a text: a stroke is two letters a point, and dots part the strokes. */
export function strokesOf(text) {
  const strokes = text.split(".").map((stroke) => {
    const numbers = [...stroke].map((letter) => POINT.indexOf(letter) / 2);
    return Array.from({ length: numbers.length >> 1 }, (_, i) => [numbers[2 * i], numbers[2 * i + 1]]);
  });
  return strokes.filter((stroke) => stroke.length);
}

const letters = (x, y) => [x, y].map((value) => POINT[whole(2 * value, 0, POINT.length - 1)]).join("");

/** The pad: drawn on by mouse and finger; with keys the pen moves, and space puts it down. */
export function buildPad(figure, svg) {
  const group = svg.append("g").attr("class", "pad");
  const paper = group.append("rect").attr("width", PAD).attr("height", PAD);
  const lines = [...Array(SIDE - 1).keys()].flatMap((i) => [`M${4 * i + 4},0V${PAD}`, `M0,${4 * i + 4}H${PAD}`]);
  group.append("path").attr("class", "blocks").attr("d", lines.join(""));
  const ink = group.append("path").attr("class", "ink").attr("stroke-width", 2 * RADIUS);
  const scale = scaleLinear().domain([0, PAD]);
  const extend = (strokes, x, y, begins) => {
    const parted = begins && strokes ? `${strokes}.` : strokes;
    return parted.length + 2 <= LONGEST ? parted + letters(x, y) : strokes;
  };

  let drawing = null; // the last point
  const place = (event) => {
    const box = paper.node().getBoundingClientRect();
    const into = (at, from, size) => Math.min(PAD - 0.5, Math.max(0, Math.round((2 * PAD * (at - from)) / size) / 2));
    return [into(event.clientX, box.left, box.width), into(event.clientY, box.top, box.height)];
  };
  const add = (x, y, begins) => {
    drawing = [x, y];
    figure.change({ strokes: extend(figure.state.strokes, x, y, begins), x, y, steps: 0, pen: false });
  };
  paper.on("pointerdown", (event) => {
    event.preventDefault();
    paper.node().setPointerCapture(event.pointerId);
    add(...place(event), true);
  });
  paper.on("pointermove", (event) => {
    if (!drawing) return;
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = place(one);
      if (Math.hypot(x - drawing[0], y - drawing[1]) >= NEAREST) add(x, y, false);
    }
  });
  paper.on("pointerup pointercancel", () => (drawing = null));

  const axis = (name) => ({ scale: () => scale, min: 0, max: PAD - 0.5, step: name === "y" ? -0.5 : 0.5, get: () => figure.state[name] });
  const pen = handle(svg, {
    label: "pen: arrow keys move it, space puts it down or lifts it",
    x: axis("x"),
    y: axis("y"),
    change: (moved) => {
      const { strokes, x, y, pen: down } = { ...figure.state, ...moved };
      figure.change(down ? { x, y, steps: 0, strokes: extend(strokes, x, y, false) } : { x, y });
    },
    text: () => {
      const { x, y, pen: down } = figure.state;
      return `${fixed(x, 1)} across, ${fixed(y, 1)} down, ${down ? "drawing" : "lifted"}`;
    },
  });
  pen.node.classed("pen", true).on("keydown.pen", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    const { strokes, x, y, pen: down } = figure.state;
    figure.change(down ? { pen: false } : { pen: true, steps: 0, strokes: extend(strokes, x, y, true) });
  });

  return (state, side) => {
    scale.range([0, side]);
    group.attr("transform", `scale(${side / PAD})`);
    const path = (stroke) => `M${stroke.map((point) => point.join(",")).join("L")}${stroke.length > 1 ? "" : "h0"}`;
    ink.attr("d", strokesOf(state.strokes).map(path).join(""));
    pen.node.classed("true", state.pen);
    pen.draw();
  };
}
