// Three scores: move them, and both losses, their margins, probabilities and pushes follow.
import { losses } from "./arithmetic/scores.js";
import { axis, button, buttons, fixed, handle, scaleLinear, select, toggle } from "./base/index.js";

const NAMES = ["cat", "car", "frog"];
const IMAGES = { cat: [3.2, 5.1, -1.7], car: [1.3, 4.9, 2.0], frog: [2.2, 2.5, -3.1] };
const LEAST = -6;
const MOST = 12;
const STEP = 0.1;
const RATE = 0.5; // of a step downhill
const HIGHEST_LOSS = 14;
const LANE = 54;
const PLOT = 190;
const EDGE = { left: 46, right: 14, below: 44 };
const VALUE_WIDTH = 150;
const PUSH = 1.5; // a push of 1 is drawn as long as 1.5 points of score

const SHOWN = {
  svm: { name: "SVM", className: "svm" },
  softmax: { name: "softmax", className: "softmax" },
  squared: { name: "squared hinge", className: "squared" },
};

const scoresOf = (state) => NAMES.map((name) => state[name]);
const truthOf = (state) => NAMES.indexOf(state.truth);
const result = (state) => losses(scoresOf(state), truthOf(state));

const start = { cat: 3.2, car: 5.1, frog: -1.7, truth: "cat", squared: false };

function mend(state) {
  for (const name of NAMES) state[name] = Math.min(MOST, Math.max(LEAST, state[name]));
  if (!NAMES.includes(state.truth)) state.truth = start.truth;
}

function build(figure) {
  const x = scaleLinear().domain([LEAST, MOST]);
  const y = scaleLinear().domain([0, HIGHEST_LOSS]);
  const svg = select(figure.stage).append("svg").attr("class", "touch-drawing");
  const lanes = buildLanes(figure, svg, x);
  const curves = buildCurves(svg, x, y);
  const numbers = buildNumbers(figure.stage);

  const downhill = (loss) => {
    const { gradient } = result(figure.state);
    const moved = NAMES.map((name, j) => [name, figure.state[name] - RATE * gradient[loss][j]]);
    const state = { ...figure.state, ...Object.fromEntries(moved) };
    mend(state);
    figure.change(state);
  };
  const squared = toggle({
    label: "show the squared hinge, too",
    change: (ticked) => figure.change({ squared: ticked }),
  });
  const images = NAMES.map((name) =>
    button(`image of a ${name}`, () => {
      const [cat, car, frog] = IMAGES[name];
      figure.change({ cat, car, frog, truth: name });
    }),
  );
  figure.stage.append(
    buttons(images, "scores of the notes"),
    buttons([
      button("a step with the SVM’s push", () => downhill("svm")),
      button("a step with softmax’s push", () => downhill("softmax")),
    ]),
    squared.element,
  );

  return (state) => {
    const found = result(state);
    const { width } = figure;
    x.range([EDGE.left, width - EDGE.right]);
    y.range([3 * LANE + PLOT, 3 * LANE + 12]);
    const height = 3 * LANE + PLOT + EDGE.below;
    svg.attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height);
    lanes(state, found);
    curves(state, found);
    numbers(state, found);
    squared.draw(state.squared);
  };
}

/** The three scores as handles, each on a lane: the rivals above, the true class below them. */
function buildLanes(figure, svg, x) {
  const zone = svg.append("rect").attr("class", "zone");
  const border = svg.append("line").attr("class", "border");
  const borderName = svg.append("text").attr("class", "border-name");
  const middle = {};
  const lanes = NAMES.map((name) => {
    const group = svg.append("g");
    const rail = group.append("line").attr("class", "rail");
    const hinge = group.append("line").attr("class", "hinge");
    const arrows = ["svm", "softmax"].map((loss) => arrow(group, `push ${loss}`));
    const label = group.append("text").attr("class", "lane-name").attr("x", 2);
    const grip = handle(svg, {
      label: `score of the ${name}`,
      x: { scale: () => x, min: LEAST, max: MOST, step: STEP, get: () => figure.state[name] },
      at: { y: () => middle[name] },
      change: (moved) => figure.change({ [name]: moved.x }),
      text: () => fixed(figure.state[name], 1),
    });
    return { name, rail, hinge, arrows, label, grip };
  });

  return (state, { hinges, gradient }) => {
    const truth = truthOf(state);
    const order = [...NAMES.filter((name) => name !== state.truth), state.truth];
    const [left, right] = x.range();
    const edge = x(state[state.truth] - 1);
    const from = Math.min(right, Math.max(left, edge));
    zone.attr("x", from).attr("width", right - from).attr("y", 8).attr("height", 2 * LANE - 8);
    border.attr("x1", edge).attr("x2", edge).attr("y1", 8).attr("y2", 3 * LANE);
    border.attr("visibility", edge < left ? "hidden" : null);
    borderName.text(`${state.truth} − 1`).attr("x", edge - 5).attr("y", 18);
    borderName.attr("visibility", edge < left + 50 ? "hidden" : null);
    lanes.forEach(({ name, rail, hinge, arrows, label, grip }, j) => {
      const height = order.indexOf(name) * LANE + LANE / 2 + 6;
      middle[name] = height;
      rail.attr("x1", left).attr("x2", right).attr("y1", height).attr("y2", height);
      label.text(name).attr("y", height + 5).classed("true", j === truth);
      hinge.attr("y1", height).attr("y2", height).attr("x1", from).attr("x2", x(state[name]));
      hinge.attr("visibility", hinges[j] > 0 ? null : "hidden");
      const length = x(PUSH) - x(0);
      arrows[0](x(state[name]), height - 16, -gradient.svm[j] * length);
      arrows[1](x(state[name]), height + 16, -gradient.softmax[j] * length);
      grip.node.classed("true", j === truth);
      grip.draw();
    });
  };
}

/** Returns a function that draws an arrow from x, y on, so many pixels long; short ones hide. */
function arrow(group, className) {
  const line = group.append("path").attr("class", className);
  return (x, y, length) => {
    const end = x + length;
    const back = end - 5 * Math.sign(length);
    line
      .attr("d", `M${x},${y}H${end}M${back},${y - 4}L${end},${y}L${back},${y + 4}`)
      .attr("visibility", Math.abs(length) < 1 ? "hidden" : null);
  };
}

/** The losses over the true class's score, right below its lane, with a dot where it is. */
function buildCurves(svg, x, y) {
  const below = svg.append("g");
  const beside = svg.append("g");
  const drop = svg.append("line").attr("class", "drop");
  const curves = Object.entries(SHOWN).map(([loss, { name, className }]) => ({
    loss,
    name,
    path: svg.append("path").attr("class", `curve ${className}`),
    dot: svg.append("circle").attr("class", `dot ${className}`).attr("r", 5.5),
    value: svg.append("text").attr("class", `value ${className}`),
  }));

  return (state, found) => {
    const [left, right] = x.range();
    const [bottom, top] = y.range();
    const few = right - left < 400;
    axis(below.attr("transform", `translate(0,${bottom})`), {
      scale: x, side: "bottom", ticks: few ? 5 : 9, across: bottom - top,
      label: `score of the ${state.truth} (no unit)`,
    });
    axis(beside.attr("transform", `translate(${left},0)`), {
      scale: y, side: "left", ticks: 5, across: right - left, label: "loss (no unit)",
    });
    const at = x(state[state.truth]);
    drop.attr("x1", at).attr("x2", at).attr("y1", 3 * LANE - LANE / 2 + 15).attr("y2", bottom);
    for (const { loss, name, path, dot, value } of curves) {
      const shown = loss !== "squared" || state.squared ? null : "none";
      for (const part of [path, dot, value]) part.attr("display", shown);
      path.attr("d", curve(state, loss, x, y));
      const height = y(Math.min(HIGHEST_LOSS, found.loss[loss]));
      dot.attr("cx", at).attr("cy", height);
      value.text(`${name} ${fixed(found.loss[loss], 2)}`).datum(height);
      value.attr("x", Math.min(at + 10, right - VALUE_WIDTH)); // the curves fall: here is room
    }
    keepApart(curves.filter(({ loss }) => loss !== "squared" || state.squared), top + 14);
  };
}

/** Puts the values above their dots, at least a line apart from each other, none above `top`. */
function keepApart(curves, top) {
  const values = curves.map(({ value }) => value).sort((a, b) => b.datum() - a.datum());
  let last = Infinity;
  for (const value of values) {
    last = Math.max(top, Math.min(last - 16, value.datum() - 8));
    value.attr("y", last);
  }
}

function curve(state, loss, x, y) {
  const points = [];
  for (let score = LEAST; score <= MOST + 1e-9; score += STEP) {
    const value = result({ ...state, [state.truth]: score }).loss[loss];
    if (value <= HIGHEST_LOSS) points.push(`${x(score).toFixed(1)},${y(value).toFixed(1)}`);
  }
  return points.length ? `M${points.join("L")}` : null;
}

/** The numbers: a row for each quantity, a column for each class, and what it adds up to. */
function buildNumbers(stage) {
  const table = document.createElement("table");
  table.className = "touch-numbers";
  const head = table.createTHead().insertRow();
  const body = table.createTBody();
  stage.append(table);
  const rows = ["score", "margin", "hinge", "hinge2", "probability", "push-svm", "push-softmax"];
  const cells = Object.fromEntries(
    rows.map((name) => {
      const row = body.insertRow();
      row.dataset.row = name;
      const title = document.createElement("th");
      title.scope = "row";
      row.append(title);
      return [name, [title, ...[0, 1, 2, 3].map(() => row.insertCell())]];
    }),
  );
  const heads = ["", ...NAMES, "loss"].map((name) => {
    const cell = document.createElement(name ? "th" : "td");
    if (name) cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
    return cell;
  });

  return (state, { margins, hinges, probabilities, loss, gradient }) => {
    const truth = truthOf(state);
    const others = (values, decimals) =>
      values.map((value, j) => (j === truth ? "" : fixed(value, decimals)));
    const rivals = hinges.map((hinge) => hinge ** 2);
    const push = (slopes) => slopes.map((slope) => fixed(-slope, 3));
    const shown = {
      score: ["score s", ...scoresOf(state).map((score) => fixed(score, 1)), ""],
      margin: [`s − ${bracketed(state[state.truth])} + 1`, ...others(margins, 1), ""],
      hinge: ["hinge", ...others(hinges, 1), fixed(loss.svm, 1)],
      hinge2: ["squared hinge", ...others(rivals, 2), fixed(loss.squared, 2)],
      probability: ["probability", ...probabilities.map((p) => fixed(p, 3)), fixed(loss.softmax, 3)],
      "push-svm": ["push of the SVM", ...gradient.svm.map((slope) => fixed(-slope, 0)), ""],
      "push-softmax": ["push of softmax", ...push(gradient.softmax), ""],
    };
    for (const [name, texts] of Object.entries(shown)) {
      texts.forEach((text, column) => (cells[name][column].textContent = text));
    }
    heads.forEach((cell, column) => cell.classList.toggle("true", column === truth + 1));
  };
}

const bracketed = (score) => (score < 0 ? `(${fixed(score, 1)})` : fixed(score, 1));

function sentence(state) {
  const { loss, probabilities } = result(state);
  const scores = NAMES.map((name) => `${name} ${fixed(state[name], 1)}`).join(", ");
  const share = fixed(100 * probabilities[truthOf(state)], 1);
  return (
    `Scores: ${scores}. The SVM loss is ${fixed(loss.svm, 1)}, the softmax loss ` +
    `${fixed(loss.softmax, 3)}; the ${state.truth} gets a probability of ${share} percent.`
  );
}

export default { start, mend, build, sentence };
