// Draw a digit: what the book's own nets read in it, live, and what would change their minds.
import { PAD, SIDE, centred, image, largest, persuaded, read, shifted, slopes } from "./arithmetic/digit.js";
import { button, buttons, choice, fixed, select, slider, toggle } from "./base/index.js";
import { buildPad, readable, strokesOf, whole } from "./digit/pad.js";

const NETS = { linear: "linear", layers: "two layers", convnet: "ConvNet" };
const EXAMPLES = {
  2: "SSaIoKsUkiS2u2",
  3: "SOaIkIsOqYeeqiuso2c4Sy",
  4: "kIcWSmwm.mYkoi4",
  5: "sKYKWciasiqwe4S0",
  7: "SKuKmcgqc4",
};
const MOST_SHIFT = 3;
const MOST_STEPS = 30;
const RUNNER_UP = "runner-up";
const GAP = 24;

const start = {
  strokes: EXAMPLES[3], centre: true, right: 0, down: 0,
  net: "convnet", rival: RUNNER_UP, steps: 0,
  x: 16, y: 16, pen: false,
};

function mend(state) {
  state.strokes = readable(state.strokes);
  for (const name of ["right", "down"]) state[name] = whole(state[name], -MOST_SHIFT, MOST_SHIFT);
  for (const name of ["x", "y"]) state[name] = Math.min(PAD - 0.5, Math.max(0, Math.round(2 * state[name]) / 2));
  state.steps = whole(state.steps, 0, MOST_STEPS);
  if (!Object.hasOwn(NETS, state.net)) state.net = start.net;
  if (!/^\d$/.test(state.rival)) state.rival = RUNNER_UP;
}

let drawn = {}; // the last drawing's greys: all else changes more often than they do

function greysOf({ strokes, centre }) {
  if (drawn.strokes !== strokes || drawn.centre !== centre) {
    const points = strokesOf(strokes);
    drawn = { strokes, centre, greys: image(centre ? centred(points) : points) };
  }
  return drawn.greys;
}

/** What everything on the stage shows, computed once a change. */
function found(state, nets) {
  const before = shifted(greysOf(state), state.right, state.down);
  const { probabilities } = read(before, nets[state.net]);
  const winner = largest(probabilities);
  const others = probabilities.map((p, digit) => (digit === winner ? -1 : p));
  const rival = state.rival === RUNNER_UP ? largest(others) : Number(state.rival);
  const greys = persuaded(before, nets[state.net], rival, winner, state.steps);
  const answers = Object.fromEntries(Object.keys(NETS).map((key) => [key, read(greys, nets[key])]));
  const slope = slopes(greys, nets[state.net], rival, winner);
  return { before, greys, winner, rival, answers, slope, empty: !state.strokes };
}

function build(figure) {
  const nets = figure.data["digit-nets"];
  const examples = Object.entries(EXAMPLES).map(([digit, strokes]) =>
    button(`a ${digit}`, () => figure.change({ strokes, pen: false, steps: 0 })),
  );
  const clear = button("clear", () => figure.change({ strokes: "", pen: false, steps: 0 }));
  figure.stage.append(buttons([...examples, clear], "drawings"));
  const drawings = select(figure.stage).append("svg").attr("class", "touch-drawing");
  const pad = buildPad(figure, drawings);
  const seen = buildGrid(drawings, "seen", { long: "what the nets see", short: "8 × 8" });
  const wish = buildGrid(drawings, "slope", { long: "ink there helps (blue) or hurts", short: "ink helps" });
  const centre = toggle({ label: "centre it", change: (ticked) => figure.change({ centre: ticked }) });
  const move = (right, down) => () => {
    const state = { ...figure.state, right: figure.state.right + right, down: figure.state.down + down };
    mend(state);
    figure.change({ right: state.right, down: state.down });
  };
  const shifts = [["left", -1, 0], ["right", 1, 0], ["up", 0, -1], ["down", 0, 1]];
  figure.stage.append(
    buttons([centre.element, ...shifts.map(([name, ...by]) => button(name, move(...by)))], "shift by a pixel"),
  );
  const numbers = buildNumbers(figure.stage);
  const below = select(figure.stage).append("svg").attr("class", "touch-drawing maps");
  below.attr("role", "img").attr("aria-label", "the ConvNet’s eight maps, and what pooling keeps of each");
  const maps = buildMaps(below);
  const mind = buildMind(figure);

  return (state) => {
    const result = found(state, nets);
    const small = figure.width < 560;
    const room = figure.width - (small ? 1 : 2) * GAP;
    const side = Math.min(240, small ? room * 0.62 : room / 3);
    const grid = Math.min(side, small ? Math.min(room - side, (side - 44) / 2) : room / 3);
    const height = side + (small ? 6 : 26);
    drawings.attr("viewBox", `0 0 ${figure.width} ${height}`).attr("width", figure.width).attr("height", height);
    pad(state, side);
    seen(result.greys, side + GAP, 0, grid, false);
    if (small) wish(result.slope, side + GAP, grid + 34, grid, true);
    else wish(result.slope, 2 * (side + GAP), 0, grid, true);
    centre.draw(state.centre);
    numbers(result);
    maps(result.answers.convnet, figure.width);
    mind(state, result);
  };
}

/** Draws count squares into a group, row by row, each as large as the group's unit. */
const squares = (group, count, side) =>
  group.selectAll("rect.cell").data([...Array(count).keys()]).join("rect").attr("class", "cell")
    .attr("x", (i) => i % side).attr("y", (i) => Math.floor(i / side)).attr("width", 1).attr("height", 1);

/** An 8 × 8 grid; signed numbers are blue above and orange below zero. */
function buildGrid(svg, className, labels) {
  const group = svg.append("g").attr("class", `grid ${className}`);
  const picture = group.append("g");
  picture.append("rect").attr("class", "frame").attr("width", SIDE).attr("height", SIDE);
  const cells = squares(picture, SIDE * SIDE, SIDE);
  const name = group.append("text");
  return (values, left, top, side, signed) => {
    const most = signed ? Math.max(1e-12, ...values.map(Math.abs)) : 1;
    group.attr("transform", `translate(${left},${top})`);
    picture.attr("transform", `scale(${side / SIDE})`);
    name.attr("y", side + 17).text(side < 150 ? labels.short : labels.long);
    cells
      .attr("fill-opacity", (i) => Math.abs(values[i]) / most)
      .classed("minus", (i) => values[i] < 0)
      .attr("data-value", (i) => values[i]);
  };
}

/** Ten bars for each net, with their numbers. */
function buildNumbers(stage) {
  const table = document.createElement("table");
  table.className = "touch-numbers";
  const keys = Object.keys(NETS);
  const header = (row, text, scope) => {
    const cell = document.createElement("th");
    Object.assign(cell, { scope, textContent: text });
    row.append(cell);
    return cell;
  };
  const head = table.createTHead().insertRow();
  header(head, "digit", "col");
  const heads = keys.map((key) => header(head, NETS[key], "col"));
  const body = table.createTBody();
  const rows = [...Array(10).keys()].map((digit) => {
    const row = body.insertRow();
    row.dataset.row = digit;
    header(row, digit, "row");
    return keys.map(() => row.insertCell());
  });
  stage.append(table);
  return ({ answers }) =>
    keys.forEach((key, column) => {
      const { probabilities } = answers[key];
      const read = largest(probabilities);
      heads[column].textContent = `${NETS[key]}: ${read}`;
      rows.forEach((cells, digit) => {
        const cell = cells[column];
        cell.textContent = fixed(probabilities[digit], 3);
        cell.style.setProperty("--share", `${100 * probabilities[digit]}%`);
        cell.classList.toggle("true", digit === read);
      });
    });
}

/** The ConvNet's eight maps, and below each what pooling keeps of it. */
function buildMaps(svg) {
  const groups = [...Array(8).keys()].map((k) => {
    const group = svg.append("g");
    const parts = [8, 4].map((side) => {
      const part = group.append("g").attr("class", side === 8 ? "map" : "pooled");
      part.append("rect").attr("class", "frame").attr("width", side).attr("height", side);
      return { part, cells: squares(part, side * side, side) };
    });
    return { group, parts, name: group.append("text").text(`map ${k}`) };
  });
  return ({ maps, pooled }, width) => {
    const columns = width < 560 ? 4 : 8;
    const room = Math.min(92, width / columns);
    const side = room - 10;
    const high = side * 1.5 + 34;
    const height = (8 / columns) * high;
    svg.attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height);
    const most = Math.max(1e-12, ...maps.flat());
    groups.forEach(({ group, parts, name }, k) => {
      group.attr("transform", `translate(${room * (k % columns)},${high * Math.floor(k / columns) + 18})`);
      name.attr("y", -5);
      const [map, small] = parts;
      map.part.attr("transform", `scale(${side / 8})`);
      small.part.attr("transform", `translate(${side / 4},${side + 6}) scale(${side / 8})`);
      map.cells.attr("fill-opacity", (i) => maps[k][i] / most);
      small.cells.attr("fill-opacity", (i) => pooled[k][i] / most);
    });
  };
}

/** Whose mind, towards which digit, how far; and in words how much ink it took. */
function buildMind(figure) {
  const net = choice({ label: "the mind of", options: NETS, change: (key) => figure.change({ net: key }) });
  const digits = Object.fromEntries([...Array(10).keys()].map((digit) => [digit, String(digit)]));
  const rival = choice({
    label: "towards",
    options: { [RUNNER_UP]: RUNNER_UP, ...digits },
    change: (value) => figure.change({ rival: value }),
  });
  const steps = slider({
    label: "steps towards it", min: 0, max: MOST_STEPS, step: 1,
    change: (value) => figure.change({ steps: value }),
  });
  const words = document.createElement("p");
  words.className = "words";
  figure.stage.append(net.element, rival.element, steps.element, words);
  return (state, result) => {
    net.draw(state.net);
    rival.draw(state.rival);
    steps.draw(state.steps);
    words.textContent = told(state, result);
  };
}

function told(state, { before, greys, winner, rival, answers, empty }) {
  if (empty) return "The pad is empty: what you see is what the nets make of blank paper.";
  const moved = greys.reduce((sum, grey, i) => sum + Math.abs(grey - before[i]), 0);
  const ink = before.reduce((sum, grey) => sum + grey, 0);
  const now = largest(answers[state.net].probabilities);
  if (rival === winner) return `It reads a ${winner} already: choose another digit.`;
  const change = state.steps ? `grey moved by ${fixed(moved, 2)} in all, of ${fixed(ink, 2)} ink` : "nothing is moved yet";
  return `From ${winner} towards ${rival}: ${change}. It now reads ${now}.`;
}

function sentence(state, data) {
  const { answers } = found(state, data["digit-nets"]);
  const said = Object.keys(NETS).map((key) => {
    const digit = largest(answers[key].probabilities);
    return `${NETS[key]} reads ${digit} with ${fixed(100 * answers[key].probabilities[digit], 0)} percent`;
  });
  return `${said.join("; ")}.`;
}

export default { start, mend, build, sentence };
